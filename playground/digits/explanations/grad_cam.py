"""Grad-CAM: in which part of the picture the last maps have found what speaks for a class."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.digits.asking import as_floats
from playground.digits.explanations.base import Explanation, has_sums
from playground.digits.network import DigitNetwork
from playground.digits.reading import finite
from playground.digits.slices import Slices
from playground.engine.network import last_convolution
from playground.engine.sensitivity import Sensitivity
from playground.nn.layers.conv2d import conv_windows
from playground.nn.layers.pooling import pool_windows
from playground.nn.layers.windows import Windows
from playground.spec import RunSpec

WINDOWS: Mapping[str, Callable[..., Windows]] = {
    "conv2d": conv_windows,
    "max_pooling2d": pool_windows,
    "average_pooling2d": pool_windows,
}
"""The windows of those kinds of layers that make other places out of the places of a picture."""


def explain(network: DigitNetwork, picture: FloatArray, label: int) -> Slices[FloatArray]:
    """How much the maps of the last convolution speak for a class at each place, in weighted sum for a place of a map.

    Each map weighs as much as the sum of the class changes with it, on average over its places; what is left below zero, places that speak
    for other classes, is cut off. Between the places values are interpolated bilinearly. Arguments are those of `Explanation.explain`.
    """
    x = as_floats(network, picture)
    yield
    return enlarged(coarse(network, x, label), places(network.spec), network.side).astype(np.float32)


def coarse(network: DigitNetwork, x: FloatArray, label: int) -> FloatArray:
    """The heatmap at the places of the last maps, `(rows, columns)`."""
    number = last_convolution(network.spec)
    sensitivity = Sensitivity(network.spec, network.parameters)
    with np.errstate(all="ignore"):  # see `finite`
        sensitivity.forward(x.reshape(1, -1))
        maps = sensitivity.said(number)[0]  # (rows, columns, maps)
        slopes = sensitivity.backward(np.eye(network.classes, dtype=np.float32)[[label]], above=number)[0]
        speaking: FloatArray = finite(np.maximum(maps @ slopes.mean(axis=(0, 1)), 0))
    return speaking


@dataclass(frozen=True)
class Places:
    """Where the places of maps are in a picture: the middles of what they see, in pixels from its upper edge and from its left.

    Attributes:
        down: of the rows, `(rows,)`.
        across: of the columns, `(columns,)`.
        step: from one to the next, in pixels.
    """

    down: FloatArray
    across: FloatArray
    step: float


def places(spec: RunSpec) -> Places:
    """The places of the last convolution's maps.

    To stretch the maps over the whole picture, as is often done, comes to the same where windows have a rim to stand on (`padding` is
    `"same"`). Without one they keep to the inside of the picture, and all that they find would be moved outwards, by up to three pixels
    with two convolutions of 3 by 3.
    """
    first, step = np.array([0.5, 0.5]), 1.0  # the middle of the first pixel, and how far it is to the next
    number = last_convolution(spec)
    for layer, shape in zip(spec.layers[: number + 1], spec.shapes, strict=False):
        if layer.kind in WINDOWS:
            at = WINDOWS[layer.kind](shape, **layer.settings)
            first += step * ((at.size - 1) / 2 - np.array([at.rim[0], at.rim[2]]))
            step *= at.stride
    rows, columns, _ = spec.shapes[number + 1]
    return Places(first[0] + step * np.arange(rows), first[1] + step * np.arange(columns), step)


def enlarged(values: FloatArray, at: Places, side: int) -> FloatArray:
    """Values `(rows, columns)` at some places for each pixel, `(side, side)`: interpolated bilinearly between them.

    The outermost go on for half a step, to the end of what is theirs, and fade away over the next: beyond, no place has its middle.
    """
    down, across = (_shares(along, at.step, side) for along in (at.down, at.across))
    large: FloatArray = down @ values @ across.T
    return large


def _shares(along: FloatArray, step: float, side: int) -> FloatArray:
    """How much each pixel takes from each place along one axis, `(side, places)`."""
    before, after = along[0] - step * np.array([1.5, 0.5]), along[-1] + step * np.array([0.5, 1.5])
    at = np.concatenate([before, along, after])
    each = np.pad(np.pad(np.eye(len(along)), ((0, 0), (1, 1)), mode="edge"), ((0, 0), (1, 1)))  # (places, len(at))
    pixels = np.arange(side) + 0.5
    return np.stack([np.interp(pixels, at, one) for one in each], axis=1)


ENTRY = Explanation(
    name="grad_cam",
    label="Grad-CAM",
    help="Shows in which part of the picture the last maps have found patterns that speak for the class: coarse, but easy to read.",
    formula=r"\max\left(0, \sum_k \alpha_k A_k\right), \quad \alpha_k = \frac{1}{hw} \sum_{ij} \frac{\partial z_c}{\partial A_{kij}}",
    source="Selvaraju et al., Grad-CAM: visual explanations from deep networks via gradient-based localization, 2017",
    explain=explain,
    signed=False,
    suits=lambda spec: has_sums(spec) and last_convolution(spec) >= 0,
    unsuited="Grad-CAM needs a network with a Conv2D layer: it shows where the maps of that have found something.",
)
