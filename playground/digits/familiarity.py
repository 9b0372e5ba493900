"""Whether a picture is like those that a network has learned from: how far it is from the middle of the class that it is taken for.

A network is as sure of a scribble as of a digit: each of its outputs looks for what speaks for a class, and nothing looks for what does
not belong. So the picture is described by numbers that a scribble has other ones of, whatever class it is taken for:

    lines      how much of each of six directions there is in it, as a whole and in each quarter
    patterns   how much of each of its patterns the last convolution finds in it, and how unevenly, if the network has a convolution
    outputs    the direction of the weighted sums of the outputs: what else it looks a little like

For each class these numbers have a mean and a covariance, and a picture its Mahalanobis distance from that mean (Lee et al., A simple
unified framework for detecting out-of-distribution samples, 2018, with one covariance for each class). How far most pictures of a class
are is measured on some that were not learned from, and the distance is told in units of that.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.engine.bending import finite
from playground.engine.network import arranged, build, by_layer, inputs, last_convolution
from playground.engine.samples import chunk_size
from playground.nn.layers.base import as_keras
from playground.snapshot import Parameters
from playground.spec import RunSpec

DIRECTIONS = 6
WINDOW = 5
"""Pixels on each side of what a line is looked for in."""
QUARTERS = 4
LINES = 2 + (2 + QUARTERS) * DIRECTIONS
"""Numbers that tell of the lines in a picture."""
MOST_AT_ONCE = 250
"""Pictures that are described in one go: their windows are 25 times as many numbers as they are."""

WITHIN = 0.99
"""The share of the pictures of a class that are like it, by definition: one in a hundred real ones is refused."""
FEWEST = 50
"""With fewer pictures than this of a class, how far they may be from its mean is taken from those of all classes."""
RIDGE = 0.1
"""Added to the variance of each number, in units of its own variance over all classes: no direction is known to be quite flat."""
LEAST_DEVIATION = 0.05
"""No number counts as steadier than this share of what is usual among them, such as that of a pattern that is hardly ever found."""
TINY = 1e-6


@dataclass(frozen=True)
class Familiarity:
    """Where each class lies, and how far it reaches.

    Attributes:
        centres: float32 `(classes, numbers)`, the mean of each class.
        factors: float32 `(classes, numbers * (numbers + 1) / 2)`, the rows of an upper triangular matrix for each class: it makes of a
            difference from the mean one whose length is 1 at the class's edge.
    """

    centres: FloatArray
    factors: FloatArray


def numbers(spec: RunSpec) -> int:
    """How many numbers describe a picture."""
    last = last_convolution(spec)
    return LINES + (0 if last < 0 else 2 * spec.shapes[last + 1][-1]) + spec.output_units


def shapes(spec: RunSpec) -> dict[str, tuple[int, ...]]:
    """The shapes of both arrays, by name."""
    count = numbers(spec)
    return {"centres": (spec.data.classes, count), "factors": (spec.data.classes, count * (count + 1) // 2)}


def described(spec: RunSpec, parameters: Parameters, pictures: FloatArray | ByteArray) -> tuple[FloatArray, FloatArray]:
    """What a network makes of pictures, and the numbers that describe them.

    Args:
        spec: of the network.
        parameters: of the network.
        pictures: `(n, side, side)`, as `network.kept` takes them.

    Returns:
        The weighted sums of the outputs, `(n, outputs)`, and the numbers, `(n, numbers)`; not finite where the network overflows.

    Raises:
        DataError: the pictures have another shape.
    """
    size = min(MOST_AT_ONCE, chunk_size(spec))
    parts = [_described(spec, parameters, pictures[start : start + size]) for start in range(0, max(len(pictures), 1), size)]
    return np.concatenate([z for z, _ in parts]), np.concatenate([traits for _, traits in parts])


def _described(spec: RunSpec, parameters: Parameters, pictures: FloatArray | ByteArray) -> tuple[FloatArray, FloatArray]:
    last = last_convolution(spec)
    with np.errstate(all="ignore"):  # a network whose numbers are huge overflows
        x = inputs(spec, pictures).astype(np.float32, copy=False)
        traits = [_lines(x.reshape(len(x), *spec.shapes[0][:2]))]
        a = arranged(spec, x)
        for number, layer in enumerate(build(spec, len(x), np.float32, by_layer(spec, parameters))):
            a = layer.forward(a, None, training=False)
            if number == last:
                maps = as_keras(a)
                traits += [maps.mean(axis=(1, 2)), maps.std(axis=(1, 2))]
        z = np.array(a)
        traits.append(z / (np.linalg.norm(z, axis=1, keepdims=True) + np.float32(TINY)))
    return z, np.concatenate(traits, axis=1)


@cache
def _line_filters() -> FloatArray:
    """A window for each direction that answers to a line through its middle: a bell across the line bent twice, `(25, directions)`."""
    across, down = np.meshgrid(*2 * [np.arange(WINDOW) - WINDOW // 2])
    deviation = 1.2  # pixels: such lines are about as wide as a pen
    windows = []
    for angle in np.pi * np.arange(DIRECTIONS) / DIRECTIONS:
        beside = (across * np.cos(angle) + down * np.sin(angle)) / deviation
        window = (1 - beside**2) * np.exp(-(across**2 + down**2) / (2 * deviation**2))
        window -= window.mean()
        windows.append(window.ravel() / np.abs(window).sum())
    return np.array(windows, np.float32).T


def _lines(ink: FloatArray) -> FloatArray:
    """How much of each direction there is in pictures `(n, side, side)`, floats in [0, 1]: `(n, LINES)`."""
    count, side, _ = ink.shape
    margin = WINDOW // 2
    padded = np.zeros((count, side + 2 * margin, side + 2 * margin), np.float32)
    padded[:, margin:-margin, margin:-margin] = ink
    windows = sliding_window_view(padded, (WINDOW, WINDOW), axis=(1, 2)).reshape(-1, WINDOW * WINDOW)
    found = np.maximum(windows @ _line_filters(), 0).reshape(count, side, side, DIRECTIONS)
    half = side // 2
    quarters = found[:, : 2 * half, : 2 * half].reshape(count, 2, half, 2, half, DIRECTIONS).mean(axis=(2, 4)).reshape(count, -1)
    whole = [each for maps in (ink[..., None], found) for each in (maps.mean(axis=(1, 2)), maps.std(axis=(1, 2)))]
    return np.concatenate([*whole, quarters], axis=1)


def fitted(traits: FloatArray, labels: ByteArray, fresh: FloatArray, taken: ByteArray, classes: int) -> Familiarity:
    """Where each class lies, and how far it reaches.

    Args:
        traits: of pictures that the network has learned from, `(n, numbers)`.
        labels: their classes, `(n,)`.
        fresh: of pictures that it has not, `(m, numbers)`.
        taken: the classes that it takes those for, `(m,)`.
        classes: how many there are.
    """
    traits, fresh = finite(traits), finite(fresh)
    deviation = traits.std(axis=0)
    deviation = np.maximum(deviation, max(LEAST_DEVIATION * float(np.median(deviation)), TINY))
    means = np.stack([traits[labels == k].mean(axis=0) if (labels == k).any() else traits.mean(axis=0) for k in range(classes)])
    around = (traits - means[labels]) / deviation
    count = traits.shape[1]
    shared = around.T @ around / len(around)
    factors = np.zeros((classes, count, count))
    distances = np.zeros(len(fresh))
    for k in range(classes):
        own = around[labels == k]
        # A class of few pictures is believed to spread as all others do.
        covariance = (own.T @ own + count * shared) / (len(own) + count) + RIDGE * np.eye(count)
        factors[k] = np.linalg.cholesky(np.linalg.inv(covariance)).T / deviation
        distances[taken == k] = _squares(means[k], factors[k], fresh[taken == k])
    for k in range(classes):
        own = distances[taken == k]
        reach = np.quantile(own if len(own) >= FEWEST else distances, WITHIN)
        factors[k] /= np.sqrt(max(float(reach), TINY))
    return Familiarity(means.astype(np.float32), packed(factors))


def strangeness(familiarity: Familiarity, traits: FloatArray, taken: ByteArray) -> FloatArray:
    """How far pictures are from the mean of the class that they are taken for: 1 is at its edge, and beyond it they are like no other.

    Args:
        familiarity: of the network.
        traits: of the pictures, `(n, numbers)`.
        taken: the classes that the network takes them for, `(n,)`.

    Returns:
        float64 `(n,)`: squares of distances; infinite where the network overflows.
    """
    squares = np.empty(len(traits))
    for k in np.unique(taken):
        whose = taken == k
        squares[whose] = _squares(familiarity.centres[k], factor(familiarity, int(k)), traits[whose].astype(np.float64))
    return np.nan_to_num(squares, nan=np.inf, posinf=np.inf)


def widened(familiarity: Familiarity, traits: FloatArray, k: int) -> Familiarity:
    """The same, but a class reaches as far as one more picture of it, if it did not before; in other directions it stays as it is.

    With u the difference from the mean, u u' is added to the covariance: whatever the distance s was, it becomes s / (1 + s).

    Args:
        familiarity: of the network.
        traits: of the picture, `(numbers,)`.
        k: the class.
    """
    before = factor(familiarity, k)
    towards = before @ (finite(traits) - familiarity.centres[k])
    square = float(towards @ towards)
    if square <= 1:
        return familiarity
    # A root of the inverse of 1 + w w', where w is the difference in units of the class.
    shrink = np.eye(len(before)) - (1 - (1 + square) ** -0.5) / square * np.outer(towards, towards)
    factors = familiarity.factors.copy()
    factors[k] = np.linalg.qr(shrink @ before).R[_triangle(len(before))]
    return Familiarity(familiarity.centres, factors)


def _squares(mean: FloatArray, factor: FloatArray, traits: FloatArray) -> FloatArray:
    with np.errstate(all="ignore"):
        squares: FloatArray = np.square((traits - mean) @ factor.T).sum(axis=1)
    return squares


def packed(factors: FloatArray) -> FloatArray:
    """Upper triangular matrices `(classes, n, n)` without their zeros: float32 `(classes, n * (n + 1) / 2)`."""
    return factors[:, *_triangle(factors.shape[1])].astype(np.float32)


def factor(familiarity: Familiarity, k: int) -> FloatArray:
    """The upper triangular matrix of a class: float64 `(numbers, numbers)`."""
    count = familiarity.centres.shape[1]
    matrix = np.zeros((count, count))
    matrix[_triangle(count)] = familiarity.factors[k]
    return matrix


@cache
def _triangle(count: int) -> tuple[IntArray, IntArray]:
    return np.triu_indices(count)
