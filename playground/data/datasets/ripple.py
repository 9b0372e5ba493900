"""Waves around a drop that fell into the middle."""

import numpy as np

from playground.arrays import FloatArray
from playground.data.dataset import DatasetEntry
from playground.data.values import sampled


def value(x1: FloatArray, x2: FloatArray) -> FloatArray:
    """A cosine of the distance from the middle, lower the farther out."""
    radius = np.hypot(x1, x2)
    wave: FloatArray = np.cos(1.5 * radius) * np.exp(-radius / 8)
    return wave


ENTRY = DatasetEntry(
    name="ripple",
    label="Ripple",
    help="Waves around a drop that fell into the middle: hard, and a good reason to add layers, units or input features.",
    formula=r"y = e^{-r/8} \cos 1.5 r",
    kind="plane",
    task="regression",
    classes=0,
    generate=sampled(value, 2),
)
