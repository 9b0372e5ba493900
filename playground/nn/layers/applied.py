"""The last part of a layer with weights: what it makes of its weighted sums."""

from functools import cache
from typing import Protocol, runtime_checkable

import numpy as np

from playground.arrays import FloatArray
from playground.nn.activations import Activation
from playground.nn.layers.base import Place, Shape
from playground.registry import FrozenSettings

FAR = 20.0
"""Sums of this size are large for every activation."""

FLAT = 0.05
"""A slope below this share of the steepest is flat."""


@cache
def _steepest(activation: Activation, settings: FrozenSettings) -> float:
    z = np.linspace(-FAR, FAR, 801)
    slopes = np.abs(activation.derivative(z, activation.function(z, None, **settings), None, **settings))
    top = float(slopes.max())
    return top if max(slopes[0], slopes[-1]) < FLAT * top else np.inf


class Applied:
    """An activation with its settings and the memory it needs, for batches of one size.

    Attributes:
        z: the weighted sums; whoever owns this writes them here.
        a: what the activation makes of them.
    """

    def __init__(self, place: Place, shape: Shape) -> None:
        """Make the arrays for outputs of this shape."""
        self._activation, self._settings = place.activation
        self.z = place.empty(shape)
        self._linear = self._activation.name == "linear"  # (for speed: sums that are passed on unchanged need not be copied)
        self.a = self.z if self._linear else np.empty_like(self.z)
        self._scratch = np.empty_like(self.z)

    def forward(self) -> FloatArray:
        """From `z` to `a`."""
        return self.z if self._linear else self._activation.function(self.z, self.a, **self._settings)

    @property
    def slopes(self) -> FloatArray:
        """How steep the activation is at each of the sums: where it is flat, no error comes through."""
        return self._activation.derivative(self.z, self.a, None, **self._settings)

    @property
    def steepest(self) -> float:
        """The steepest that the activation is anywhere, if it is flat for large sums of either sign; otherwise infinity."""
        return _steepest(self._activation, FrozenSettings(self._settings))

    def backward(self, gradient: FloatArray) -> FloatArray:
        """From the gradient with respect to `a` to that with respect to `z`; may write over `gradient`."""
        return gradient if self._linear else self._activation.backward(gradient, self.z, self.a, self._scratch, **self._settings)


@runtime_checkable
class HasActivation(Protocol):
    """A layer with an activation.

    Attributes:
        applied: that, with what it made of the last batch.
    """

    applied: Applied
