"""Flatten: a picture becomes one long row of numbers."""

import math

from playground.arrays import FloatArray
from playground.nn.layers.base import LayerKind, Place


class Flatten:
    """The same numbers, in another order in memory: row by row, in each row pixel by pixel, in each pixel channel by channel."""

    def __init__(self, place: Place) -> None:
        """Make the arrays for batches of one size."""
        height, width, channels = place.shape
        self._flat = place.empty((height * width * channels,))
        self._pictures = self._flat.T.reshape(height, width, channels, place.batch)
        self._below = None if place.first else place.empty(place.shape)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """From pictures to rows."""
        self._pictures[...] = x.transpose(1, 2, 0, 3)  # from (channels, height, width, batch)
        return self._flat

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """From rows to pictures."""
        if self._below is None:
            return None
        self._below[...] = gradient.T.reshape(self._pictures.shape).transpose(2, 0, 1, 3)
        return self._below


ENTRY = LayerKind(
    name="flatten",
    label="Flatten",
    help="Lays all numbers of a picture in one row, so that a dense layer can follow.",
    output_shape=lambda shape: (math.prod(shape),),
    build=Flatten,
    ranks=(3,),
    keras="Flatten",
)
