"""Networks that read pictures, trained in a second, and real digits that need no download."""

import numpy as np
import pytest

from playground.data import Dataset, Split
from playground.data.dataset import no_progress
from playground.data.mnist import load_mnist
from playground.digits.assessing import assessed
from playground.digits.facts import Facts
from playground.digits.network import DigitNetwork
from playground.engine.base import initial_parameters
from playground.engine.samples import left_out, load_data
from playground.engine.train import train
from playground.spec import RunSpec, preset
from tests.support import CLASSES, make_spec


@pytest.fixture(scope="session")
def real_digits(cache_of_the_session) -> Dataset:
    """Digits of MNIST that need no download: at least 4,000 to learn from and 1,000 to test on."""
    return load_mnist(no_progress, source="small")


def trained(spec: RunSpec, name: str = "A test's") -> DigitNetwork:
    """A network as the command line would save it."""
    data = load_data(spec)
    *_, last = train(spec, data=data)
    facts = Facts(name=name, accuracy=last.metrics.test.accuracy, epochs=last.epoch, trained_on=len(data.train))
    return assessed(DigitNetwork(spec, last.parameters, facts), data, left_out(spec))


@pytest.fixture(scope="session")
def small_reader(cache_of_the_session) -> DigitNetwork:
    """Reads digits of 8 by 8 pixels, by a dense layer."""
    return trained(preset("digits"))


@pytest.fixture(scope="session")
def small_seer(cache_of_the_session) -> DigitNetwork:
    """Reads digits of 8 by 8 pixels, by a convolution; a tenth of them was left out."""
    return trained(make_spec(
        dataset="digits", layers="conv2d filters=6, max_pooling2d, flatten, 32 relu", **CLASSES, epochs=12,
        optimizer="adam", learning_rate=0.005, batch_size=32, data={"samples": 1300},
    ))  # fmt: skip


def untrained(**changes) -> DigitNetwork:
    """A network of any spec, as it was initialised."""
    spec = make_spec(**({"dataset": "mnist", "layers": "conv2d filters=2, flatten, 4 relu", **CLASSES} | changes))
    return DigitNetwork(spec, initial_parameters(spec), Facts(name="New"))


def some(split: Split, count: int) -> Split:
    """Evenly from all of a split."""
    chosen = np.linspace(0, len(split) - 1, count).astype(int)
    return Split(split.raw[chosen], split.labels[chosen])
