"""Occlusion: what the sum of a class loses when a part of the digit is covered with paper."""

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import Asking, as_floats
from playground.digits.explanations.base import Explanation
from playground.digits.network import DigitNetwork
from playground.digits.slices import Slices


def explain(network: DigitNetwork, picture: FloatArray, label: int) -> Slices[FloatArray]:
    """By how much `z_c` drops when a pixel is covered, in weighted sum: the mean over all patches that cover it.

    A patch is a square of blank paper, a sixth of the picture wide, and stands at every place inside of the picture. One that hides no ink
    changes nothing, and nobody is asked about it. Arguments are those of `Explanation.explain`.
    """
    x = as_floats(network, picture)
    asking = Asking(network)
    size = patch_side(network.side)
    places = network.side - size + 1
    corners = [(row, column) for row in range(places) for column in range(places) if x[row : row + size, column : column + size].any()]
    whole = asking.sums(x[None])[0, label]
    yield
    drops = np.zeros((network.side, network.side))
    for start in range(0, len(corners), asking.batch):
        some = corners[start : start + asking.batch]
        covered = np.repeat(x[None], len(some), axis=0)
        for each, (row, column) in zip(covered, some, strict=True):
            each[row : row + size, column : column + size] = 0
        for (row, column), z in zip(some, asking.sums(covered)[:, label], strict=True):
            drops[row : row + size, column : column + size] += float(whole) - float(z)
        yield
    return (drops / patches_over(network.side, size)).astype(np.float32)


def patch_side(side: int) -> int:
    """Of a patch for pictures of some side, in pixels: 5 for 28, about two strokes of a pen, and 2 for 8."""
    return max(2, round(side / 6))


def patches_over(side: int, size: int) -> FloatArray:
    """How many patches cover each pixel, `(side, side)`: fewer at the rim."""
    pixels = np.arange(side)
    along = np.minimum(pixels, side - size) - np.maximum(pixels - size + 1, 0) + 1
    return np.outer(along, along)


ENTRY = Explanation(
    name="occlusion",
    label="Occlusion",
    help="Covers a small square of the digit with blank paper, here and there, and shows how much the sum of the class drops.",
    formula=r"\frac{1}{|P_i|} \sum_{p \in P_i} \left(z_c(x) - z_c(x \text{ without } p)\right)",
    source="Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014",
    explain=explain,
    signed=True,
)
