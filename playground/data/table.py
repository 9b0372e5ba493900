"""A table of one's own: a CSV file, read with bounds, into columns of numbers or of words.

The file comes from anywhere, so nothing about it is taken for granted: every line has to have as many fields as the first (readers that
guess would shift them silently), and what is no plain decimal number is a word.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.errors import DataError, shown

MOST_BYTES = 2_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 64
LEAST_ROWS = 10
LARGEST = 1e6
"""No number may be further from 0."""

MOST_CLASSES = 10
MOST_NAME_CHARACTERS = 40

DELIMITERS = ",;\t"

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: from the first line, or `column 3` where that has numbers already.
        values: float64 `(rows,)`; empty if some field is no number.
        word: the first field that is no number, and where: `'red' in line 2`; empty if all are.
        classes: what the column's different values are called, in order; empty unless there are 2 to `MOST_CLASSES` of them.
        codes: the position in `classes` of each row's value, uint8 `(rows,)`; empty where there are no classes.
        different: how many different values there are.
    """

    name: str
    values: FloatArray
    word: str
    classes: tuple[str, ...]
    codes: ByteArray
    different: int

    @property
    def has_numbers(self) -> bool:
        """Whether all its fields are numbers."""
        return not self.word

    @property
    def problem(self) -> str:
        """Why it cannot be told or learned from as numbers; empty if it can."""
        return f"{self.word} is no number from {-LARGEST:,.0f} to {LARGEST:,.0f}" if self.word else ""

    @property
    def has_whole_numbers(self) -> bool:
        """Whether all its fields are whole numbers: those may as well be names of classes."""
        return self.has_numbers and bool((self.values == np.round(self.values)).all())


@dataclass(frozen=True)
class Table:
    """A table of at least `LEAST_ROWS` rows.

    Attributes:
        columns: from left to right.
        rows: how many there are, without the line of names.
    """

    columns: tuple[Column, ...]
    rows: int

    def column(self, number: int) -> Column:
        """A column by its number; the first one is 1.

        Raises:
            DataError: there is no such column.
        """
        if number > len(self.columns):
            raise DataError(f"The table has {len(self.columns)} columns, got column {number}.")
        return self.columns[number - 1]

    def number_of(self, name: str) -> int:
        """The number of a column by its name, or by that number itself.

        Raises:
            DataError: there is no such column; the message lists those that there are.
        """
        names = [column.name for column in self.columns]
        if name in names:
            return names.index(name) + 1
        if re.fullmatch("[0-9]{1,2}", name) and 1 <= int(name) <= len(names):
            return int(name)
        raise DataError(f"The table has no column {shown(name)}. Known: {', '.join(names)}.")


def read_table(content: bytes) -> Table:
    """Read a CSV file: commas, semicolons (then with decimal commas) or tabs between the fields; names in the first line, or none.

    Args:
        content: of the file.

    Raises:
        DataError: it is not such a file, or too large; one sentence on what is wrong, and in which line.
    """
    if len(content) > MOST_BYTES:
        raise DataError(f"A CSV file has at most {MOST_BYTES:,} bytes, got {len(content):,}.")
    text = _text(content)
    delimiter = _delimiter(text)
    lines = list(_lines(text, delimiter))
    if not lines:
        raise DataError("The file is empty: a CSV file has a line of names, and a line for each row.")
    names = _names(lines, delimiter)
    first = 0 if names is None else 1
    rows = len(lines) - first
    if not LEAST_ROWS <= rows <= MOST_ROWS:
        raise DataError(
            f"A CSV file should have {LEAST_ROWS} to {MOST_ROWS:,} rows of data, got {rows:,}{'' if rows <= MOST_ROWS else ' or more'}."
        )
    if names is None:
        names = [f"column {number}" for number in range(1, len(lines[0][1]) + 1)]
    numbers_of_lines = [number for number, _ in lines[first:]]
    fields = zip(*(fields for _, fields in lines[first:]), strict=True)
    columns = (_column(name, column, numbers_of_lines, delimiter) for name, column in zip(names, fields, strict=True))
    return Table(tuple(columns), rows)


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"A CSV file should be text in UTF-8, got another encoding (byte {error.start + 1:,}).") from None
    if "\0" in text:
        raise DataError("A CSV file should be text in UTF-8, got one with a zero character in it, as UTF-16 has.")
    return text


def _delimiter(text: str) -> str:
    """What stands between the fields: whatever gives the first line the most of them."""
    line = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=line.count)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Numbers of lines with their fields, lines with nothing in them left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    expected, count = 0, 0
    try:
        for fields in reader:
            if not any(map(str.strip, fields)):
                continue
            expected = expected or len(fields)
            if len(fields) != expected:
                raise DataError(
                    f"Each line should have as many fields as the first, which has {expected}, got {len(fields)} in line {reader.line_num}."
                )
            if expected > MOST_COLUMNS:
                raise DataError(f"A CSV file has at most {MOST_COLUMNS} columns, got {expected}.")
            count += 1
            if count > MOST_ROWS + 2:
                return  # too many, with or without a line of names
            yield reader.line_num, [field.strip() for field in fields]
    except csv.Error as error:
        reason = "a quote that is never closed" if "unexpected end" in str(error) else str(error)
        raise DataError(f"The file cannot be read as CSV, got {reason} in line {reader.line_num}.") from None


def _names(lines: Sequence[tuple[int, list[str]]], delimiter: str) -> list[str] | None:
    """The names in the first line, or `None` if it has numbers already."""
    fields = lines[0][1]
    if all(_number(field, delimiter) is not None for field in fields):
        return None
    names = [_printable(field) or f"column {number}" for number, field in enumerate(fields, 1)]
    for name in names:
        if names.count(name) > 1:
            raise DataError(f"Each column should have a name of its own, got {shown(name)} twice.")
    return names


def _column(name: str, fields: Sequence[str], lines: Sequence[int], delimiter: str) -> Column:
    # Many fields are alike, and reading one costs more than looking it up.
    numbers = {field: _number(field, delimiter) for field in set(fields)}
    read = [numbers[field] for field in fields]
    wrong = next((k for k, number in enumerate(read) if number is None), None)
    # A set, and no array: an array of texts gives each as much room as the longest.
    values: Sequence[Any] = read if wrong is None else fields
    different = sorted(set(values))
    few = 2 <= len(different) <= MOST_CLASSES
    code = {value: number for number, value in enumerate(different)}
    return Column(
        name=name,
        values=np.array(read if wrong is None else [], np.float64),
        word="" if wrong is None else f"{shown(fields[wrong])} in line {lines[wrong]}",
        classes=tuple(map(_class_name, different)) if few else (),
        codes=np.array([code[value] for value in values] if few else [], np.uint8),
        different=len(different),
    )


def _number(field: str, delimiter: str) -> float | None:
    """A field as a number within bounds, or `None`: nan, infinity, 0x10 and 1_000 are words here."""
    if delimiter == ";":
        field = field.replace(",", ".")
    if not _NUMBER.fullmatch(field):
        return None
    number = float(field)
    return number if abs(number) <= LARGEST else None


def _class_name(value: float | str) -> str:
    return (_printable(value) or "(empty)") if isinstance(value, str) else repr(value).removesuffix(".0")


def _printable(text: str) -> str:
    """Without control characters, and those that turn the direction of what follows; cut where it is long."""
    clean = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return clean if len(clean) <= MOST_NAME_CHARACTERS else clean[: MOST_NAME_CHARACTERS - 1] + "…"
