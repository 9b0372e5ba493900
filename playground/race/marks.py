"""Marks: what is measured of a lane on the way, as one row of numbers."""

import math

import numpy as np

from playground.arrays import FloatArray
from playground.engine.course import Course
from playground.snapshot import Metrics
from playground.spec import RunSpec

FIRST_EPOCHS = 20
MOST_MARKS = 125

LANE, EPOCH, TRAIN_LOSS, TEST_LOSS, TRAIN_SCORE, TEST_SCORE = range(6)
BEFORE_LAYERS = 6


def columns(layers: int) -> int:
    """How many numbers a row has: the six of the names above, then for each layer its gradient, then for each its share of dead units."""
    return BEFORE_LAYERS + 2 * layers


class MarkedCourse(Course):
    """The course of a lane, measured at its marks.

    Each of the first epochs ends with one, in which most happens, and inside those of pictures there are some more; then there are as many
    as make `MOST_MARKS` of them, and the last. To measure a small network takes longer than to train it for an epoch.
    """

    def point_after(self, step: int) -> int:
        """The next step to measure at."""
        if step < FIRST_EPOCHS * self.steps_per_epoch:
            return super().point_after(step)
        epoch = step // self.steps_per_epoch + 1
        while not self.is_marked(epoch):
            epoch += 1
        return epoch * self.steps_per_epoch

    def is_marked(self, epoch: float) -> bool:
        """Whether a point of the curve is a mark."""
        epochs = self.spec.training.epochs
        every = math.ceil(epochs / MOST_MARKS)
        return epoch <= FIRST_EPOCHS or epoch % every == 0 or epoch == epochs


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
