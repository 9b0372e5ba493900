"""Which columns of a table are learned from, and what is to be told, as a spec has it."""

from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from playground.data.table import MOST_CLASSES, MOST_COLUMNS, Column, Table
from playground.data.uploads import EXAMPLES, FINGERPRINT
from playground.errors import DataError, SpecError, shown
from playground.spec.part import SpecPart, Whole

ColumnNumber = Annotated[Whole, Field(ge=1, le=MOST_COLUMNS)]


class TableSpec(SpecPart):
    """A CSV file and what to make of its columns. They are numbered from left to right, the first is 1.

    It says how many classes there are, so that the shape of the network follows from the spec alone, without the file.
    """

    file: str = Field("iris", description="An example, or the fingerprint of a file that was uploaded to this server.")
    classes: Whole = Field(3, ge=0, le=MOST_CLASSES, description="How many different values the target has; 0 if it is a number to tell.")
    target: ColumnNumber = Field(5, description="The column that the network learns to tell.")
    inputs: tuple[ColumnNumber, ...] = Field(
        (1, 2, 3, 4), max_length=MOST_COLUMNS - 1, description="The columns it is told from; the first two are drawn."
    )

    @field_validator("file")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in EXAMPLES and not FINGERPRINT.fullmatch(value):
            known = ", ".join(EXAMPLES)
            raise SpecError(f"A CSV file should be one of {known}, or the 16 hexadecimal digits of an upload, got {shown(value)}.")
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.classes == 1:
            raise SpecError("A target should have at least 2 classes, or 0 if it is a number to tell, got 1.")
        if not self.inputs:
            raise SpecError("A network needs at least one input column, got none.")
        if len(set(self.inputs)) < len(self.inputs):
            raise SpecError(f"Each input column can be used once, got {', '.join(map(str, self.inputs))}.")
        if self.target in self.inputs:
            raise SpecError(f"The target cannot be an input as well, got column {self.target} as both.")
        return self


def suggested(file: str, table: Table) -> TableSpec:
    """What a person probably wants with a table: to tell its last column from all others that have numbers.

    Args:
        file: name of the table.
        table: what is in it.

    Raises:
        DataError: there is no column that can be told, or none to tell it from.
    """
    return with_target(file, table, next((number for number in range(len(table.columns), 0, -1) if can_be_told(table.column(number))), 0))


def with_target(file: str, table: Table, target: int, *, as_number: bool | None = None) -> TableSpec:
    """A table with a column to tell from all others that have numbers.

    Args:
        file: name of the table.
        table: what is in it.
        target: number of the column.
        as_number: whether its numbers are told, and not classes, where it can be either; `None` for what suits it.

    Raises:
        DataError: the column cannot be told, or there is none to tell it from.
    """
    inputs = tuple(number for number in inputs_of(table) if number != target)[: MOST_COLUMNS - 1]
    if not target:
        raise DataError(f"No column can be told: each has words, and not 2 to {MOST_CLASSES} different ones.")
    if not inputs:
        raise DataError("There is no column to learn from: a network needs at least one with numbers, besides the one that it tells.")
    column = table.column(target)
    if as_number is None:
        as_number = not (column.classes and (column.word or column.has_whole_numbers))
    return TableSpec(file=file, target=target, inputs=inputs, classes=0 if as_number else len(column.classes))


def can_be_told(column: Column) -> bool:
    """Whether a column has classes, or numbers."""
    return bool(column.classes) or column.has_numbers


def inputs_of(table: Table) -> list[int]:
    """Numbers of the columns that have numbers in all rows."""
    return [number for number, column in enumerate(table.columns, 1) if column.has_numbers]
