"""What every kind of layer is: an entry for the menus and the shapes, and a class with its two directions in NumPy.

Arrays between layers are laid out in one of two ways, without the batch called the *shape* of a layer's output:

    shape (units,)                      array (batch, units)
    shape (height, width, channels)     array (channels, height, width, batch)

In memory the batch is last in both, where Keras has it first. A row of a picture is then one long stretch for all pictures of the batch,
which NumPy copies, adds and compares several times as fast; and the products of matrices of a dense layer take two thirds of the time.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray
from playground.errors import SpecError
from playground.nn.activations import ACTIVATIONS, Activation
from playground.registry import Entry, Settings

Shape: TypeAlias = tuple[int, ...]
"""Of what comes out of a layer for one sample: `(units,)`, or `(height, width, channels)`."""

Weights: TypeAlias = Mapping[str, FloatArray]
"""Arrays of one layer by name, such as `kernel` and `bias`; those that training changes are views into all parameters."""


@dataclass(frozen=True)
class Weight:
    """One array of numbers that a layer has.

    Attributes:
        shape: as Keras has it.
        start: what it starts from: `"kernel"` is as the layer's initializer says, a number is that number everywhere.
        trainable: changed by the optimizer; others, such as moving averages, the layer changes itself.
    """

    shape: Shape
    start: Literal["kernel"] | float = 0.0
    trainable: bool = True


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a layer is built from, for batches of one size.

    Attributes:
        shape: of what comes in.
        batch: how many samples there are in a batch.
        dtype: of all arrays.
        weights: the layer's numbers, by name.
        gradients: where the gradients of those that training changes go, by the same names.
        activation: what the layer makes of its weighted sums, and the settings of that; of no use to layers without any.
        first: nothing below it learns, so that nobody needs the gradient of its input.
    """

    shape: Shape
    batch: int
    dtype: npt.DTypeLike
    weights: Weights
    gradients: Weights
    activation: tuple[Activation, Settings] = (ACTIVATIONS["linear"], {})
    first: bool = False

    def empty(self, shape: Shape) -> FloatArray:
        """Memory for a batch of outputs of this shape, with the batch last."""
        if len(shape) == 1:
            return np.empty((*shape, self.batch), self.dtype).T
        return np.empty(laid_out(shape, self.batch), self.dtype)


class Layer(Protocol):
    """One layer for batches of one size. What it returns is its own memory, and good until it is called again."""

    def forward(self, x: FloatArray, draw: FloatArray | None, *, training: bool) -> FloatArray:
        """From what comes in to what goes out.

        Args:
            x: from the layer below.
            draw: random numbers for this batch, for layers that need some while they train.
            training: whether it learns; some layers do otherwise when they are only asked.
        """

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """From the gradient of the loss with respect to what went out to that with respect to what came in, for the last `forward`.

        Leaves the gradients of its weights where they belong. May write over `gradient`.

        Returns:
            `None` from the first layer: nobody needs it there.
        """


@dataclass(frozen=True, kw_only=True)
class LayerKind(Entry):
    """A kind of layer and its Keras twin.

    Attributes:
        output_shape: `(shape of the input, **hyperparameters) -> shape of the output`; raises SpecError where there is none.
        weights: `(shape of the input, **hyperparameters) -> its numbers by name`, in the order in which Keras has them.
        build: `(place, **hyperparameters) -> Layer`.
        copies: `(shape of the input, **hyperparameters) -> how many numbers it keeps for each sample` besides its output.
        ranks: how many dimensions an input may have: 1 for units, 3 for pictures.
        activation: for layers with a kernel, which take an activation, an initializer and a regularizer: the activation that is usual.
        draw: `(rng, shape of a batch in Keras' layout, **hyperparameters) -> random numbers`, for layers that need some while they train.
        apply_draw: `(x, draw) -> output` by means of operators alone, so that it works for the arrays of any engine.
        keras: name of the class in `keras.layers`.
    """

    output_shape: Callable[..., Shape]
    weights: Callable[..., dict[str, Weight]] = lambda shape, **_: {}
    build: Callable[..., Layer]
    copies: Callable[..., int] = lambda shape, **_: 0
    ranks: tuple[int, ...] = (1, 3)
    activation: str | None = None
    draw: Callable[..., FloatArray] | None = None
    apply_draw: Callable[[Any, Any], Any] | None = None
    keras: str

    def shape_after(self, shape: Shape, settings: Settings) -> Shape:
        """The shape of what comes out, given that of what comes in.

        Raises:
            SpecError: such a thing cannot come in; the message says why, and what would fit.
        """
        if len(shape) in self.ranks:
            return self.output_shape(shape, **settings)
        if len(shape) == 3:
            raise SpecError(
                f"{self.label} takes units and gets pictures of {_written(shape)}: put Flatten or GlobalAveragePooling2D before it."
            )
        raise SpecError(f"{self.label} takes pictures and gets {_written(shape)} units: it has to stand before Flatten, on picture data.")

    def kept_numbers(self, shape: Shape, settings: Settings) -> int:
        """How many numbers training keeps for each sample: what goes out, its gradient, sums and scratch, and copies of what comes in."""
        return 4 * math.prod(self.output_shape(shape, **settings)) + self.copies(shape, **settings)

    def keras_arguments(self, settings: Settings) -> dict[str, Any]:
        """How its Keras twin is made: hyperparameters have the names that Keras gives them."""
        return dict(settings)


def _written(shape: Shape) -> str:
    return " by ".join(str(size) for size in shape)


def laid_out(shape: Shape, batch: int) -> Shape:
    """The shape of the array that holds a batch of outputs of this shape."""
    if len(shape) == 1:
        return (batch, *shape)
    height, width, channels = shape
    return (channels, height, width, batch)


def as_keras(array: FloatArray) -> FloatArray:
    """An array of a batch, seen in Keras' layout: `(batch, height, width, channels)` or `(batch, units)`."""
    return array.transpose(3, 1, 2, 0) if array.ndim == 4 else array


def from_keras(array: FloatArray) -> FloatArray:
    """The other way round: an array in Keras' layout, seen as layers here have it."""
    return array.transpose(3, 1, 2, 0) if array.ndim == 4 else array


def same_shape(shape: Shape, **_: object) -> Shape:
    """The shape of the output of layers that change none."""
    return shape
