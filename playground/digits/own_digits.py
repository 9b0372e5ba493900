"""A file of one's own digits, as the Draw page writes it: the strokes of each drawing, and what it should be."""

from pydantic import Field, ValidationError

from playground.digits.drawn import MOST_STROKES, Drawn, DrawnDrawing, DrawnStroke
from playground.errors import DataError, shown
from playground.strict_json import read_strictly

KIND = "playground-digits-1"
"""Stands in each file, so that another JSON file is told apart at once."""
MOST_BYTES = 1_000_000
MOST_DIGITS = 200
MOST_CLASSES = 10
DEEP = 6


class OwnDigit(DrawnDrawing):
    """One drawing.

    Attributes:
        label: the class that it should be taken for.
    """

    label: int = Field(ge=0, lt=MOST_CLASSES)
    strokes: tuple[DrawnStroke, ...] = Field(min_length=1, max_length=MOST_STROKES)


class _File(Drawn):
    kind: str
    digits: tuple[OwnDigit, ...] = Field(max_length=MOST_DIGITS)


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


def _sentence(error: ValidationError) -> str:
    """The first thing that pydantic found: where, what, and what it got. Drawings and strokes are counted as a person does, from 1."""
    first = error.errors(include_url=False)[0]
    where = " ".join(str(part + 1) if isinstance(part, int) else str(part)[:40] for part in first["loc"])
    got = first.get("ctx", {}).get("actual_length", first["input"])
    problem = first["msg"].removeprefix("Value error, ")
    return f"The file of drawings cannot be used: {where}: {problem}" + ("." if "got" in problem else f", got {shown(got)}.")
