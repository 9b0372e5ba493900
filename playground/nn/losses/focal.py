"""Focal cross-entropies: samples that the network already gets right count less.

Source: Lin et al., Focal loss for dense object detection, 2017.
"""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.losses.base import EPSILON, Loss, clipped, shares, through_shares
from playground.registry import Hyperparameter


def _focus(error: FloatArray, gamma: float) -> tuple[FloatArray, FloatArray]:
    """The weight `error**gamma` of a sample, and its derivative.

    Args:
        error: the probability of what is not true; with outputs that are no probabilities, any number.
        gamma: the power, 0 or more.
    """
    # Keras says NaN where a number below zero has a power that is no whole number, and infinity where the power is too large for
    # float32. Here such an error counts as the nearest that has a finite one.
    most = 1e30 ** (1 / max(gamma, 1))
    kept = error.clip(-most if float(gamma).is_integer() else 0, most)
    if gamma == 0:
        return np.ones_like(kept), np.zeros_like(kept)
    # For a power below 1 the slope at 0 is infinite, and Keras says NaN as soon as an output is certain and right.
    slope = gamma * (kept if gamma >= 1 else np.maximum(kept, EPSILON)) ** (gamma - 1)
    slope *= kept == error
    return kept**gamma, slope


def _binary_parts(
    y: FloatArray, a: FloatArray, gamma: float, alpha: float, apply_class_balancing: bool
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray | float]:
    """Probabilities, focus, its derivative with respect to the error, and the weight of the class over the number of units."""
    focus, slope = _focus(1 - (y * a + (1 - y) * (1 - a)), gamma)
    balance = y * alpha + (1 - y) * (1 - alpha) if apply_class_balancing else 1.0
    return clipped(a), focus, slope, balance / a.shape[-1]


def _binary(y: FloatArray, a: FloatArray, *, gamma: float, alpha: float, apply_class_balancing: bool) -> FloatArray:
    p, focus, _, weight = _binary_parts(y, a, gamma, alpha, apply_class_balancing)
    surprise = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    total: FloatArray = (weight * focus * surprise).sum(axis=-1)
    return total


def _binary_gradient(y: FloatArray, a: FloatArray, *, gamma: float, alpha: float, apply_class_balancing: bool) -> FloatArray:
    p, focus, slope, weight = _binary_parts(y, a, gamma, alpha, apply_class_balancing)
    surprise = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    # The product rule; the focus, in Keras too, sees the outputs as they were before the clip.
    each = slope * (1 - 2 * y) * surprise
    each += focus * ((p == a) * (p - y) / (p * (1 - p)))
    each *= weight
    return each


def _categorical(y: FloatArray, a: FloatArray, *, gamma: float, alpha: float) -> FloatArray:
    p, _, _ = shares(a)
    focus, _ = _focus(1 - p, gamma)
    total: FloatArray = (-alpha * focus * y * np.log(p)).sum(axis=-1)
    return total


def _categorical_gradient(y: FloatArray, a: FloatArray, *, gamma: float, alpha: float) -> FloatArray:
    p, inside, total = shares(a)
    focus, slope = _focus(1 - p, gamma)
    each = alpha * y * (slope * np.log(p) - focus / p)
    each *= inside
    return through_shares(each, p, total)


_GAMMA = Hyperparameter(
    name="gamma",
    label="Gamma",
    help="How much less easy samples count: 0 is plain cross-entropy.",
    default=2.0,
    low=0,
    high=10,
)

BINARY_FOCAL_CROSSENTROPY = Loss(
    name="binary_focal_crossentropy",
    label="Binary focal cross-entropy",
    help="Binary cross-entropy that counts easy samples less. For classes of which one is rare, and for hard borders.",
    formula=r"L = -\frac{1}{n} \sum_i (1 - p_i)^\gamma \log p_i, \quad p_i = y_i a_i + (1 - y_i) (1 - a_i)",
    value=_binary,
    gradient=_binary_gradient,
    hyperparameters=(
        _GAMMA,
        Hyperparameter(
            name="alpha",
            label="Alpha",
            help='The weight of "yes" where classes are balanced; that of "no" is the rest to 1.',
            default=0.25,
            low=0,
            high=1,
        ),
        Hyperparameter(
            name="apply_class_balancing",
            label="Balance the classes",
            help='Whether "yes" and "no" get different weights, as alpha says.',
            default=False,
        ),
    ),
    outputs=("sigmoid", "hard_sigmoid"),
    low=0,
    high=1,
    keras="BinaryFocalCrossentropy",
)

CATEGORICAL_FOCAL_CROSSENTROPY = Loss(
    name="categorical_focal_crossentropy",
    label="Categorical focal cross-entropy",
    help="Categorical cross-entropy that counts easy samples less. For several classes of which some are rare or hard to tell.",
    formula=r"L = -\alpha \sum_i y_i (1 - a_i)^\gamma \log a_i",
    value=_categorical,
    gradient=_categorical_gradient,
    hyperparameters=(
        _GAMMA,
        Hyperparameter(
            name="alpha",
            label="Alpha",
            help="The weight of the whole loss, for all classes alike.",
            default=0.25,
            low=0,
            high=1,
        ),
    ),
    outputs=("softmax",),
    low=0,
    high=1,
    keras="CategoricalFocalCrossentropy",
)
