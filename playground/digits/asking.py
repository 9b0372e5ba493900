"""Asking a network about many pictures: what it makes of them, and how that changes with their pixels."""

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.digits.network import DigitNetwork
from playground.digits.reading import finite
from playground.digits.slices import MOST_PICTURES, Slices, in_a_slice
from playground.engine.network import inputs
from playground.engine.sensitivity import Sensitivity


def as_floats(network: DigitNetwork, picture: FloatArray | ByteArray) -> FloatArray:
    """A picture as the network is given it: `(side, side)` float32 in [0, 1], 1 is ink.

    Raises:
        DataError: it has another shape.
    """
    one: npt.NDArray[Any] = np.asarray(picture)
    flat = inputs(network.spec, one[None])
    return flat.reshape(network.side, network.side).astype(np.float32)


class Asking:
    """Asks one network over and over; the layers and their memory are made once.

    Attributes:
        batch: how many pictures it can be asked about at a time.
        classes: how many there are.
    """

    def __init__(self, network: DigitNetwork, most: int = MOST_PICTURES) -> None:
        """Make the layers.

        Args:
            network: that is asked.
            most: how many pictures there will be at a time; fewer, if so many would not fit into a slice.
        """
        self.batch = min(most, in_a_slice(network.spec))
        self.classes = network.classes
        self._side = network.side
        self._sensitivity = Sensitivity(network.spec, network.parameters, self.batch)
        self._x = np.zeros((self.batch, self._side**2), np.float32)
        self._gradient = np.zeros((self.batch, self.classes), np.float32)

    def sums(self, pictures: FloatArray) -> FloatArray:
        """The weighted sums of the classes.

        Args:
            pictures: `(n, side, side)` float32, at most `batch` of them.

        Returns:
            `(n, classes)`.
        """
        self._x[: len(pictures)] = pictures.reshape(len(pictures), -1)
        with np.errstate(all="ignore"):  # see `finite`
            return finite(self._sensitivity.forward(self._x)[: len(pictures)])

    def slopes(self, weights: FloatArray) -> FloatArray:
        """How sums that are weighted and added up change with each pixel, for the pictures of the last `sums`. Only once for each.

        Args:
            weights: `(n, classes)`; 1 for one class and 0 for the others asks for the slopes of its sum.

        Returns:
            `(n, side, side)`, weighted sum per unit of ink.
        """
        self._gradient.fill(0)
        self._gradient[: len(weights)] = weights
        with np.errstate(all="ignore"):
            return finite(self._sensitivity.backward(self._gradient)[: len(weights)]).reshape(-1, self._side, self._side)


def sums_of(asking: Asking, pictures: FloatArray) -> Slices[FloatArray]:
    """The weighted sums of the classes, `(n, classes)`, for any number of pictures `(n, side, side)`, in slices."""
    parts = []
    for start in range(0, len(pictures), asking.batch):
        parts.append(asking.sums(pictures[start : start + asking.batch]))
        yield
    return np.concatenate(parts)
