"""What a network makes of pictures: probabilities that mean what they say."""

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.digits.network import DigitNetwork, shipped
from playground.engine.network import answers, forward, inputs, kept
from playground.engine.samples import chunk_size
from playground.nn.activations import ACTIVATIONS

LARGE = 1e30
"""No number that a network says is taken for larger, so that differences and sums of them are numbers too."""
LEAST_SHARE = 1e-6
"""Stands for nothing, of which there is no logarithm."""


def probabilities(network: DigitNetwork, pictures: FloatArray | ByteArray) -> FloatArray:
    """How likely each class is, by the network's own account, calibrated where that is known.

    Args:
        network: that is asked.
        pictures: `(n, side, side)`: floats in [0, 1] where 1 is ink, or uint8 where 255 is.

    Returns:
        Floats `(n, classes)`; each row adds up to 1.

    Raises:
        DataError: the pictures have another shape.
    """
    return calibrated(network, weighted_sums(network, pictures))


def classify(image: FloatArray | ByteArray) -> FloatArray:
    """Ten probabilities for one picture, by the network that comes with the project.

    Args:
        image: `(28, 28)`, as `playground.data.drawing.to_digit` makes it: floats in [0, 1], or uint8; ink is bright.

    Returns:
        Floats `(10,)`, which add up to 1. A blank picture has none either way: look at `playground.digits.sureness` for that.

    Raises:
        DataError: the picture has another shape.
    """
    picture: npt.NDArray[Any] = np.asarray(image)
    ten: FloatArray = probabilities(shipped(), picture[None])[0]
    return ten


def weighted_sums(network: DigitNetwork, pictures: FloatArray | ByteArray) -> FloatArray:
    """The weighted sums of the outputs for pictures `(n, side, side)`, before any activation: `(n, outputs)`.

    Raises:
        DataError: the pictures have another shape.
    """
    spec, parameters = network.spec, network.parameters
    samples, size = kept(spec, pictures), chunk_size(spec)
    with np.errstate(all="ignore"):  # a network whose numbers are huge overflows
        return np.concatenate(
            [forward(spec, parameters, inputs(spec, samples[start : start + size])) for start in range(0, max(len(samples), 1), size)]
        )


def calibrated(network: DigitNetwork, z: FloatArray) -> FloatArray:
    """Probabilities `(n, classes)` from the weighted sums of the outputs."""
    return softmax(logits(network, z) / (network.calibration.temperature if network.calibration else 1.0))


def logits(network: DigitNetwork, z: FloatArray) -> FloatArray:
    """Numbers whose softmax is what the outputs say of each class, from their weighted sums; both `(n, classes)`.

    Softmax outputs have theirs already. Ten sigmoids or tanhs say what adds up to anything: there it is the logarithm of their shares.
    """
    with np.errstate(all="ignore"):
        z = finite(z)
        if network.spec.model.output.activation.name == "softmax":
            return z
        logarithms: FloatArray = np.log(np.maximum(shares(answers(network.spec, z)), LEAST_SHARE))
    return logarithms


def finite(numbers: FloatArray) -> FloatArray:
    """What somebody's network may say, whose numbers overflow, as numbers that one can go on with."""
    bounded: FloatArray = np.clip(np.nan_to_num(numbers), -LARGE, LARGE)
    return bounded


def softmax(z: FloatArray) -> FloatArray:
    """Weighted sums `(n, classes)` as probabilities."""
    return ACTIVATIONS["softmax"].function(z, None)


def shares(says: FloatArray) -> FloatArray:
    """What outputs say as shares that add up to 1 along the last axis: softmax does so by itself, ten sigmoids or tanhs do not."""
    positive = np.nan_to_num(np.clip(says, 0, None), posinf=0)
    total: FloatArray = positive.sum(axis=-1, keepdims=True)
    return np.divide(positive, total, out=positive, where=total > 0)
