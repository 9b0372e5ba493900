"""What a network makes of pictures: probabilities that mean what they say."""

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.digits.network import DigitNetwork, shipped
from playground.engine.network import answers, forward, inputs


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
    return from_sums(network, forward(network.spec, network.parameters, inputs(network.spec, pictures)))


def from_sums(network: DigitNetwork, z: FloatArray) -> FloatArray:
    """The same from the weighted sums of the outputs, `(n, classes)`."""
    if network.spec.model.output.activation.name != "softmax":
        return shares(answers(network.spec, z))
    return softmax(z / (network.calibration.temperature if network.calibration else 1.0))


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


def softmax(z: FloatArray) -> FloatArray:
    """Weighted sums `(n, classes)` as probabilities."""
    powers: FloatArray = np.exp(z - z.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def shares(says: FloatArray) -> FloatArray:
    """What outputs say as shares that add up to 1 along the last axis: softmax does so by itself, ten sigmoids or tanhs do not."""
    positive = np.nan_to_num(np.clip(says, 0, None), posinf=0)
    total: FloatArray = positive.sum(axis=-1, keepdims=True)
    return np.divide(positive, total, out=positive, where=total > 0)
