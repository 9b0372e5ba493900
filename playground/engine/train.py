"""Training as an iterator of snapshots, and as something that can be advanced bit by bit.

What is measured, and at which steps, depends on the spec alone and never on the clock: so the same spec gives the same curve.
"""

import math
import time
from collections.abc import Generator, Iterator
from typing import TypeAlias

import numpy as np

from playground.arrays import FloatArray, IntArray
from playground.data import Dataset
from playground.data.augmentation import Augmenter
from playground.data.dataset import Progress, no_progress
from playground.engine.base import Engine, make_engine
from playground.engine.evaluation import Evaluation
from playground.engine.network import kept
from playground.engine.samples import load_data, measured_samples
from playground.engine.stopping import Divergence, StopConditions
from playground.nn.schedules import learning_rates
from playground.randomness import Stream, generator
from playground.snapshot import Metrics, Parameters, Point, Snapshot
from playground.spec import RunSpec

MEASURE_SECONDS = 0.01
"""How long a measurement takes the word before others may have it."""

Measurement: TypeAlias = Generator[None, None, Metrics]
"""A measurement that goes on bit by bit."""


class Training:
    """A run that can be advanced bit by bit.

    Attributes:
        spec: of the run.
        data: what it learns from.
        learning_rate: before the schedule; starts as the spec's, and may be changed at any time.
        step: batches trained so far.
        seconds: spent on training and measuring so far.
        metrics: the newest.
        diverged: why training cannot go on, as a sentence, or `None`.
        stopped: which condition of the spec has ended training, as a sentence, or `None`.
    """

    def __init__(self, spec: RunSpec, data: Dataset, engine: Engine | None = None) -> None:
        """Build the engine that the spec asks for, unless one is given, and measure before the first step."""
        self.spec = spec
        self.data = data
        self._engine = engine or make_engine(spec, data)
        self._on_train, self._on_test = (Evaluation(spec, split, data.unit) for split in measured_samples(data))
        self.steps_per_epoch = math.ceil(len(data.train) / spec.training.batch_size)
        augmentation = spec.data.augmentation
        self._augmenter = Augmenter(**augmentation.model_dump(), seed=spec.seed) if augmentation.any else None
        self.diverged: str | None = None
        self.stopped: str | None = None
        self._conditions: StopConditions | None = None
        self._measurement: Measurement | None = None
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
    def rate_now(self) -> float:
        """The learning rate of the next update, as the schedule has it."""
        return float(f"{self._rates(self.step, 1)[0]:.7g}")  # float32 has no more digits, and would show others

    @property
    def finished(self) -> bool:
        """Whether all epochs of the spec are done, or a condition of it has ended training."""
        done = self.step >= self.spec.training.epochs * self.steps_per_epoch
        return (done or self.stopped is not None) and not self.measuring

    @property
    def measuring(self) -> bool:
        """Whether a point of the curve is reached, and still being measured."""
        return self._measurement is not None

    def go_on(self) -> None:
        """Train on after a condition has ended training: from now on none does."""
        self.stopped = None
        self._conditions = None

    def advance(self, most: int) -> list[Point]:
        """Train at most `most` batches, not past the next point of the curve; or, having reached it, measure for a moment.

        Several whole epochs may be trained at once, where that is faster.

        Returns:
            The points of the curve that are now measured; `metrics` are those of the last.
        """
        begun = time.perf_counter()
        points = [] if self._measurement is not None else self._train(most)
        points += self._measure(begun + MEASURE_SECONDS)
        self.seconds += time.perf_counter() - begun
        return points

    def parameters(self) -> Parameters:
        """Copies of the weights and biases as they are now."""
        return self._engine.parameters()

    def snapshot(self) -> Snapshot:
        """This moment, to keep."""
        final = self.finished or self.diverged is not None
        return Snapshot(self.step, self.epoch, self.seconds, self.metrics, self.parameters(), final, self.diverged, self.stopped)

    def _start(self) -> None:
        self.learning_rate = self.spec.training.learning_rate
        self.step = 0
        self.seconds = 0.0
        self.diverged = self.stopped = None
        self._divergence = Divergence()
        self._conditions = StopConditions(self.spec)
        self._orders: dict[int, IntArray] = {}
        self._next_point = self._point_after(0)
        self._measurement = self._measure_all()
        self._measure(math.inf)

    # Training

    def _train(self, most: int) -> list[Point]:
        """Train, and return the points of the curve that the engine has measured on the way; others are still to be measured."""
        epoch, start = divmod(self.step, self.steps_per_epoch)
        ahead = self._epochs_ahead(most)
        count = min(most, self._next_point - self.step) if ahead == 1 else ahead * self.steps_per_epoch
        orders = np.stack([self._order(number) for number in range(epoch, epoch + ahead)])
        if self._augmenter is not None:
            self._augment(self._augmenter, orders[0], epoch, start, count)
        rates = self._rates(self.step, count)
        z = self._engine.train(orders, self.step, rates)
        if z is not None:
            return self._ends_of_epochs(z, orders, rates)
        self.step += count
        if self.step == self._next_point:
            self._next_point = self._point_after(self.step)
            self._measurement = self._measure_all()
        return []

    def _epochs_ahead(self, most: int) -> int:
        """How many whole epochs can be trained in one call: only one where something has to be looked at in between."""
        inside, watched = self.step % self.steps_per_epoch, self._conditions is not None and self._conditions.keeps_the_best
        if inside or watched:
            return 1
        # Not past the last epoch, nor, when training goes on after that, past the next last one.
        left = self.spec.training.epochs - self.step // self.steps_per_epoch % self.spec.training.epochs
        return max(1, min(most // self.steps_per_epoch, self._engine.epochs_at_once, left))

    def _ends_of_epochs(self, z: FloatArray, orders: IntArray, rates: FloatArray) -> list[Point]:
        """What an engine has measured at the ends of some epochs, as points of the curve."""
        begun, inside = self.step, self.step % self.steps_per_epoch
        split = len(self._on_train.samples)
        with np.errstate(all="ignore"):  # a diverged network overflows; that is reported as what it is
            measured = zip(self._on_train.measure(z[:, :split]), self._on_test.measure(z[:, split:]), strict=True)
        points: list[Point] = []
        for train, test in measured:
            self.step = begun - inside + (len(points) + 1) * self.steps_per_epoch
            points.append(self._reached(Metrics(train, test)))
            if self.diverged is not None or self.stopped is not None:
                break
        self._next_point = self._point_after(self.step)
        if len(points) < len(z):  # it went too far: back, and again as far as that
            self._engine.rewind()
            self._engine.train(orders[: len(points)], begun, rates[: self.step - begun])
        return points

    def _order(self, epoch: int) -> IntArray:
        """The positions of the training samples, shuffled for an epoch."""
        if epoch not in self._orders:
            rng = generator(self.spec.seed, Stream.ORDER, epoch)
            self._orders = {epoch: rng.permutation(len(self.data.train)).astype(np.int32)}  # only the newest is needed again
        return self._orders[epoch]

    def _rates(self, step: int, count: int) -> FloatArray:
        training = self.spec.training
        return learning_rates(
            training.schedule.entry,
            training.schedule.settings,
            rate=self.learning_rate,
            first_step=step,
            count=count,
            steps_per_epoch=self.steps_per_epoch,
            epochs=training.epochs,
            warm_up=training.warm_up,
        )

    def _augment(self, augmenter: Augmenter, order: IntArray, epoch: int, start: int, count: int) -> None:
        """Change the pictures of the next batches, just before they are needed."""
        size = self.spec.training.batch_size
        positions = order[start * size : (start + count) * size]
        pictures = np.asarray(self.data.train.raw[positions], np.uint8)
        changed = augmenter.augmented(pictures, positions, epoch)
        self._engine.replace(positions, kept(self.spec, changed))

    # Measuring

    def _point_after(self, step: int) -> int:
        """The next step to measure at: each epoch's end, and inside the long epochs of pictures as well, often at first."""
        epoch, start = divmod(step, self.steps_per_epoch)
        end = (epoch + 1) * self.steps_per_epoch
        if not self.spec.data.is_image:
            return end
        interval = max(50, self.steps_per_epoch // (10 if epoch == 0 else 2))
        point = step - start % interval + interval
        return point if point + interval // 2 < end else end

    def _measure(self, until: float) -> list[Point]:
        """Go on with the measurement until it is done, or the clock says `until`."""
        if self._measurement is None:
            return []
        # A diverged network overflows; that is reported as what it is, below.
        with np.errstate(all="ignore"):
            try:
                while True:
                    next(self._measurement)
                    if time.perf_counter() > until:
                        return []
            except StopIteration as done:
                metrics: Metrics = done.value
        self._measurement = None
        return [self._reached(metrics)]

    def _measure_all(self) -> Measurement:
        train = yield from self._on_train.in_chunks(self._engine)
        test = yield from self._on_test.in_chunks(self._engine)
        return Metrics(train, test)

    def _reached(self, metrics: Metrics) -> Point:
        """Note a point of the curve, and see whether training ends here."""
        self.metrics = metrics
        point = Point(self.epoch, metrics)
        loss = metrics.train.loss
        self.diverged = self._divergence.check(loss, step=self.step, epoch=self.epoch, learning_rate=self.learning_rate)
        if self.diverged is None and self._conditions is not None and self.step % self.steps_per_epoch == 0:
            self._look_at_conditions(self._conditions, metrics)
        return point

    def _look_at_conditions(self, conditions: StopConditions, metrics: Metrics) -> None:
        epoch = self.step // self.steps_per_epoch
        if conditions.keeps_the_best and conditions.is_best(metrics):
            conditions.keep(metrics, epoch, self.parameters())
        if epoch:
            self.stopped = conditions.check(metrics, epoch=epoch, seconds=self.seconds)
        if self.stopped is not None and conditions.best is not None:
            self.metrics, best = conditions.best
            self._engine.load(best)


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
