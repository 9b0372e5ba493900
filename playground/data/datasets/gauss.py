"""Two round clouds."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry

CENTRE = 2.0


def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, ByteArray]:
    """Half the points around (2, 2) (class 1), half around (-2, -2) (class 0); variance 0.5 without noise, 4 with all of it."""
    labels = (np.arange(samples) % 2).astype(np.uint8)
    centre = np.where(labels == 1, CENTRE, -CENTRE)[:, None]
    spread = np.sqrt(0.5 + 3.5 * noise)
    points = centre + rng.normal(0, spread, (samples, 2))
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="gauss",
    label="Gauss",
    help="Two round clouds: one straight line does it, so even one unit can learn this.",
    kind="plane",
    generate=generate,
)
