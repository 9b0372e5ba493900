"""Six hills and hollows."""

import numpy as np

from playground.arrays import FloatArray
from playground.data.dataset import DatasetEntry
from playground.data.values import sampled

BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))
"""Where each bump is, and its height."""
WIDTH = 1.2


def value(x1: FloatArray, x2: FloatArray) -> FloatArray:
    """The sum of the bumps; neighbours have opposite signs and hardly reach each other, so it stays between -1 and 1."""
    total = np.zeros_like(x1)
    for x, y, height in BUMPS:
        total += height * np.exp(-((x1 - x) ** 2 + (x2 - y) ** 2) / (2 * WIDTH**2))
    return total


ENTRY = DatasetEntry(
    name="bumps",
    label="Bumps",
    help="Hills and hollows side by side: a smooth surface that needs a layer with some units.",
    formula=r"y = \sum_k \pm e^{-\lVert x - c_k \rVert^2 / 2.88}",
    kind="plane",
    task="regression",
    classes=0,
    generate=sampled(value, 2),
)
