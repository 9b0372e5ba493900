"""Where chance comes from: one seed, and a stream of its own for each use.

Streams are independent, so that more points in the data set do not change the initial weights, and a run can be continued at any
epoch without replaying the earlier ones. Both engines are handed the same numbers, which makes them comparable step by step.
"""

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """What a stream of random numbers is for. The numbers stand in every run's history: never renumber."""

    DATA = 0
    WEIGHTS = 1
    ORDER = 2
    AUGMENTATION = 3
    NOISE = 4


def generator(seed: int, stream: Stream, index: int = 0) -> np.random.Generator:
    """Random numbers for one use of one run.

    Args:
        seed: of the run, 0 to 2^32 - 1.
        stream: what for.
        index: which of several, such as the epoch for `Stream.ORDER` and `Stream.AUGMENTATION`.
    """
    return np.random.default_rng([seed, stream, index])
