"""Flatten: a picture becomes one long row of numbers."""

import math

from playground.arrays import FloatArray
from playground.nn.layers.base import LayerKind, Place, as_keras, from_keras


class Flatten:
    """The same numbers, in another order in memory: row by row, in each row pixel by pixel, in each pixel channel by channel."""

    def __init__(self, place: Place) -> None:
        """Make the arrays for batches of one size."""
        height, width, channels = place.shape
        self._flat = place.empty((height * width * channels,))
        self._pictures = self._flat.reshape(place.batch, height, width, channels)
        self._below = None if place.first else place.empty(place.shape)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """From pictures to rows."""
        self._pictures[...] = as_keras(x)
        return self._flat

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """From rows to pictures."""
        if self._below is None:
            return None
        self._below[...] = from_keras(gradient.reshape(self._pictures.shape))
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
