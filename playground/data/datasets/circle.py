"""A disc inside a ring."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry

RADIUS = 5.0


def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, ByteArray]:
    """Half the points in a disc of half the radius (class 1), half in the outer 30 % (class 0); noise moves them about."""
    labels = (np.arange(samples) % 2).astype(np.uint8)
    inner, outer = rng.uniform(0, 0.5, samples), rng.uniform(0.7, 1, samples)
    radius = RADIUS * np.where(labels == 1, inner, outer)
    angle = rng.uniform(0, 2 * np.pi, samples)
    points = np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    points += rng.uniform(-RADIUS, RADIUS, points.shape) * noise * 0.5
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="circle",
    label="Circle",
    help="A disc inside a ring: no straight line parts them, but a few bent ones do.",
    kind="plane",
    generate=generate,
)
