"""Small networks that have learned to read digits, in a second each, and digits that they have not seen."""

from functools import cache

import numpy as np

from playground.data import Dataset
from playground.digits.network import DigitNetwork, Facts
from playground.engine.base import initial_parameters
from playground.engine.samples import load_data
from playground.engine.train import train
from playground.spec import RunSpec
from tests.support import CLASSES, make_spec

SMALL = {"name": "mnist", "source": "small"}
"""The 5,000 digits that need no download."""

NETWORKS = {
    "no hidden layer": "flatten",
    "dense": "flatten, 32 relu",
    "conv": "conv2d filters=4, max_pooling2d, conv2d filters=6, max_pooling2d, flatten, dropout rate=0.2, 16 relu",
    "normalized": "conv2d filters=4 strides=2 padding=same, batch_normalization, average_pooling2d, dropout rate=0.1, flatten, 12 tanh",
}


def spec_of(name: str) -> RunSpec:
    """How one of the networks above is trained."""
    training = {"epochs": 2, "learning_rate": 0.005, "batch_size": 32}
    return make_spec(dataset=SMALL, layers=NETWORKS[name], **CLASSES, data={"samples": 4000}, **training)


@cache
def trained(name: str) -> DigitNetwork:
    """One of the networks above."""
    *_, last = train(spec_of(name), data=data())
    return DigitNetwork(spec_of(name), last.parameters, Facts(name=name))


@cache
def data() -> Dataset:
    """What they have learned from, and what they have not."""
    return load_data(spec_of("dense"))


def unseen(count: int) -> np.ndarray:
    """Some test digits, `(count, 28, 28)` float32, of all classes."""
    raw = np.asarray(data().test.raw)
    return raw[:: len(raw) // count][:count].astype(np.float32) / 255


def untrained(layers: str, dataset: str = "digits", seed: int = 0, output: str = "softmax") -> DigitNetwork:
    """A network as it starts, with biases that are not all zero."""
    spec = make_spec(dataset=dataset, layers=layers, **CLASSES | {"output": output}, seed=seed)
    rng = np.random.default_rng(seed)
    parameters = {
        name: array + rng.normal(0, 0.1, array.shape).astype(np.float32) * name.endswith("bias")
        for name, array in initial_parameters(spec).items()
    }
    return DigitNetwork(spec, parameters, Facts(name="untrained"))


def with_parameters(network: DigitNetwork, **changed: np.ndarray) -> DigitNetwork:
    """The same network with other numbers in its output layer: `kernel=` or `bias=`."""
    parameters = dict(network.parameters) | {f"output/{part}": array.astype(np.float32) for part, array in changed.items()}
    return DigitNetwork(network.spec, parameters, network.facts)
