"""How long a network takes alone: in lanes all share their time, and nobody could say which is the slow one."""

import time

import numpy as np

from playground.data import Dataset
from playground.engine.course import Course
from playground.engine.numpy_engine import NumpyEngine
from playground.spec import RunSpec

BATCHES = 5
REPEATS = 4


def seconds_per_epoch(spec: RunSpec, data: Dataset) -> float:
    """How long an epoch takes the NumPy engine, without measuring: from the quickest of a few short tries, in some milliseconds.

    Args:
        spec: of the network.
        data: what it learns from.
    """
    engine, course = NumpyEngine(spec, data), Course(spec, len(data.train))
    batches = min(BATCHES, course.steps_per_epoch)
    orders, rates = course.orders(0, 1), np.zeros(batches, np.float32)  # it is timed, and goes nowhere
    spent = []
    for _ in range(1 + REPEATS):  # the first one makes the arrays
        begun = time.perf_counter()
        engine.train(orders, 0, rates)
        spent.append(time.perf_counter() - begun)
    return min(spent[1:]) / batches * course.steps_per_epoch
