"""Hinges: losses that are content as soon as an output is on the right side, with a margin."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.losses.base import Loss

_OUTPUTS = ("tanh", "linear", "softsign", "sine")


def _sides(y: FloatArray) -> FloatArray:
    """Targets of -1 and 1; as in Keras, 0 and 1 become those if there is nothing else among them."""
    return 2 * y - 1 if ((y == 0) | (y == 1)).all() else y


def _hinge(y: FloatArray, a: FloatArray) -> FloatArray:
    mean: FloatArray = np.mean(np.maximum(1 - _sides(y) * a, 0), axis=-1)
    return mean


def _hinge_gradient(y: FloatArray, a: FloatArray) -> FloatArray:
    y = _sides(y)
    each: FloatArray = y / -a.shape[-1]
    each *= y * a <= 1  # on the corner the slope is that to its left, as in Keras
    return each


def _squared_hinge(y: FloatArray, a: FloatArray) -> FloatArray:
    mean: FloatArray = np.mean(np.square(np.maximum(1 - _sides(y) * a, 0)), axis=-1)
    return mean


def _squared_hinge_gradient(y: FloatArray, a: FloatArray) -> FloatArray:
    y = _sides(y)
    each: FloatArray = np.maximum(1 - y * a, 0)
    each *= y
    each *= -2 / a.shape[-1]
    return each


HINGE = Loss(
    name="hinge",
    label="Hinge",
    help="Nothing for an output beyond its target, and the distance to it elsewhere. The loss of support vector machines: only samples "
    "near the boundary count.",
    formula=r"L = \frac{1}{n} \sum_i \max(0, 1 - y_i a_i)",
    value=_hinge,
    gradient=_hinge_gradient,
    outputs=_OUTPUTS,
    low=-1,
    high=1,
    keras="Hinge",
)

SQUARED_HINGE = Loss(
    name="squared_hinge",
    label="Squared hinge",
    help="The hinge, squared: smooth where it ends, and harder on outputs that are far on the wrong side.",
    formula=r"L = \frac{1}{n} \sum_i \max(0, 1 - y_i a_i)^2",
    value=_squared_hinge,
    gradient=_squared_hinge_gradient,
    outputs=_OUTPUTS,
    low=-1,
    high=1,
    keras="SquaredHinge",
)
