"""Digits that a network has learned from and that look to it as this one does: nearest neighbours among what its last hidden layer says.

Distances are taken there and not between pixels. What the output makes of the last hidden layer is a weighted sum, so digits that are close
there get nearly the same sums and are read alike, and everything the network has learned to overlook has been left behind: a 4 that is
moved by three pixels is far from itself in pixels. Without hidden layers there is nothing else, and the pixels it is.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.digits.asking import as_floats
from playground.digits.network import DigitNetwork
from playground.digits.reading import finite
from playground.digits.slices import Slices, in_a_slice
from playground.engine.responses import Responses


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Digits, and how a network sees them; `neighbours` makes them.

    Attributes:
        network: that sees them.
        pictures: `(n, side, side)` uint8.
        labels: what they are, `(n,)`.
        features: what the layer below the output says of them, `(n, features)` float32.
    """

    network: DigitNetwork
    pictures: ByteArray
    labels: ByteArray
    features: FloatArray

    def nearest(self, picture: FloatArray | ByteArray, count: int) -> tuple[IntArray, FloatArray]:
        """Those that look most like a picture to the network.

        Args:
            picture: `(side, side)`, floats in [0, 1] where 1 is ink, or uint8.
            count: how many; all of them where there are no more.

        Returns:
            Their positions, `(count,)`, the nearest first, and their Euclidean distances, `(count,)`.

        Raises:
            DataError: the picture has another shape.
        """
        (features,) = _features(self.network, Responses(self.network.spec), as_floats(self.network, picture)[None])
        with np.errstate(all="ignore"):  # see `finite`
            distances = finite(np.linalg.norm(self.features - features, axis=1))
        order: npt.NDArray[np.intp] = np.argsort(distances, kind="stable")[:count]
        return order, distances[order]


def neighbours(network: DigitNetwork, pictures: ByteArray, labels: ByteArray) -> Slices[Neighbours]:
    """See what a network makes of digits, in slices: half a second for 5,000 of them and the network that comes with the project.

    Args:
        network: that reads.
        pictures: that it has learned from, `(n, side, side)` uint8.
        labels: what they are, `(n,)`.

    Raises:
        DataError: the pictures have another shape.
    """
    size = in_a_slice(network.spec)
    responses = Responses(network.spec, size)
    features = []
    for start in range(0, len(pictures), size):
        some = pictures[start : start + size]
        if len(some) < size:
            responses = Responses(network.spec, len(some))
        features.append(_features(network, responses, some))
        yield
    return Neighbours(network, pictures, labels, np.concatenate(features))


def _features(network: DigitNetwork, responses: Responses, pictures: FloatArray | ByteArray) -> FloatArray:
    """What the output is given, `(n, features)`: a copy. Pictures have been flattened by then, if nothing else has become of them."""
    return finite(responses(network.parameters, pictures)[-2])
