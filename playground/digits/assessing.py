"""From a network that has been trained to one that may be asked: all that has to be measured in between."""

from dataclasses import replace

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data import Dataset, Split
from playground.data.split import Positions, stratified
from playground.digits.calibration import calibrate
from playground.digits.network import DigitNetwork
from playground.digits.sureness import familiarity

FEWEST_HELD_OUT = 1000
MOST_HELD_OUT = 5000


def assessed(network: DigitNetwork, data: Dataset, left_out: Split) -> DigitNetwork:
    """The same network with its calibration and its familiarity: the same arguments give the same, to the last bit.

    It asks the network about up to 30,000 pictures, which takes seconds.

    Args:
        network: that has been trained.
        data: what it has learned from, and been tested on.
        left_out: pictures that its spec leaves out of training, as `engine.samples.left_out` gives them.
    """
    held_out, test = unseen(data.test, left_out)
    calibrated = replace(network, calibration=calibrate(network, held_out, test))
    return replace(calibrated, familiarity=familiarity(calibrated, data.train, held_out))


def unseen(test: Split, left_out: Split) -> tuple[Split, Split]:
    """Pictures to find something on, and others to measure on what it is worth; the network has learned from none of them.

    Digits that were left out of training are for the first, and the test set for the second. Where there are too few of those, as with all
    networks that learn from everything there is, the test set is dealt in two halves, class by class and always the same ones.
    """
    if len(left_out) >= FEWEST_HELD_OUT:
        return left_out.first(MOST_HELD_OUT), test
    first, second = dealt_in_two(test.labels)
    return Split(test.raw[first], test.labels[first]), Split(test.raw[second], test.labels[second])


def dealt_in_two(labels: ByteArray | FloatArray) -> tuple[Positions, Positions]:
    """Positions of two halves of a test set, with each class in its share: always the same ones."""
    return stratified(labels, len(labels) // 2, np.random.default_rng(0))
