"""A sine wave: one number in, one number out."""

import numpy as np

from playground.arrays import FloatArray
from playground.data.dataset import DatasetEntry
from playground.data.values import sampled


def value(x1: FloatArray) -> FloatArray:
    """The sine."""
    wave: FloatArray = np.sin(x1)
    return wave


ENTRY = DatasetEntry(
    name="sine",
    label="Sine",
    help="A wave over one coordinate: see each unit add its bend to the curve.",
    formula=r"y = \sin x_1",
    kind="line",
    task="regression",
    classes=0,
    generate=sampled(value, 1),
)
