"""FGSM, which takes a single step, and PGD, which takes many small ones."""

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import Asking
from playground.digits.attacks.base import Aim, AttackMethod
from playground.digits.network import DigitNetwork
from playground.digits.slices import Slices

STEPS = 20
STEP = 2.5
"""How long the way of PGD is, in budgets: enough to cross the box of what is allowed, and to turn back at its walls."""


def fgsm(network: DigitNetwork, picture: FloatArray, budgets: FloatArray, aim: Aim) -> Slices[FloatArray]:
    """Every pixel goes as far as it may, the way that its slope says; arguments are those of `AttackMethod.perturb`."""
    asking = Asking(network, 1)
    way = _signs(asking, aim, asking.sums(picture[None]))
    yield
    return np.clip(picture + _room(budgets) * way, 0, 1)


def pgd(network: DigitNetwork, picture: FloatArray, budgets: FloatArray, aim: Aim) -> Slices[FloatArray]:
    """Small steps from the picture itself, each as FGSM takes it, and back into the box of what is allowed after each.

    Of the pictures on the way the one is kept in which the attack is furthest ahead: near the border between two classes steps of one
    length go back and forth. Arguments are those of `AttackMethod.perturb`.
    """
    asking = Asking(network, len(budgets))
    parts = []
    for start in range(0, len(budgets), asking.batch):
        parts.append((yield from _ascent(asking, picture, _room(budgets[start : start + asking.batch]), aim)))
    return np.concatenate(parts)


def _ascent(asking: Asking, picture: FloatArray, room: FloatArray, aim: Aim) -> Slices[FloatArray]:
    """Follow the slopes for some budgets at a time, with a step in each slice."""
    low, high = np.maximum(picture - room, 0), np.minimum(picture + room, 1)
    now = np.repeat(picture[None], len(room), axis=0)
    best, lead = now, np.full(len(room), -np.inf)
    for step in range(STEPS + 1):
        z = asking.sums(now)
        ahead = aim.lead(z)
        best = np.where((ahead > lead)[:, None, None], now, best)
        lead = np.maximum(ahead, lead)
        if step < STEPS:
            now = np.clip(now + room * np.float32(STEP / STEPS) * _signs(asking, aim, z), low, high)
        yield
    return best


def _signs(asking: Asking, aim: Aim, z: FloatArray) -> FloatArray:
    """Up or down for each pixel, `(n, side, side)`, for the pictures whose weighted sums were just asked for."""
    return np.sign(asking.slopes(aim.uphill(z)))


def _room(budgets: FloatArray) -> FloatArray:
    """Budgets beside pictures: `(n, 1, 1)` float32."""
    return budgets.astype(np.float32)[:, None, None]


FGSM = AttackMethod(
    name="fgsm",
    label="FGSM",
    help="The fast gradient sign method: one step in which every pixel changes by as much as it may, the way that hurts most.",
    formula=r"x' = x + \epsilon\, \mathrm{sign}\, \nabla_x L",
    source="Goodfellow, Shlens and Szegedy, Explaining and harnessing adversarial examples, 2015",
    perturb=fgsm,
)

PGD = AttackMethod(
    name="pgd",
    label="PGD",
    help="Projected gradient descent: many small steps that look at the slopes anew each time, so it gets by with smaller changes.",
    formula=r"x_{t+1} = \Pi_{\epsilon}\left(x_t + \alpha\, \mathrm{sign}\, \nabla_x L\right)",
    source="Madry et al., Towards deep learning models resistant to adversarial attacks, 2018",
    perturb=pgd,
)
