"""Rectifiers: positive sums pass, negative ones are held back, in one way or another."""

from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.nn.activations.base import ZERO, Activation, constant
from playground.registry import Hyperparameter

_SIX = constant(6)


def _relu(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.maximum(z, ZERO, out=out)
    return a


def _relu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # The sign of an output is 0 or 1, in the right type from the start: comparing, which makes booleans, takes twice as long.
    slope: FloatArray = np.sign(a, out=out)
    return slope


def _leaky_relu(z: FloatArray, out: FloatArray | None = None, *, negative_slope: float) -> FloatArray:
    a: FloatArray = np.maximum(z, z * negative_slope, out=out)  # the slope is at most 1
    return a


def _leaky_relu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None, *, negative_slope: float) -> FloatArray:
    slope = np.empty_like(z) if out is None else out
    np.heaviside(z, ZERO, out=slope)
    slope *= 1 - negative_slope
    slope += negative_slope
    return slope


def _relu6(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.maximum(z, ZERO, out=out)
    return np.minimum(a, _SIX, out=a)


def _relu6_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope: FloatArray = np.sign(a, out=out)
    slope *= np.heaviside(_SIX - a, ZERO)
    return slope


def _elu(z: FloatArray, out: FloatArray | None = None, *, alpha: float) -> FloatArray:
    negative = np.expm1(np.minimum(z, ZERO))
    negative *= alpha
    a: FloatArray = np.maximum(z, ZERO, out=out)
    a += negative
    return a


def _elu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None, *, alpha: float) -> FloatArray:
    slope = np.minimum(z, ZERO, out=out)
    np.exp(slope, out=slope)
    if alpha != 1:  # for positive sums the exponential is 1 already
        slope *= alpha
        np.putmask(slope, z > 0, 1)
    return slope


# The two numbers of appendix 1 of the paper, for which outputs with mean 0 and variance 1 stay so from layer to layer.
_SELU_ALPHA = 1.6732632423543772
_SELU_SCALE = 1.0507009873554805


def _selu(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a = _elu(z, out, alpha=_SELU_ALPHA)
    a *= _SELU_SCALE
    return a


def _selu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope: FloatArray = np.add(a, _SELU_SCALE * _SELU_ALPHA, out=out)
    slope[z >= 0] = _SELU_SCALE  # at zero, too, as TensorFlow has it: a unit before this one that is silent makes exact zeros
    return slope


def _celu_exponent(z: FloatArray, alpha: float, out: FloatArray | None = None) -> FloatArray:
    # exp(-100) is nothing beside 1; without a limit the division could overflow.
    exponent: FloatArray = np.clip(z, -100 * alpha, 0, out=out)
    exponent /= alpha
    return exponent


def _celu(z: FloatArray, out: FloatArray | None = None, *, alpha: float) -> FloatArray:
    negative = np.expm1(_celu_exponent(z, alpha))
    negative *= alpha
    a: FloatArray = np.maximum(z, ZERO, out=out)
    a += negative
    return a


def _celu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None, *, alpha: float) -> FloatArray:
    slope = _celu_exponent(z, alpha, out)
    return np.exp(slope, out=slope)


def _celu_in_keras(ops: Any, z: Any, *, alpha: float) -> Any:
    """The same as `keras.activations.celu`, whose slope at exactly zero comes out as 2, since either half of its sum says 1."""
    return ops.where(z > 0, z, alpha * ops.expm1(ops.minimum(z, 0) / alpha))


RELU = Activation(
    name="relu",
    label="ReLU",
    help="Passes positive sums on and silences negative ones. Fast and the usual choice for deep networks; a unit that "
    "never gets a positive sum stops learning.",
    formula=r"f(z) = \max(0, z)",
    function=_relu,
    derivative=_relu_derivative,
    keras="relu",
    low=0,
    high=1,
)

LEAKY_RELU = Activation(
    name="leaky_relu",
    label="Leaky ReLU",
    help="A ReLU that lets a little of a negative sum through, so that no unit stops learning for good.",
    formula=r"f(z) = \begin{cases} z & z > 0 \\ s z & z \le 0 \end{cases}",
    function=_leaky_relu,
    derivative=_leaky_relu_derivative,
    hyperparameters=(
        Hyperparameter(
            name="negative_slope",
            label="Negative slope",
            help="The share of a negative sum that passes: 0 is a ReLU, 1 is linear.",
            default=0.2,
            low=0,
            high=1,
        ),
    ),
    keras="leaky_relu",
    low=0,
    high=1,
)

RELU6 = Activation(
    name="relu6",
    label="ReLU6",
    help="A ReLU that never says more than 6. Made for small devices, whose numbers have few digits.",
    formula=r"f(z) = \min(\max(0, z), 6)",
    function=_relu6,
    derivative=_relu6_derivative,
    keras="relu6",
    low=0,
    high=1,
)

ELU = Activation(
    name="elu",
    label="ELU",
    help="A ReLU that bends smoothly into a negative floor. Outputs that average about zero make learning faster.",
    formula=r"f(z) = \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases}",
    function=_elu,
    derivative=_elu_derivative,
    hyperparameters=(
        Hyperparameter(
            name="alpha",
            label="Alpha",
            help="How far below zero the floor lies.",
            default=1.0,
            low=0,
            high=10,
        ),
    ),
    keras="elu",
    low=0,
    high=1,
)

SELU = Activation(
    name="selu",
    label="SELU",
    help="An ELU scaled so that signals neither grow nor die on their way through many layers. Best with LeCun initial weights.",
    formula=r"f(z) = 1.0507 \begin{cases} z & z > 0 \\ 1.6733\, (e^z - 1) & z \le 0 \end{cases}",
    function=_selu,
    derivative=_selu_derivative,
    keras="selu",
    low=0,
    high=1,
)
"""Klambauer et al., Self-normalizing neural networks, 2017."""

CELU = Activation(
    name="celu",
    label="CELU",
    help="An ELU without a kink, whatever its floor: its slope is 1 at zero.",
    formula=r"f(z) = \max(0, z) + \min(0, \alpha (e^{z / \alpha} - 1))",
    function=_celu,
    derivative=_celu_derivative,
    hyperparameters=(
        Hyperparameter(
            name="alpha",
            label="Alpha",
            help="How far below zero the floor lies, and how slowly it is reached.",
            default=1.0,
            low=0.1,
            high=10,
        ),
    ),
    keras=_celu_in_keras,
    low=0,
    high=1,
)
