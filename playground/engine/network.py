"""A trained network as a function: predictions and pictures from its parameters alone, in plain NumPy.

This is how a model trained by either engine answers, wherever it is needed; TensorFlow is not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data.features import apply_features
from playground.engine.base import layer_names
from playground.errors import DataError
from playground.nn.activations import ACTIVATIONS
from playground.snapshot import Parameters
from playground.spec import RunSpec

PIXEL_SCALE = np.float32(1 / 255)


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
        raw: points `(n, 2)`, or pictures `(n, 28, 28)` or `(n, 784)`: uint8 with 255 as ink, or floats in [0, 1].

    Returns:
        `(n, inputs)`.

    Raises:
        DataError: `raw` has another shape.
    """
    samples: npt.NDArray[Any] = np.asarray(raw)
    if spec.data.is_plane:
        if samples.ndim != 2 or samples.shape[1] != 2:
            raise DataError(f"Points should be (n, 2), got {samples.shape}.")
        return apply_features(spec.data.features, samples if samples.dtype.kind == "f" else samples.astype(np.float32))
    if samples.shape[1:] not in ((28, 28), (784,)):
        raise DataError(f"Pictures should be (n, 28, 28) or (n, 784), got {samples.shape}.")
    return samples.reshape(len(samples), -1)


def floats(samples: FloatArray | ByteArray) -> FloatArray:
    """Some of the samples that `kept` has returned, as the first layer is given them."""
    numbers: npt.NDArray[Any] = samples
    return numbers * PIXEL_SCALE if numbers.dtype == np.uint8 else numbers


def forward(spec: RunSpec, parameters: Parameters, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """From what the first layer is given, `(n, inputs)`, to the outputs: the weighted sums `z` and what is made of them, `a`."""
    a = z = x
    for name, activation in zip(layer_names(spec), spec.activations, strict=True):
        z = a @ parameters[f"{name}/kernel"]  # (n, units)
        z += parameters[f"{name}/bias"]
        a = ACTIVATIONS[activation].function(z, None)
    return z, a


def predict(spec: RunSpec, parameters: Parameters, x: FloatArray | ByteArray) -> FloatArray:
    """What the network says.

    Args:
        spec: of the run.
        parameters: of a snapshot of it.
        x: points `(n, 2)`, or pictures `(n, 28, 28)` or `(n, 784)`: uint8 with 255 as ink, or floats in [0, 1].

    Returns:
        Floats `(n, outputs)`: for softmax and sigmoid these are probabilities.

    Raises:
        DataError: `x` has another shape.
    """
    return forward(spec, parameters, inputs(spec, x))[1]


def classes(spec: RunSpec, a: FloatArray) -> ByteArray:
    """The class that outputs `(n, outputs)` speak for: `(n,)`."""
    if a.shape[1] > 1:
        answers: ByteArray = np.argmax(a, axis=1).astype(np.uint8)
        return answers
    activation = ACTIVATIONS[spec.model.output]
    yes = a[:, 0] > (activation.low + activation.high) / 2
    return yes.astype(np.uint8)


def signed(spec: RunSpec, a: FloatArray) -> FloatArray:
    """Outputs on 2-D data, `(n, outputs)`, as one number each: -1 is surely class 0, +1 surely class 1."""
    if a.shape[1] > 1:
        return a[:, 1] - a[:, 0]
    activation = ACTIVATIONS[spec.model.output]
    middle, half = (activation.high + activation.low) / 2, (activation.high - activation.low) / 2
    return (a[:, 0] - middle) / half


def neuron_maps(spec: RunSpec, parameters: Parameters, x: FloatArray) -> Sequence[FloatArray]:
    """What every unit says at many points of the plane.

    Args:
        spec: of the run.
        parameters: of a snapshot of it.
        x: `(inputs, points)`, transposed: this way round the work is two to four times faster.

    Returns:
        For each layer with parameters `(units, points)`.
    """
    maps = []
    a = x
    for name, activation in zip(layer_names(spec), spec.activations, strict=True):
        z = parameters[f"{name}/kernel"].T @ a
        z += parameters[f"{name}/bias"][:, None]
        if activation == "softmax":  # adds up over units, which are rows here
            a = ACTIVATIONS[activation].function(z.T, None).T
        else:
            a = ACTIVATIONS[activation].function(z, z)  # in place: fresh memory would cost as much as the arithmetic
        maps.append(a)
    return maps
