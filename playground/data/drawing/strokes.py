"""A drawing as data: strokes of a pen, and perhaps a picture below them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray

PRESSURE = (0.6, 1.5)
"""How much thinner and thicker a line gets where the pen is pressed less or more than on average."""

LEAST_PEN = 1 / 280
"""No pen is thinner than this share of the canvas, so that everything that was drawn has an extent."""

PROPER = 3.0
"""A stroke this many pens long is no slip of the hand; beside one that is, a dot of less than one pen is."""


@dataclass(frozen=True)
class Stroke:
    """One stroke of a pen.

    Attributes:
        points: `(n, 2)`, in canvas pixels, x to the right and y down.
        width: of the pen on the canvas, in pixels.
        pressures: `(n,)`, 0 to 1, of which only the proportions count; `None` where the pen does not tell.
    """

    points: FloatArray
    width: float
    pressures: FloatArray | None = None


@dataclass(frozen=True)
class Drawing:
    """What is on a square canvas.

    Attributes:
        strokes: in the order in which they were drawn.
        size: side of the canvas, in pixels.
        image: `(h, w)` in [0, 1], 1 is ink: lies below the strokes, in the middle, as large as the canvas without being stretched.
    """

    strokes: Sequence[Stroke]
    size: float
    image: FloatArray | None = None


@dataclass(frozen=True)
class Line:
    """A stroke that can be drawn as it is.

    Attributes:
        points: `(n, 2)` float64, at least one, finite.
        width: of the pen, in the same pixels.
        pressures: `(n,)`, what the width is multiplied by at each point, or `None`.
    """

    points: FloatArray
    width: float
    pressures: FloatArray | None = None

    @property
    def knots(self) -> FloatArray:
        """x, y and the width of the line at each point, `(n, 3)`."""
        widths = np.full(len(self.points), self.width) if self.pressures is None else self.width * self.pressures
        return np.column_stack([self.points, widths])

    @property
    def extent(self) -> float:
        """How far the points are apart, along the axis on which they are farther: pixels."""
        return float(np.ptp(self.points, axis=0).max())

    @property
    def is_dot(self) -> bool:
        """Whether the pen hardly moved."""
        return self.extent < self.width

    def moved(self, scale: FloatArray | float, offset: FloatArray | float, width: float) -> "Line":
        """The same line somewhere else, with another pen."""
        return Line(self.points * scale + offset, width, self.pressures)


def lines(drawing: Drawing) -> list[Line]:
    """The strokes as lines, inside the canvas; points that are no numbers are left out, and so are strokes without any points."""
    found = []
    for stroke in drawing.strokes:
        points = np.asarray(stroke.points, np.float64).reshape(-1, 2)
        finite = np.asarray(np.isfinite(points).all(axis=1))
        if finite.any():
            points = np.clip(points[finite], 0, drawing.size)
            width = float(np.clip(np.nan_to_num(stroke.width), LEAST_PEN * drawing.size, drawing.size))
            found.append(Line(points, width, _relative(stroke.pressures, finite)))
    return found


def _relative(pressures: FloatArray | None, finite: npt.NDArray[np.bool_]) -> FloatArray | None:
    """What a pen's pressures do to its width, for the points that are kept: even, unless there is a sound one for each point."""
    if pressures is None or len(pressures) != len(finite):
        return None
    kept = np.asarray(pressures, np.float64)[finite]
    mean = kept.mean()
    if not np.isfinite(kept).all() or kept.min() < 0 or mean == 0 or np.ptp(kept) == 0:
        return None
    relative: FloatArray = np.clip(kept / mean, *PRESSURE)
    return relative


def without_specks(found: Sequence[Line]) -> list[Line]:
    """Lines without those that a slip of the hand has left beside them: one dot far off would make the whole digit small."""
    proper = [line for line in found if line.extent >= PROPER * line.width]
    if not proper or len(proper) == len(found):
        return list(found)
    low, high = inked_box(proper)
    # A dot among them may close a gap, and does no harm.
    return [line for line in found if not line.is_dot or bool(((low <= line.points[0]) & (line.points[0] <= high)).all())]


def inked_box(found: Sequence[Line]) -> tuple[FloatArray, FloatArray]:
    """The corners `(x, y)`, at the top left and the bottom right, of what the ink of some lines covers."""
    low = np.min([line.points.min(axis=0) - line.width / 2 for line in found], axis=0)
    high = np.max([line.points.max(axis=0) + line.width / 2 for line in found], axis=0)
    return low, high
