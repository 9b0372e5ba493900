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
    noise = asked.noise * float(np.hypot(*landscape.slope(*np.array(start))))
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
    (path,) = _paths(landscape, choice, start, np.array([rate]), noise * np.random.default_rng(seed).standard_normal((steps, 2)))
    count = int(np.isfinite(path).all(axis=1).sum())
    path = path[:count]
    with np.errstate(all="ignore"):
        heights = landscape.heights(path[:, 0], path[:, 1])
    return Walk(path, heights, rate, count <= steps)


def _paths(landscape: Landscape, choice: OptimizerChoice, start: tuple[float, float], rates: FloatArray, noise: FloatArray) -> FloatArray:
    """Walks of one optimizer from one place, one for each learning rate, which all take a step together.

    Args:
        landscape: what they walk on.
        choice: the optimizer.
        start: where they begin.
        rates: `(walks,)`.
        noise: what is added to the gradient of each step, `(steps, 2)`.

    Returns:
        `(walks, steps + 1, 2)`; NaN from where a walk was lost.
    """
    weights = np.tile(np.array(start, np.float64), (len(rates), 1))
    state = choice.entry.start(weights, choice.settings)
    paths = np.full((len(noise) + 1, *weights.shape), np.nan)
    paths[0] = weights
    window = landscape.window
    middle = np.array([window.left + window.across / 2, window.bottom + window.up / 2])
    farthest = landscape.limit * np.array([window.across, window.up])
    there = np.full((len(rates), 1), True)
    with np.errstate(all="ignore"):
        for step, shaken in enumerate(noise, 1):
            gradient = np.column_stack(landscape.slope(weights[:, 0], weights[:, 1])) + shaken
            choice.entry.apply(weights, gradient, state, rates[:, None], choice.settings)
            there &= (np.abs(weights - middle) <= farthest).all(axis=1, keepdims=True)  # NaN is nowhere
            if not there.any():
                break
            paths[step] = np.where(there, weights, np.nan)
    return paths.swapaxes(0, 1)


@lru_cache(maxsize=512)
def tuned(landscape: Landscape, choice: OptimizerChoice) -> float:
    """A good learning rate: of those that are tried from the landscape's own start, the one that comes down soonest without jumping.

    Soonest is the lowest mean of the logarithm of the height above the lowest place.
    """
    floor = _floor(landscape)
    window = landscape.window
    first = float(landscape.heights(*(np.array(place) for place in landscape.start)))
    paths = _paths(landscape, choice, landscape.start, np.array(TRIED_RATES), np.zeros((TRIED_STEPS, 2)))
    longest = (np.abs(np.diff(paths, axis=1)) / (window.across, window.up)).max(axis=(1, 2))
    with np.errstate(all="ignore"):
        above = np.maximum(landscape.heights(paths[..., 0], paths[..., 1]) - floor, 0) / max(first - floor, 1e-12)
        scores = np.log10(above + 1e-5).mean(axis=1)
        scores[~(longest <= LONGEST_STEP)] = np.inf  # what is lost has no longest step
    return float(f"{TRIED_RATES[int(np.argmin(scores))]:.2g}")


def _floor(landscape: Landscape) -> float:
    """The lowest height that is known."""
    if landscape.minima:
        places = np.array(landscape.minima)
        return float(landscape.heights(places[:, 0], places[:, 1]).min())
    return float(picture(landscape, PICTURE_SIDE).min())
