"""A tilted plane: the value rises evenly from one corner to the other."""

from playground.arrays import FloatArray
from playground.data.dataset import DatasetEntry
from playground.data.values import sampled


def value(x1: FloatArray, x2: FloatArray) -> FloatArray:
    """-1 in the lower left corner of the square, +1 in the upper right."""
    return (x1 + x2) / 12


ENTRY = DatasetEntry(
    name="plane",
    label="Tilted plane",
    help="A value that rises evenly from one corner to the other: a network without hidden layers can learn it.",
    formula=r"y = \frac{x_1 + x_2}{12}",
    kind="plane",
    task="regression",
    classes=0,
    generate=sampled(value, 2),
)
