"""Activations: what a unit makes of the weighted sum of its inputs.

`z` is the weighted sum (the pre-activation), `a = f(z)` what the unit says; both are `(batch, units)`. To add an activation, write one
entry in the file where it belongs, and name it in `ACTIVATIONS`.
"""

from playground.nn.activations.base import Activation
from playground.nn.activations.bounded import GAUSSIAN, HARD_SIGMOID, SINE, SOFTSIGN
from playground.nn.activations.classic import LINEAR, SIGMOID, SOFTMAX, TANH
from playground.nn.activations.rectifiers import CELU, ELU, LEAKY_RELU, RELU, RELU6, SELU
from playground.nn.activations.smooth import GELU, MISH, SILU, SOFTPLUS
from playground.registry import Registry

__all__ = ["ACTIVATIONS", "HIDDEN_ACTIVATIONS", "Activation"]

ACTIVATIONS: Registry[Activation] = Registry(
    "activation",
    [
        RELU,
        TANH,
        SIGMOID,
        LINEAR,
        LEAKY_RELU,
        RELU6,
        ELU,
        SELU,
        CELU,
        GELU,
        SILU,
        MISH,
        HARD_SIGMOID,
        SOFTPLUS,
        SOFTSIGN,
        SINE,
        GAUSSIAN,
        SOFTMAX,
    ],
)
"""In menu order."""

HIDDEN_ACTIVATIONS: tuple[str, ...] = tuple(entry.name for entry in ACTIVATIONS.values() if entry.hidden)
"""Those that may stand in a hidden layer, in menu order."""
