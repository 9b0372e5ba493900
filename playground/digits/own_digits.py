"""A file of one's own digits, to keep and to load again: the strokes of each drawing, and what it should be."""

from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from playground.arrays import FloatArray
from playground.errors import DataError, shown
from playground.strict_json import read_strictly

KIND = "playground-digits-1"
"""Stands in each file, so that another JSON file is told apart at once."""
MOST_BYTES = 1_000_000
MOST_DIGITS = 200
MOST_STROKES = 200
"""Of one drawing."""
MOST_POINTS = 6_000
"""Of one drawing, in all its strokes."""
MOST_PIXELS = 10_000.0
"""How large a drawing may be; no point lies further than this from its corner."""
MOST_CLASSES = 10
DEEP = 6

Pixels = Annotated[float, Field(gt=0, le=MOST_PIXELS, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-MOST_PIXELS, le=MOST_PIXELS, allow_inf_nan=False)]
Pressure = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class OwnStroke(_Part):
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


class OwnDigit(_Part):
    """One drawing.

    Attributes:
        label: the class that it should be taken for.
        size: side of the square that it was drawn on, in pixels.
        strokes: in the order in which they were drawn.
    """

    label: int = Field(ge=0, lt=MOST_CLASSES)
    size: Pixels
    strokes: tuple[OwnStroke, ...] = Field(min_length=1, max_length=MOST_STROKES)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        points = sum(len(stroke.points) // 2 for stroke in self.strokes)
        if points > MOST_POINTS:
            raise ValueError(f"A drawing has at most {MOST_POINTS:,} points, got {points:,}")
        return self


class _File(_Part):
    kind: str
    digits: tuple[OwnDigit, ...] = Field(max_length=MOST_DIGITS)


def to_file(digits: tuple[OwnDigit, ...]) -> bytes:
    """One's own digits as the content of a file; places are kept to a hundredth of a pixel.

    Raises:
        DataError: there are too many for a file.
    """
    if len(digits) > MOST_DIGITS:
        raise DataError(f"A file holds at most {MOST_DIGITS} drawings, got {len(digits)}.")
    rounded = tuple(digit.model_copy(update={"strokes": tuple(map(_rounded, digit.strokes))}) for digit in digits)
    content = _File(kind=KIND, digits=rounded).model_dump_json(exclude_none=True).encode()
    if len(content) > MOST_BYTES:
        raise DataError(f"These drawings would make a file of {len(content):,} bytes, and it may have {MOST_BYTES:,}: leave some out.")
    return content


def from_file(content: bytes) -> tuple[OwnDigit, ...]:
    """One's own digits from the content of a file.

    Raises:
        DataError: it is no such file; the message says in one sentence what is wrong.
    """
    if len(content) > MOST_BYTES:
        raise DataError(f"A file of drawings has at most {MOST_BYTES:,} bytes, got {len(content):,}.")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise DataError("The file of drawings is not text in UTF-8.") from None
    value = read_strictly(text, "file of drawings", deep=DEEP, error=DataError)
    if not isinstance(value, dict) or value.get("kind") != KIND:
        raise DataError("This is no file of drawings of this program.")
    try:
        return _File.model_validate_json(text).digits
    except ValidationError as error:
        raise DataError(_sentence(error)) from None


def _rounded(stroke: OwnStroke) -> OwnStroke:
    pressures = stroke.pressures and tuple(round(each, 3) for each in stroke.pressures)
    return stroke.model_copy(update={"points": tuple(round(each, 2) for each in stroke.points), "pressures": pressures})


def _sentence(error: ValidationError) -> str:
    """The first thing that pydantic found: where, what, and what it got. Drawings and strokes are counted as a person does, from 1."""
    first = error.errors(include_url=False)[0]
    where = " ".join(str(part + 1) if isinstance(part, int) else str(part)[:40] for part in first["loc"])
    got = first.get("ctx", {}).get("actual_length", first["input"])
    problem = first["msg"].removeprefix("Value error, ")
    return f"The file of drawings cannot be used: {where}: {problem}" + ("." if "got" in problem else f", got {shown(got)}.")
