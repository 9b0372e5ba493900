"""The last part of a layer with weights: what it makes of its weighted sums."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.layers.base import Place, Shape


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

    def backward(self, gradient: FloatArray) -> FloatArray:
        """From the gradient with respect to `a` to that with respect to `z`; may write over `gradient`."""
        return gradient if self._linear else self._activation.backward(gradient, self.z, self.a, self._scratch, **self._settings)
