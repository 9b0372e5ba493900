"""From the name of a data set to its samples, split into training and test."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.data.dataset import EXTENT, Dataset, Progress, Split, no_progress
from playground.data.datasets import DATASETS
from playground.data.split import Positions, dealt, held_out
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
    whole = Split(np.clip(points, -EXTENT, EXTENT).astype(np.float32), labels)
    test, train = dealt(labels, held_out(samples, test_share), rng, alike=entry.task == "classification")
    return Dataset(
        train=whole.at(train),
        test=whole.at(test),
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
    if samples >= len(full.train):
        return full.train.first(0)
    _, rest = _positions(full, samples, generator(seed, Stream.DATA))
    return full.train.at(rest)


def _fewer(full: Dataset, samples: int, rng: np.random.Generator) -> Dataset:
    """The same pictures with `samples` to train on; all of them if there are no more."""
    if samples >= len(full.train):
        return full
    kept, _ = _positions(full, samples, rng)
    return replace(full, train=full.train.at(kept))


def _positions(full: Dataset, samples: int, rng: np.random.Generator) -> tuple[Positions, Positions]:
    """Of the pictures to train on, and of those that are left."""
    return dealt(full.train.labels, samples, rng, alike=full.classes > 0)
