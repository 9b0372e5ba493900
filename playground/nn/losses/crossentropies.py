"""Cross-entropies: how surprised the network is by the truth, with a stable form on the logits of the activation they belong to."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.losses.base import Loss, clipped, shares, through_shares
from playground.registry import Hyperparameter


def _smoothed(y: FloatArray, label_smoothing: float, floor: float) -> FloatArray:
    """Targets a little nearer to `floor`, what they would be if nothing were known."""
    return y * (1 - label_smoothing) + label_smoothing * floor if label_smoothing else y


def _binary(y: FloatArray, a: FloatArray, *, label_smoothing: float) -> FloatArray:
    y, p = _smoothed(y, label_smoothing, 0.5), clipped(a)
    mean: FloatArray = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=-1)
    return mean


def _binary_gradient(y: FloatArray, a: FloatArray, *, label_smoothing: float) -> FloatArray:
    y, p = _smoothed(y, label_smoothing, 0.5), clipped(a)
    each: FloatArray = (p - y) / (p * (1 - p)) / a.shape[-1]
    each *= p == a
    return each


def _binary_from_logits(y: FloatArray, z: FloatArray, *, label_smoothing: float) -> FloatArray:
    # -y log(s(z)) - (1 - y) log(1 - s(z)), rearranged so that exp only ever sees numbers below zero.
    each = np.maximum(z, 0) - z * _smoothed(y, label_smoothing, 0.5) + np.log1p(np.exp(-np.abs(z)))
    mean: FloatArray = np.mean(each, axis=-1)
    return mean


def _binary_gradient_from_logits(y: FloatArray, a: FloatArray, *, label_smoothing: float) -> FloatArray:
    each = a - _smoothed(y, label_smoothing, 0.5)
    if a.shape[-1] > 1:  # most often there is one (for speed: a division takes as long as all the rest)
        each /= a.shape[-1]
    return each


def _categorical(y: FloatArray, a: FloatArray, *, label_smoothing: float) -> FloatArray:
    p, _, _ = shares(a)
    total: FloatArray = -(_smoothed(y, label_smoothing, 1 / a.shape[-1]) * np.log(p)).sum(axis=-1)
    return total


def _categorical_gradient(y: FloatArray, a: FloatArray, *, label_smoothing: float) -> FloatArray:
    p, inside, total = shares(a)
    each = _smoothed(y, label_smoothing, 1 / a.shape[-1]) / p
    each *= inside
    return through_shares(-each, p, total)


def _categorical_from_logits(y: FloatArray, z: FloatArray, *, label_smoothing: float) -> FloatArray:
    shifted = z - z.max(axis=-1, keepdims=True)
    log_probability = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    total: FloatArray = -(_smoothed(y, label_smoothing, 1 / z.shape[-1]) * log_probability).sum(axis=-1)
    return total


def _categorical_gradient_from_logits(y: FloatArray, a: FloatArray, *, label_smoothing: float) -> FloatArray:
    return a - _smoothed(y, label_smoothing, 1 / a.shape[-1])  # the targets of a sample add up to 1


_LABEL_SMOOTHING = Hyperparameter(
    name="label_smoothing",
    label="Label smoothing",
    help="How much doubt to mix into the targets, so that the network need not become ever more certain.",
    default=0.0,
    low=0,
    high=0.5,
)

BINARY_CROSSENTROPY = Loss(
    name="binary_crossentropy",
    label="Binary cross-entropy",
    help="How surprised a yes-or-no output is by the truth. The usual loss for two classes.",
    formula=r"L = -\frac{1}{n} \sum_i y_i \log a_i + (1 - y_i) \log (1 - a_i)",
    value=_binary,
    gradient=_binary_gradient,
    logits="sigmoid",
    value_from_logits=_binary_from_logits,
    gradient_from_logits=_binary_gradient_from_logits,
    hyperparameters=(_LABEL_SMOOTHING,),
    outputs=("sigmoid", "hard_sigmoid"),
    low=0,
    high=1,
    keras="BinaryCrossentropy",
)

CATEGORICAL_CROSSENTROPY = Loss(
    name="categorical_crossentropy",
    label="Categorical cross-entropy",
    help="How surprised the network is by the true class, out of all classes. The usual loss for several classes.",
    formula=r"L = -\sum_i y_i \log a_i",
    value=_categorical,
    gradient=_categorical_gradient,
    logits="softmax",
    value_from_logits=_categorical_from_logits,
    gradient_from_logits=_categorical_gradient_from_logits,
    hyperparameters=(_LABEL_SMOOTHING,),
    outputs=("softmax",),
    low=0,
    high=1,
    keras="CategoricalCrossentropy",
)
