"""A dense layer of several networks at once: every operation works on all lanes, and only activations go stretch by stretch.

Arrays between layers are `(lanes, units, batch)`. A kernel and the bias below it are one matrix, whose last row meets an input that is
always 1: so one product does for both, forward and backward.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray
from playground.nn.activations import Activation
from playground.registry import Settings

Stretch = tuple[slice, Activation, Settings]
"""Lanes with the same activation, and that."""


class DenseLanes:
    """`a = f(x W + b)` in every lane, for batches of one size.

    Attributes:
        z: the weighted sums, `(lanes, units, batch)`.
        said: what the units make of them, with the 1 for the layer above: `(lanes, units + 1, batch)`.
    """

    def __init__(self, matrix: FloatArray, gradient: FloatArray, batch: int, activations: Sequence[Stretch], *, first: bool) -> None:
        """Make the arrays.

        Args:
            matrix: kernel and bias of each lane: `(lanes, fan_in + 1, units)`.
            gradient: where its gradient goes, of the same shape.
            batch: how many samples there are in a batch.
            activations: for each stretch of lanes; none for an output, of which the weighted sums are asked.
            first: nothing below it learns.
        """
        lanes, inputs, units = matrix.shape
        self._matrix, self._gradient, self._activations = matrix, gradient, activations
        self._turned = matrix.transpose(0, 2, 1)
        self._kernel = matrix[:, :-1]
        self.z = np.empty((lanes, units, batch), matrix.dtype)
        self.said = np.ones((lanes, units + 1, batch), matrix.dtype)
        # (for speed: whole in memory, and copied under the 1 in one go; NumPy takes twice as long for short pieces)
        self._a = self.z if not activations else np.empty_like(self.z)
        self._slopes = np.empty_like(self.z)
        self._below = None if first else np.empty((lanes, inputs - 1, batch), matrix.dtype)
        # (for speed: views of each stretch, made once)
        self._each = [(activation, settings, self.z[part], self._a[part], self._slopes[part]) for part, activation, settings in activations]

    def forward(self, x: FloatArray) -> FloatArray:
        """Each unit weighs what comes in, `(lanes, fan_in + 1, batch)`; an output says its weighted sums."""
        self._x = x
        np.matmul(self._turned, x, out=self.z)
        if not self._each:
            return self.z
        for activation, settings, z, a, _ in self._each:
            activation.function(z, a, **settings)
        self.said[:, :-1] = self._a
        return self.said

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """From the gradient with respect to what went out, `(lanes, units, batch)`, to that with respect to what came in."""
        if self._each:
            gradient *= self.slopes()
        np.matmul(self._x, gradient.transpose(0, 2, 1), out=self._gradient)
        if self._below is None:
            return None
        return np.matmul(self._kernel, gradient, out=self._below)

    def slopes(self) -> FloatArray:
        """How steep the activation is at each of the sums: `(lanes, units, batch)`, good until the next call."""
        for activation, settings, z, a, slopes in self._each:
            activation.derivative(z, a, slopes, **settings)
        return self._slopes


def views(vector: FloatArray, shapes: Sequence[tuple[int, int]]) -> list[FloatArray]:
    """The flat parameters of all lanes as the matrix of each layer, without copying.

    Args:
        vector: `(lanes, numbers)`.
        shapes: of the kernels: `(fan_in, units)`.

    Returns:
        For each `(lanes, fan_in + 1, units)`.
    """
    found, start = [], 0
    for inputs, units in shapes:
        stop = start + (inputs + 1) * units
        found.append(vector[:, start:stop].reshape(len(vector), inputs + 1, units))
        start = stop
    return found


def with_one(x: npt.NDArray[np.floating]) -> FloatArray:
    """Samples `(lanes, n, inputs)` as the first layer is given them, with the 1 below: `(lanes, inputs + 1, n)`."""
    lanes, samples, inputs = x.shape
    out = np.ones((lanes, inputs + 1, samples), x.dtype)
    out[:, :-1] = x.transpose(0, 2, 1)
    return out
