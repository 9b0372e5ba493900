"""Further activations with bounded outputs: hard sigmoid, softsign, sine and Gaussian."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.activations.base import ONE, ZERO, Activation


def _hard_sigmoid(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.add(z, 3, out=out)
    np.maximum(a, ZERO, out=a)
    np.minimum(a, 6, out=a)
    a /= 6
    return a


def _hard_sigmoid_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope: FloatArray = np.sign(a, out=out)
    slope *= a < 1
    slope /= 6
    return slope


def _softsign(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    below = np.abs(z)
    below += ONE
    a: FloatArray = np.divide(z, below, out=out)
    return a


def _softsign_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # 1 / (1 + |z|)^2; the reciprocal comes first, because the square of a huge sum would overflow.
    slope: FloatArray = np.abs(z, out=out)
    slope += ONE
    np.reciprocal(slope, out=slope)
    return np.multiply(slope, slope, out=slope)


def _sine(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.sin(z, out=out)
    return a


def _sine_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope: FloatArray = np.cos(z, out=out)
    return slope


def _gaussian(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.clip(z, -30, 30, out=out)  # exp(-900) is 0; the square of a huge sum would overflow
    np.multiply(a, a, out=a)
    np.negative(a, out=a)
    return np.exp(a, out=a)


def _gaussian_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope: FloatArray = np.multiply(z, a, out=out)
    slope *= -2
    return slope


HARD_SIGMOID = Activation(
    name="hard_sigmoid",
    label="Hard sigmoid",
    help="A sigmoid drawn with three straight lines: cheaper, but it learns nothing from sums beyond -3 and 3.",
    formula=r"f(z) = \min(\max(0, \tfrac{z}{6} + \tfrac{1}{2}), 1)",
    function=_hard_sigmoid,
    derivative=_hard_sigmoid_derivative,
    keras="hard_sigmoid",
    low=0,
    high=1,
)

SOFTSIGN = Activation(
    name="softsign",
    label="Softsign",
    help="Squashes any sum into -1 to 1 like tanh, but approaches the ends far more slowly, so that large sums still learn.",
    formula=r"f(z) = \frac{z}{1 + |z|}",
    function=_softsign,
    derivative=_softsign_derivative,
    keras="softsign",
    low=-1,
    high=1,
)

SINE = Activation(
    name="sine",
    label="Sine",
    help="Says the sine of the sum, so that a unit draws waves. For data that repeats or is finely detailed.",
    formula=r"f(z) = \sin(z)",
    function=_sine,
    derivative=_sine_derivative,
    keras=lambda ops, z: ops.sin(z),
    low=-1,
    high=1,
)

GAUSSIAN = Activation(
    name="gaussian",
    label="Gaussian",
    help="Says 1 where the sum is zero and less to both sides, so that a unit draws a ridge. For data that lies in bands.",
    formula=r"f(z) = e^{-z^2}",
    function=_gaussian,
    derivative=_gaussian_derivative,
    keras=lambda ops, z: ops.exp(-ops.square(z)),
    low=0,
    high=1,
)
