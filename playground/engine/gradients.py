"""The gradient of the loss at any weights, by backpropagation in NumPy, whichever engine trains the network."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.data import Dataset
from playground.engine.numpy_engine import NumpyEngine
from playground.nn.layers import Layer
from playground.snapshot import Parameters
from playground.spec import RunSpec

MOST_SAMPLES = 200
"""The mean over so many samples is steadier than that of a batch, and takes a fraction of a millisecond on small networks."""


class Gradients:
    """Looks at one network, over and over, on the first samples of its training data."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Make the layers.

        Args:
            spec: of the run.
            data: what it learns from.
        """
        self._engine = NumpyEngine(spec, replace(data, train=data.train.first(MOST_SAMPLES)))
        self._samples = np.arange(min(MOST_SAMPLES, len(data.train)))

    @property
    def layers(self) -> Sequence[Layer]:
        """The layers, with what they made of the samples in the last call."""
        return self._engine.layers(len(self._samples))

    def __call__(self, parameters: Parameters) -> Parameters:
        """How the loss, with what regularizers add to it, changes with each number that training changes; by its name.

        Args:
            parameters: of a snapshot of the run.

        Returns:
            Arrays of the same shapes, good until the next call.
        """
        self._engine.load(parameters)
        with np.errstate(all="ignore"):  # a network that diverges overflows
            self._engine.differentiate(self._samples, step=0)
        return self._engine.gradients
