"""How the digits of each data set are made: what a drawing has to be like, and the arithmetic of fitting it in."""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray

SIDE = 28
BOX = 20.0
STROKE = 2.5
"""Width in pixels of a stroke after scaling; the median of MNIST's digits."""
USUAL = (1.8, 4.2)
"""Nine of ten strokes of MNIST's digits are as wide as that."""

SMALL_SIDE = 8
SMALL_INK = 0.305
"""The share of ink in a small digit: it is the mean over all of them, and each is near it."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How the digits of a data set look.

    Attributes:
        side: of a picture, in pixels.
        block: side of the block of pixels that becomes one pixel of the picture; all other lengths are in those smaller pixels.
        room: width and height of what a digit may fill.
        flattest: how many times as wide as high a digit may be before it is no longer made as high as there is room.
        pen: width of a line, or where to begin looking for it.
        pens: between these widths, a line is like those of the data set.
        ink: the share of ink that the pen should make, or `None` where its width is the same for all.
        axes: along which a digit's mass is brought into the middle: 0 down, 1 across.
    """

    side: int
    block: int
    room: tuple[float, float]
    flattest: float
    pen: float
    pens: tuple[float, float]
    ink: float | None
    axes: tuple[int, ...]

    @property
    def work(self) -> int:
        """Side of the picture before blocks become pixels."""
        return self.side * self.block

    def scale(self, extent: FloatArray, pen: float, on: Collection[str]) -> FloatArray:
        """How much larger something has to become.

        Args:
            extent: its width and height, without the pen, both above 0.
            pen: what the pen adds to it afterwards.
            on: the steps that are taken.

        Returns:
            The factors across and down, `(2,)`.
        """
        (width, height), flattest = (self.room, self.flattest) if "scaled" in on else ((self.work, self.work), 1.0)
        down = (height - pen) / max(extent[1], extent[0] / flattest)
        return np.array([min(down, (width - pen) / extent[0]), down])

    def pen_for(self, pen: float, ink: FloatArray) -> float:
        """The pen that makes the right amount of ink, as far as it can be told from what another one has made, `(work, work)`."""
        return pen if self.ink is None else float(np.clip(pen * self.ink / max(float(ink.mean()), 1e-6), *self.pens))

    def reduced(self, ink: FloatArray) -> FloatArray:
        """Blocks of `(work, work)` as pixels: `(side, side)` float32."""
        blocks = ink.reshape(self.side, self.block, self.side, self.block).mean(axis=(1, 3))
        picture: FloatArray = np.clip(blocks, 0, 1).astype(np.float32)
        return picture

    def centred(self, ink: FloatArray) -> FloatArray:
        """Shift `(work, work)` by whole pixels until the centre of mass is at the middle pixel, as far as no ink is lost."""
        for axis in self.axes:
            ink = _centred(ink, axis)
        return ink


def _centred(ink: FloatArray, axis: int) -> FloatArray:
    total = ink.sum()
    if total == 0:
        return ink
    side = len(ink)
    mass = ink.sum(axis=1 - axis)
    inked = np.flatnonzero(mass)
    # A drawing that is even to the left and right is half a pixel off either way: always the same one, whatever the last digits say.
    shift = math.floor(side / 2 - float((mass * np.arange(side)).sum() / total) + 0.499)
    shift = int(np.clip(shift, -inked[0], side - 1 - inked[-1]))
    return np.roll(ink, shift, axis=axis)


STYLES = {
    SIDE: Style(side=SIDE, block=1, room=(BOX, BOX), flattest=1.0, pen=STROKE, pens=USUAL, ink=None, axes=(0, 1)),
    SMALL_SIDE: Style(
        side=SMALL_SIDE,
        block=4,
        room=(24.0, 32.0),
        flattest=2.0,
        pen=(2.0 * 12.0) ** 0.5,
        pens=(2.0, 12.0),
        ink=SMALL_INK,
        axes=(1,),
    ),
}
"""By the side of their pictures: MNIST's, and scikit-learn's."""
