"""How what a network says changes with what it is given: backpropagation that goes on to the pixels, in NumPy, whoever trained it."""

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray
from playground.engine.network import arranged, build, by_layer
from playground.nn.layers.base import as_keras
from playground.snapshot import Parameters
from playground.spec import RunSpec


class Sensitivity:
    """Asks one network over and over, with as many samples each time, and goes back from its answers to what came in.

    The network is only asked: dropout is silent, and batch normalization uses what was usual while it learned.
    """

    def __init__(self, spec: RunSpec, parameters: Parameters, batch: int = 1, dtype: npt.DTypeLike = np.float32) -> None:
        """Make the layers.

        Args:
            spec: of the run.
            parameters: of a snapshot of it.
            batch: how many samples it is asked at a time.
            dtype: of all arrays.
        """
        self._spec = spec
        self._dtype = np.dtype(dtype)
        weights = [{part: array.astype(self._dtype) for part, array in layer.items()} for layer in by_layer(spec, parameters)]
        unused = [{part: np.empty_like(array) for part, array in layer.items()} for layer in weights]
        self._layers = build(spec, batch, self._dtype, weights, unused, to_input=True)
        self._said: list[FloatArray] = []

    def forward(self, x: FloatArray) -> FloatArray:
        """Ask.

        Args:
            x: what the first layer is given, `(batch, inputs)`.

        Returns:
            The weighted sums of the outputs, `(batch, outputs)`: a copy.
        """
        a = arranged(self._spec, x.astype(self._dtype, copy=False))
        self._said = []
        for layer in self._layers:
            a = layer.forward(a, None, training=False)
            self._said.append(a)
        return a.copy()

    def said(self, number: int) -> FloatArray:
        """What a layer of the spec has just said, in Keras' layout, `(batch, height, width, channels)` or `(batch, units)`: a copy."""
        return as_keras(self._said[number]).copy()

    def backward(self, gradient: FloatArray, above: int | None = None) -> FloatArray:
        """From a gradient with respect to the weighted sums of the outputs to that with respect to what came in, for the last `forward`.

        Args:
            gradient: `(batch, outputs)`; to ask how one output changes, 1 in its column and 0 elsewhere.
            above: stop at what this layer of the spec has said; `None` goes on to the input.

        Returns:
            `(batch, inputs)`, or in Keras' layout what belongs to the layer: a copy.
        """
        # Layers may write over what they are given, and have their batch last in memory.
        delta = np.array(gradient, self._dtype, order="F")
        for layer in reversed(self._layers[0 if above is None else above + 1 :]):
            below = layer.backward(delta)
            if below is None:
                raise ValueError(f"A layer of {type(layer).__name__} has no gradient for its input.")
            delta = below
        if above is not None:
            return as_keras(delta).copy()
        return as_keras(delta).reshape(len(gradient), -1).copy()
