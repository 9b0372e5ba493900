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
    rates = [
        tuned(landscape, choice) if rate is None else rate
        for choice, rate in zip(asked.show, [*asked.rates, *[None] * len(asked.show)], strict=False)
    ]
    return _walk(landscape, list(zip(asked.show, rates, strict=True)), start, asked.steps, noise, asked.seed)


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
    (found,) = _walk(landscape, [(choice, rate)], start, steps, noise, seed)
    return found


def _walk(
    landscape: Landscape,
    walkers: Sequence[tuple[OptimizerChoice, float]],
    start: tuple[float, float],
    steps: int,
    noise: float,
    seed: int,
) -> list[Walk]:
    shaken = noise * np.random.default_rng(seed).standard_normal((steps, 2))
    paths = _paths(landscape, [(choice, np.array([rate])) for choice, rate in walkers], start, shaken)
    found = []
    for path, (_, rate) in zip(paths, walkers, strict=True):
        there = path[np.isfinite(path).all(axis=1)]
        with np.errstate(all="ignore"):
            heights = landscape.heights(there[:, 0], there[:, 1])
        found.append(Walk(there, heights, rate, len(there) <= steps))
    return found


def _paths(
    landscape: Landscape, walkers: Sequence[tuple[OptimizerChoice, FloatArray]], start: tuple[float, float], noise: FloatArray
) -> FloatArray:
    """Walks from one place, which all take a step together.

    Args:
        landscape: what they walk on.
        walkers: optimizers, each with some learning rates: one walk for each of those.
        start: where they begin.
        noise: what is added to the gradient of each step, `(steps, 2)`.

    Returns:
        `(walks, steps + 1, 2)`, in the order of the walkers; NaN from where a walk was lost.
    """
    ends = np.cumsum([len(rates) for _, rates in walkers], dtype=int).tolist()
    parts = [slice(end - len(rates), end) for end, (_, rates) in zip(ends, walkers, strict=True)]
    weights = np.tile(np.array(start, np.float64), (ends[-1] if ends else 0, 1))
    states = [choice.entry.start(weights[part], choice.settings) for part, (choice, _) in zip(parts, walkers, strict=True)]
    paths = np.full((len(noise) + 1, *weights.shape), np.nan)
    paths[0] = weights
    window = landscape.window
    middle = np.array([window.left + window.across / 2, window.bottom + window.up / 2])
    farthest = landscape.limit * np.array([window.across, window.up])
    there = np.full((len(weights), 1), True)
    with np.errstate(all="ignore"):
        for step, shaken in enumerate(noise, 1):
            gradient = np.column_stack(landscape.slope(weights[:, 0], weights[:, 1])) + shaken
            for part, state, (choice, rates) in zip(parts, states, walkers, strict=True):
                choice.entry.apply(weights[part], gradient[part], state, rates[:, None], choice.settings)
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
    paths = _paths(landscape, [(choice, np.array(TRIED_RATES))], landscape.start, np.zeros((TRIED_STEPS, 2)))
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
