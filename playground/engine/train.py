"""Training as an iterator of snapshots, and as something that can be advanced bit by bit.

What is measured, and at which steps, depends on the spec alone and never on the clock: so the same spec gives the same curve.
"""

import math
import time
from collections.abc import Generator, Iterator
from typing import TypeAlias

import numpy as np

from playground.arrays import IntArray
from playground.data import Dataset, load
from playground.data.dataset import Progress, no_progress
from playground.engine.base import Engine, make_engine
from playground.engine.evaluation import Evaluation
from playground.randomness import Stream, generator
from playground.snapshot import Metrics, Parameters, Snapshot
from playground.spec import RunSpec

MEASURED_SAMPLES = 5_000
"""Metrics on the training data use this many samples at most, the same ones each time: measuring must not take longer than training."""

MEASURE_SECONDS = 0.01
"""How long a measurement takes the word before others may have it."""

LOSS_LIMIT = 1e6
LOSS_RATIO_LIMIT = 1e3
LOSS_RATIO_FROM_STEP = 20

Measurement: TypeAlias = Generator[None, None, Metrics]
"""A measurement that goes on bit by bit."""


def load_data(spec: RunSpec, progress: Progress = no_progress) -> Dataset:
    """The data of a spec.

    Raises:
        DataError: it could not be found or read.
    """
    data = spec.data
    return load(
        data.dataset,
        samples=data.samples,
        noise=data.noise,
        test_share=data.test_share,
        features=data.features,
        seed=spec.seed,
        progress=progress,
    )


