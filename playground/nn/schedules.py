"""Schedules: how the learning rate changes in the course of a run.

A schedule is a factor of the learning rate that was chosen, so that one can still change that one while training. To add a schedule,
add one entry to `SCHEDULES`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Hyperparameter, Registry, Settings


@dataclass(frozen=True, kw_only=True)
class Schedule(Entry):
    """A schedule and its Keras twin.

    Attributes:
        factor: `(epochs, total, **hyperparameters) -> factors` of the learning rate, float64 `(n,)`; `epochs` are the times through the
            data since the warm-up ended, float64 `(n,)`, `total` how many there are in the whole run.
        keras: name of the class in `keras.optimizers.schedules`; `None` where Keras takes the number itself.
        keras_arguments: `(rate, steps_per_epoch, epochs, **hyperparameters) -> arguments` of that class, without a warm-up; `epochs`
            is `total`.
    """

    factor: Callable[..., FloatArray]
    keras: str | None = None
    keras_arguments: Callable[..., dict[str, Any]] = lambda rate, steps_per_epoch, epochs: {}


def learning_rates(
    schedule: Schedule,
    settings: Settings,
    *,
    rate: float,
    first_step: int,
    count: int,
    steps_per_epoch: int,
    epochs: float,
    warm_up: float,
) -> FloatArray:
    """The learning rates of some updates, one after the other.

    During the warm-up the rate rises in a straight line from 0, which is that of the very first update, as in Keras' `CosineDecay`. The
    schedule has the rest of the run, and stays where it is asked about times after the end.

    Args:
        schedule: how the rate changes after the warm-up.
        settings: hyperparameters of `schedule`.
        rate: the learning rate that was chosen.
        first_step: number of the first of these updates, 0 for the first one of the run.
        count: how many updates.
        steps_per_epoch: updates in each epoch.
        epochs: how many the run has, the warm-up among them.
        warm_up: how many epochs the warm-up takes, 0 for none.

    Returns:
        float32 `(count,)`.
    """
    steps = np.arange(first_step, first_step + count, dtype=np.float64)
    epoch = steps / steps_per_epoch
    # A run that is all warm-up leaves the schedule one update, as Keras' schedules need.
    total = max(epochs - warm_up, 1 / steps_per_epoch)
    warm_up_steps = warm_up * steps_per_epoch
    warming = max(0, math.ceil(warm_up_steps) - first_step)
    if warm_up:
        epoch -= warm_up
        epoch[:warming] = 0
    rates = schedule.factor(epoch, total, **settings)
    rates *= rate
    if warming:
        rates[:warming] = rate * (steps[:warming] / warm_up_steps)  # this way round also a warm-up of next to nothing is finite
    return rates.astype(np.float32)


def _constant(epochs: FloatArray, total: float) -> FloatArray:
    return np.ones_like(epochs)


def _step(epochs: FloatArray, total: float, *, every: float, factor: float) -> FloatArray:
    # Three tenths over one tenth is a little less than three, and would take the stair one update late.
    stairs = np.floor(epochs / every + 1e-9)
    factors: FloatArray = np.power(factor, stairs, out=stairs)
    return factors


def _exponential(epochs: FloatArray, total: float, *, factor: float) -> FloatArray:
    factors: FloatArray = np.power(factor, epochs)
    return factors


def _cosine(epochs: FloatArray, total: float, *, alpha: float) -> FloatArray:
    factors = np.minimum(epochs, total)
    factors *= np.pi / total
    np.cos(factors, out=factors)
    factors += 1
    factors *= 0.5 * (1 - alpha)
    factors += alpha
    return factors


def _keras_step(rate: float, steps_per_epoch: int, epochs: float, *, every: float, factor: float) -> dict[str, Any]:
    return {
        "initial_learning_rate": rate,
        "decay_steps": every * steps_per_epoch,
        "decay_rate": factor,
        "staircase": True,
    }


def _keras_exponential(rate: float, steps_per_epoch: int, epochs: float, *, factor: float) -> dict[str, Any]:
    return {"initial_learning_rate": rate, "decay_steps": steps_per_epoch, "decay_rate": factor}


def _keras_cosine(rate: float, steps_per_epoch: int, epochs: float, *, alpha: float) -> dict[str, Any]:
    return {"initial_learning_rate": rate, "decay_steps": epochs * steps_per_epoch, "alpha": alpha}


SCHEDULES: Registry[Schedule] = Registry(
    "schedule",
    [
        Schedule(
            name="constant",
            label="Constant",
            help="The learning rate stays as it is, unless you change it.",
            formula=r"\eta_t = \eta",
            factor=_constant,
        ),
        Schedule(
            name="step",
            label="Step",
            help="The learning rate falls by the same factor every few epochs, like a staircase.",
            formula=r"\eta_t = \eta\, \gamma^{\lfloor t / T \rfloor}",
            factor=_step,
            hyperparameters=(
                Hyperparameter(
                    name="every",
                    label="Every",
                    help="How many epochs one stair lasts.",
                    default=10.0,
                    low=0.1,
                    high=10_000,
                ),
                Hyperparameter(
                    name="factor",
                    label="Factor",
                    help="What the learning rate is multiplied by at each stair.",
                    default=0.5,
                    low=0.001,
                    high=1,
                ),
            ),
            keras="ExponentialDecay",
            keras_arguments=_keras_step,
        ),
        Schedule(
            name="exponential",
            label="Exponential",
            help="The learning rate falls by the same factor in every epoch, a little with each update.",
            formula=r"\eta_t = \eta\, \gamma^t",
            factor=_exponential,
            hyperparameters=(
                Hyperparameter(
                    name="factor",
                    label="Factor",
                    help="What the learning rate is multiplied by in the course of an epoch.",
                    default=0.95,
                    low=0.001,
                    high=1,
                ),
            ),
            keras="ExponentialDecay",
            keras_arguments=_keras_exponential,
        ),
        Schedule(
            name="cosine",
            label="Cosine",
            help="The learning rate falls slowly, then fast, then slowly again, and is at its lowest at the end of the run.",
            formula=r"\eta_t = \eta \left(\alpha + \tfrac{1}{2} (1 - \alpha) \left(1 + \cos \frac{\pi t}{T}\right)\right)",
            factor=_cosine,
            hyperparameters=(
                Hyperparameter(
                    name="alpha",
                    label="Alpha",
                    help="The share of the learning rate that is left at the end.",
                    default=0.0,
                    low=0,
                    high=1,
                ),
            ),
            keras="CosineDecay",
            keras_arguments=_keras_cosine,
        ),
    ],
)
"""In menu order. Cosine: Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017, equation 5."""
