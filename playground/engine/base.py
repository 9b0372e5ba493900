"""What every engine can do, and how one is chosen."""

from typing import Protocol

import numpy as np

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.data import Dataset
from playground.nn.activations import ACTIVATIONS
from playground.nn.initializers import glorot_uniform
from playground.randomness import Stream, generator
from playground.snapshot import Parameters
from playground.spec import RunSpec


class Engine(Protocol):
    """Something that trains the network of one spec on one data set."""

    def prepare(self) -> None:
        """Do now whatever the first batch would otherwise have to wait for, such as compiling."""

    def reset(self) -> None:
        """Go back to the initial parameters, and forget what the optimizer remembers."""

    def train(self, order: IntArray, start: int, batches: int, learning_rate: float) -> None:
        """Make one update for each of some batches.

        Args:
            order: positions of the training samples, shuffled: int32 `(n,)`. Batch `i` is `order[i * batch_size : (i + 1) * batch_size]`;
                the last one may be smaller.
            start: number of the first batch.
            batches: how many.
            learning_rate: the size of the steps, above 0.
        """

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""


def make_engine(spec: RunSpec, data: Dataset) -> Engine:
    """The engine that a spec asks for, loaded now if it has not been yet (TensorFlow takes seconds)."""
    if spec.engine == "tensorflow":
        from playground.engine.tensorflow_engine import TensorFlowEngine

        return TensorFlowEngine(spec, data)
    from playground.engine.numpy_engine import NumpyEngine

    return NumpyEngine(spec, data)


def layer_names(spec: RunSpec) -> list[str]:
    """Names of the layers that have parameters: `dense_1`, `dense_2`, ..., `output`."""
    return [f"dense_{number}" for number in range(1, len(spec.model.layers) + 1)] + ["output"]


def initial_parameters(spec: RunSpec) -> dict[str, FloatArray]:
    """The parameters that every run of this spec starts from, on either engine.

    Kernels are Glorot uniform, biases zero. Each layer draws from a stream of its own, so that a wider layer does not change the next.
    """
    parameters: dict[str, FloatArray] = {}
    widths = spec.widths
    for index, name in enumerate(layer_names(spec)):
        rng = generator(spec.seed, Stream.WEIGHTS, index)
        parameters[f"{name}/kernel"] = glorot_uniform(widths[index], widths[index + 1], rng)
        parameters[f"{name}/bias"] = np.zeros(widths[index + 1], np.float32)
    return parameters


def targets(spec: RunSpec, labels: ByteArray) -> FloatArray:
    """What the outputs should say for each class.

    Args:
        spec: its output activation decides what "yes" and "no" are: 1 and -1 for tanh, 1 and 0 for sigmoid.
        labels: `(n,)`, class of each sample.

    Returns:
        float32 `(n, outputs)`: one column for two classes, otherwise one for each class.
    """
    activation = ACTIVATIONS[spec.model.output]
    yes = labels[:, None] == (np.arange(spec.output_units) if spec.output_units > 1 else 1)
    return np.where(yes, activation.high, activation.low).astype(np.float32)
