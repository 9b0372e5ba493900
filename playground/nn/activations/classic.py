"""The activations of the textbook: tanh, sigmoid, linear and softmax."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.activations.base import ONE, Activation, constant

LOWEST = constant(-87)
"""Below this a sigmoid stays as it is here: nothing, for all purposes. exp(88) is the last that float32 can hold."""


def _tanh(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.tanh(z, out=out)
    return a


def _tanh_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope = np.multiply(a, a, out=out)
    return np.subtract(ONE, slope, out=slope)


def sigmoid(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    """1 / (1 + exp(-z)), without overflow; `out` may be `z`."""
    a = np.maximum(z, LOWEST, out=out)
    np.negative(a, out=a)
    np.exp(a, out=a)
    np.add(a, ONE, out=a)
    return np.reciprocal(a, out=a)


def _sigmoid_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    square = np.multiply(a, a, out=out)
    return np.subtract(a, square, out=square)


def _linear(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    if out is None:
        return z.copy()
    out[...] = z
    return out


def _linear_derivative(z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    slope = np.empty_like(z) if out is None else out
    slope.fill(1)
    return slope


def _linear_pull_back(gradient: FloatArray, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    return gradient


def _softmax(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # Subtracting the largest changes nothing in the ratio and keeps exp from overflowing.
    a: FloatArray = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
    np.exp(a, out=a)
    a /= a.sum(axis=-1, keepdims=True)
    return a


def _softmax_pull_back(gradient: FloatArray, z: FloatArray, a: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # da_i/dz_j = a_i (1[i = j] - a_j), so the product with the gradient needs no matrix.
    weighted = np.multiply(gradient, a, out=out)
    gradient -= weighted.sum(axis=-1, keepdims=True)
    gradient *= a
    return gradient


TANH = Activation(
    name="tanh",
    label="Tanh",
    help="Squashes any sum into -1 to 1, with 0 in the middle. A good choice for small networks on smooth data.",
    formula=r"f(z) = \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}",
    function=_tanh,
    derivative=_tanh_derivative,
    keras="tanh",
    low=-1,
    high=1,
)

SIGMOID = Activation(
    name="sigmoid",
    label="Sigmoid",
    help="Squashes any sum into 0 to 1, which reads as a probability. In hidden layers it learns slowly, because its slope "
    "is never more than a quarter.",
    formula=r"f(z) = \sigma(z) = \frac{1}{1 + e^{-z}}",
    function=sigmoid,
    derivative=_sigmoid_derivative,
    keras="sigmoid",
    low=0,
    high=1,
)

LINEAR = Activation(
    name="linear",
    label="Linear",
    help="Passes the sum on unchanged. A network of linear layers only can draw nothing but a straight boundary.",
    formula=r"f(z) = z",
    function=_linear,
    derivative=_linear_derivative,
    pull_back=_linear_pull_back,
    keras="linear",
    low=-1,
    high=1,
)

SOFTMAX = Activation(
    name="softmax",
    label="Softmax",
    help="Turns the sums of all output units into probabilities that add up to 1. For outputs with one unit a class.",
    formula=r"f(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
    function=_softmax,
    derivative=_sigmoid_derivative,  # da_i/dz_i = a_i (1 - a_i), too
    pull_back=_softmax_pull_back,
    keras="softmax",
    low=0,
    high=1,
    hidden=False,
)
