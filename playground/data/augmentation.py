"""Augmentation: in every epoch, each picture is shifted, turned, and drawn with a thicker or thinner pen, a little and at random.

A network that has seen its pictures so is not thrown by a drawing that is a bit off. What happens to a sample in an epoch depends on
nothing but the seed, the epoch and the position of the sample, so any part of the data can be augmented at any time.

All of it is plain NumPy over many pictures at once: SciPy's `ndimage` works on one picture at a time, and takes a second to import.
"""

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.randomness import Stream, generator

MOST_SHIFT = 4.0
"""Pixels."""
MOST_ROTATE = 45.0
"""Degrees."""
MOST_THICKNESS = 2.0
"""Pixels of the width of a stroke."""

CHUNK = 32
"""Pictures that are worked on in one go: their numbers then fit into the processor's cache."""

LEAST_INK = 0.5
"""A stroke that gets thinner keeps this share of its ink: many are hardly wider than the two pixels that they could lose."""


class Augmenter:
    """Changes the pictures of one run, in each epoch anew."""

    def __init__(self, *, shift: float, rotate: float, thickness: float, seed: int) -> None:
        """Say how much may change.

        Args:
            shift: pixels that a picture moves at most, in each direction, 0 to `MOST_SHIFT`.
            rotate: degrees that it turns at most, either way, 0 to `MOST_ROTATE`.
            thickness: pixels that strokes grow or shrink at most, 0 to `MOST_THICKNESS`.
            seed: of the run.
        """
        self._most = np.array([shift, shift, rotate, thickness])
        self._seed = seed
        self._epoch = -1
        self._changes: FloatArray = np.zeros((0, 4), np.float32)

    def augmented(self, pictures: ByteArray, positions: IntArray, epoch: int) -> ByteArray:
        """Some pictures as they look in an epoch.

        Args:
            pictures: `(k, side, side)`, 255 is ink.
            positions: of each of them among all training samples, `(k,)`.
            epoch: from 0.

        Returns:
            `(k, side, side)`; the very same array if nothing is to change.
        """
        if not self._most.any() or not len(pictures):
            return pictures
        x, y, angle, width = self._changes_of(positions, epoch).T
        result = np.empty_like(pictures)
        for start in range(0, len(pictures), CHUNK):
            part = slice(start, start + CHUNK)
            ink = pictures[part].astype(np.float32)
            if self._most[3]:
                ink = thickened(ink, width[part])
            if self._most[:3].any():
                ink = moved(ink, x[part], y[part], angle[part])
            ink += np.float32(0.5)  # rounds, since what follows cuts off
            result[part] = ink
        return result

    def _changes_of(self, positions: IntArray, epoch: int) -> FloatArray:
        """Shift to the right and down, degrees, and change of thickness of some samples: `(k, 4)`."""
        count = max(int(positions.max()) + 1, len(self._changes))
        if epoch != self._epoch or count > len(self._changes):
            # Row by row, so that more samples do not change what happens to the first of them.
            draws = generator(self._seed, Stream.AUGMENTATION, epoch).random((count, 4))
            self._changes = ((2 * draws - 1) * self._most).astype(np.float32)
            self._epoch = epoch
        return self._changes[positions]


def moved(pictures: FloatArray, x: FloatArray, y: FloatArray, angle: FloatArray) -> FloatArray:
    """Turn pictures around their middle, then shift them; what leaves the picture is lost, and nothing comes in.

    Each pixel is mixed from the four around the place that it came from.

    Args:
        pictures: `(k, side, side)` float32.
        x: pixels to the right, `(k,)`.
        y: pixels down, `(k,)`.
        angle: degrees clockwise, `(k,)`.

    Returns:
        `(k, side, side)` float32.
    """
    count, side, _ = pictures.shape
    middle = np.float32((side - 1) / 2)
    turn = np.radians(angle)
    cosine, sine = np.cos(turn)[:, None], np.sin(turn)[:, None]
    offsets = np.arange(side, dtype=np.float32) - middle
    across, down = offsets - x[:, None], offsets - y[:, None]  # (k, side)
    # An empty border all around: whatever came from outside came from there.
    width = side + 3
    padded = np.zeros((count, width, width), np.float32)
    padded[:, 1:-2, 1:-2] = pictures
    flat = padded.ravel()
    column = _sources(cosine * across, sine * down, middle)  # (k, side, side)
    row = _sources(-sine * across, cosine * down, middle)
    left, top = column.astype(np.intp), row.astype(np.intp)
    column -= left
    row -= top
    index = top
    index *= width
    index += left
    index += (np.arange(count) * width * width)[:, None, None]
    upper = _between(flat, index, column)
    lower = _between(flat[width:], index, column)
    lower -= upper
    lower *= row
    upper += lower
    return upper


def _sources(across: FloatArray, down: FloatArray, middle: np.float32) -> FloatArray:
    """One coordinate, in the picture with its border, of where each pixel comes from: the sum of a part for each axis."""
    source: FloatArray = across[:, None, :] + (down + (middle + 1))[:, :, None]
    return np.clip(source, 0, 2 * middle + 2, out=source)  # the border's first and last pixels


def _between(flat: FloatArray, index: npt.NDArray[np.intp], share: FloatArray) -> FloatArray:
    """The values at `index`, mixed with a `share` of their neighbours to the right."""
    here = flat.take(index)
    there = flat[1:].take(index)
    there -= here
    there *= share
    here += there
    return here


def thickened(pictures: FloatArray, pixels: FloatArray) -> FloatArray:
    """Make strokes thicker or thinner.

    A pen one pixel wider on each side makes strokes two pixels thicker; a mixture of with and without stands for anything between.

    Args:
        pictures: `(k, side, side)` float32, 255 is ink.
        pixels: that strokes grow by, -2 to 2, `(k,)`; below 0 they shrink, but no stroke vanishes.

    Returns:
        `(k, side, side)` float32.
    """
    growing = (pixels > 0)[:, None, None]
    # To make ink shrink is to make paper grow.
    wide = _spread(np.where(growing, pictures, 255 - pictures))
    change = np.where(growing, wide, 255 - wide) - pictures
    share = np.abs(pixels) / 2
    ink, lost = pictures.sum(axis=(1, 2)), np.maximum(-change.sum(axis=(1, 2)), 1e-6)
    share = np.where(pixels > 0, share, np.minimum(share, (1 - LEAST_INK) * ink / lost))
    change *= share.astype(np.float32)[:, None, None]
    change += pictures
    return change


def _spread(ink: FloatArray) -> FloatArray:
    """The most ink within about a pixel: halfway between a cross, too small for slanted strokes, and a square, too large for them."""
    across = ink.copy()
    np.maximum(across[:, :, 1:], ink[:, :, :-1], out=across[:, :, 1:])
    np.maximum(across[:, :, :-1], ink[:, :, 1:], out=across[:, :, :-1])
    cross, square = across.copy(), across.copy()
    for result, source in ((cross, ink), (square, across)):
        np.maximum(result[:, 1:], source[:, :-1], out=result[:, 1:])
        np.maximum(result[:, :-1], source[:, 1:], out=result[:, :-1])
    cross += square
    cross *= np.float32(0.5)
    return cross
