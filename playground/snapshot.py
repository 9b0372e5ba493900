"""A moment of a run: what `train` yields, and what frames and checkpoints are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from playground.arrays import FloatArray

Parameters: TypeAlias = Mapping[str, FloatArray]
"""Weights and biases by name, in layer order: `dense_1/kernel` is `(fan_in, units)`, `dense_1/bias` is `(units,)`; the last is `output`."""


@dataclass(frozen=True)
class Metrics:
    """How well the network does, on what it learns from and on what it has never seen.

    Attributes:
        train_loss: mean loss on the training data (on a fixed 5,000 samples where there are more).
        test_loss: mean loss on the test data.
        train_accuracy: share of the same training data that is classified right, 0 to 1.
        test_accuracy: share of the test data that is classified right, 0 to 1.
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float


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
    """

    step: int
    epoch: float
    seconds: float
    metrics: Metrics
    parameters: Parameters
    final: bool = False
    diverged: str | None = None
