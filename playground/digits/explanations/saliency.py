"""Saliency: where a little more or less ink would change the sum of a class most."""

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import Asking, as_floats
from playground.digits.explanations.base import Explanation
from playground.digits.network import DigitNetwork
from playground.digits.slices import Slices


def explain(network: DigitNetwork, picture: FloatArray, label: int) -> Slices[FloatArray]:
    """`|dz_c/dx|` at each pixel, in weighted sum per unit of ink; arguments are those of `Explanation.explain`."""
    x = as_floats(network, picture)
    asking = Asking(network, 1)
    yield
    asking.sums(x[None])
    heatmap: FloatArray = np.abs(asking.slopes(np.eye(network.classes, dtype=np.float32)[[label]])[0])
    return heatmap


ENTRY = Explanation(
    name="saliency",
    label="Saliency",
    help="Shows at which pixels a little more or less ink would change the sum of the class most, whether up or down.",
    formula=r"\left|\frac{\partial z_c}{\partial x}\right|",
    source="Simonyan, Vedaldi and Zisserman, Deep inside convolutional networks, 2014",
    explain=explain,
    signed=False,
)
