"""A trained network as a function: predictions and pictures from its parameters alone, in plain NumPy.

This is how a model trained by either engine answers, wherever it is needed; TensorFlow is not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data.features import apply_features
from playground.engine.base import says
from playground.errors import DataError
from playground.nn.layers import Layer, Place
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.spec.choice import ActivationChoice

PIXEL_SCALE = np.float32(1 / 255)
_SUMS = ActivationChoice(name="linear")


def inputs(spec: RunSpec, raw: FloatArray | ByteArray) -> FloatArray:
    """What the first layer is given, for samples as a person sees them; arguments and errors are those of `kept`.

    Returns:
        Floats `(n, inputs)`.
    """
    return floats(kept(spec, raw))


def kept(spec: RunSpec, raw: FloatArray | ByteArray) -> FloatArray | ByteArray:
    """Samples as they are kept until they are used: points as their input features, pictures as they are, in one row each.

    Bytes stay bytes, and are turned into floats bit by bit: 60,000 pictures as floats would be 188 MB for each run.

    Args:
        spec: says which input features there are.
        raw: points `(n, 2)` or `(n, 1)`, standardised rows of a table `(n, inputs)`, or pictures `(n, side, side)` or `(n, side * side)`:
            uint8 with 255 as ink, or floats in [0, 1].

    Returns:
        `(n, inputs)`.

    Raises:
        DataError: `raw` has another shape.
    """
    samples: npt.NDArray[Any] = np.asarray(raw)
    if spec.data.is_table:
        if samples.ndim != 2 or samples.shape[1] != spec.data.inputs:
            raise DataError(f"Rows should be (n, {spec.data.inputs}), got {samples.shape}.")
        return samples if samples.dtype.kind == "f" else samples.astype(np.float32)
    if not spec.data.is_image:
        coordinates = spec.data.entry.coordinates
        if samples.ndim != 2 or samples.shape[1] != coordinates:
            raise DataError(f"Points should be (n, {coordinates}), got {samples.shape}.")
        return apply_features(spec.data.features, samples if samples.dtype.kind == "f" else samples.astype(np.float32))
    side = spec.data.entry.side
    if samples.shape[1:] not in ((side, side), (side * side,)):
        raise DataError(f"Pictures should be (n, {side}, {side}) or (n, {side * side}), got {samples.shape}.")
    return samples.reshape(len(samples), -1)


def floats(samples: FloatArray | ByteArray) -> FloatArray:
    """Some of the samples that `kept` has returned, as the first layer is given them."""
    numbers: npt.NDArray[Any] = samples
    return numbers * PIXEL_SCALE if numbers.dtype == np.uint8 else numbers


def build(
    spec: RunSpec,
    batch: int,
    dtype: npt.DTypeLike,
    weights: Sequence[Mapping[str, FloatArray]],
    gradients: Sequence[Mapping[str, FloatArray]] | None = None,
    *,
    to_input: bool = False,
) -> list[Layer]:
    """The layers of a network for batches of one size, up to the weighted sums of the outputs: what is made of those is another step.

    Args:
        spec: of the run.
        batch: how many samples there are in a batch.
        dtype: of all arrays.
        weights: of each layer, by name.
        gradients: where the gradients of those go; `None` for a network that is only asked.
        to_input: whether backward goes on to what the first layer is given, where training has no need of it.
    """
    layers: list[Layer] = []
    learning = False
    for number, (layer, shape) in enumerate(zip(spec.layers, spec.shapes, strict=False)):
        activation = layer.activation if number + 1 < len(spec.layers) else _SUMS
        place = Place(
            shape=shape,
            batch=batch,
            dtype=dtype,
            weights=weights[number],
            gradients=weights[number] if gradients is None else gradients[number],
            activation=(activation.entry, activation.settings),
            first=gradients is None or not (learning or to_input),
        )
        layers.append(layer.entry.build(place, **layer.settings))
        learning = learning or bool(spec.weights[number])
    return layers


def ask(spec: RunSpec, layers: Sequence[Layer], x: FloatArray) -> FloatArray:
    """The weighted sums of the outputs, `(n, outputs)`, for samples `(n, inputs)`, when the network is only asked."""
    a = arranged(spec, x)
    for layer in layers:
        a = layer.forward(a, None, training=False)
    return a


def arranged(spec: RunSpec, x: FloatArray) -> FloatArray:
    """Samples `(n, inputs)` as the first layer is given them: pictures with their batch last."""
    return x if len(spec.shapes[0]) == 1 else np.ascontiguousarray(x.T).reshape(1, *spec.shapes[0][:2], len(x))


def by_layer(spec: RunSpec, parameters: Parameters) -> list[dict[str, FloatArray]]:
    """All parameters, as those of each layer by their short names."""
    names = zip(spec.layer_names, spec.weights, strict=True)
    return [{part: parameters[f"{name}/{part}"] for part in weights} for name, weights in names]


def last_convolution(spec: RunSpec) -> int:
    """Position in `spec.layers` of the last layer whose units look for patterns in places, or -1 where there is none."""
    return max((number for number, layer in enumerate(spec.layers) if layer.kind == "conv2d"), default=-1)


def forward(spec: RunSpec, parameters: Parameters, x: FloatArray) -> FloatArray:
    """From what the first layer is given, `(n, inputs)`, to the weighted sums of the outputs, `(n, outputs)`."""
    dtype = next(iter(parameters.values())).dtype
    return ask(spec, build(spec, len(x), dtype, by_layer(spec, parameters)), x.astype(dtype, copy=False))


def answers(spec: RunSpec, z: FloatArray) -> FloatArray:
    """What the outputs make of their weighted sums, `(n, outputs)`."""
    activation = spec.model.output.activation
    return activation.entry.function(z, None, **activation.settings)


def predict(spec: RunSpec, parameters: Parameters, x: FloatArray | ByteArray) -> FloatArray:
    """What the network says.

    Args:
        spec: of the run.
        parameters: of a snapshot of it.
        x: points, rows or pictures, as `kept` takes them.

    Returns:
        Floats `(n, outputs)`: for softmax and sigmoid these are probabilities, for regression the numbers.

    Raises:
        DataError: `x` has another shape.
    """
    return answers(spec, forward(spec, parameters, inputs(spec, x)))


def classes(spec: RunSpec, a: FloatArray) -> ByteArray:
    """The class that outputs `(n, outputs)` speak for: `(n,)`."""
    if a.shape[1] > 1:
        largest: ByteArray = np.argmax(a, axis=1).astype(np.uint8)
        return largest
    yes = a[:, 0] > sum(says(spec)) / 2
    return yes.astype(np.uint8)


def signed(spec: RunSpec, a: FloatArray) -> FloatArray:
    """Outputs for two classes or for a number, `(n, outputs)`, as one number each: -1 is surely class 0, +1 surely class 1."""
    if a.shape[1] > 1:
        return a[:, 1] - a[:, 0]
    if spec.data.is_regression:
        return a[:, 0]
    low, high = says(spec)
    return (a[:, 0] - (high + low) / 2) / ((high - low) / 2)
