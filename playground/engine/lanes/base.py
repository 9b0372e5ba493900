"""What every engine can do that trains several networks as one computation, and how one is chosen."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.engine.base import initial_parameters
from playground.engine.lanes.lineup import Lineup
from playground.snapshot import Parameters


class LanesEngine(Protocol):
    """Something that trains the networks of a line-up; each of its arrays has an axis of lanes in front.

    Attributes:
        epochs_at_once: how many epochs one call of `train` takes at most.
    """

    epochs_at_once: int

    def prepare(self) -> None:
        """Do now whatever the first batch would otherwise have to wait for, such as compiling."""

    def reset(self) -> None:
        """Go back to the initial parameters, and forget what the optimizers remember."""

    def train(self, orders: IntArray, step: int, learning_rates: FloatArray) -> None:
        """Make one update of every lane for each of some batches.

        Args:
            orders: positions of the training samples of each data set, shuffled anew for each epoch, from that on which `step` belongs to:
                int32 `(epochs, datasets, n)`. Batch `i` of an epoch is `order[i * batch_size : (i + 1) * batch_size]`; the last one may
                be smaller.
            step: number of the first update in the run; its batch is `step` modulo the batches of an epoch.
            learning_rates: float32 `(batches, lanes)`, the size of each step.
        """

    def outputs(self, samples: Sequence[FloatArray | ByteArray]) -> FloatArray:
        """What the networks say now.

        Args:
            samples: for each data set, as `network.kept` returns them, as many of each.

        Returns:
            The weighted sums of the outputs, before their activation: `(lanes, n, outputs)`.
        """

    def parameters(self) -> Parameters:
        """Copies of all weights and biases, with an axis of lanes in front: `dense_1/kernel` is `(lanes, fan_in, units)`."""

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases; the optimizers keep what they remember."""


def make_lanes_engine(lineup: Lineup) -> LanesEngine:
    """The engine that a line-up asks for, loaded now if it has not been yet (TensorFlow takes seconds)."""
    if lineup.common.engine == "tensorflow":
        from playground.engine.lanes.tensorflow_lanes import TensorFlowLanes

        return TensorFlowLanes(lineup)
    from playground.engine.lanes.numpy_lanes import NumpyLanes

    return NumpyLanes(lineup)


def initial_lanes(lineup: Lineup) -> dict[str, FloatArray]:
    """The parameters that the lanes start from: those of each spec alone, with an axis of lanes in front."""
    each = [initial_parameters(spec) for spec in lineup.specs]
    return {name: np.stack([one[name] for one in each]) for name in each[0]}
