"""Whether there is anything to read at all: a network gives an answer to an empty picture, too, and it means nothing."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from playground.data.drawing.raster import Canvas
from playground.data.drawing.strokes import Drawing, Line, lines

SMALL = 0.06
"""The share of the canvas that something in a picture has to be larger than, to be more than a dot."""


def emptiness(drawing: Drawing) -> Literal["nothing", "dot"] | None:
    """What there is to say about a drawing that cannot be read because there is too little of it.

    Returns:
        `"nothing"` if there is no ink, `"dot"` if there are only dots, where the pen was set down but hardly moved, and `None` if there is
        something to read.
    """
    found = lines(drawing)
    if found and not _only_dots(found):
        return None
    canvas = None if drawing.image is None else Canvas(drawing.image, [], drawing.size)
    if canvas is None or canvas.is_blank:
        return "dot" if found else "nothing"
    return "dot" if canvas.extent < SMALL else None


def _only_dots(found: Sequence[Line]) -> bool:
    if not all(line.is_dot for line in found):
        return False
    extent = float(np.ptp(np.concatenate([line.points for line in found]), axis=0).max())
    # Whoever sets down the pen often enough can draw with dots, too.
    return extent < max(line.width for line in found) or extent > sum(line.width for line in found)
