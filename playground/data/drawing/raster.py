"""Pixels become the picture that a network expects: what `inking.py` does for lines, for an uploaded picture, where there are none.

The line is measured on the picture and brought to the right width in two steps: the picture is scaled so that the digit will fill its room
once its line has the right width, and then the line is made thicker or thinner.
"""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np

from playground.arrays import FloatArray
from playground.data.augmentation import MOST_THICKNESS, thickened
from playground.data.drawing.area import resampled
from playground.data.drawing.components import without_small
from playground.data.drawing.inking import ROUNDS, draw
from playground.data.drawing.strokes import Line
from playground.data.drawing.style import Style

MOST_SIDE = 280
"""A canvas of more pixels says nothing more about a digit, and takes longer."""

BOTH_SIDE = 140
"""Of a canvas with strokes on a picture: they are drawn on it at every move of the pen."""

INK = 0.15
"""What has less than this share of the most ink in the picture is paper: the soft edge of a line does not count as its end."""

AS_LARGE = 0.03
"""A picture whose size is off by a smaller share than this is as large as it should be."""

FINE = 2
"""Side of the block of pixels that one of the result is made of: a line that is a pixel thin needs smaller ones to grow evenly."""

COARSE = 64
"""Side of the grid on which components are looked for: what is nearer than one of its cells hangs together."""

SPECK = 0.15
"""What hangs together and has less than this share of the length of the largest component is no part of a digit."""


class Canvas:
    """A picture and the strokes on it, as pixels."""

    def __init__(self, image: FloatArray, found: Sequence[Line], size: float) -> None:
        """Lay strokes over a picture.

        Args:
            image: `(h, w)` in [0, 1], 1 is ink.
            found: strokes, in canvas pixels.
            size: side of the canvas, in its pixels.
        """
        ink = _square(image)
        side = BOTH_SIDE if found else min(len(ink), MOST_SIDE)
        if side != len(ink):
            ink = resampled(ink, np.full(2, len(ink) / 2), np.full(2, side / len(ink)), side)
        if found:
            scale = side / size
            ink = np.maximum(ink, draw([line.moved(scale, 0, line.width * scale) for line in found], side))
        self._raw = ink

    @property
    def is_blank(self) -> bool:
        """Whether there is no ink at all."""
        return not self._raw.any()

    @property
    def extent(self) -> float:
        """The longer side of what has ink, specks apart, as a share of the canvas."""
        low, high = self._box
        return float((high - low).max()) / len(self._raw)

    @cached_property
    def _clean(self) -> FloatArray:
        """The canvas without specks: dust far off would make the whole digit small."""
        side = len(self._raw)
        cell = -(-side // COARSE)
        missing = -side % cell
        mask = np.pad(self._raw > INK * self._raw.max(), (0, missing))
        coarse = np.asarray(mask.reshape(len(mask) // cell, cell, -1, cell).any(axis=(1, 3)))
        specks = coarse & ~without_small(coarse, SPECK)
        return np.where(specks.repeat(cell, 0).repeat(cell, 1)[:side, :side], 0, self._raw).astype(np.float32)

    @cached_property
    def _box(self) -> tuple[FloatArray, FloatArray]:
        """The corners `(x, y)`, at the top left and the bottom right, of what has ink."""
        mask = self._clean > INK * self._clean.max()
        across, down = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        return np.array([across[0], down[0]], float), np.array([across[-1] + 1, down[-1] + 1], float)

    @cached_property
    def _cut(self) -> FloatArray:
        """The canvas with nothing but what is inside the box."""
        (left, top), (right, bottom) = (corner.astype(int) for corner in self._box)
        cut = np.zeros_like(self._clean)
        cut[top:bottom, left:right] = self._clean[top:bottom, left:right]
        return cut

    @cached_property
    def _stroke(self) -> float:
        return stroke_width(self._clean / self._clean.max())

    def fitted(self, style: Style, on: Collection[str]) -> FloatArray:
        """The canvas as a data set would have it, as far as the steps that are taken bring it there.

        Args:
            style: of the data set.
            on: the steps that are taken; centring comes later.

        Returns:
            `(work, work)` in [0, 1].
        """
        boxed = "box" in on
        ink = self._cut if boxed else self._raw
        low, high = self._box if boxed else (np.zeros(2), np.full(2, float(len(ink))))
        middle = (low + high) / 2
        scale = style.scale(high - low, 0.0, on)
        if np.abs(scale - 1).max() < AS_LARGE:
            # What has the right size already is moved by whole pixels, since halves would blur it.
            middle = low + (style.work / 2 - np.round(style.work / 2 - (middle - low) * scale)) / scale
        as_it_is = resampled(ink, middle, scale, style.work)
        if "thickened" not in on:
            return as_it_is
        width = self._stroke * float(scale.min())
        pen = float(np.clip(width, *style.pens))
        if pen == width and not style.ink:
            # This could be one of the data set; nothing that is done to its lines would make it more so.
            return as_it_is / max(float(as_it_is.max()), 1e-6)
        # The line's width changes, so it is added when that is known. A blot is nothing but its line, and never blown up further.
        extent = np.maximum(high - low - self._stroke, self._stroke) if boxed else high - low
        for _ in range(ROUNDS if style.ink else 1):
            scale = FINE * style.scale(extent, pen if boxed else 0.0, on)
            large = _with_stroke(resampled(ink, middle, scale, FINE * style.work), FINE * pen)
            result: FloatArray = large.reshape(style.work, FINE, style.work, FINE).mean(axis=(1, 3))
            pen = style.pen_for(pen, result)
        return result / max(float(result.max()), 1e-6)


def _square(image: FloatArray) -> FloatArray:
    """A picture in the middle of a square: float32 in [0, 1]."""
    ink = np.clip(np.nan_to_num(np.asarray(image, np.float32)), 0, 1)
    more = max(ink.shape) - np.array(ink.shape)
    return np.pad(ink, [(each // 2, each - each // 2) for each in more.tolist()])


def stroke_width(ink: FloatArray) -> float:
    """How wide the line of a drawing is, in pixels, wherever it goes.

    A line of length l and width w with round ends has the area A = l w + pi w^2 / 4 and the edge P = 2 l + pi w; solved for w. The edge
    is measured as the total variation of the ink, which does not mind how soft it is.

    Args:
        ink: `(h, w)` in [0, 1].
    """
    padded = np.pad(ink, 1)
    falling, rising = padded[1:, 1:] - padded[:-1, :-1], padded[1:, :-1] - padded[:-1, 1:]
    edge = float(np.hypot(falling, rising).sum()) / 2**0.5
    area = float(ink.sum())
    return float((edge - max(edge**2 - 4 * np.pi * area, 0.0) ** 0.5) / np.pi)


def _with_stroke(ink: FloatArray, wanted: float) -> FloatArray:
    """Ink `(side, side)` with lines as wide as wanted, in pixels, and black where they are blackest."""
    darkest = max(float(ink.max()), 1e-6)
    missing = wanted - stroke_width(ink / darkest)
    result = (ink * (255 / darkest))[None]
    while abs(missing) > 0.01:
        change = float(np.clip(missing, -MOST_THICKNESS, MOST_THICKNESS))
        result = thickened(result, np.array([change], np.float32))
        missing -= change
    return np.asarray(result[0] / 255)
