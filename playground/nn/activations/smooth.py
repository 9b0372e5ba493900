"""Smooth relatives of ReLU: GELU, SiLU, mish and softplus."""

import math
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.nn.activations.base import ONE, ZERO, Activation, constant
from playground.nn.activations.classic import LOWEST, sigmoid

# Past 14 the tail of the normal distribution is 0 in float32, and no more than 1e-44 in float64.
_END, _MINUS_END = constant(14), constant(-14)
_MIDDLE = constant(4)
_HALF, _MINUS_HALF = constant(0.5), constant(-0.5)
_HIGHEST_DENSITY = 1 / math.sqrt(2 * math.pi)


def _scaled_tail(u: FloatArray) -> FloatArray:
    """exp(x^2 / 2) P(X > x) for a standard normal X, exactly, at u = (x - 4) / (x + 4)."""
    points = _MIDDLE * (1 + u) / (1 - u)
    return np.array([math.exp(x * x / 2) * math.erfc(x / math.sqrt(2)) / 2 for x in points])


# SciPy takes the numbers one by one, which for few of them is faster than many operations on all.
_FEW = 600

# NumPy has no error function. Seen from `u`, the scaled tail is so nearly straight that a polynomial of degree 11 is within 1e-11 of it,
# and one of degree 7 within what float32 can hold; its coefficients come from the error function of Python, which takes one number at a
# time.
_DEGREES = {np.float32: 7, np.float64: 11}


def _coefficients(degree: int) -> list[float]:
    """Of the polynomial, from the highest power to the lowest."""
    domain = [-1, float((_END - _MIDDLE) / (_END + _MIDDLE))]
    found: list[float] = (
        np.polynomial.Chebyshev.interpolate(_scaled_tail, degree, domain=domain).convert(kind=np.polynomial.Polynomial).coef.tolist()
    )
    return found[::-1]


# In either type (for speed: NumPy takes longer to convert a Python number than to add it to a small array).
_TAIL: dict[np.dtype[Any], list[FloatArray]] = {
    np.dtype(kind): [np.array(coefficient, kind) for coefficient in _coefficients(degree)] for kind, degree in _DEGREES.items()
}


def _gelu(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    if z.size <= _FEW:
        from scipy.special import ndtr  # (not at the top: it takes a quarter of a second)

        few: FloatArray = np.multiply(ndtr(z), np.maximum(z, LOWEST), out=out)
        return few
    # z P(X < z) is -x P(X > x) for negative z and z - x P(X > x) for positive, where x = |z|: written so, no digits are lost far from zero.
    x = np.minimum(np.abs(z), _END)
    bell = x * x
    bell *= _MINUS_HALF
    np.exp(bell, out=bell)
    u = x - _MIDDLE
    u /= x + _MIDDLE
    highest, *others, lowest = _TAIL[z.dtype]
    tail = u * highest
    for coefficient in others:
        tail += coefficient
        tail *= u
    tail += lowest
    tail *= bell
    tail *= x
    a: FloatArray = np.maximum(z, ZERO, out=out)
    a -= tail
    return a


def _gelu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # P(X < z) + z p(z), where p is the density, and P(X < z) is a / z: half of it where both are 0.
    near = np.minimum(z, _END)
    np.maximum(near, _MINUS_END, out=near)
    bell = near * near
    bell *= _MINUS_HALF
    np.exp(bell, out=bell)
    bell *= near
    bell *= _HIGHEST_DENSITY
    slope = np.empty_like(z) if out is None else out
    slope.fill(_HALF)
    np.divide(a, z, out=slope, where=z != ZERO)
    slope += bell
    return slope


def _silu(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    s = sigmoid(z)
    a: FloatArray = np.maximum(z, LOWEST, out=out)  # a sigmoid stops falling there, so that the product would grow again
    a *= s
    return a


def _silu_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # s + z s (1 - s) = s + a (1 - s)
    s = sigmoid(z)
    slope = np.subtract(ONE, s, out=out)
    slope *= a
    slope += s
    return slope


def _mish(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    t = _softplus(z)
    np.tanh(t, out=t)
    a: FloatArray = np.multiply(z, t, out=out)
    return a


def _mish_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # With t = tanh(softplus(z)): t + z (1 - t^2) s, where s, the slope of softplus, is the sigmoid, and that is 1 - exp(-softplus).
    s = _softplus(z)
    t = np.tanh(s)
    np.negative(s, out=s)
    np.expm1(s, out=s)
    slope = np.multiply(t, t, out=out)
    slope -= ONE
    slope *= s
    slope *= z
    slope += t
    return slope


def _softplus(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # log(e^0 + e^z), rearranged so that exp only ever sees numbers below zero; the same as np.logaddexp(0, z), but faster.
    small = np.abs(z)
    np.negative(small, out=small)
    np.exp(small, out=small)
    np.log1p(small, out=small)
    a: FloatArray = np.maximum(z, ZERO, out=out)
    a += small
    return a


def _softplus_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    return sigmoid(z, out)


GELU = Activation(
    name="gelu",
    label="GELU",
    help="Passes a sum on by how likely it is to be above a random normal number: a smooth ReLU that dips below zero. "
    "The usual choice in transformers.",
    formula=r"f(z) = z\, \Phi(z) = \frac{z}{2} \left(1 + \operatorname{erf} \frac{z}{\sqrt 2}\right)",
    function=_gelu,
    derivative=_gelu_derivative,
    keras="gelu",
    low=0,
    high=1,
)
"""The exact one, which is Keras' default, not its approximation by tanh. Hendrycks and Gimpel, Gaussian error linear units, 2016."""

SILU = Activation(
    name="silu",
    label="SiLU (swish)",
    help="The sum times its own sigmoid: a smooth ReLU that dips below zero. Often better than ReLU in deep networks.",
    formula=r"f(z) = z\, \sigma(z) = \frac{z}{1 + e^{-z}}",
    function=_silu,
    derivative=_silu_derivative,
    keras="silu",
    low=0,
    high=1,
)

MISH = Activation(
    name="mish",
    label="Mish",
    help="Much like SiLU, with a slightly deeper dip below zero. Worth a try in deep networks, at some cost in time.",
    formula=r"f(z) = z \tanh(\ln(1 + e^z))",
    function=_mish,
    derivative=_mish_derivative,
    keras="mish",
    low=0,
    high=1,
)

SOFTPLUS = Activation(
    name="softplus",
    label="Softplus",
    help="A ReLU with a rounded corner, always above zero. As an output it suits amounts that cannot be negative.",
    formula=r"f(z) = \ln(1 + e^z)",
    function=_softplus,
    derivative=_softplus_derivative,
    keras="softplus",
    low=0,
    high=1,
)
