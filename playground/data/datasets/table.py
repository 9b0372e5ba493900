"""A CSV file of one's own: numbers in some columns, and in another one what there is to tell about each row."""

from collections.abc import Sequence

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import Dataset, DatasetEntry, Scale, Split
from playground.data.split import Positions, dealt, held_out
from playground.data.table import MOST_ROWS, Column, Table
from playground.data.uploads import find
from playground.errors import DataError
from playground.randomness import Stream, generator


def load_table(*, file: str, target: int, inputs: Sequence[int], classes: int, samples: int, test_share: float, seed: int) -> Dataset:
    """Samples from the rows of a table, standardised: each input, and a number to tell, has mean 0 and deviation 1 on the training part.

    Args:
        file: name of the table, as `find` knows it.
        target: number of the column that is to be told; the first one is 1.
        inputs: numbers of the columns that it is told from.
        classes: how many classes the target has; 0 where it is a number.
        samples: how many rows to use at most.
        test_share: of the rows, held out for testing.
        seed: of the run.

    Raises:
        DataError: the table is not there, or its columns are not what they should be.
    """
    table = find(file)
    columns, answer = chosen_columns(table, target, inputs, classes)
    rows = np.stack([column.values for column in columns], axis=1)
    labels: FloatArray | ByteArray = answer.codes if classes else answer.values
    rng = generator(seed, Stream.DATA)
    kept: Positions = np.arange(table.rows)
    if samples < table.rows:
        kept, _ = dealt(labels, samples, rng, alike=classes > 0)
    test, train = (kept[part] for part in dealt(labels[kept], held_out(len(kept), test_share), rng, alike=classes > 0))
    scales = tuple(_scale(column.name, values) for column, values in zip(columns, rows[train].T, strict=True))
    scaled = np.stack([scale.standardised(values) for scale, values in zip(scales, rows.T, strict=True)], axis=1)
    told = None if classes else _scale(answer.name, answer.values[train])
    learned: FloatArray | ByteArray = answer.codes if told is None else told.standardised(answer.values)
    return Dataset(
        train=Split(scaled[train], learned[train]),
        test=Split(scaled[test], learned[test]),
        classes=classes,
        notes=_notes(columns, rows[train]),
        class_names=answer.classes if classes else (),
        scales=scales,
        target=told,
    )


def chosen_columns(table: Table, target: int, inputs: Sequence[int], classes: int) -> tuple[list[Column], Column]:
    """The inputs and the target of a table; arguments are those of `load_table`.

    Raises:
        DataError: the columns are not what they should be.
    """
    columns, answer = [table.column(number) for number in inputs], table.column(target)
    for column, what in [*((column, "an input") for column in columns), *([] if classes else [(answer, "a number to tell")])]:
        if column.problem:
            raise DataError(f"The column {column.name!r} cannot be {what}: {column.problem}.")
    if classes and len(answer.classes) != classes:
        raise DataError(f"The column {answer.name!r} should have {classes} different values, one for each class, got {answer.different:,}.")
    return columns, answer


def _scale(name: str, values: FloatArray) -> Scale:
    # Where all are the same they become 0; by rounding, their mean and deviation may be a little off.
    if _is_constant(values):
        return Scale(name, float(values[0]), 1.0)
    return Scale(name, float(values.mean()), float(values.std()))


def _is_constant(values: FloatArray) -> bool:
    return bool((values == values[0]).all())


def _notes(columns: Sequence[Column], train: FloatArray) -> tuple[str, ...]:
    same = [column.name for column, values in zip(columns, train.T, strict=True) if _is_constant(values)]
    if not same:
        return ()
    return (f"The same in all training rows, and so of no help: {', '.join(same)}.",)


ENTRY = DatasetEntry(
    name="table",
    label="Own CSV file",
    help="A table of your own: choose the columns to learn from, and the one to tell. It begins with 150 iris flowers of three species.",
    kind="table",
    classes=3,
    samples=150,
    most=MOST_ROWS,
)
