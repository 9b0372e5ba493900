"""What every unit of a network on points says at many points at once: its pictures."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.engine.network import by_layer
from playground.nn.layers import Layer, Place
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.spec.layer import LayerSpec


def _tanh(z: FloatArray, out: FloatArray) -> FloatArray:
    """`1 - 2 / (exp(2 z) + 1)`: right to seven decimals, where `numpy.tanh` is right to seven digits."""
    np.add(z, z, out=out)
    with np.errstate(over="ignore"):  # of a large z, infinity is as good as any other large number
        np.exp(out, out=out)
    out += 1
    np.divide(-2, out, out=out)
    out += 1
    return out


FASTER: Mapping[str, Callable[..., FloatArray]] = {"tanh": _tanh}
"""Activations that NumPy can calculate faster than its own function of that name, where they are only looked at."""


class NeuronMaps:
    """Draws the pictures of one network, over and over.

    Everything is transposed, with a row for each unit: this way round the work is two to four times faster. The arrays are made once, since
    fresh memory would cost as much as the arithmetic.
    """

    def __init__(self, spec: RunSpec, x: FloatArray, before: "NeuronMaps | None" = None) -> None:
        """Make the arrays.

        Args:
            spec: of the run, on points.
            x: what the first layer is given at each point, transposed: `(inputs, points)`.
            before: of a network of the same shape, whose pictures are done with when these are drawn: both then share memory.
        """
        self._spec = spec
        self._x = x
        sums = [np.empty((shape[0], x.shape[1]), x.dtype) for shape in spec.shapes[1:]] if before is None else before._sums
        self._sums: list[FloatArray] = sums
        self._maps: list[FloatArray] = [np.empty_like(each) for each in sums] if before is None else before._maps

    def __call__(self, parameters: Parameters) -> Sequence[FloatArray]:
        """What every unit says.

        Args:
            parameters: of a snapshot of the run.

        Returns:
            For each layer `(units, points)`; good until the next call.
        """
        a = self._x
        weights = by_layer(self._spec, parameters)
        for number, layer in enumerate(self._spec.layers):
            if layer.kind == "dense":
                a = self._dense(number, layer, weights[number], a)
            else:
                a = self._maps[number] = self._other(number, layer, weights[number], a)
        return self._maps

    def _dense(self, number: int, layer: LayerSpec, weights: dict[str, FloatArray], x: FloatArray) -> FloatArray:
        z, out = self._sums[number], self._maps[number]
        np.dot(weights["kernel"].T, x, out=z)
        z += weights["bias"][:, None]
        activation = layer.activation
        if activation.name == "softmax":  # adds up over units, which are rows here
            out[...] = activation.entry.function(z.T, None).T
            return out
        function = FASTER.get(activation.name, activation.entry.function)
        return function(z, out, **activation.settings)

    def _other(self, number: int, layer: LayerSpec, weights: dict[str, FloatArray], x: FloatArray) -> FloatArray:
        """To the other kinds all points together are one picture, one pixel high, whose channels are the units."""
        units, points = x.shape
        place = Place(shape=(1, points, units), batch=1, dtype=x.dtype, weights=weights, gradients=weights, first=True)
        built: Layer = layer.entry.build(place, **layer.settings)
        return built.forward(x.reshape(units, 1, points, 1), None, training=False).reshape(units, points)
