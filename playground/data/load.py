"""From the name of a data set to its samples, split into training and test."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.data.dataset import EXTENT, Dataset, Progress, Split, no_progress
from playground.data.datasets import DATASETS
from playground.data.split import dealt, held_out
from playground.errors import DataError
from playground.randomness import Stream, generator
from playground.registry import Settings


def load(
    name: str,
    *,
    settings: Settings,
    samples: int,
    noise: float,
    test_share: float,
    features: Sequence[str],
    seed: int,
    progress: Progress = no_progress,
) -> Dataset:
    """Make or read a data set, unless it is a table or painted (see `load_table`, `load_painted`).

    The same arguments give the same samples.

    Args:
        name: in `DATASETS`.
        settings: all hyperparameters of the data set, as `Entry.settings` gives them.
        samples: how many points; for pictures, how many to train on (the test set is always the whole one).
        noise: 0 (none) to 1, for points.
        test_share: of the points, held out for testing.
        features: names of input features, for points.
        seed: of the run.
        progress: told about long waits.

    Raises:
        UnknownName: there is no such data set.
        DataError: the data could not be found or read.
    """
    entry = DATASETS[name]
    rng = generator(seed, Stream.DATA)
    if entry.load is not None:
        return _fewer(entry.load(progress, **settings), samples, rng)
    if entry.generate is None:
        raise DataError(f"The data set {name!r} has neither a generator nor a loader.")
    points, labels = entry.generate(samples, noise, rng, **settings)
    points = np.clip(points, -EXTENT, EXTENT).astype(np.float32)
    test, train = dealt(labels, held_out(samples, test_share), rng, alike=entry.task == "classification")
    return Dataset(
        train=Split(points[train], labels[train]),
        test=Split(points[test], labels[test]),
        classes=entry.class_count(settings),
        features=tuple(features),
        class_names=entry.class_names,
    )


def load_left_out(name: str, *, settings: Settings, samples: int, seed: int, progress: Progress = no_progress) -> Split:
    """The training pictures that `load` leaves out when it is asked for fewer than there are, in an order of chance: the rest, exactly.

    Arguments and errors are those of `load`; for points there are none.
    """
    entry = DATASETS[name]
    if entry.load is None:
        return Split(np.zeros((0, 2), np.float32), np.zeros(0, np.uint8))
    full = entry.load(progress, **settings)
    _, rest = _dealt(full, samples, generator(seed, Stream.DATA))
    return rest


def _fewer(full: Dataset, samples: int, rng: np.random.Generator) -> Dataset:
    """The same pictures with `samples` to train on; all of them if there are no more."""
    train, _ = _dealt(full, samples, rng)
    return replace(full, train=train)


def _dealt(full: Dataset, samples: int, rng: np.random.Generator) -> tuple[Split, Split]:
    """The pictures to train on, and those that are left."""
    train = full.train
    if samples >= len(train):
        return train, Split(train.raw[:0], train.labels[:0])
    kept, rest = dealt(train.labels, samples, rng, alike=full.classes > 0)
    return Split(train.raw[kept], train.labels[kept]), Split(train.raw[rest], train.labels[rest])
