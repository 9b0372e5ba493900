"""What a loss is, and what losses share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Value

Task: TypeAlias = Literal["classification", "regression"]
"""What a network is to do: tell classes apart, or say how much of something."""


def _no_logits(*arguments: object, **settings: Value) -> FloatArray:
    raise NotImplementedError("This loss has no form on logits.")


@dataclass(frozen=True, kw_only=True)
class Loss(Entry):
    """A loss, its gradient and its Keras twin.

    A loss works with every output activation, so that one can see what comes of a pair that does not fit.

    Attributes:
        value: `(y, a, **settings) -> (batch,)`, the loss of each sample.
        gradient: `(y, a, **settings) -> (batch, units)`, the derivative of each sample's loss with respect to `a`; a new array.
        logits: the output activation with which this loss is one function of `z`. Then the exponentials cancel: nothing can overflow,
            no digits are lost, and the gradient is nearly `a - y`.
        value_from_logits: `(y, z, **settings) -> (batch,)`, the same loss, for that output activation only.
        gradient_from_logits: `(y, a, **settings) -> (batch, units)`, its derivative with respect to `z`; a new array.
        outputs: the output activations that fit, the usual one first.
        tasks: what it is good for.
        low: what the target of "no" is, where the loss says so; `None` where the output activation does.
        high: what the target of "yes" is.
        keras: name of the class in `keras.losses`.
    """

    value: Callable[..., FloatArray]
    gradient: Callable[..., FloatArray]
    logits: str | None = None
    value_from_logits: Callable[..., FloatArray] = _no_logits
    gradient_from_logits: Callable[..., FloatArray] = _no_logits
    outputs: tuple[str, ...]
    tasks: tuple[Task, ...] = ("classification",)
    low: float | None = None
    high: float | None = None
    keras: str

    def from_logits(self, output: str) -> bool:
        """Whether the form on logits is the one to use after the output activation `output`."""
        return output == self.logits


EPSILON = 1e-7
"""Probabilities are kept this far from 0 and 1 before a logarithm is taken; as in Keras."""


def clipped(a: FloatArray) -> FloatArray:
    """Outputs as probabilities that have a logarithm; nothing changes where they were one, and the derivative is 0 where they were not."""
    return a.clip(EPSILON, 1 - EPSILON)


_TINY = 1e-30
"""The least that outputs may add up to: Keras divides by any sum, even 0, and then says NaN. Its inverse times 1 / EPSILON is finite."""


def shares(a: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Outputs as shares of their sum, which makes probabilities of them.

    Args:
        a: any outputs, `(batch, units)`.

    Returns:
        The shares, clipped `(batch, units)`; whether they are as they were before `(batch, units)`; the sums `(batch, 1)`.
    """
    with np.errstate(over="ignore"):  # outputs that nearly cancel, or that add up to infinity: the clip takes care of both
        total = a.sum(axis=-1, keepdims=True)
        total = np.copysign(np.maximum(np.abs(total), _TINY), total)
        share = a / total
    p = clipped(share)
    return p, p == share, total


def through_shares(gradient: FloatArray, p: FloatArray, total: FloatArray) -> FloatArray:
    """The gradient with respect to outputs, from that with respect to their shares `p`, which is 0 wherever those were clipped."""
    # dp_i/da_j = (1[i = j] - p_i) / total
    inner: FloatArray = gradient - (gradient * p).sum(axis=-1, keepdims=True)
    inner /= total
    return inner
