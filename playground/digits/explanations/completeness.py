"""Whether the values of an explanation add up to what there is to explain."""

from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import Asking, as_floats
from playground.digits.network import DigitNetwork

OF_THE_DIFFERENCE = 0.01
OF_ALL = 0.001


@dataclass(frozen=True)
class Completeness:
    """What the values of a heatmap add up to, and what they should.

    Attributes:
        attributed: the sum of all values.
        difference: what the picture has added to the class's weighted sum: that for the picture, less that for a blank one.
        size: the sum of all values without their signs.
    """

    attributed: float
    difference: float
    size: float

    @property
    def gap(self) -> float:
        """How far the two are apart, in weighted sum."""
        return abs(self.attributed - self.difference)

    @property
    def holds(self) -> bool:
        """Whether they agree: within 1 % of the difference.

        Where pixels that speak for the class and pixels that speak against it nearly cancel, the difference may be as small as one likes,
        and 1 % of it too: there, 0.1 % of all that was said either way will do.
        """
        return self.gap <= max(OF_THE_DIFFERENCE * abs(self.difference), OF_ALL * self.size)


def completeness(network: DigitNetwork, picture: FloatArray, label: int, heatmap: FloatArray) -> Completeness:
    """Compare what a heatmap adds up to with what the picture has added to the sum of a class.

    Args:
        network: that reads.
        picture: `(side, side)`, floats in [0, 1].
        label: the class that was explained.
        heatmap: `(side, side)`, by an explanation that `adds_up`.

    Raises:
        DataError: the picture has another shape.
    """
    return compared(heatmap, added(Asking(network, 1), as_floats(network, picture), label))


def compared(heatmap: FloatArray, difference: float) -> Completeness:
    """A heatmap beside what it should add up to."""
    return Completeness(float(heatmap.sum(dtype=np.float64)), difference, float(np.abs(heatmap).sum(dtype=np.float64)))


def added(asking: Asking, x: FloatArray, label: int) -> float:
    """What a picture, `(side, side)` float32, has added to the weighted sum of a class, compared with a blank one."""
    there, blank = (float(asking.sums(each[None])[0, label]) for each in (x, np.zeros_like(x)))
    return there - blank
