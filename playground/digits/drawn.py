"""Drawings from outside: what a stroke may be, wherever it comes from, a socket or a file. The one validator of both."""

from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from playground.arrays import FloatArray
from playground.data.drawing import Drawing, Stroke

MOST_STROKES = 200
"""Of one drawing."""
MOST_POINTS = 6_000
"""Of one drawing, in all its strokes."""
MOST_PIXELS = 10_000.0
"""How large a drawing may be; no point lies further than this from its corner."""

Pixels = Annotated[float, Field(gt=0, le=MOST_PIXELS, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-MOST_PIXELS, le=MOST_PIXELS, allow_inf_nan=False)]
Pressure = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Drawn(BaseModel):
    """Part of a drawing."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DrawnStroke(Drawn):
    """One line of the pen.

    Attributes:
        points: x and y of each point in turn, in pixels of the drawing, x to the right and y down.
        width: of the pen, in those pixels.
        pressures: how hard the pen was pressed at each point, 0 to 1, or `None` where nobody knows.
    """

    points: tuple[Coordinate, ...] = Field(min_length=2, max_length=2 * MOST_POINTS)
    width: Pixels
    pressures: tuple[Pressure, ...] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.points) % 2:
            raise ValueError(f"A stroke has an x and a y for each point, got {len(self.points)} numbers")
        if self.pressures is not None and len(self.pressures) != len(self.points) // 2:
            raise ValueError(f"A stroke of {len(self.points) // 2} points has as many pressures or none, got {len(self.pressures)}")
        return self

    @property
    def xy(self) -> FloatArray:
        """The points: float64 `(n, 2)`."""
        return np.array(self.points, np.float64).reshape(-1, 2)

    @property
    def pressure(self) -> FloatArray | None:
        """The pressures: float64 `(n,)`."""
        return None if self.pressures is None else np.array(self.pressures, np.float64)

    @property
    def stroke(self) -> Stroke:
        """The stroke, to be drawn."""
        return Stroke(self.xy, self.width, self.pressure)


class DrawnDrawing(Drawn):
    """All that is on a square canvas.

    Attributes:
        strokes: in the order in which they were drawn.
        size: side of the square, in pixels.
    """

    strokes: tuple[DrawnStroke, ...] = Field(max_length=MOST_STROKES)
    size: Pixels

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        points = sum(len(stroke.points) // 2 for stroke in self.strokes)
        if points > MOST_POINTS:
            raise ValueError(f"A drawing has at most {MOST_POINTS:,} points, got {points:,}")
        return self

    def over(self, image: FloatArray | None) -> Drawing:
        """The drawing, over a picture or none; see `Drawing`."""
        return Drawing([each.stroke for each in self.strokes], self.size, image)
