"""Two arms, wound around each other."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry

RADIUS = 5.0
TURNS = 1.75


def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, ByteArray]:
    """Half the points on each arm, evenly from the middle outwards; noise moves them about."""
    labels = (np.arange(samples) % 2).astype(np.uint8)
    along = (np.arange(samples) // 2) / max(samples // 2, 1)
    angle = TURNS * 2 * np.pi * along + np.where(labels == 1, 0, np.pi)
    points = RADIUS * along[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    points += rng.uniform(-1, 1, points.shape) * noise * 2
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="spiral",
    label="Spiral",
    help="Two arms wound around each other: hard, and a good reason to add layers, units or input features.",
    kind="plane",
    generate=generate,
)
