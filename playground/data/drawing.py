"""From pen strokes to the 28x28 picture that a network trained on MNIST expects.

MNIST's digits are scaled into a 20x20 box, keep their proportions, have strokes about 2.5 pixels wide, and are centred by their mass.
A drawing that is not brought into the same shape is misread, above all for its size and place. Strokes are kept as lists of points, so
they are scaled first and inked afterwards: the line is then as wide as it should be, at whatever size one drew.
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


def to_digit(strokes: Sequence[FloatArray], canvas_size: float, brush: float) -> FloatArray:
    """Draw strokes as MNIST would have them.

    Args:
        strokes: each `(n, 2)`, in canvas pixels, x to the right and y down.
        canvas_size: side of the square canvas, in pixels.
        brush: width of the pen on the canvas, in pixels.

    Returns:
        `(28, 28)` float32 in [0, 1], 1 is ink; all zeros where nothing was drawn.
    """
    lines = [np.clip(np.asarray(stroke, float).reshape(-1, 2), 0, canvas_size) for stroke in strokes]
    lines = [line for line in lines if len(line)]
    if not lines:
        return np.zeros((SIDE, SIDE), np.float32)
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    # A dot has no extent: it is seen as large as the brush that made it, and never blown up further.
    extent = max(float((high - low).max()), brush)
    scale = (BOX - STROKE) / extent
    middle = (low + high) / 2
    ink = _ink([(line - middle) * scale + SIDE / 2 for line in lines])
    return _centred(ink)


def _ink(lines: Sequence[FloatArray]) -> FloatArray:
    """Draw lines, in picture pixels, with a round pen `STROKE` wide: `(28, 28)` in [0, 1]."""
    large = Image.new("L", (SIDE * OVERSAMPLING, SIDE * OVERSAMPLING))
    pen = ImageDraw.Draw(large)
    width = STROKE * OVERSAMPLING
    for line in lines:
        corners = [(float(x), float(y)) for x, y in line * OVERSAMPLING]
        if len(corners) > 1:
            pen.line(corners, fill=255, width=round(width), joint="curve")
        for x, y in (corners[0], corners[-1]):
            pen.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=255)
    small = large.reduce(OVERSAMPLING)  # each pixel is the average of the area that it covers
    return np.asarray(small, np.float32) / 255


def _centred(ink: FloatArray) -> FloatArray:
    """Shift by whole pixels until the centre of mass is at pixel (14, 14), as far as no ink is lost."""
    total = ink.sum()
    if total == 0:
        return ink
    indices = np.arange(SIDE)
    for axis in (0, 1):
        mass = ink.sum(axis=1 - axis)
        inked = np.flatnonzero(mass)
        shift = round(14.0 - float((mass * indices).sum() / total))
        shift = int(np.clip(shift, -inked[0], SIDE - 1 - inked[-1]))
        ink = np.roll(ink, shift, axis=axis)
    return ink
