"""The way from a drawing to a picture: all steps, or all but some."""

from collections.abc import Collection, Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.data.drawing.inking import inked
from playground.data.drawing.raster import Canvas
from playground.data.drawing.steps import STEPS, check_off
from playground.data.drawing.strokes import Drawing, Stroke, lines
from playground.data.drawing.style import SIDE, STYLES


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
    return _pictures(Drawing([Stroke(stroke, brush) for stroke in strokes], canvas_size), side, [list(STEPS)])[0]


def stages(drawing: Drawing, side: int = SIDE, off: Collection[str] = ()) -> list[FloatArray]:
    """The picture after each step.

    Args:
        drawing: strokes, a picture, or both.
        side: of the pictures: 28 as in MNIST, or 8 as in scikit-learn's digits.
        off: steps that are not taken: the picture stays as it was before them, and the later steps do what they can. The first one has
            to be taken.

    Returns:
        `(side, side)` float32 in [0, 1], 1 is ink, for each of `STEPS`; all zeros where nothing was drawn.

    Raises:
        DataError: a step is unknown, or has to be taken.
        ValueError: no data set has digits of that size.
    """
    return _pictures(drawing, side, _ways(off))


def seen(drawing: Drawing, side: int = SIDE, off: Collection[str] = ()) -> FloatArray:
    """The picture after the last step alone, which a network sees; arguments and errors are those of `stages`."""
    return _pictures(drawing, side, _ways(off)[-1:])[0]


def _ways(off: Collection[str]) -> list[list[str]]:
    """The steps that are taken up to each of `STEPS`."""
    check_off(off)
    taken: list[list[str]] = [[]]
    for name in STEPS:
        taken.append(taken[-1] if name in off else [*taken[-1], name])
    return taken[1:]


def _pictures(drawing: Drawing, side: int, ways: Sequence[Sequence[str]]) -> list[FloatArray]:
    """The pictures that come of several ways to treat a drawing, each of them the steps that are taken in their order."""
    if side not in STYLES:
        raise ValueError(f"Digits have {' or '.join(map(str, STYLES))} pixels on each side, got {side}.")
    style, found = STYLES[side], lines(drawing)
    canvas = None if drawing.image is None else Canvas(drawing.image, found, drawing.size)
    if not found and (canvas is None or canvas.is_blank):
        return [np.zeros((side, side), np.float32)] * len(ways)
    fitted: dict[tuple[str, ...], FloatArray] = {}
    pictures: dict[tuple[str, ...], FloatArray] = {}
    for way in map(tuple, ways):
        if way in pictures:
            continue
        # To centre is to move what is there by whole pixels, so what is there need not be drawn again.
        still = tuple(name for name in way if name != "centred")
        if still not in fitted:
            fitted[still] = canvas.fitted(style, still) if canvas else inked(found, drawing.size, style, still)
        pictures[way] = style.reduced(style.centred(fitted[still]) if "centred" in way else fitted[still])
    return [pictures[tuple(way)] for way in ways]
