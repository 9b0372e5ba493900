"""Gradient clipping: what is done about gradients that are too large, before the optimizer sees them.

One steep place in the loss can throw all weights far away; a clipped gradient takes a step of bounded size there. All gradients of a
network lie in one flat vector. To add a kind of clipping, add one entry to `CLIPPINGS`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Hyperparameter, Registry


@dataclass(frozen=True, kw_only=True)
class Clipping(Entry):
    """A kind of gradient clipping and its Keras twin.

    Attributes:
        clip: `(gradients, scratch, **hyperparameters)`; changes the gradients in place, and may calculate in `scratch`, as long as they.
        keras: name of the argument of a Keras optimizer, which is that of the hyperparameter too; `None` for no clipping.
    """

    clip: Callable[..., None]
    keras: str | None = None


def _none(gradients: FloatArray, scratch: FloatArray) -> None:
    pass


def _norm(gradients: FloatArray, scratch: FloatArray, *, global_clipnorm: float) -> None:
    norm = math.sqrt(gradients.dot(gradients))
    if norm <= global_clipnorm:
        return
    # A length that overflows or is no number leaves no direction: no number is the answer, as in Keras, and the run says that it diverged.
    gradients *= global_clipnorm / norm if math.isfinite(norm) else math.nan


def _value(gradients: FloatArray, scratch: FloatArray, *, clipvalue: float) -> None:
    np.minimum(gradients, clipvalue, out=gradients)
    np.maximum(gradients, -clipvalue, out=gradients)


CLIPPINGS: Registry[Clipping] = Registry(
    "gradient clipping",
    [
        Clipping(
            name="none",
            label="None",
            help="Gradients stay as they are, which small networks can nearly always do with.",
            clip=_none,
        ),
        Clipping(
            name="norm",
            label="By norm",
            help="Shortens the gradient of all weights together where it is too long, and keeps its direction.",
            formula=r"g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert}\right)",
            clip=_norm,
            hyperparameters=(
                Hyperparameter(
                    name="global_clipnorm",
                    label="Longest gradient",
                    help="The length from which on the gradient is shortened.",
                    default=1.0,
                    low=1e-6,
                    high=1000,
                ),
            ),
            keras="global_clipnorm",
        ),
        Clipping(
            name="value",
            label="By value",
            help="Cuts the gradient of each weight off where it is too large, which changes the direction of the step.",
            formula=r"g_i \leftarrow \max(-c, \min(c, g_i))",
            clip=_value,
            hyperparameters=(
                Hyperparameter(
                    name="clipvalue",
                    label="Largest gradient",
                    help="The size at which the gradient of each weight is cut off.",
                    default=0.5,
                    low=1e-6,
                    high=1000,
                ),
            ),
            keras="clipvalue",
        ),
    ],
)
"""In menu order. By length: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, 2013, algorithm 1."""
