"""What an optimizer can walk on: a height above two weights, and its slope."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from playground.arrays import FloatArray

PICTURE_SIDE = 96
"""A picture of a landscape has so many pixels in either direction."""


@dataclass(frozen=True)
class Window:
    """The part of a landscape that is shown."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def across(self) -> float:
        """How wide it is, in the unit of the weights."""
        return self.right - self.left

    @property
    def up(self) -> float:
        """How high it is, in the unit of the weights."""
        return self.top - self.bottom

    def centres(self, side: int) -> tuple[FloatArray, FloatArray]:
        """Where the centres of `side * side` pixels are: across `(side,)`, and up `(side,)` from top to bottom."""
        places = (np.arange(side) + 0.5) / side
        return self.left + places * self.across, self.top - places * self.up


class Landscape(Protocol):
    """A height above two weights.

    Attributes:
        window: what is shown of it.
        start: where a walk begins, unless one says otherwise.
        minima: where it is lowest, as far as that is known.
        limit: a walk ends as soon as it is so many windows away from the middle of the window.
    """

    @property
    def window(self) -> Window: ...  # noqa: D102

    @property
    def start(self) -> tuple[float, float]: ...  # noqa: D102

    @property
    def minima(self) -> tuple[tuple[float, float], ...]: ...  # noqa: D102

    @property
    def limit(self) -> float: ...  # noqa: D102

    def heights(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """The height at each place, of the shape that `x` and `y` have together."""

    def slope(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """How the height changes with either weight at each place, of the same shape."""

    def __hash__(self) -> int:
        """A landscape is known by itself: what was found out about it can be kept."""


def picture(landscape: Landscape, side: int = PICTURE_SIDE) -> FloatArray:
    """The heights at the centres of the pixels of the window: float32 `(side, side)`, row 0 is the top."""
    x, y = landscape.window.centres(side)
    with np.errstate(over="ignore"):
        return landscape.heights(x[None, :], y[:, None]).astype(np.float32)
