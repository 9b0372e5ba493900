"""Activations: what a unit makes of the weighted sum of its inputs.

`z` is the weighted sum (the pre-activation), `a = f(z)` what the unit says; both are `(batch, units)`. To add an activation, add one
entry to `ACTIVATIONS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Registry


@dataclass(frozen=True, kw_only=True)
class Activation(Entry):
    """An activation, its derivative and its Keras twin.

    Attributes:
        function: `(z, out) -> a`; writes into `out` where one is given.
        derivative: `(z, a) -> da/dz` of each unit with respect to its own sum.
        pull_back: `(gradient with respect to a, a) -> gradient with respect to z`, where units depend on each other's sums too
            (softmax); elsewhere `None`, and the derivative says all.
        keras: name in `keras.activations`.
        low: what an output unit should say for "no", a target of the loss.
        high: what it should say for "yes".
        hidden: may stand in a hidden layer.
    """

    function: Callable[[FloatArray, FloatArray | None], FloatArray]
    derivative: Callable[[FloatArray, FloatArray], FloatArray]
    pull_back: Callable[[FloatArray, FloatArray], FloatArray] | None = None
    keras: str
    low: float
    high: float
    hidden: bool = True

    def backward(self, gradient: FloatArray, z: FloatArray, a: FloatArray) -> FloatArray:
        """Turn the gradient of the loss with respect to `a` into that with respect to `z`; may write into `gradient`."""
        if self.pull_back is not None:
            return self.pull_back(gradient, a)
        gradient *= self.derivative(z, a)
        return gradient


def _linear(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    if out is None:
        return z.copy()
    out[...] = z
    return out


def _relu(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.maximum(z, 0, out=out)
    return a


def _tanh(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    a: FloatArray = np.tanh(z, out=out)
    return a


def _sigmoid(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # 1 / (1 + exp(-z)) overflows for large negative z; the same function by way of tanh never does.
    a = np.multiply(z, 0.5, out=out)
    np.tanh(a, out=a)
    a += 1
    a *= 0.5
    return a


def _softmax(z: FloatArray, out: FloatArray | None = None) -> FloatArray:
    # Subtracting the largest changes nothing in the ratio and keeps exp from overflowing.
    a: FloatArray = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
    np.exp(a, out=a)
    a /= a.sum(axis=-1, keepdims=True)
    return a


def _softmax_pull_back(gradient: FloatArray, a: FloatArray) -> FloatArray:
    # da_i/dz_j = a_i (1[i = j] - a_j), so the product with the gradient needs no matrix.
    weighted: FloatArray = gradient - (gradient * a).sum(axis=-1, keepdims=True)
    return a * weighted


ACTIVATIONS: Registry[Activation] = Registry(
    "activation",
    [
        Activation(
            name="relu",
            label="ReLU",
            help="Passes positive sums on and silences negative ones. Fast and the usual choice for deep networks; a unit that "
            "never gets a positive sum stops learning.",
            formula=r"f(z) = \max(0, z)",
            function=_relu,
            derivative=lambda z, a: np.greater(z, 0).astype(z.dtype),
            keras="relu",
            low=0,
            high=1,
        ),
        Activation(
            name="tanh",
            label="Tanh",
            help="Squashes any sum into -1 to 1, with 0 in the middle. A good choice for small networks on smooth data.",
            formula=r"f(z) = \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}",
            function=_tanh,
            derivative=lambda z, a: 1 - a * a,
            keras="tanh",
            low=-1,
            high=1,
        ),
        Activation(
            name="sigmoid",
            label="Sigmoid",
            help="Squashes any sum into 0 to 1, which reads as a probability. In hidden layers it learns slowly, because its slope "
            "is never more than a quarter.",
            formula=r"f(z) = \sigma(z) = \frac{1}{1 + e^{-z}}",
            function=_sigmoid,
            derivative=lambda z, a: a * (1 - a),
            keras="sigmoid",
            low=0,
            high=1,
        ),
        Activation(
            name="linear",
            label="Linear",
            help="Passes the sum on unchanged. A network of linear layers only can draw nothing but a straight boundary.",
            formula=r"f(z) = z",
            function=_linear,
            derivative=lambda z, a: np.ones_like(z),
            keras="linear",
            low=-1,
            high=1,
        ),
        Activation(
            name="softmax",
            label="Softmax",
            help="Turns the sums of all output units into probabilities that add up to 1. For outputs with one unit a class.",
            formula=r"f(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}",
            function=_softmax,
            derivative=lambda z, a: a * (1 - a),
            pull_back=_softmax_pull_back,
            keras="softmax",
            low=0,
            high=1,
            hidden=False,
        ),
    ],
)
"""In menu order."""

HIDDEN_ACTIVATIONS: tuple[str, ...] = tuple(entry.name for entry in ACTIVATIONS.values() if entry.hidden)
