"""Losses: how wrong the network is, as one number to make smaller.

`y` is what the outputs should say (the targets), `a` what they say, `z` the weighted sums before the output activation; all are
`(batch, units)`. To add a loss, add one entry to `LOSSES`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Registry


@dataclass(frozen=True, kw_only=True)
class Loss(Entry):
    """A loss, its gradient and its Keras twin.

    Attributes:
        value: `(y, a, z) -> (batch,)`, the loss of each sample.
        gradient: `(y, a) -> (batch, units)`, the derivative of each sample's loss with respect to `a`, or, if `from_logits`, with
            respect to `z`.
        from_logits: loss and output activation are one function of `z`. Then the exponentials cancel: nothing can overflow, and the
            gradient is simply `a - y`.
        outputs: the output activations that fit, the usual one first.
        keras: name of the class in `keras.losses`.
    """

    value: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    gradient: Callable[[FloatArray, FloatArray], FloatArray]
    from_logits: bool = False
    outputs: tuple[str, ...]
    keras: str


def _mean_squared_error(y: FloatArray, a: FloatArray, z: FloatArray) -> FloatArray:
    mean: FloatArray = np.mean(np.square(a - y), axis=-1)
    return mean


def _binary_crossentropy(y: FloatArray, a: FloatArray, z: FloatArray) -> FloatArray:
    # -y log(s(z)) - (1 - y) log(1 - s(z)), rearranged so that exp only ever sees numbers below zero.
    each = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    mean: FloatArray = np.mean(each, axis=-1)
    return mean


def _categorical_crossentropy(y: FloatArray, a: FloatArray, z: FloatArray) -> FloatArray:
    shifted = z - z.max(axis=-1, keepdims=True)
    log_probability = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    total: FloatArray = -(y * log_probability).sum(axis=-1)
    return total


LOSSES: Registry[Loss] = Registry(
    "loss",
    [
        Loss(
            name="mean_squared_error",
            label="Mean squared error",
            help="The squared distance between what the outputs say and what they should say, on average. The loss of regression; "
            "it works for classes, but learns slowly from confident mistakes.",
            formula=r"L = \frac{1}{n} \sum_i (a_i - y_i)^2",
            value=_mean_squared_error,
            gradient=lambda y, a: (a - y) * np.asarray(2 / a.shape[-1], a.dtype),
            outputs=("tanh", "linear", "sigmoid", "softmax"),
            keras="MeanSquaredError",
        ),
        Loss(
            name="binary_crossentropy",
            label="Binary cross-entropy",
            help="How surprised a yes-or-no output is by the truth. The usual loss for two classes.",
            formula=r"L = -\frac{1}{n} \sum_i y_i \log a_i + (1 - y_i) \log (1 - a_i)",
            value=_binary_crossentropy,
            gradient=lambda y, a: (a - y) / np.asarray(a.shape[-1], a.dtype),
            from_logits=True,
            outputs=("sigmoid",),
            keras="BinaryCrossentropy",
        ),
        Loss(
            name="categorical_crossentropy",
            label="Categorical cross-entropy",
            help="How surprised the network is by the true class, out of all classes. The usual loss for several classes.",
            formula=r"L = -\sum_i y_i \log a_i",
            value=_categorical_crossentropy,
            gradient=lambda y, a: a - y,
            from_logits=True,
            outputs=("softmax",),
            keras="CategoricalCrossentropy",
        ),
    ],
)
"""In menu order."""
