"""Optimizers: how a gradient becomes a change of the weights.

All parameters of a network lie in one flat vector, so that an update is a handful of operations on whole vectors, whatever the
network looks like. Updates work in place; whoever shows parameters to others copies them first. To add an optimizer, add one entry to
the file of its family.
"""

from playground.nn.optimizers.adam import ADAM_FAMILY
from playground.nn.optimizers.base import Optimizer, OptimizerState
from playground.nn.optimizers.descent import DESCENT, LION
from playground.nn.optimizers.scaled import SCALED
from playground.registry import Registry

OPTIMIZERS: Registry[Optimizer] = Registry("optimizer", [*DESCENT, *SCALED, *ADAM_FAMILY, LION])
"""In menu order: plain descent, then step sizes of its own for each weight, then both at once, then the odd one out."""

__all__ = ["OPTIMIZERS", "Optimizer", "OptimizerState"]
