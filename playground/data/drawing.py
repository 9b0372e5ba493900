"""From pen strokes to the picture that a network trained on handwritten digits expects.

MNIST's digits are scaled into a 20x20 box, keep their proportions, have strokes about 2.5 pixels wide, and are centred by their mass.
scikit-learn's were drawn on 32x32 pixels, from the top to the bottom, with a pen so wide that each has about as much ink, and reduced to
8x8 by counting. A drawing that is not brought into the same shape is misread, above all for its size and place. Strokes are kept as
lists of points, so they are scaled first and inked afterwards: the line is then as wide as it should be, at whatever size one drew.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from playground.arrays import FloatArray

SIDE = 28
BOX = 20.0
STROKE = 2.5
"""Width in pixels of a stroke after scaling; the median of MNIST's digits."""
OVERSAMPLING = 8

SMALL_SIDE = 8
SMALL_OVERSAMPLING = 4
BLOCK = 4
"""Side of the block of pixels that becomes one pixel of a small digit."""
SMALL_WIDTH = 24.0
"""How wide a small digit may be, in pixels before the reduction; 32 are its height."""
SMALL_INK = 0.305
"""The share of ink in a small digit: it is the mean over all of them, and each is near it."""
PENS = (2.0, 12.0)
"""The thinnest and the widest pen, in pixels before the reduction."""


def to_digit(strokes: Sequence[FloatArray], canvas_size: float, brush: float, side: int = SIDE) -> FloatArray:
    """Draw strokes as the data set would have them.

    Args:
        strokes: each `(n, 2)`, in canvas pixels, x to the right and y down.
        canvas_size: side of the square canvas, in pixels.
        brush: width of the pen on the canvas, in pixels.
        side: of the picture: 28 as in MNIST, or 8 as in scikit-learn's digits.

    Returns:
        `(side, side)` float32 in [0, 1], 1 is ink; all zeros where nothing was drawn.

    Raises:
        ValueError: no data set has digits of that size.
    """
    if side not in (SIDE, SMALL_SIDE):
        raise ValueError(f"Digits have {SIDE} or {SMALL_SIDE} pixels on each side, got {side}.")
    lines = [np.clip(np.asarray(stroke, float).reshape(-1, 2), 0, canvas_size) for stroke in strokes]
    lines = [line for line in lines if len(line)]
    if not lines:
        return np.zeros((side, side), np.float32)
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    lines = [line - (low + high) / 2 for line in lines]
    return _like_mnist(lines, high - low, brush) if side == SIDE else _like_small_digits(lines, high - low, brush)


def _like_mnist(lines: Sequence[FloatArray], extent: FloatArray, brush: float) -> FloatArray:
    """Draw lines around (0, 0), in canvas pixels and as wide and high as `extent`: `(28, 28)`."""
    # A dot has no extent: it is seen as large as the brush that made it, and never blown up further.
    scale = (BOX - STROKE) / max(float(extent.max()), brush)
    ink = _ink([line * scale + SIDE / 2 for line in lines], SIDE, STROKE, OVERSAMPLING)
    return _centred(_centred(ink, 0), 1)


def _like_small_digits(lines: Sequence[FloatArray], extent: FloatArray, brush: float) -> FloatArray:
    """Draw lines around (0, 0), in canvas pixels and as wide and high as `extent`: `(8, 8)`."""
    side = SMALL_SIDE * BLOCK
    width, height = max(float(extent[0]), brush), max(float(extent[1]), float(extent[0]) / 2, brush)
    pen = (PENS[0] * PENS[1]) ** 0.5
    ink = np.zeros((side, side), np.float32)
    # A wider pen makes about as much more ink, so a few times are enough to find the one that makes the right amount.
    for _ in range(4):
        down = (side - pen) / height
        across = min(down, (SMALL_WIDTH - pen) / width)
        ink = _ink([line * [across, down] + side / 2 for line in lines], side, pen, SMALL_OVERSAMPLING)
        pen = float(np.clip(pen * SMALL_INK / ink.mean(), *PENS))
    blocks = _centred(ink, 1).reshape(SMALL_SIDE, BLOCK, SMALL_SIDE, BLOCK)
    small: FloatArray = blocks.mean(axis=(1, 3))
    return small


def _ink(lines: Sequence[FloatArray], side: int, width: float, oversampling: int) -> FloatArray:
    """Draw lines, in picture pixels, with a round pen so wide: `(side, side)` in [0, 1]."""
    large = Image.new("L", (side * oversampling, side * oversampling))
    pen = ImageDraw.Draw(large)
    width *= oversampling
    for line in lines:
        corners = [(float(x), float(y)) for x, y in line * oversampling]
        if len(corners) > 1:
            pen.line(corners, fill=255, width=round(width), joint="curve")
        for x, y in (corners[0], corners[-1]):
            pen.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=255)
    small = large.reduce(oversampling)  # each pixel is the average of the area that it covers
    return np.asarray(small, np.float32) / 255


def _centred(ink: FloatArray, axis: int) -> FloatArray:
    """Shift by whole pixels along an axis until the centre of mass is at the middle pixel, as far as no ink is lost."""
    total = ink.sum()
    if total == 0:
        return ink
    side = len(ink)
    mass = ink.sum(axis=1 - axis)
    inked = np.flatnonzero(mass)
    shift = round(side / 2 - float((mass * np.arange(side)).sum() / total))
    shift = int(np.clip(shift, -inked[0], side - 1 - inked[-1]))
    return np.roll(ink, shift, axis=axis)
