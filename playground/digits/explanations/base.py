"""What an explanation is: an entry that says which pixels speak for a class, and how much."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.arrays import FloatArray
from playground.digits.network import DigitNetwork
from playground.digits.slices import Slices
from playground.registry import Entry
from playground.spec import RunSpec

Explain: TypeAlias = Callable[[DigitNetwork, FloatArray, int], Slices[FloatArray]]


def has_sums(spec: RunSpec) -> bool:
    """Whether a network sees pictures and has a weighted sum for each class."""
    return spec.data.is_image and spec.output_units > 1


@dataclass(frozen=True, kw_only=True)
class Explanation(Entry):
    """A way to say which pixels made a network read a class.

    What is explained is the weighted sum of the class, its logit, and not its probability: a probability also rises when another class
    loses, and near 1 it hardly moves at all.

    Attributes:
        source: authors, title and year.
        explain: `(network, picture, label) -> heatmap`, in slices. The picture is `(side, side)`, floats in [0, 1] where 1 is ink; the
            label is the class to explain, whether the network reads it or not; the heatmap is `(side, side)` float32, not scaled, in
            the unit that the function tells. Raises DataError for a picture of another shape.
        signed: whether values below zero mean that a pixel speaks against the class; otherwise none is below zero.
        adds_up: whether the values add up to what the picture has added to the class's sum; see `completeness`.
        suits: whether networks of a spec can be explained like this.
        unsuited: a sentence on what it needs, for networks that it does not suit.
    """

    source: str
    explain: Explain
    signed: bool
    adds_up: bool = False
    suits: Callable[[RunSpec], bool] = has_sums
    unsuited: str = "This needs a network that sees pictures and has an output for each class."
