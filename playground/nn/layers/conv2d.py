"""Conv2D: small kernels slide over the picture, each looking for its own pattern everywhere."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.layers.applied import Applied
from playground.nn.layers.base import LayerKind, Place, Shape, Weight
from playground.nn.layers.windows import Windows, windows
from playground.registry import Hyperparameter


class Conv2D:
    """A dense layer that is used again at each place: every window of the picture is one input of it.

    All windows are copied side by side into one matrix ("im2col"); so the convolution is a single product of matrices, forward as well as
    backward.
    """

    def __init__(self, place: Place, *, filters: int, kernel_size: int, strides: int, padding: str) -> None:
        """Make the arrays for batches of one size."""
        height, width, channels = place.shape
        at = conv_windows(place.shape, kernel_size=kernel_size, strides=strides, padding=padding)
        inside = kernel_size * kernel_size * channels
        self._windows = at
        # Row by row the kernel's numbers lie as those of a window do: so it is a matrix without being copied.
        self._kernel = place.weights["kernel"].reshape(inside, filters)
        self._bias = place.weights["bias"]
        self._kernel_gradient = place.gradients["kernel"].reshape(inside, filters)
        self._bias_gradient = place.gradients["bias"]
        top, bottom, left, right = at.rim
        self._padded = np.zeros((channels, height + top + bottom, width + left + right, place.batch), place.dtype)
        self._inside = np.s_[:, top : top + height, left : left + width]
        self._padded_gradient = None if place.first else np.empty_like(self._padded)
        self._columns = np.empty((kernel_size, kernel_size, channels, at.rows, at.columns, place.batch), place.dtype)
        self._matrix = self._columns.reshape(inside, -1)  # (inside a window, all windows of the batch)
        self.applied = Applied(place, (at.rows, at.columns, filters))
        self._sums = self.applied.z.reshape(filters, -1)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Each filter weighs each window."""
        if any(self._windows.rim):
            self._padded[self._inside] = x
            x = self._padded
        for i, j, part in self._windows.parts(x):
            self._columns[i, j] = part
        self._kernel.T.dot(self._matrix, out=self._sums)  # (filters, windows)
        self._sums += self._bias[:, None]
        return self.applied.forward()

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Each number of a kernel is to blame for what it did in all windows, each pixel for what it did in those that it lies in."""
        delta = self.applied.backward(gradient).reshape(self._sums.shape)
        self._matrix.dot(delta.T, out=self._kernel_gradient)
        delta.sum(axis=1, out=self._bias_gradient)
        if self._padded_gradient is None:
            return None
        self._kernel.dot(delta, out=self._matrix)
        self._padded_gradient.fill(0)
        for i, j, part in self._windows.parts(self._padded_gradient):
            part += self._columns[i, j]
        return self._padded_gradient[self._inside]


def conv_windows(shape: Shape, *, kernel_size: int, strides: int, padding: str, filters: int = 1) -> Windows:
    """Where the kernel stands, for pictures `(height, width, channels)`.

    Raises:
        SpecError: the pictures are too small for the kernel.
    """
    return windows(shape[0], shape[1], size=kernel_size, stride=strides, padding=padding, layer="Conv2D with a kernel")


def _output_shape(shape: Shape, *, filters: int, kernel_size: int, strides: int, padding: str) -> Shape:
    at = conv_windows(shape, kernel_size=kernel_size, strides=strides, padding=padding)
    return (at.rows, at.columns, filters)


def _weights(shape: Shape, *, filters: int, kernel_size: int, strides: int, padding: str) -> dict[str, Weight]:
    return {"kernel": Weight((kernel_size, kernel_size, shape[2], filters), "kernel"), "bias": Weight((filters,))}


def _copies(shape: Shape, *, filters: int, kernel_size: int, strides: int, padding: str) -> int:
    at = conv_windows(shape, kernel_size=kernel_size, strides=strides, padding=padding)
    return at.rows * at.columns * kernel_size * kernel_size * shape[2]


ENTRY = LayerKind(
    name="conv2d",
    label="Conv2D",
    help="Small kernels slide over the picture, each looking for its own pattern everywhere. The first layers of networks that see.",
    formula=r"a_{xyf} = f\left(\sum_{ijc} x_{x+i, y+j, c} W_{ijcf} + b_f\right)",
    hyperparameters=(
        Hyperparameter(name="filters", label="Filters", help="How many patterns it looks for.", default=8, low=1, high=64),
        Hyperparameter(
            name="kernel_size", label="Kernel", help="Side of the square that a kernel covers, in pixels.", default=3, options=(1, 3, 5, 7)
        ),
        Hyperparameter(name="strides", label="Stride", help="How far a kernel moves at a time, in pixels.", default=1, low=1, high=4),
        Hyperparameter(
            name="padding",
            label="Padding",
            help="Valid keeps the kernel inside the picture, which shrinks it; same adds a rim of zeros, which does not.",
            default="valid",
            options=("valid", "same"),
        ),
    ),
    output_shape=_output_shape,
    weights=_weights,
    build=Conv2D,
    copies=_copies,
    ranks=(3,),
    activation="relu",
    keras="Conv2D",
)
