"""Losses that measure how far the outputs are from their targets, with any output activation."""

import math

import numpy as np

from playground.arrays import FloatArray
from playground.nn.losses.base import Loss, Task
from playground.registry import Hyperparameter

_OUTPUTS = ("linear", "tanh", "sigmoid", "softsign", "sine", "hard_sigmoid", "gaussian", "softmax")
_TASKS: tuple[Task, ...] = ("classification", "regression")


def _inverse(factor: float, a: FloatArray) -> FloatArray:
    # An array of the same type: NumPy takes longer to convert a Python number.
    return np.asarray(factor / a.shape[-1], a.dtype)


def _mean_squared_error(y: FloatArray, a: FloatArray) -> FloatArray:
    mean: FloatArray = np.mean(np.square(a - y), axis=-1)
    return mean


def _mean_squared_error_gradient(y: FloatArray, a: FloatArray) -> FloatArray:
    return (a - y) * _inverse(2, a)


def _mean_absolute_error(y: FloatArray, a: FloatArray) -> FloatArray:
    mean: FloatArray = np.mean(np.abs(a - y), axis=-1)
    return mean


def _mean_absolute_error_gradient(y: FloatArray, a: FloatArray) -> FloatArray:
    sign: FloatArray = np.sign(a - y)
    return sign * _inverse(1, a)


def _huber(y: FloatArray, a: FloatArray, *, delta: float) -> FloatArray:
    # Both branches in one: with d = min(|e|, delta), d |e| - d^2 / 2 is e^2 / 2 or delta |e| - delta^2 / 2.
    distance = np.abs(a - y)
    curved = np.minimum(distance, delta)
    mean: FloatArray = np.mean(curved * (distance - 0.5 * curved), axis=-1)
    return mean


def _huber_gradient(y: FloatArray, a: FloatArray, *, delta: float) -> FloatArray:
    error: FloatArray = np.clip(a - y, -delta, delta)
    return error * _inverse(1, a)


def _log_cosh(y: FloatArray, a: FloatArray) -> FloatArray:
    # cosh overflows; log(cosh(e)) = |e| + log(1 + exp(-2 |e|)) - log(2) never does.
    distance = np.abs(a - y)
    small = np.exp(-distance)
    mean: FloatArray = np.mean(distance + np.log1p(small * small) - math.log(2), axis=-1)
    return mean


def _log_cosh_gradient(y: FloatArray, a: FloatArray) -> FloatArray:
    bounded: FloatArray = np.tanh(a - y)
    return bounded * _inverse(1, a)


MEAN_SQUARED_ERROR = Loss(
    name="mean_squared_error",
    label="Mean squared error",
    help="The squared distance between what the outputs say and what they should say, on average. The loss of regression; "
    "it works for classes, but learns slowly from confident mistakes.",
    formula=r"L = \frac{1}{n} \sum_i (a_i - y_i)^2",
    value=_mean_squared_error,
    gradient=_mean_squared_error_gradient,
    outputs=_OUTPUTS,
    tasks=_TASKS,
    keras="MeanSquaredError",
)

MEAN_ABSOLUTE_ERROR = Loss(
    name="mean_absolute_error",
    label="Mean absolute error",
    help="The distance between what the outputs say and what they should say, on average. A few wild samples pull at it less than "
    "at squares.",
    formula=r"L = \frac{1}{n} \sum_i |a_i - y_i|",
    value=_mean_absolute_error,
    gradient=_mean_absolute_error_gradient,
    outputs=_OUTPUTS,
    tasks=_TASKS,
    keras="MeanAbsoluteError",
)

HUBER = Loss(
    name="huber",
    label="Huber",
    help="Squared for small errors and straight for large ones, so that it ends softly and a few wild samples pull little.",
    formula=r"L = \frac{1}{n} \sum_i \begin{cases} \tfrac{1}{2} e_i^2 & |e_i| \le \delta \\ \delta |e_i| - \tfrac{1}{2} \delta^2 "
    r"& |e_i| > \delta \end{cases}, \quad e_i = a_i - y_i",
    value=_huber,
    gradient=_huber_gradient,
    hyperparameters=(
        Hyperparameter(
            name="delta",
            label="Delta",
            help="The error at which squares give way to a straight line.",
            default=1.0,
            low=0.001,
            high=100,
        ),
    ),
    outputs=_OUTPUTS,
    tasks=_TASKS,
    keras="Huber",
)

LOG_COSH = Loss(
    name="log_cosh",
    label="Log-cosh",
    help="Much like Huber, with one smooth curve from squares to straight lines, and nothing to set.",
    formula=r"L = \frac{1}{n} \sum_i \ln \cosh(a_i - y_i)",
    value=_log_cosh,
    gradient=_log_cosh_gradient,
    outputs=_OUTPUTS,
    tasks=_TASKS,
    keras="LogCosh",
)
