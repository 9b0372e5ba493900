"""Dealing samples out into parts."""

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray

Positions = npt.NDArray[np.intp]


def stratified(labels: ByteArray | FloatArray, count: int, rng: np.random.Generator) -> tuple[Positions, Positions]:
    """Two lists of positions, shuffled: `count` of them with each class in its share, and the rest."""
    order = rng.permutation(len(labels))
    # Sorting by rank within the class, as a share of the class, deals the classes out evenly from the front.
    rank = np.empty(len(labels))
    for label in np.unique(labels):
        members = order[labels[order] == label]
        rank[members] = (np.arange(len(members)) + 0.5) / len(members)
    dealt = order[np.argsort(rank[order], kind="stable")]
    return rng.permutation(dealt[:count]), rng.permutation(dealt[count:])


def dealt(labels: ByteArray | FloatArray, count: int, rng: np.random.Generator, *, alike: bool) -> tuple[Positions, Positions]:
    """Positions of `count` samples, and of the rest: with each class in its share if `alike`, else whichever they are."""
    return stratified(labels, count, rng) if alike else at_random(len(labels), count, rng)


def held_out(samples: int, share: float) -> int:
    """How many samples are held out for testing: however few there are, one is left to train on and one to test on."""
    return min(max(round(samples * share), 1), samples - 1)


def at_random(total: int, count: int, rng: np.random.Generator) -> tuple[Positions, Positions]:
    """Two lists of positions below `total`, shuffled: `count` of them, whichever they are, and the rest."""
    order = rng.permutation(total)
    return order[:count], order[count:]
