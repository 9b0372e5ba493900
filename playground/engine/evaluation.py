"""How well a network does on some samples: its mean loss, and what it takes each class for, or how far its numbers are off."""

from collections.abc import Generator

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data import Split
from playground.engine.base import Engine, targets
from playground.engine.network import answers, classes, kept
from playground.engine.samples import chunk_size
from playground.snapshot import Measured, Predictions
from playground.spec import RunSpec


class Evaluation:
    """Samples to measure a network on, prepared once and used at each point of the curve."""

    def __init__(self, spec: RunSpec, split: Split, unit: float = 1.0, *, keeps: bool = False) -> None:
        """Work out what the network is given and what it should say.

        Args:
            spec: of the run.
            split: the samples.
            unit: of the numbers to tell, for errors that are said in it; see `Dataset.unit`.
            keeps: whether to keep what each sample was taken for, and not only how many of each class.
        """
        self._spec = spec
        self._loss, self._settings = spec.training.loss.entry, spec.training.loss.settings
        self._from_logits = self._loss.from_logits(spec.model.output.activation.name)
        self._labels = split.labels
        self._targets = targets(spec, split.labels)
        self._classes = spec.data.classes
        self._spread = float(np.var(split.labels, dtype=np.float64)) if spec.data.is_regression else 0.0
        self._unit = unit
        self._keeps = keeps and not spec.data.is_regression
        self.samples = kept(spec, split.raw)

    def in_chunks(self, engine: Engine) -> Generator[None, None, Measured]:
        """Measure bit by bit, so that 10,000 pictures need little memory, and something else can be done in between.

        Yields:
            Nothing, after each chunk.

        Returns:
            How well the network does now.
        """
        chunk = chunk_size(self._spec)
        parts = []
        for start in range(0, len(self.samples), chunk):
            parts.append(engine.outputs(self.samples[start : start + chunk]))
            yield
        (measured,) = self.measure(np.concatenate(parts)[None])
        return measured

    def measure(self, z: FloatArray) -> list[Measured]:
        """Measure the network at several moments.

        Args:
            z: the weighted sums of its outputs for all samples, at each moment: `(moments, samples, outputs)`.

        Returns:
            How well it did at each.
        """
        moments, samples, outputs = z.shape
        z = z.reshape(-1, outputs)
        a = answers(self._spec, z)
        y = np.broadcast_to(self._targets, (moments, *self._targets.shape)).reshape(z.shape)
        if self._from_logits:
            each = self._loss.value_from_logits(y, z, **self._settings)
        else:
            each = self._loss.value(y, a, **self._settings)
        # float64, because a mean of many float32 numbers would lose digits.
        losses = each.reshape(moments, samples).mean(axis=1, dtype=np.float64).tolist()
        if self._spec.data.is_regression:
            squares = np.square(a - y).reshape(moments, -1).mean(axis=1, dtype=np.float64)
            spread = self._spread or np.nan  # all numbers are the same: there is no variance to explain
            pairs = zip((np.sqrt(squares) * self._unit).tolist(), (1 - squares / spread).tolist(), strict=True)
            return [Measured(loss, rmse=rmse, r2=r2) for loss, (rmse, r2) in zip(losses, pairs, strict=True)]
        taken = classes(self._spec, a).reshape(moments, samples)
        cells = (np.arange(moments)[:, None] * self._classes + self._labels) * self._classes + taken
        counts = np.bincount(cells.ravel(), minlength=moments * self._classes**2).reshape(moments, self._classes, self._classes)
        kept = self._kept(taken, a) if self._keeps else [None] * moments
        return [
            Measured(loss, tuple(map(tuple, table)), predictions=predictions)
            for loss, table, predictions in zip(losses, counts.tolist(), kept, strict=True)
        ]

    def _kept(self, taken: ByteArray, a: FloatArray) -> list[Predictions | None]:
        """What each sample was taken for at each moment, and how surely."""
        moments, samples = taken.shape
        # The largest of each row, column by column: along the short axis it would take five times as long.
        sure = np.maximum.reduce([a[:, k] for k in range(a.shape[1])]).reshape(moments, samples)
        return [Predictions(classes, confidences) for classes, confidences in zip(taken, np.nan_to_num(sure), strict=True)]
