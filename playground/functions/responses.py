"""What an optimizer makes of a gradient: the steps that one weight takes while its gradient does something simple."""

from collections.abc import Callable

import numpy as np

from playground.arrays import FloatArray
from playground.functions.asked import OptimizersAsked, SignalName
from playground.functions.curves import Curves

PULSE = 10
"""Steps that a pulse lasts, and from one rare gradient to the next."""

SIGNALS: dict[SignalName, Callable[[int, np.random.Generator], FloatArray]] = {
    "constant": lambda steps, _: np.ones(steps),
    "flips": lambda steps, _: np.where(np.arange(steps) % 2, -1.0, 1.0),
    "pulse": lambda steps, _: (np.arange(steps) < PULSE).astype(float),
    "rare": lambda steps, _: (np.arange(steps) % PULSE == 0).astype(float),
    "noisy": lambda steps, rng: 1 + 2 * rng.standard_normal(steps),
}
"""Gradients of a weight, step by step: about 1 in size."""


def gradient(asked: OptimizersAsked) -> FloatArray:
    """The gradient at each step, `(steps,)`."""
    return asked.size * SIGNALS[asked.gradient](asked.steps, np.random.default_rng(asked.seed))


def responses(asked: OptimizersAsked) -> Curves:
    """How far the weight goes down at each step, in learning rates, from 1 on: SGD's curve is the gradient itself.

    Each optimizer has the learning rate that its entry advises.
    """
    gradients = gradient(asked)
    values = np.empty((len(asked.show), asked.steps))
    for k, choice in enumerate(asked.show):
        optimizer, rate = choice.entry, choice.entry.learning_rate
        weight = np.zeros(1)
        state = optimizer.start(weight, choice.settings)
        for step, slope in enumerate(gradients):
            before = weight[0]
            optimizer.apply(weight, np.array([slope]), state, rate, choice.settings)
            values[k, step] = (before - weight[0]) / rate
    return Curves(np.arange(1.0, asked.steps + 1), values)
