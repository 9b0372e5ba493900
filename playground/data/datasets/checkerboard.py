"""A board of four by four fields, neighbours never alike."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry

SIDE = 5.0
FIELDS = 4
GAP = 0.2
"""How far points keep away from the edges of their field."""


def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, ByteArray]:
    """Points spread over the fields, class 1 where column and row are both even or both odd; noise moves them about after that."""
    size = 2 * SIDE / FIELDS
    # Classes are dealt out in turn and rows chosen to fit, so that there are as many points of each class.
    labels = (np.arange(samples) % 2).astype(np.uint8)
    column = rng.integers(0, FIELDS, samples)
    row = 2 * rng.integers(0, FIELDS // 2, samples) + (column + labels + 1) % 2
    points = np.stack([column, row], axis=1) * size - SIDE + rng.uniform(GAP, size - GAP, (samples, 2))
    points += rng.uniform(-SIDE, SIDE, points.shape) * noise * 0.5
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="checkerboard",
    label="Checkerboard",
    help="Sixteen fields, neighbours never alike: many straight edges, which take many units.",
    kind="plane",
    generate=generate,
)
