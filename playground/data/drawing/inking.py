"""Lines become pixels: a round pen, and pixels that are the mean of the area they cover."""

from collections.abc import Collection, Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.data.drawing.strokes import Line, inked_box, without_specks
from playground.data.drawing.style import Style

ROUNDS = 4
"""A wider pen makes about as much more ink, so a few times are enough to find the one that makes the right amount."""

FINE = 4.0
"""Lines thinner than this, in pixels, are drawn on pixels of half the size."""

PIECE = 2.0
"""Pieces of a line are at most so long, in pixels, that the square of pixels around each is small."""

CHUNK = 512
"""Pieces that are worked on in one go: their numbers then fit into the processor's cache."""


def inked(found: Sequence[Line], size: float, style: Style, on: Collection[str]) -> FloatArray:
    """Draw lines as a data set would have them, as far as the steps that are taken bring them there.

    Args:
        found: at least one line, in canvas pixels.
        size: side of the canvas.
        style: of the data set.
        on: the steps that are taken; centring comes later.

    Returns:
        `(work, work)` in [0, 1].
    """
    thickened, boxed = "thickened" in on, "box" in on
    if boxed:
        found = without_specks(found)
    low: FloatArray = np.zeros(2)
    high: FloatArray = np.full(2, size)
    least = 0.0
    if boxed and thickened:
        # The pen changes, so it is added when its width is known.
        points = np.concatenate([line.points for line in found])
        low, high = points.min(axis=0), points.max(axis=0)
        # A dot has no extent: it is seen as large as the pen that made it, and never blown up further.
        least = max(line.width for line in found)
    elif boxed:
        low, high = inked_box(found)
    extent, middle = np.maximum(high - low, least), (low + high) / 2
    pen = style.pen
    for _ in range(ROUNDS if thickened and style.ink else 1):
        scale = style.scale(extent, pen if boxed and thickened else 0.0, on)
        offset = style.work / 2 - middle * scale
        ink = draw([line.moved(scale, offset, pen if thickened else line.width * scale.min()) for line in found], style.work)
        pen = style.pen_for(pen, ink)
    return ink


def draw(found: Sequence[Line], side: int) -> FloatArray:
    """Draw lines with a round pen.

    Args:
        found: in picture pixels, inside of the picture.
        side: of the picture, in pixels.

    Returns:
        `(side, side)` float32 in [0, 1].
    """
    if not found:
        return np.zeros((side, side), np.float32)
    fine = 2 if any(line.width < FINE for line in found) else 1
    begins, along = _pieces(found, fine)
    border = int(_widest(begins, along) + PIECE) + 3  # so that no square around a piece goes beyond
    begins[:, :2] += border
    ink = np.zeros((side * fine + 2 * border,) * 2, np.float32)
    for first in range(0, len(begins), CHUNK):
        _draw(ink, begins[first : first + CHUNK], along[first : first + CHUNK])
    ink = ink[border:-border, border:-border]
    return ink if fine == 1 else (ink[::2, ::2] + ink[1::2, ::2] + ink[::2, 1::2] + ink[1::2, 1::2]) / 4


def _pieces(found: Sequence[Line], fine: int) -> tuple[FloatArray, FloatArray]:
    """Lines as short and straight pieces.

    Args:
        found: in picture pixels.
        fine: how many pixels they are drawn on for each of those, along an axis.

    Returns:
        x, y and width where each piece begins, and how far it is from there to where it ends, both `(n, 3)` float32, in those pixels.
    """
    # Each line ends with its last point twice, so that a dot is a piece, too.
    knots = np.concatenate([np.concatenate([line.knots, line.knots[-1:]]) for line in found]) * fine
    counts = np.array([len(line.points) + 1 for line in found])
    number = np.repeat(np.arange(len(found)), counts)
    ends = np.cumsum(counts)
    # A knot in every half pixel of the way is enough, and what is between is the shaking of a hand.
    way = np.concatenate([[0], (2 * np.cumsum(_lengths(knots[1:] - knots[:-1]))).astype(np.int64)])
    kept = np.concatenate([[True], way[1:] > way[:-1]])
    kept[ends - counts] = kept[ends - 1] = True
    knots, number = knots[kept], number[kept]
    inside = number[1:] == number[:-1]
    begins, along = knots[:-1][inside], (knots[1:] - knots[:-1])[inside]
    parts = np.maximum(np.ceil(_lengths(along) / PIECE), 1).astype(np.int64)
    which = np.repeat(np.arange(len(parts)), parts)
    along = (along / parts[:, None])[which]
    begins = begins[which] + (np.arange(len(which)) - (np.cumsum(parts) - parts)[which])[:, None] * along
    return begins.astype(np.float32), along.astype(np.float32)


def _lengths(steps: FloatArray) -> FloatArray:
    lengths: FloatArray = np.sqrt(steps[:, 0] ** 2 + steps[:, 1] ** 2)
    return lengths


def _widest(begins: FloatArray, along: FloatArray) -> float:
    return float((begins[:, 2] + np.maximum(along[:, 2], 0)).max())


def _draw(ink: FloatArray, begins: FloatArray, along: FloatArray) -> None:
    """Draw pieces into the ink: how much of a pixel is covered follows from how far its middle is from the piece."""
    around = int(np.ceil(_widest(begins, along) + PIECE)) + 2
    corners = np.floor(begins[:, :2] + along[:, :2] / 2 - (around - 1) / 2).astype(np.int64)
    columns, rows = (corners[:, axis, None] + np.arange(around) for axis in (0, 1))  # (n, around)
    x: FloatArray = (columns - begins[:, 0, None] + 0.5).astype(np.float32)[:, None, :]
    y: FloatArray = (rows - begins[:, 1, None] + 0.5).astype(np.float32)[:, :, None]
    across, down, wider = (along[:, axis, None, None] for axis in range(3))
    share = (x * across + y * down) / np.maximum(across**2 + down**2, 1e-9)  # of the way, at the nearest place
    np.clip(share, 0, 1, out=share)
    x, y = x - share * across, y - share * down  # (n, around, around)
    width = begins[:, 2, None, None]
    if wider.any():
        width = width + share * wider
    covered = np.clip((width + 1) / 2 - np.sqrt(x * x + y * y), 0, np.minimum(width, 1))
    places = rows[:, :, None] * ink.shape[1] + columns[:, None, :]
    np.maximum.at(ink.reshape(-1), places.ravel(), covered.ravel())
