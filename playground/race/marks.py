"""Marks: what is measured of a lane on the way, as one row of numbers."""

import math

import numpy as np

from playground.arrays import FloatArray
from playground.snapshot import Metrics
from playground.spec import RunSpec

FIRST_EPOCHS = 20
MOST_MARKS = 125

LANE, EPOCH, TRAIN_LOSS, TEST_LOSS, TRAIN_SCORE, TEST_SCORE = range(6)
BEFORE_LAYERS = 6


def columns(layers: int) -> int:
    """How many numbers a row has: the six of the names above, then for each layer its gradient, then for each its share of dead units."""
    return BEFORE_LAYERS + 2 * layers


def is_marked(epoch: int, epochs: int) -> bool:
    """Whether lanes are measured after an epoch.

    Each of the first epochs, in which most happens; then as often as makes `MOST_MARKS` of them; and the last one. To measure a small
    network takes longer than to train it for an epoch.
    """
    every = math.ceil(epochs / MOST_MARKS)
    return epoch <= FIRST_EPOCHS or epoch % every == 0 or epoch == epochs


def next_mark(epoch: float, epochs: int) -> int:
    """The next epoch after which lanes are measured."""
    return next(number for number in range(math.floor(epoch) + 1, epochs + 1) if is_marked(number, epochs))


def weighted(spec: RunSpec) -> int:
    """How many layers with weights a network has."""
    return sum(bool(weights) for weights in spec.weights)


def row(lane: int, epoch: float, metrics: Metrics, gradients: FloatArray, dead: FloatArray, *, layers: int) -> FloatArray:
    """A mark.

    Args:
        lane: which one.
        epoch: times through the training data.
        metrics: measured there.
        gradients: sizes of the gradients of its layers with weights, the output last.
        dead: share of dead units of each of them.
        layers: of the deepest network of the comparison, of which others have the first ones and the last.

    Returns:
        float32 `(columns(layers),)`.
    """
    found = np.full(columns(layers), np.nan, np.float32)
    train, test = metrics.train, metrics.test
    found[:BEFORE_LAYERS] = lane, epoch, train.loss, test.loss, train.score, test.score
    for start, values in ((BEFORE_LAYERS, gradients), (BEFORE_LAYERS + layers, dead)):
        found[start : start + len(values) - 1] = values[:-1]
        found[start + layers - 1] = values[-1]
    return found
