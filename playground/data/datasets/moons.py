"""Two half moons, each reaching into the other."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry

RADIUS = 3.2


def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, ByteArray]:
    """Half the points on an arch (class 0), half on a bowl beside it (class 1); noise moves them about.

    The ends of each half circle lie half a radius beyond the middle of the other, on its inner side.
    """
    labels = (np.arange(samples) % 2).astype(np.uint8)
    angle = rng.uniform(0, np.pi, samples)
    side = np.where(labels == 1, 1, -1)
    points = np.stack([side / 2 - side * np.cos(angle), side / 4 - side * np.sin(angle)], axis=1)
    points = RADIUS * points + rng.uniform(-1, 1, points.shape) * noise * 2.5
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="moons",
    label="Moons",
    help="Two half moons that reach into each other: one bend in the boundary is enough.",
    kind="plane",
    generate=generate,
)
