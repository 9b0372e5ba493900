"""From the name of a data set to its samples, split into training and test."""

from collections.abc import Sequence

import numpy as np

from playground.data.dataset import EXTENT, Dataset, DatasetEntry, Progress, Split, no_progress
from playground.data.datasets import DATASETS
from playground.data.split import stratified
from playground.errors import DataError
from playground.randomness import Stream, generator


def load(
    name: str,
    *,
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
        samples: how many points; for pictures, how many to train on (the test set is always the official one).
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
    if entry.kind == "image":
        return _load_pictures(entry, samples, rng, progress)
    if entry.generate is None:
        raise DataError(f"The data set {name!r} has no generator.")
    points, labels = entry.generate(samples, noise, rng)
    points = np.clip(points, -EXTENT, EXTENT).astype(np.float32)
    # However few points there are, one is left to train on and one to test on.
    held_out = min(max(round(samples * test_share), 1), samples - 1)
    test, train = stratified(labels, held_out, rng)
    return Dataset(
        train=Split(points[train], labels[train]),
        test=Split(points[test], labels[test]),
        classes=entry.classes,
        features=tuple(features),
    )


def _load_pictures(entry: DatasetEntry, samples: int, rng: np.random.Generator, progress: Progress) -> Dataset:
    if entry.load is None:
        raise DataError(f"The data set {entry.name!r} has no loader.")
    full = entry.load(progress)
    if samples >= len(full.train):
        return full
    kept, _ = stratified(full.train.labels, samples, rng)
    train = Split(full.train.raw[kept], full.train.labels[kept])
    return Dataset(train, full.test, full.classes, notes=full.notes)
