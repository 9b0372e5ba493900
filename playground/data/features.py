"""Input features of points: what the first layer is given besides, or instead of, the coordinates themselves.

To add a feature, add one entry to `FEATURES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.data.dataset import COORDINATES, Kind
from playground.errors import DataError
from playground.registry import Entry, Registry


@dataclass(frozen=True, kw_only=True)
class Feature(Entry):
    """A function of one coordinate or both.

    Attributes:
        function: of the coordinates that it reads, in their order, to its values; all `(n,)`.
        inputs: which coordinates it reads: 0 is x1, 1 is x2.
    """

    function: Callable[..., FloatArray]
    inputs: tuple[int, ...]


FEATURES: Registry[Feature] = Registry(
    "feature",
    [
        Feature(name="x1", label="x₁", formula="x_1", help="How far right.", inputs=(0,), function=lambda x1: x1),
        Feature(name="x2", label="x₂", formula="x_2", help="How far up.", inputs=(1,), function=lambda x2: x2),
        Feature(
            name="x1_squared",
            label="x₁²",
            formula="x_1^2",
            help="How far from the vertical axis.",
            inputs=(0,),
            function=lambda x1: x1 * x1,
        ),
        Feature(
            name="x2_squared",
            label="x₂²",
            formula="x_2^2",
            help="How far from the horizontal axis.",
            inputs=(1,),
            function=lambda x2: x2 * x2,
        ),
        Feature(
            name="x1_x2",
            label="x₁x₂",
            formula="x_1 x_2",
            help="Positive in two opposite quarters, negative in the other two.",
            inputs=(0, 1),
            function=lambda x1, x2: x1 * x2,
        ),
        Feature(name="sin_x1", label="sin x₁", formula=r"\sin x_1", help="Vertical stripes.", inputs=(0,), function=np.sin),
        Feature(name="sin_x2", label="sin x₂", formula=r"\sin x_2", help="Horizontal stripes.", inputs=(1,), function=np.sin),
        Feature(
            name="cos_x1",
            label="cos x₁",
            formula=r"\cos x_1",
            help="Vertical stripes, the same on the left and on the right.",
            inputs=(0,),
            function=np.cos,
        ),
        Feature(
            name="cos_x2",
            label="cos x₂",
            formula=r"\cos x_2",
            help="Horizontal stripes, the same above and below.",
            inputs=(1,),
            function=np.cos,
        ),
    ],
)
"""In menu order."""


def features_for(kind: Kind) -> tuple[str, ...]:
    """Names of the features that this kind of data can have, in menu order; none unless it is points."""
    coordinates = COORDINATES.get(kind, 0)
    return tuple(feature.name for feature in FEATURES.values() if max(feature.inputs) < coordinates)


def apply_features(names: Sequence[str], points: FloatArray) -> FloatArray:
    """What the first layer is given.

    Args:
        names: of features, in the order of the inputs.
        points: `(n, 2)`, or `(n, 1)` where the features read x1 alone.

    Returns:
        `(n, len(names))`, in the type of `points`.

    Raises:
        UnknownName: there is no such feature.
        DataError: a feature reads a coordinate that the points do not have.
    """
    return np.stack([_values(FEATURES[name], points) for name in names], axis=1)


def _values(feature: Feature, points: FloatArray) -> FloatArray:
    if max(feature.inputs) >= points.shape[1]:
        raise DataError(f"The feature {feature.label} needs points with {max(feature.inputs) + 1} coordinates, got {points.shape[1]}.")
    return feature.function(*(points[:, index] for index in feature.inputs))
