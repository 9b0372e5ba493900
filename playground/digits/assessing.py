"""From a network that has been trained to one that may be asked: all that has to be measured in between."""

from dataclasses import replace

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data import Dataset, Split
from playground.data.split import Positions, stratified
from playground.digits.calibration import calibration_from, classes
from playground.digits.familiarity import Familiarity, described, fitted
from playground.digits.network import DigitNetwork
from playground.digits.reading import logits, weighted_sums
from playground.digits.slices import Slices, in_a_slice

FEWEST_HELD_OUT = 1000
MOST_HELD_OUT = 5000
MOST_SEEN = 10_000
"""Pictures that familiarity is measured on, of those that were learned from."""

TESTED = 2000
"""Test digits that are asked where somebody waits."""
SEEN = 2000
"""Training digits that then say what the classes look like to the network."""


def assessed(network: DigitNetwork, data: Dataset, left_out: Split) -> DigitNetwork:
    """The same network with its calibration and its familiarity: the same arguments give the same, to the last bit.

    It asks the network about up to 25,000 pictures, each of them once, which takes seconds.

    The temperature, and the confidence from which on the network is sure, are found on one set of pictures, and what they are worth is
    measured on another; neither may be among those that it learned from (see `unseen`). How far a class reaches is measured on the first.

    Args:
        network: that has been trained.
        data: what it has learned from, and been tested on.
        left_out: pictures that its spec leaves out of training, as `engine.samples.left_out` gives them.
    """
    held_out, test = unseen(data.test, left_out)
    seen = data.train.first(MOST_SEEN)
    z, fresh = described(network.spec, network.parameters, held_out.raw)
    _, traits = described(network.spec, network.parameters, seen.raw)
    says, to_measure = logits(network, z), logits(network, weighted_sums(network, test.raw))
    calibration = calibration_from(says, classes(held_out), to_measure, classes(test))
    return replace(network, calibration=calibration, familiarity=_known(network, (seen, traits), fresh, says))


def assessing(network: DigitNetwork, data: Dataset) -> Slices[DigitNetwork]:
    """The same in slices and on fewer pictures, for whoever waits for it: two seconds or so.

    Args:
        network: that has been trained.
        data: pictures like those that it has learned from, and some to test on.
    """
    test, seen = some(data.test, TESTED), some(data.train, SEEN)
    z, fresh = yield from asked(network, test)
    _, traits = yield from asked(network, seen)
    return measured(network, (test, z, fresh), (seen, traits))


def measured(network: DigitNetwork, tested: tuple[Split, FloatArray, FloatArray], seen: tuple[Split, FloatArray]) -> DigitNetwork:
    """The network with its calibration and its familiarity, from answers to some pictures.

    Args:
        network: as it is now.
        tested: test pictures, the weighted sums of the outputs for them, and the numbers that describe them, as `asked` returns both.
        seen: pictures that it has learned from, and the numbers that describe them.
    """
    test, z, fresh = tested
    labels, says = classes(test), logits(network, z)
    first, second = dealt_in_two(labels)
    calibration = calibration_from(says[first], labels[first], says[second], labels[second])
    return replace(network, calibration=calibration, familiarity=_known(network, seen, fresh, says))


def _known(network: DigitNetwork, seen: tuple[Split, FloatArray], fresh: FloatArray, says: FloatArray) -> Familiarity:
    """What the classes look like, from the traits of pictures that were learned from, and the traits and logits of some that were not."""
    return fitted(seen[1], classes(seen[0]), fresh, says.argmax(axis=1).astype(np.uint8), network.classes)


def asked(network: DigitNetwork, split: Split) -> Slices[tuple[FloatArray, FloatArray]]:
    """Ask a network about some pictures: what `familiarity.described` returns, in slices."""
    parts = []
    size = in_a_slice(network.spec)
    for start in range(0, len(split), size):
        parts.append(described(network.spec, network.parameters, split.raw[start : start + size]))
        yield
    z, traits = zip(*parts, strict=True)
    return np.concatenate(z), np.concatenate(traits)


def some(split: Split, count: int, rng: np.random.Generator | None = None) -> Split:
    """At most so many of some samples, with each class in its share; without `rng` always the same ones."""
    if len(split) <= count:
        return split
    chosen, _ = stratified(split.labels, count, rng or np.random.default_rng(0))
    return split.at(chosen)


def unseen(test: Split, left_out: Split) -> tuple[Split, Split]:
    """Pictures to find something on, and others to measure on what it is worth; the network has learned from none of them.

    Digits that were left out of training are for the first, and the test set for the second. Where there are too few of those, as with all
    networks that learn from everything there is, the test set is dealt in two halves, class by class and always the same ones.
    """
    if len(left_out) >= FEWEST_HELD_OUT:
        return left_out.first(MOST_HELD_OUT), test
    first, second = dealt_in_two(test.labels)
    return test.at(first), test.at(second)


def dealt_in_two(labels: ByteArray | FloatArray) -> tuple[Positions, Positions]:
    """Positions of two halves of a test set, with each class in its share: always the same ones."""
    return stratified(labels, len(labels) // 2, np.random.default_rng(0))
