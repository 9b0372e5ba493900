"""How well a network does on some samples: its mean loss and its accuracy."""

from collections.abc import Generator
from typing import TypeAlias

import numpy as np

from playground.data import Split
from playground.engine.base import targets
from playground.engine.network import classes, floats, forward, kept
from playground.nn.losses import LOSSES
from playground.snapshot import Parameters
from playground.spec import RunSpec

CHUNK = 1000
"""Samples that are measured in one go: some milliseconds of work."""

Result: TypeAlias = tuple[float, float]
"""Mean loss, and the share of samples that are classified right, 0 to 1."""


class Evaluation:
    """Samples to measure a network on, prepared once and used after every epoch."""

    def __init__(self, spec: RunSpec, split: Split) -> None:
        """Work out what the network is given and what it should say.

        Args:
            spec: of the run.
            split: the samples.
        """
        self._spec = spec
        self._loss = LOSSES[spec.training.loss]
        self._labels = split.labels
        self._targets = targets(spec, split.labels)
        self._samples = kept(spec, split.raw)

    def in_chunks(self, parameters: Parameters) -> Generator[None, None, Result]:
        """Measure bit by bit, so that 10,000 pictures need little memory, and something else can be done in between.

        Yields:
            Nothing, after each chunk.

        Returns:
            Mean loss and accuracy.
        """
        loss, right = 0.0, 0
        for start in range(0, len(self._labels), CHUNK):
            part = slice(start, start + CHUNK)
            z, a = forward(self._spec, parameters, floats(self._samples[part]))
            # float64, because a mean of many float32 numbers would lose digits.
            loss += float(self._loss.value(self._targets[part], a, z).sum(dtype=np.float64))
            right += int((classes(self._spec, a) == self._labels[part]).sum())
            yield
        return loss / len(self._labels), right / len(self._labels)

    def measure(self, parameters: Parameters) -> Result:
        """Measure in one go."""
        measuring = self.in_chunks(parameters)
        while True:
            try:
                next(measuring)
            except StopIteration as done:
                result: Result = done.value
                return result
