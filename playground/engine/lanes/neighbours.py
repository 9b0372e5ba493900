"""Lanes with something in common, side by side: what is done to a stretch of them is then one operation."""

from collections.abc import Callable
from typing import Any

import numpy as np

from playground.arrays import IntArray
from playground.engine.lanes.lineup import Lineup
from playground.spec import RunSpec
from playground.spec.choice import ActivationChoice, LossChoice, OptimizerChoice, RegularizerChoice


def neighbourly(lineup: Lineup) -> tuple[IntArray, Lineup]:
    """The same lanes in an order in which those that have something in common stand side by side, so that there are few stretches.

    Returns:
        The position in `lineup` of each lane `(lanes,)`, and the lanes in that order.
    """
    common: list[list[int]] = []
    for of in (optimizer_of, _activations_of, loss_of, _regularizers_of):
        values = [of(spec) for spec in lineup.specs]
        common.append([values.index(value) for value in values])
    common.sort(key=lambda firsts: len(set(firsts)))  # what has few values first: it would be cut into many pieces by the others
    order = sorted(range(len(lineup)), key=lambda lane: [firsts[lane] for firsts in common])
    return np.array(order), Lineup(tuple(lineup.specs[lane] for lane in order), lineup.datasets, lineup.dataset_of[order])


def optimizer_of(spec: RunSpec) -> OptimizerChoice:
    """Its optimizer, with its settings."""
    return spec.training.optimizer


def loss_of(spec: RunSpec) -> tuple[LossChoice, ActivationChoice]:
    """Its loss, and the activation of the outputs."""
    return spec.training.loss, spec.model.output.activation


def activation_of(number: int) -> Callable[[RunSpec], ActivationChoice]:
    """A function that says the activation of a layer, by its position."""
    return lambda spec: spec.layers[number].activation


def regularizer_of(number: int) -> Callable[[RunSpec], RegularizerChoice]:
    """A function that says the regularizer of a layer, by its position."""
    return lambda spec: spec.layers[number].regularizer


def _activations_of(spec: RunSpec) -> list[Any]:
    return [layer.activation for layer in spec.layers[:-1] if layer.entry.activation is not None]


def _regularizers_of(spec: RunSpec) -> list[Any]:
    return [layer.regularizer for layer in spec.layers if layer.entry.activation is not None]
