"""Rings around one middle, one for each class."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry
from playground.registry import Hyperparameter

RADIUS = 5.0
GAP = 0.3
"""The share of each ring's width that stays empty."""


def generate(samples: int, noise: float, rng: np.random.Generator, *, classes: int) -> tuple[FloatArray, ByteArray]:
    """As many points in each ring, class 0 in the middle, with a gap before the next ring; noise moves them about."""
    labels = (np.arange(samples) % classes).astype(np.uint8)
    radius = RADIUS * (labels + rng.uniform(0, 1 - GAP, samples)) / (classes - GAP)  # the outermost ring has no gap after it
    angle = rng.uniform(0, 2 * np.pi, samples)
    points = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    points += rng.uniform(-RADIUS, RADIUS, points.shape) * noise * 0.5
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="rings",
    label="Rings",
    help="Rings around one middle, one for each class: distance is all that matters.",
    hyperparameters=(Hyperparameter(name="classes", label="Classes", help="How many rings there are.", default=3, low=2, high=6),),
    kind="plane",
    generate=generate,
)
