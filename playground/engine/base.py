"""What every engine can do, how one is chosen, and what all of them start from."""

from typing import Protocol

import numpy as np

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.data import Dataset
from playground.randomness import Stream, generator
from playground.snapshot import Memory, Parameters
from playground.spec import RunSpec


class Engine(Protocol):
    """Something that trains the network of one spec on one data set.

    Attributes:
        epochs_at_once: how many epochs one call of `train` takes at most.
    """

    epochs_at_once: int

    def prepare(self) -> None:
        """Do now whatever the first batch would otherwise have to wait for, such as compiling."""

    def reset(self) -> None:
        """Go back to the initial parameters, and forget what the optimizer remembers."""

    def train(self, orders: IntArray, step: int, learning_rates: FloatArray) -> FloatArray | None:
        """Make one update for each of some batches.

        Args:
            orders: positions of the training samples, shuffled anew for each epoch, from that on which `step` belongs to: int32
                `(epochs, n)`. Batch `i` of an epoch is `order[i * batch_size : (i + 1) * batch_size]`; the last one may be smaller.
            step: number of the first update in the run; its batch is `step` modulo the batches of an epoch.
            learning_rates: float32 `(batches,)`, the size of each step.

        Returns:
            From engines that measure while they train: the weighted sums of the outputs at the end of each epoch that was reached, for
            the samples of `measured_samples`, training before test: `(epochs, samples, outputs)`. Others are asked by `outputs`.
        """

    def rewind(self) -> None:
        """Go back to before the last call of `train`, if that has returned something."""

    def outputs(self, samples: FloatArray | ByteArray) -> FloatArray:
        """What the network says now.

        Args:
            samples: as `network.kept` returns them.

        Returns:
            The weighted sums of the outputs, before their activation: `(n, outputs)`.
        """

    def replace(self, positions: IntArray, samples: FloatArray | ByteArray) -> None:
        """Put other samples in the place of some of the training samples; what they should be told as stays."""

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases; the optimizer keeps what it remembers."""

    def memory(self) -> Memory:
        """Copies of all that the optimizer remembers."""

    def recall(self, memory: Memory) -> None:
        """Have the optimizer remember something else, from an engine with the same optimizer and as many weights."""


def make_engine(spec: RunSpec, data: Dataset) -> Engine:
    """The engine that a spec asks for, loaded now if it has not been yet (TensorFlow takes seconds)."""
    if spec.engine == "tensorflow":
        from playground.engine.tensorflow_engine import TensorFlowEngine

        return TensorFlowEngine(spec, data)
    from playground.engine.numpy_engine import NumpyEngine

    return NumpyEngine(spec, data)


def initial_parameters(spec: RunSpec) -> dict[str, FloatArray]:
    """The parameters that every run of this spec starts from, on either engine.

    Each kernel draws from a stream of its own, so that a wider layer does not change the next.

    Returns:
        float32 arrays by name, such as `dense_1/kernel`, in layer order.
    """
    parameters: dict[str, FloatArray] = {}
    kernels = 0
    for layer, name, weights in zip(spec.layers, spec.layer_names, spec.weights, strict=True):
        for part, weight in weights.items():
            if weight.start == "kernel":
                rng = generator(spec.seed, Stream.WEIGHTS, kernels)
                kernels += 1
                initializer = layer.initializer
                parameters[f"{name}/{part}"] = initializer.entry.function(weight.shape, rng, **initializer.settings)
            else:
                parameters[f"{name}/{part}"] = np.full(weight.shape, weight.start, np.float32)
    return parameters


def draws(spec: RunSpec, step: int, batch: int) -> list[FloatArray | None]:
    """The random numbers that layers such as dropout need for one update, the same for either engine.

    Args:
        spec: of the run.
        step: number of the update in the run.
        batch: how many samples it has.

    Returns:
        For each layer an array in Keras' layout, `(batch, *shape)`, or `None`.
    """
    found: list[FloatArray | None] = []
    for number, (layer, shape) in enumerate(zip(spec.layers, spec.shapes, strict=False)):
        if layer.entry.draw is None:
            found.append(None)
            continue
        rng = generator(spec.seed, Stream.NOISE, step * len(spec.layers) + number)
        found.append(layer.entry.draw(rng, (batch, *shape), **layer.settings))
    return found


def targets(spec: RunSpec, labels: ByteArray | FloatArray) -> FloatArray:
    """What the outputs should say.

    Args:
        spec: its loss, or else its output activation, decides what "yes" and "no" are: 1 and -1 for tanh, 1 and 0 for cross-entropy.
        labels: `(n,)`, the class of each sample, or the number to tell.

    Returns:
        float32 `(n, outputs)`: one column for two classes and for a number, otherwise one for each class.
    """
    if spec.data.is_regression:
        return labels[:, None].astype(np.float32)
    yes = labels[:, None] == (np.arange(spec.output_units) if spec.output_units > 1 else 1)
    no_says, yes_says = says(spec)
    return np.where(yes, yes_says, no_says).astype(np.float32)


def says(spec: RunSpec) -> tuple[float, float]:
    """What an output should say for no and for yes."""
    loss, activation = spec.training.loss.entry, spec.model.output.activation.entry
    return activation.low if loss.low is None else loss.low, activation.high if loss.high is None else loss.high
