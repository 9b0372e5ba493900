"""Four squares, opposite ones alike."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry

SIDE = 5.0
GAP = 0.3


def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, ByteArray]:
    """Points spread over four squares (class 1 where x1 and x2 have the same sign); noise moves them about after that."""
    points = rng.uniform(-SIDE, SIDE, (samples, 2))
    points += np.where(points > 0, GAP, -GAP)
    labels = (points[:, 0] * points[:, 1] >= 0).astype(np.uint8)
    points += rng.uniform(-SIDE, SIDE, points.shape) * noise * 0.5
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="xor",
    label="Exclusive or",
    help="Four squares, opposite ones alike: the classic that a network without a hidden layer cannot learn.",
    kind="plane",
    generate=generate,
)
