"""Which ink hangs together, so that a speck of dust is told from a digit.

Plain NumPy: SciPy would know, too, but takes half a second to import, and this is all that it would be asked.
"""

import numpy as np
import numpy.typing as npt

from playground.arrays import IntArray

Mask = npt.NDArray[np.bool_]


def without_small(mask: Mask, share: float) -> Mask:
    """Only the components whose longer side is at least a share of that of the largest: `(h, w)`."""
    numbers = components(mask)
    places = np.argwhere(mask)
    found, which = np.unique(numbers[mask], return_inverse=True)
    low, high = np.full((len(found), 2), max(mask.shape)), np.zeros((len(found), 2), int)
    np.minimum.at(low, which, places)
    np.maximum.at(high, which, places + 1)
    sides = (high - low).max(axis=1)
    return np.isin(numbers, found[sides >= share * sides.max(initial=0)]) & mask


def components(mask: Mask) -> IntArray:
    """Number the cells of each component alike, corners included: `(h, w)`, above 0 where `mask` is, and 0 elsewhere."""
    padded = np.pad(mask, 1)
    begins = padded[:, 1:] & ~padded[:, :-1]
    runs = np.cumsum(begins).reshape(begins.shape) * padded[:, 1:]  # each stretch of a row has a number: (h + 2, w + 1)
    above, below = runs[:-1], runs[1:]
    parents = list(range(int(runs.max()) + 1))
    for one, other in ((above, below), (above[:, 1:], below[:, :-1]), (above[:, :-1], below[:, 1:])):
        touching = (one > 0) & (other > 0)
        for pair in set(zip(one[touching].tolist(), other[touching].tolist(), strict=True)):
            first, second = sorted(_root(parents, run) for run in pair)
            parents[second] = first
    roots = np.array([_root(parents, run) for run in range(len(parents))])
    numbers: IntArray = roots[runs[1:-1, :-1]]
    return numbers


def _root(parents: list[int], run: int) -> int:
    """The stretch that speaks for all that hang together with this one."""
    while parents[run] != run:
        parents[run] = run = parents[parents[run]]
    return run
