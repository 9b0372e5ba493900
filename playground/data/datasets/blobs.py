"""Round clouds in a circle, one for each class."""

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import DatasetEntry
from playground.registry import Hyperparameter

RADIUS = 3.5


def centres(classes: int) -> FloatArray:
    """Where the clouds are, evenly around a circle from its top: `(classes, 2)`."""
    angle = np.arange(classes) * 2 * np.pi / classes
    return RADIUS * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def generate(samples: int, noise: float, rng: np.random.Generator, *, classes: int) -> tuple[FloatArray, ByteArray]:
    """As many points around each centre; variance 0.1 without noise, 6.1 with all of it.

    Without noise the border between two of six clouds is more than five standard deviations away: no point crosses it.
    """
    labels = (np.arange(samples) % classes).astype(np.uint8)
    spread = np.sqrt(0.1 + 6 * noise)
    points = centres(classes)[labels] + rng.normal(0, spread, (samples, 2))
    return points.astype(np.float32), labels


ENTRY = DatasetEntry(
    name="blobs",
    label="Blobs",
    help="Round clouds, one for each class: straight lines part them.",
    hyperparameters=(Hyperparameter(name="classes", label="Classes", help="How many clouds there are.", default=3, low=2, high=6),),
    kind="plane",
    generate=generate,
)
