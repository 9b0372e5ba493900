"""Attacks on one picture: with a given budget, or with the smallest that changes the answer."""

from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import Asking, as_floats, sums_of
from playground.digits.attacks.base import Aim, AttackMethod
from playground.digits.network import DigitNetwork
from playground.digits.reading import calibrated
from playground.digits.slices import Slices

MOST = 0.5
"""Half of the way from paper to ink."""

TRIES = (16, 8, 8)
"""How many budgets are tried at a time: first up to the most, then between the smallest that was enough and the one before it, twice."""


@dataclass(frozen=True)
class Attack:
    """A picture that was changed, and what becomes of the answer.

    Attributes:
        picture: `(side, side)` float32 in [0, 1].
        change: that, less the picture as it was: below zero where ink was taken away.
        budget: the most that a pixel could change by.
        label: what the network reads now.
        probabilities: of the classes now, `(classes,)`; see `playground.digits.reading`.
    """

    picture: FloatArray
    change: FloatArray
    budget: float
    label: int
    probabilities: FloatArray


def attack(network: DigitNetwork, picture: FloatArray, method: AttackMethod, budget: float, target: int | None = None) -> Slices[Attack]:
    """Change a picture within a budget.

    Args:
        network: that reads it.
        picture: `(side, side)`, floats in [0, 1].
        method: an entry of `ATTACKS`.
        budget: the most that a pixel may change by, 0 to 1.
        target: the class that it should be read as; `None` for anything but what it is read as now.

    Raises:
        DataError: the picture has another shape.
    """
    x = as_floats(network, picture)
    was = _unchanged(network, x)
    (only,) = yield from _at(network, x, method, np.array([budget]), _aim(was.label, target))
    return only


def smallest_flip(
    network: DigitNetwork, picture: FloatArray, method: AttackMethod, target: int | None = None, most: float = MOST
) -> Slices[Attack | None]:
    """Find the smallest budget with which a method changes the answer.

    A larger budget is not always enough where a smaller one was. So many budgets are tried at a time, and the search goes on below the
    smallest that was enough, to 1/1296 of `most`: much finer than a shade of grey.

    Args:
        network: that reads it.
        picture: `(side, side)`, floats in [0, 1].
        method: an entry of `ATTACKS`.
        target: the class that it should be read as; `None` for anything but what it is read as now.
        most: budgets beyond this one are not tried.

    Returns:
        `None` where no budget that was tried is enough. Where the picture is read as the target already, nothing is changed.

    Raises:
        DataError: the picture has another shape.
    """
    x = as_floats(network, picture)
    was = _unchanged(network, x)
    if was.label == target:
        return was
    low, high, found = 0.0, most, None
    for count in TRIES:
        budgets = low + (high - low) * np.arange(1, count + 1) / (count if found is None else count + 1)
        attacks = yield from _at(network, x, method, budgets, _aim(was.label, target))
        won = [each.label == target if target is not None else each.label != was.label for each in attacks]
        enough = won.index(True) if any(won) else count
        if enough == count and found is None:
            return None
        if enough > 0:
            low = float(budgets[enough - 1])
        if enough < count:
            high, found = float(budgets[enough]), attacks[enough]
    return found


def _aim(was: int, target: int | None) -> Aim:
    """What an attack wants with a picture that was read as something."""
    return Aim(was, away=True) if target is None else Aim(target, away=False)


def _unchanged(network: DigitNetwork, x: FloatArray) -> Attack:
    """A picture as it is."""
    return _told(network, x, x, 0.0, Asking(network, 1).sums(x[None]))


def _at(network: DigitNetwork, x: FloatArray, method: AttackMethod, budgets: FloatArray, aim: Aim) -> Slices[list[Attack]]:
    """What a method makes of a picture with each of some budgets."""
    pictures = yield from method.perturb(network, x, budgets, aim)
    # One by one, as whoever is shown the picture will ask: together with others, the last digit may be rounded another way.
    sums = yield from sums_of(Asking(network, 1), pictures)
    return [_told(network, x, *each) for each in zip(pictures, budgets.tolist(), sums[:, None], strict=True)]


def _told(network: DigitNetwork, x: FloatArray, picture: FloatArray, budget: float, z: FloatArray) -> Attack:
    """What a network makes of a changed picture, from its weighted sums `(1, classes)`."""
    (probabilities,) = calibrated(network, z)
    return Attack(picture, picture - x, budget, int(probabilities.argmax()), probabilities)
