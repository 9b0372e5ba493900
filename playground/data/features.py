"""Input features of 2-D data: what the first layer is given besides, or instead of, the coordinates themselves.

To add a feature, add one entry to `FEATURES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.registry import Entry, Registry


@dataclass(frozen=True, kw_only=True)
class Feature(Entry):
    """A function of the two coordinates: `(x1, x2) -> values`, all `(n,)`."""

    function: Callable[[FloatArray, FloatArray], FloatArray]


FEATURES: Registry[Feature] = Registry(
    "feature",
    [
        Feature(name="x1", label="x₁", formula="x_1", help="How far right.", function=lambda x1, x2: x1),
        Feature(name="x2", label="x₂", formula="x_2", help="How far up.", function=lambda x1, x2: x2),
        Feature(
            name="x1_squared",
            label="x₁²",
            formula="x_1^2",
            help="How far from the vertical axis.",
            function=lambda x1, x2: x1 * x1,
        ),
        Feature(
            name="x2_squared",
            label="x₂²",
            formula="x_2^2",
            help="How far from the horizontal axis.",
            function=lambda x1, x2: x2 * x2,
        ),
        Feature(
            name="x1_x2",
            label="x₁x₂",
            formula="x_1 x_2",
            help="Positive in two opposite quarters, negative in the other two.",
            function=lambda x1, x2: x1 * x2,
        ),
        Feature(
            name="sin_x1",
            label="sin x₁",
            formula=r"\sin x_1",
            help="Vertical stripes.",
            function=lambda x1, x2: np.sin(x1),
        ),
        Feature(
            name="sin_x2",
            label="sin x₂",
            formula=r"\sin x_2",
            help="Horizontal stripes.",
            function=lambda x1, x2: np.sin(x2),
        ),
    ],
)
"""In menu order."""


def apply_features(names: Sequence[str], points: FloatArray) -> FloatArray:
    """What the first layer is given.

    Args:
        names: of features, in the order of the inputs.
        points: `(n, 2)`.

    Returns:
        `(n, len(names))`, in the type of `points`.
    """
    x1, x2 = points[:, 0], points[:, 1]
    return np.stack([FEATURES[name].function(x1, x2) for name in names], axis=1)