class Training:
    """A run that can be advanced bit by bit.

    Attributes:
        spec: of the run.
        data: what it learns from.
        learning_rate: starts as the spec's, and may be changed at any time.
        step: batches trained so far.
        seconds: spent on training and measuring so far.
        metrics: the newest.
        diverged: why training cannot go on, as a sentence, or `None`.
    """

    def __init__(self, spec: RunSpec, data: Dataset, engine: Engine | None = None) -> None:
        """Build the engine that the spec asks for, unless one is given, and measure before the first step."""
        self.spec = spec
        self.data = data
        self._engine = engine or make_engine(spec, data)
        self._on_train = Evaluation(spec, data.train.first(MEASURED_SAMPLES))
        self._on_test = Evaluation(spec, data.test)
        self.steps_per_epoch = math.ceil(len(data.train) / spec.training.batch_size)
        self.diverged: str | None = None
        self._measurement: Measurement | None = None
        self._next_point = 0
        self._order_epoch = -1
        self._order: IntArray = np.zeros(0, np.int32)
        self._start()

    def prepare(self) -> None:
        """Do now whatever the first step would otherwise have to wait for."""
        self._engine.prepare()

    def reset(self) -> None:
        """Start again from the initial parameters."""
        self._engine.reset()
        self._start()

    @property
    def epoch(self) -> float:
        """Times through the training data; a fraction inside an epoch."""
        return self.step / self.steps_per_epoch

    @property
    def finished(self) -> bool:
        """Whether all epochs of the spec are done."""
        return self.step >= self.spec.training.epochs * self.steps_per_epoch and not self.measuring

    @property
    def measuring(self) -> bool:
        """Whether a point of the curve is reached, and still being measured."""
        return self._measurement is not None

    def advance(self, most: int) -> bool:
        """Train at most `most` batches, not past the next point of the curve; or, having reached it, measure for a moment.

        Returns:
            Whether a point of the curve is now measured; `metrics` is new then.
        """
        begun = time.perf_counter()
        if self._measurement is None:
            self._train(most)
        measured = self._measurement is not None and self._measure(begun + MEASURE_SECONDS)
        self.seconds += time.perf_counter() - begun
        return measured

    def _train(self, most: int) -> None:
        epoch, start = divmod(self.step, self.steps_per_epoch)
        if epoch != self._order_epoch:
            self._order = self._shuffled(epoch)
            self._order_epoch = epoch
        count = min(most, self._next_point - self.step, self.steps_per_epoch - start)
        self._engine.train(self._order, start, count, self.learning_rate)
        self.step += count
        if self.step == self._next_point:
            self._next_point = self._point_after(self.step)
            self._measurement = self._measure_all()

    def parameters(self) -> Parameters:
        """Copies of the weights and biases as they are now."""
        return self._engine.parameters()

    def snapshot(self) -> Snapshot:
        """This moment, to keep."""
        final = self.finished or self.diverged is not None
        return Snapshot(self.step, self.epoch, self.seconds, self.metrics, self.parameters(), final, self.diverged)

    def _start(self) -> None:
        self.learning_rate = self.spec.training.learning_rate
        self.step = 0
        self.seconds = 0.0
        self.diverged = None
        self._best = math.inf
        self._order_epoch = -1
        self._next_point = self._point_after(0)
        self._measurement = self._measure_all()
        self._measure(math.inf)

    def _shuffled(self, epoch: int) -> IntArray:
        rng = generator(self.spec.seed, Stream.ORDER, epoch)
        return rng.permutation(len(self.data.train)).astype(np.int32)

    def _point_after(self, step: int) -> int:
        """The next step to measure at: each epoch's end, and inside the long epochs of pictures as well, often at first."""
        epoch, start = divmod(step, self.steps_per_epoch)
        end = (epoch + 1) * self.steps_per_epoch
        if self.spec.data.is_plane:
            return end
        interval = max(50, self.steps_per_epoch // (10 if epoch == 0 else 2))
        point = step - start % interval + interval
        return point if point + interval // 2 < end else end

    def _measure(self, until: float) -> bool:
        """Go on with the measurement until it is done (then `True`), or the clock says `until`."""
        if self._measurement is None:
            return True
        # A diverged network overflows; that is reported as what it is, below.
        with np.errstate(all="ignore"):
            try:
                while True:
                    next(self._measurement)
                    if time.perf_counter() > until:
                        return False
            except StopIteration as done:
                self.metrics = done.value
        self._measurement = None
        self.diverged = self._divergence(self.metrics.train_loss)
        self._best = min(self._best, self.metrics.train_loss)
        return True

    def _measure_all(self) -> Measurement:
        parameters = self._engine.parameters()
        train_loss, train_accuracy = yield from self._on_train.in_chunks(parameters)
        test_loss, test_accuracy = yield from self._on_test.in_chunks(parameters)
        return Metrics(train_loss, test_loss, train_accuracy, test_accuracy)

    def _divergence(self, loss: float) -> str | None:
        advice = f"Try a lower learning rate than {self.learning_rate:g}."
        if not math.isfinite(loss):
            return f"Training diverged in epoch {math.ceil(self.epoch)}: the loss is no longer a number. {advice}"
        if loss > LOSS_LIMIT or (self.step > LOSS_RATIO_FROM_STEP and loss > LOSS_RATIO_LIMIT * max(self._best, 1e-3)):
            return f"Training diverged in epoch {math.ceil(self.epoch)}: the loss rose to {loss:.3g}. {advice}"
        return None


def train(spec: RunSpec, progress: Progress = no_progress, data: Dataset | None = None) -> Iterator[Snapshot]:
    """Train a spec.

    Args:
        spec: the whole input of the run.
        progress: told about long waits for data.
        data: that of the spec, where it has been loaded already.

    Yields:
        A snapshot before the first step and after each epoch; the last one has `final`. The same spec gives the same snapshots.

    Raises:
        DataError: the data could not be found or read.
    """
    training = Training(spec, load_data(spec, progress) if data is None else data)
    snapshot = training.snapshot()
    yield snapshot
    while not snapshot.final:
        measured = training.advance(training.steps_per_epoch)
        if not measured or (training.step % training.steps_per_epoch and training.diverged is None):
            continue
        snapshot = training.snapshot()
        yield snapshot
