"""What an activation is."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Settings, Value


def constant(value: float) -> FloatArray:
    """A number for the arithmetic of small arrays: NumPy takes longer to convert a Python number than to do the sum.

    It is float32, the weakest type in use, so float32 stays float32 and float64 stays float64; `value` should be exact in it.
    """
    array = np.array(value, np.float32)
    array.flags.writeable = False
    return array


ZERO, ONE = constant(0), constant(1)


@dataclass(frozen=True, kw_only=True)
class Activation(Entry):
    """An activation, its derivative and its Keras twin.

    Attributes:
        function: `(z, out=None, **settings) -> a`; writes into `out` where one is given, which may be `z` itself; otherwise leaves `z`
            alone.
        derivative: `(z, a, out=None, **settings) -> da/dz` of each unit with respect to its own sum; writes into `out` where one is
            given, which may be neither `z` nor `a`.
        pull_back: `(gradient, z, a, out=None, **settings) -> gradient`, which turns the gradient with respect to `a` into that with
            respect to `z`, in place, calculating in `out`. Where it is `None`, the product with the derivative does; it is there for
            units that depend on each other's sums too (softmax), and where there is nothing to do (linear).
        keras: name in `keras.activations`, or, for what Keras has no name for, `(ops, z, **settings) -> a` written with `keras.ops`.
        low: what an output unit should say for "no", where the loss does not say it.
        high: what it should say for "yes".
        hidden: may stand in a hidden layer.
    """

    function: Callable[..., FloatArray]
    derivative: Callable[..., FloatArray]
    pull_back: Callable[..., FloatArray] | None = None
    keras: str | Callable[..., Any]
    low: float
    high: float
    hidden: bool = True

    def backward(
        self, gradient: FloatArray, z: FloatArray, a: FloatArray, scratch: FloatArray | None = None, **settings: Value
    ) -> FloatArray:
        """Turn the gradient of the loss with respect to `a` into that with respect to `z`, in place.

        Args:
            gradient: with respect to `a`, `(batch, units)`; overwritten.
            z: the weighted sums.
            a: what the units said of them.
            scratch: to calculate in, so that nothing need be allocated; neither of the other arrays.
            settings: its hyperparameters.

        Returns:
            `gradient`.
        """
        if self.pull_back is not None:
            return self.pull_back(gradient, z, a, scratch, **settings)
        gradient *= self.derivative(z, a, scratch, **settings)
        return gradient

    def keras_twin(self, keras: ModuleType, settings: Settings) -> Callable[[Any], Any]:
        """The same activation in Keras, as a function of one tensor.

        Args:
            keras: the imported module; this package never imports it.
            settings: its hyperparameters, complete.
        """
        twin = self.keras
        if callable(twin):
            return lambda z: twin(keras.ops, z, **settings)
        function = getattr(keras.activations, twin)
        # Keras' sigmoid and softmax hang their logits on what they return, and on TensorFlow either cross-entropy then uses those in
        # place of the probabilities, even the one that belongs to the other activation. A copy has nothing hanging on it: a loss is
        # given logits where it is told so, and probabilities elsewhere.
        return lambda z: keras.ops.copy(function(z, **settings))
