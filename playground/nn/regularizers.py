"""Regularizers: a price on large weights, added to the loss, so that the network prefers simple answers.

`w` is the kernel of a layer, of any shape; biases go free. To add a regularizer, add one entry to `REGULARIZERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Hyperparameter, Registry


@dataclass(frozen=True, kw_only=True)
class Regularizer(Entry):
    """A regularizer, its derivative and its Keras twin.

    Attributes:
        penalty: `(w, **hyperparameters) -> float`, what it adds to the loss.
        add_gradient: `(w, gradient, **hyperparameters)`; adds the derivative of the penalty to the gradient of the loss, in place.
        keras: name of the class in `keras.regularizers`; `None` for no price.
    """

    penalty: Callable[..., float]
    add_gradient: Callable[..., None]
    keras: str | None = None


def _no_penalty(w: FloatArray) -> float:
    return 0.0


def _no_gradient(w: FloatArray, gradient: FloatArray) -> None:
    pass


def _l1_penalty(w: FloatArray, *, l1: float) -> float:
    return l1 * float(np.abs(w).sum())


def _add_l1(w: FloatArray, gradient: FloatArray, *, l1: float) -> None:
    slope = np.sign(w)  # at 0, where there is no slope, it is 0, as in TensorFlow
    slope *= l1
    gradient += slope


def _l2_penalty(w: FloatArray, *, l2: float) -> float:
    return l2 * float(np.vdot(w, w))


def _add_l2(w: FloatArray, gradient: FloatArray, *, l2: float) -> None:
    gradient += w * (2 * l2)


def _l1_l2_penalty(w: FloatArray, *, l1: float, l2: float) -> float:
    return _l1_penalty(w, l1=l1) + _l2_penalty(w, l2=l2)


def _add_l1_l2(w: FloatArray, gradient: FloatArray, *, l1: float, l2: float) -> None:
    _add_l1(w, gradient, l1=l1)
    _add_l2(w, gradient, l2=l2)


_L1 = Hyperparameter(
    name="l1",
    label="L1",
    help="The price of a weight, for each unit of its size.",
    default=0.001,
    low=0,
    high=10,
)
_L2 = Hyperparameter(
    name="l2",
    label="L2",
    help="The price of a weight, for each unit of its square.",
    default=0.001,
    low=0,
    high=10,
)

REGULARIZERS: Registry[Regularizer] = Registry(
    "regularizer",
    [
        Regularizer(
            name="none",
            label="None",
            help="Weights cost nothing.",
            penalty=_no_penalty,
            add_gradient=_no_gradient,
        ),
        Regularizer(
            name="l1",
            label="L1",
            help="Pulls all weights towards zero with the same force, so that those that are not needed end there.",
            formula=r"\lambda_1 \sum_i |w_i|",
            penalty=_l1_penalty,
            add_gradient=_add_l1,
            hyperparameters=(_L1,),
            keras="L1",
        ),
        Regularizer(
            name="l2",
            label="L2",
            help="Pulls large weights towards zero more than small ones, which makes the answers smoother.",
            formula=r"\lambda_2 \sum_i w_i^2",
            penalty=_l2_penalty,
            add_gradient=_add_l2,
            hyperparameters=(_L2,),
            keras="L2",
        ),
        Regularizer(
            name="l1_l2",
            label="L1 and L2",
            help="Both prices at once: few weights, and none of them large.",
            formula=r"\lambda_1 \sum_i |w_i| + \lambda_2 \sum_i w_i^2",
            penalty=_l1_l2_penalty,
            add_gradient=_add_l1_l2,
            hyperparameters=(_L1, _L2),
            keras="L1L2",
        ),
    ],
)
"""In menu order. L1: Tibshirani, Regression shrinkage and selection via the lasso, 1996. L2: Hoerl and Kennard, Ridge regression, 1970.
Both: Zou and Hastie, Regularization and variable selection via the elastic net, 2005.
"""
