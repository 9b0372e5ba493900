"""Optimizers walking on a landscape, by the updates that they make of a network's weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.arrays import FloatArray
from playground.functions.asked import Walking
from playground.functions.landscape import PICTURE_SIDE, Landscape, picture
from playground.spec.choice import OptimizerChoice

TRIED_RATES = tuple(float(rate) for rate in 10 ** np.arange(-4, 2.01, 0.25))
TRIED_STEPS = 120
LONGEST_STEP = 0.2
"""Of a walk with a good learning rate, in windows: farther jumps cannot be followed with the eye, however lucky they are."""


@dataclass(frozen=True)
class Walk:
    """Where an optimizer has been.

    Attributes:
        path: float64 `(steps + 1, 2)`, from the start on; shorter where it was lost.
        heights: `(steps + 1,)`.
        rate: its learning rate.
        lost: whether it flew so far off that it was given up.
    """

    path: FloatArray
    heights: FloatArray
    rate: float
    lost: bool

    def distances(self, minima: Sequence[tuple[float, float]]) -> FloatArray:
        """How far it is from the nearest minimum after each step, `(steps + 1,)`."""
        away = self.path[:, None, :] - np.array(minima)[None]
        nearest: FloatArray = np.sqrt((away**2).sum(axis=2)).min(axis=1)
        return nearest


def walks(asked: Walking, landscape: Landscape) -> list[Walk]:
    """Where each of the optimizers goes."""
    start = (landscape.start[0] if asked.x is None else asked.x, landscape.start[1] if asked.y is None else asked.y)
    noise = asked.noise * float(np.hypot(*landscape.slope(*start)))
    rates = [*asked.rates, *[None] * len(asked.show)]
    return [
        walk(landscape, choice, start, tuned(landscape, choice) if rate is None else rate, asked.steps, noise, asked.seed)
        for choice, rate in zip(asked.show, rates, strict=False)
    ]


def walk(
    landscape: Landscape, choice: OptimizerChoice, start: tuple[float, float], rate: float, steps: int, noise: float = 0.0, seed: int = 0
) -> Walk:
    """Where one optimizer goes.

    Args:
        landscape: what it walks on.
        choice: the optimizer.
        start: where it begins.
        rate: its learning rate.
        steps: how many it takes, unless it is lost before.
        noise: standard deviation of what is added to either part of each gradient.
        seed: of the noise; all optimizers of one seed have the same.
    """
    rng = np.random.default_rng(seed)
    weights = np.array(start, np.float64)
    state = choice.entry.start(weights, choice.settings)
    path = np.empty((steps + 1, 2))
    path[0] = weights
    window = landscape.window
    middle = np.array([window.left + window.across / 2, window.bottom + window.up / 2])
    farthest = landscape.limit * np.array([window.across, window.up])
    lost = False
    count = 1
    with np.errstate(all="ignore"):
        for step in range(1, steps + 1):
            gradient = np.array(landscape.slope(float(weights[0]), float(weights[1])), np.float64)
            if noise:
                gradient += noise * rng.standard_normal(2)
            choice.entry.apply(weights, gradient, state, rate, choice.settings)
            if not (np.abs(weights - middle) <= farthest).all():  # NaN is nowhere
                lost = True
                break
            path[step] = weights
            count += 1
        path = path[:count]
        heights = landscape.heights(path[:, 0], path[:, 1])
    return Walk(path, heights, rate, lost)


@lru_cache(maxsize=512)
def tuned(landscape: Landscape, choice: OptimizerChoice) -> float:
    """A good learning rate: of those that are tried from the landscape's own start, the one that comes down soonest without jumping.

    Soonest is the lowest mean of the logarithm of the height above the lowest place.
    """
    floor = _floor(landscape)
    window = landscape.window
    first = float(landscape.heights(*(np.array(place) for place in landscape.start)))
    best, best_score = TRIED_RATES[0], np.inf
    for rate in TRIED_RATES:
        tried = walk(landscape, choice, landscape.start, rate, TRIED_STEPS)
        longest = (np.abs(np.diff(tried.path, axis=0)) / (window.across, window.up)).max(initial=0)
        if tried.lost or longest > LONGEST_STEP:
            continue
        above = np.maximum(tried.heights - floor, 0) / max(first - floor, 1e-12)
        score = float(np.log10(above + 1e-5).mean())
        if score < best_score:
            best, best_score = rate, score
    return float(f"{best:.2g}")


def _floor(landscape: Landscape) -> float:
    """The lowest height that is known."""
    if landscape.minima:
        places = np.array(landscape.minima)
        return float(landscape.heights(places[:, 0], places[:, 1]).min())
    return float(picture(landscape, PICTURE_SIDE).min())
