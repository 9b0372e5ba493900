"""Losses: how wrong the network is, as one number to make smaller.

`y` is what the outputs should say (the targets), `a` what they say, `z` the weighted sums before the output activation; all are
`(batch, units)`. To add a loss, write one entry in the file where it belongs, and name it in `LOSSES`.
"""

from playground.nn.losses.base import Loss, Task
from playground.nn.losses.crossentropies import BINARY_CROSSENTROPY, CATEGORICAL_CROSSENTROPY
from playground.nn.losses.distances import HUBER, LOG_COSH, MEAN_ABSOLUTE_ERROR, MEAN_SQUARED_ERROR
from playground.nn.losses.focal import BINARY_FOCAL_CROSSENTROPY, CATEGORICAL_FOCAL_CROSSENTROPY
from playground.nn.losses.hinges import HINGE, SQUARED_HINGE
from playground.registry import Registry

__all__ = ["LOSSES", "Loss", "Task"]

LOSSES: Registry[Loss] = Registry(
    "loss",
    [
        MEAN_SQUARED_ERROR,
        MEAN_ABSOLUTE_ERROR,
        HUBER,
        LOG_COSH,
        BINARY_CROSSENTROPY,
        CATEGORICAL_CROSSENTROPY,
        HINGE,
        SQUARED_HINGE,
        BINARY_FOCAL_CROSSENTROPY,
        CATEGORICAL_FOCAL_CROSSENTROPY,
    ],
)
"""In menu order."""
