"""Integrated gradients: what the ink of each pixel has added to the sum of a class, all the way from a blank picture."""

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import Asking, as_floats
from playground.digits.explanations.base import Explanation
from playground.digits.explanations.completeness import added, compared
from playground.digits.network import DigitNetwork
from playground.digits.slices import Slices

POINTS = (48, 144, 432)
"""At how many points of the way slopes are taken, until the values add up. With fewer, what some pixels get too much others may get too
little, and the values add up all the same."""


def explain(network: DigitNetwork, picture: FloatArray, label: int) -> Slices[FloatArray]:
    """`x_i` times the mean of `dz_c/dx_i` on the straight way from a blank picture to `x`, in weighted sum.

    The mean is taken by the midpoint rule. Slopes jump where an activation has a kink or pooling turns to another pixel, so there are as
    many points as it takes for the values to add up (see `Completeness`), 432 at most. Arguments are those of `Explanation.explain`.
    """
    x = as_floats(network, picture)
    difference = added(Asking(network, 1), x, label)
    asking = Asking(network)
    yield
    total, heatmap = np.zeros(x.shape), np.zeros(x.shape)
    for points in POINTS:
        middles = np.arange(points)
        if points > POINTS[0]:
            middles = middles[middles % 3 != 1]  # the middle one of each three was a point before
        total += yield from slopes_on_the_way(asking, x, label, (middles + 0.5) / points)
        heatmap = x * total / points
        if compared(heatmap, difference).holds:
            break
    return heatmap.astype(np.float32)


def slopes_on_the_way(asking: Asking, x: FloatArray, label: int, shares: FloatArray) -> Slices[FloatArray]:
    """The slopes of the sum of a class, added up over pictures that have these shares of the ink of `x`: `(side, side)` float64."""
    total = np.zeros(x.shape)
    only = np.zeros((asking.batch, asking.classes), np.float32)
    only[:, label] = 1
    for start in range(0, len(shares), asking.batch):
        some = shares[start : start + asking.batch].astype(np.float32)
        asking.sums(some[:, None, None] * x)
        total += asking.slopes(only[: len(some)]).sum(axis=0, dtype=np.float64)
        yield
    return total


ENTRY = Explanation(
    name="integrated_gradients",
    label="Integrated gradients",
    help="Fades the digit in from blank paper and shares out what that adds to the sum of the class among its pixels, to the last bit.",
    formula=r"x_i \int_0^1 \frac{\partial z_c(\alpha x)}{\partial x_i}\, d\alpha",
    source="Sundararajan, Taly and Yan, Axiomatic attribution for deep networks, 2017",
    explain=explain,
    signed=True,
    adds_up=True,
)
