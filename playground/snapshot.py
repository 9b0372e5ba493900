"""A moment of a run: what `train` yields, and what frames and checkpoints are made from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from playground.arrays import ByteArray, FloatArray

Parameters: TypeAlias = Mapping[str, FloatArray]
"""Weights, biases and the like by name, in layer order: `dense_1/kernel` is `(fan_in, units)`, `dense_1/bias` is `(units,)`; the last
layer is `output`."""

Memory: TypeAlias = Mapping[str, FloatArray]
"""What an optimizer remembers between updates, by names that are the engine's own."""


@dataclass(frozen=True)
class Predictions:
    """What a network took each of some samples for.

    Attributes:
        classes: `(n,)`.
        confidences: `(n,)`, what the output of that class said: its probability, for softmax.
    """

    classes: ByteArray
    confidences: FloatArray


@dataclass(frozen=True)
class Measured:
    """How well the network does on some samples.

    Attributes:
        loss: mean loss.
        confusion: how many samples of each class (rows) were taken for each class (columns); empty where a number is to be told.
        rmse: root of the mean squared error, in units of the number to tell; NaN for classes.
        r2: share of the variance of the numbers that is explained, 1 at best; NaN for classes.
        predictions: what `confusion` was counted from, where that is kept: for test pictures.
    """

    loss: float
    confusion: tuple[tuple[int, ...], ...] = ()
    rmse: float = math.nan
    r2: float = math.nan
    predictions: Predictions | None = field(default=None, compare=False, repr=False)

    @property
    def accuracy(self) -> float:
        """The share of samples that is classified right, 0 to 1; NaN where a number is to be told."""
        total = sum(map(sum, self.confusion))
        return sum(row[k] for k, row in enumerate(self.confusion)) / total if total else math.nan

    @property
    def score(self) -> float:
        """Accuracy, or R² where a number is to be told: 1 at best."""
        return self.accuracy if self.confusion else self.r2

    @property
    def precision(self) -> tuple[float, ...]:
        """For each class, the share of the samples taken for it that are of it; NaN where none is taken for it."""
        taken = [sum(column) for column in zip(*self.confusion, strict=True)]
        return tuple(row[k] / taken[k] if taken[k] else math.nan for k, row in enumerate(self.confusion))

    @property
    def recall(self) -> tuple[float, ...]:
        """For each class, the share of its samples that is recognised; NaN where there are none."""
        return tuple(row[k] / sum(row) if sum(row) else math.nan for k, row in enumerate(self.confusion))


@dataclass(frozen=True)
class Metrics:
    """How well the network does.

    Attributes:
        train: on what it learns from (on a fixed 5,000 samples where there are more).
        test: on what it has never seen.
    """

    train: Measured
    test: Measured

    def row(self) -> dict[str, float]:
        """The main numbers under plain names."""
        names = ("loss", "accuracy") if self.test.confusion else ("loss", "rmse", "r2")
        return {f"{part}_{name}": getattr(getattr(self, part), name) for name in names for part in ("train", "test")}


@dataclass(frozen=True)
class Point:
    """A point of the learning curve.

    Attributes:
        epoch: times through the training data; a fraction inside an epoch.
        metrics: measured there.
        learning_rate: of the next update.
    """

    epoch: float
    metrics: Metrics
    learning_rate: float


@dataclass(frozen=True)
class Snapshot:
    """A moment of a run.

    Attributes:
        step: batches trained.
        epoch: times through the training data; a fraction inside an epoch.
        seconds: spent on training and measuring so far.
        metrics: measured at this step.
        parameters: copies, that later training does not change.
        final: no snapshot follows.
        diverged: why training had to stop, as a sentence, or `None`.
        stopped: which condition ended training before its last epoch, as a sentence, or `None`.
    """

    step: int
    epoch: float
    seconds: float
    metrics: Metrics
    parameters: Parameters
    final: bool = False
    diverged: str | None = None
    stopped: str | None = None
