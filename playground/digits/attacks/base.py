"""What an attack is: an entry that changes a picture within a budget so that a network reads something else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from playground.arrays import FloatArray
from playground.digits.network import DigitNetwork
from playground.digits.reading import softmax
from playground.digits.slices import Slices
from playground.registry import Entry


@dataclass(frozen=True)
class Aim:
    """What an attack wants.

    Attributes:
        label: the class that is meant.
        away: whether to leave that class for any other; otherwise to come to it from any other.
    """

    label: int
    away: bool

    def lead(self, z: FloatArray) -> FloatArray:
        """How far the attack is ahead, `(n,)`, for weighted sums `(n, classes)`: above zero it has won."""
        lead: FloatArray = np.delete(z, self.label, axis=1).max(axis=1) - z[:, self.label]
        return lead if self.away else -lead

    def uphill(self, z: FloatArray) -> FloatArray:
        """The gradient of the cross-entropy with respect to the weighted sums, `(n, classes)`, in the direction that this attack wants.

        It is divided by how unlikely the class still is. That leaves its direction as it is, but not its size: where a network is certain,
        the gradient itself is rounded to zero, and there would be no way to go.
        """
        others = softmax(np.delete(z, self.label, axis=1))
        gradient: FloatArray = np.insert(others, self.label, -1, axis=1)
        return gradient if self.away else -gradient


Perturb: TypeAlias = Callable[[DigitNetwork, FloatArray, FloatArray, Aim], Slices[FloatArray]]


@dataclass(frozen=True, kw_only=True)
class AttackMethod(Entry):
    """A way to change a picture.

    Attributes:
        source: authors, title and year.
        perturb: `(network, picture, budgets, aim) -> pictures`, in slices: from a picture `(side, side)` one for each of `(n,)` budgets,
            `(n, side, side)` in [0, 1], in none of them a pixel further from what it was than the budget.
    """

    source: str
    perturb: Perturb
