"""From the name of a data set to its samples, split into training and test."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import EXTENT, Dataset, Progress, Split, Task, no_progress
from playground.data.datasets import DATASETS
from playground.data.split import Positions, at_random, stratified
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
    """Make or read a data set; the same arguments give the same samples.

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
        return _fewer(entry.task, entry.load(progress, **settings), samples, rng)
    if entry.generate is None:
        raise DataError(f"The data set {name!r} has neither a generator nor a loader.")
    points, labels = entry.generate(samples, noise, rng, **settings)
    points = np.clip(points, -EXTENT, EXTENT).astype(np.float32)
    # However few points there are, one is left to train on and one to test on.
    held_out = min(max(round(samples * test_share), 1), samples - 1)
    test, train = _dealt(entry.task, labels, held_out, rng)
    return Dataset(
        train=Split(points[train], labels[train]),
        test=Split(points[test], labels[test]),
        classes=entry.class_count(settings),
        features=tuple(features),
        class_names=entry.class_names,
    )


def _fewer(task: Task, full: Dataset, samples: int, rng: np.random.Generator) -> Dataset:
    """The same with `samples` to train on; all of them if there are no more."""
    if samples >= len(full.train):
        return full
    kept, _ = _dealt(task, full.train.labels, samples, rng)
    return replace(full, train=Split(full.train.raw[kept], full.train.labels[kept]))


def _dealt(task: Task, labels: ByteArray | FloatArray, count: int, rng: np.random.Generator) -> tuple[Positions, Positions]:
    """Positions of `count` samples, and of the rest: each class in its share, or at random where there are no classes."""
    return at_random(len(labels), count, rng) if task == "regression" else stratified(labels, count, rng)
