"""Pooling: each window of a picture becomes one number."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.layers.base import LayerKind, Place, Shape
from playground.nn.layers.windows import Windows, windows
from playground.registry import Hyperparameter


class _Pooling:
    """What both kinds share."""

    def __init__(self, place: Place, *, pool_size: int) -> None:
        """Make the arrays for batches of one size."""
        self._windows = pool_windows(place.shape, pool_size=pool_size)
        self._out = place.empty(_output_shape(place.shape, pool_size=pool_size))
        # Pixels at the right and at the bottom that no window reaches have no part in anything: their gradient stays zero.
        self._below = None if place.first else np.zeros_like(place.empty(place.shape))


class MaxPooling2D(_Pooling):
    """The largest number of each window."""

    def __init__(self, place: Place, *, pool_size: int) -> None:
        """Make the arrays for batches of one size."""
        super().__init__(place, pool_size=pool_size)
        self._largest = np.empty(self._out.shape, bool)
        self._free = np.empty(self._out.shape, bool)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Keep the largest."""
        self._x = x
        (_, _, first), *others = self._windows.parts(x)
        self._out[...] = first
        for _, _, part in others:
            np.maximum(self._out, part, out=self._out)
        return self._out

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Only the largest has had a say: it gets the whole gradient. Of several equals it is the first, as in TensorFlow."""
        if self._below is None:
            return None
        self._free.fill(True)
        for (_, _, part), (_, _, below) in zip(self._windows.parts(self._x), self._windows.parts(self._below), strict=True):
            np.equal(part, self._out, out=self._largest)
            self._largest &= self._free
            self._free ^= self._largest
            np.multiply(gradient, self._largest, out=below)
        return self._below


class AveragePooling2D(_Pooling):
    """The average of each window."""

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Add up and divide."""
        (_, _, first), *others = self._windows.parts(x)
        self._out[...] = first
        for _, _, part in others:
            self._out += part
        self._out /= self._windows.size**2
        return self._out

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Each number of a window has had an equal say."""
        if self._below is None:
            return None
        gradient /= self._windows.size**2
        for _, _, below in self._windows.parts(self._below):
            below[...] = gradient
        return self._below


class GlobalAveragePooling2D:
    """The average of each channel over the whole picture: `(batch, channels)`."""

    def __init__(self, place: Place) -> None:
        """Make the arrays for batches of one size."""
        self._below = None if place.first else place.empty(place.shape)
        self._pixels = place.shape[0] * place.shape[1]

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Average over rows and columns."""
        mean: FloatArray = x.mean(axis=(1, 2))  # (channels, batch)
        return mean.T

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Each pixel has had an equal say."""
        if self._below is None:
            return None
        self._below[...] = (gradient / self._pixels).T[:, None, None, :]
        return self._below


def pool_windows(shape: Shape, *, pool_size: int) -> Windows:
    """Where the windows stand, for pictures `(height, width, channels)`.

    Raises:
        SpecError: the pictures are too small for a window.
    """
    return windows(shape[0], shape[1], size=pool_size, stride=pool_size, padding="valid", layer="Pooling with windows")


def _output_shape(shape: Shape, *, pool_size: int) -> Shape:
    at = pool_windows(shape, pool_size=pool_size)
    return (at.rows, at.columns, shape[2])


_POOL_SIZE = (Hyperparameter(name="pool_size", label="Window", help="Side of the square windows, in pixels.", default=2, low=2, high=4),)

MAX_POOLING = LayerKind(
    name="max_pooling2d",
    label="MaxPooling2D",
    help="Keeps the largest number of each window: the picture shrinks, and it matters less where exactly a pattern stands.",
    formula=r"a_{xyc} = \max_{ij} x_{px+i, py+j, c}",
    hyperparameters=_POOL_SIZE,
    output_shape=_output_shape,
    build=MaxPooling2D,
    ranks=(3,),
    keras="MaxPooling2D",
)

AVERAGE_POOLING = LayerKind(
    name="average_pooling2d",
    label="AveragePooling2D",
    help="Keeps the average of each window: gentler than the largest, it blurs as it shrinks.",
    formula=r"a_{xyc} = \frac{1}{p^2} \sum_{ij} x_{px+i, py+j, c}",
    hyperparameters=_POOL_SIZE,
    output_shape=_output_shape,
    build=AveragePooling2D,
    ranks=(3,),
    keras="AveragePooling2D",
)

GLOBAL_AVERAGE_POOLING = LayerKind(
    name="global_average_pooling2d",
    label="GlobalAveragePooling2D",
    help="Keeps one number for each channel, its average over the picture: a way from pictures to units without any weights.",
    formula=r"a_c = \frac{1}{hw} \sum_{xy} x_{xyc}",
    output_shape=lambda shape: (shape[2],),
    build=GlobalAveragePooling2D,
    ranks=(3,),
    keras="GlobalAveragePooling2D",
)
