"""Training as something that can be advanced bit by bit.

What is measured, and at which steps, depends on the spec alone and never on the clock: so the same spec gives the same curve.
"""

import math
import time
from collections.abc import Generator
from typing import TypeAlias

import numpy as np

from playground.arrays import FloatArray, IntArray
from playground.data import Dataset
from playground.data.augmentation import Augmenter
from playground.engine.base import Engine, make_engine
from playground.engine.carry import carried
from playground.engine.course import Course
from playground.engine.evaluation import Evaluation
from playground.engine.moment import Moment, remembers, same_network, same_optimizer
from playground.engine.network import kept
from playground.engine.samples import measured_samples
from playground.engine.stopping import Divergence, StopConditions
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
        step: batches trained so far.
        seconds: spent on training and measuring so far.
        metrics: the newest.
        diverged: why training cannot go on, as a sentence, or `None`.
        stopped: which condition of the spec has ended training, as a sentence, or `None`.
    """

    def __init__(
        self, spec: RunSpec, data: Dataset, engine: Engine | None = None, begin: Moment | None = None, *, course: Course | None = None
    ) -> None:
        """Build the engine, and measure before the first step.

        Args:
            spec: of the run.
            data: what it learns from.
            engine: of the spec; made here unless it is given.
            begin: to go on from, perhaps by another spec; `None` is from the initial parameters.
            course: with points to measure at that are not the usual ones; of the spec.
        """
        self.spec = spec
        self.data = data
        self._engine = engine or make_engine(spec, data)
        train, test = measured_samples(data)
        self._on_train = Evaluation(spec, train, data.unit)
        self._on_test = Evaluation(spec, test, data.unit, keeps=spec.data.is_image)
        self._course = course or Course(spec, len(data.train))
        augmentation = spec.data.augmentation
        self._augmenter = Augmenter(**augmentation.model_dump(), seed=spec.seed) if augmentation.any else None
        self.diverged: str | None
        self.stopped: str | None
        self._conditions: StopConditions | None
        self._measurement: Measurement | None
        if begin is None:
            self._start()
        else:
            self._go_on_from(begin)

    def prepare(self) -> None:
        """Do now whatever the first step would otherwise have to wait for."""
        self._engine.prepare()

    def reset(self) -> None:
        """Start again from the initial parameters."""
        self._engine.reset()
        self._start()

    def moment(self) -> Moment:
        """This moment, whole."""
        return Moment(self.spec, self.epoch, self.seconds, self.metrics, self.parameters(), self._engine.memory())

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases; what the loss is with them is still to be measured."""
        self._engine.load(parameters)
        self._divergence = Divergence()
        self.diverged = None
        self._measurement = self._measure_all()

    def changed(self, spec: RunSpec, data: Dataset) -> "Training":
        """This run as it goes on by another spec: with the same weights, as far as both have them; this object is then done with.

        Args:
            spec: from now on.
            data: of that spec.
        """
        if data is not self.data or not same_network(self.spec, spec):
            return Training(spec, data, begin=self.moment())
        self.spec = self._course.spec = spec
        self.stopped, self._conditions = None, StopConditions(spec)
        return self

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._course.steps_per_epoch

    @property
    def epoch(self) -> float:
        """Times through the training data; a fraction inside an epoch."""
        return self.step / self.steps_per_epoch

    @property
    def rate_now(self) -> float:
        """The learning rate of the next update, as the schedule has it."""
        return float(f"{self._course.rates(self.step, 1)[0]:.7g}")  # float32 has no more digits, and would show others

    @property
    def point(self) -> Point:
        """This moment as a point of the learning curve, with the newest metrics."""
        return Point(self.epoch, self.metrics, self.rate_now)

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

    def measured_now(self) -> Metrics:
        """How well the network does at this very step, which may lie between two points of the curve; it leaves the curve alone."""
        measurement = self._measure_all()
        with np.errstate(all="ignore"):
            try:
                while True:
                    next(measurement)
            except StopIteration as done:
                metrics: Metrics = done.value
        return metrics

    def parameters(self) -> Parameters:
        """Copies of the weights and biases as they are now."""
        return self._engine.parameters()

    def snapshot(self) -> Snapshot:
        """This moment, to keep."""
        final = self.finished or self.diverged is not None
        return Snapshot(self.step, self.epoch, self.seconds, self.metrics, self.parameters(), final, self.diverged, self.stopped)

    def _start(self) -> None:
        self._begin(step=0, seconds=0.0)
        self._measure(math.inf)

    def _go_on_from(self, moment: Moment) -> None:
        """Take over what there is of a moment; what the loss is now is still to be measured."""
        self._engine.load(carried(moment.spec, moment.parameters, self.spec))
        if same_optimizer(moment.spec, self.spec) and remembers(moment.memory, self._engine.memory()):
            self._engine.recall(moment.memory)
        self.metrics = moment.metrics
        self._begin(step=round(moment.epoch * self.steps_per_epoch), seconds=moment.seconds)

    def _begin(self, *, step: int, seconds: float) -> None:
        self.step = step
        self.seconds = seconds
        self.diverged = self.stopped = None
        self._divergence = Divergence()
        self._conditions = StopConditions(self.spec)
        self._next_point = self._course.point_after(step)
        self._measurement = self._measure_all()

    # Training

    def _train(self, most: int) -> list[Point]:
        """Train, and return the points of the curve that the engine has measured on the way; others are still to be measured."""
        epoch, start = divmod(self.step, self.steps_per_epoch)
        ahead = self._epochs_ahead(most)
        count = min(most, self._next_point - self.step, self.steps_per_epoch - start) if ahead == 1 else ahead * self.steps_per_epoch
        orders = self._course.orders(epoch, ahead)
        if self._augmenter is not None:
            self._augment(self._augmenter, orders[0], epoch, start, count)
        rates = self._course.rates(self.step, count)
        z = self._engine.train(orders, self.step, rates)
        if z is not None:
            return self._ends_of_epochs(z, orders, rates)
        self.step += count
        if self.step == self._next_point:
            self._next_point = self._course.point_after(self.step)
            self._measurement = self._measure_all()
        return []

    def _epochs_ahead(self, most: int) -> int:
        """How many whole epochs can be trained in one call: only one where something has to be looked at in between."""
        inside, watched = self.step % self.steps_per_epoch, self._conditions is not None and self._conditions.keeps_the_best
        if inside or watched:
            return 1
        return max(1, min(most // self.steps_per_epoch, self._engine.epochs_at_once, self._course.epochs_left(self.step)))

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
        self._next_point = self._course.point_after(self.step)
        if len(points) < len(z):  # it went too far: back, and again as far as that
            self._engine.rewind()
            self._engine.train(orders[: len(points)], begun, rates[: self.step - begun])
        return points

    def _augment(self, augmenter: Augmenter, order: IntArray, epoch: int, start: int, count: int) -> None:
        """Change the pictures of the next batches, just before they are needed."""
        size = self.spec.training.batch_size
        positions = order[start * size : (start + count) * size]
        pictures = np.asarray(self.data.train.raw[positions], np.uint8)
        changed = augmenter.augmented(pictures, positions, epoch)
        self._engine.replace(positions, kept(self.spec, changed))

    # Measuring

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
        point = self.point
        loss = metrics.train.loss
        rate = self.spec.training.learning_rate
        self.diverged = self._divergence.check(loss, step=self.step, epoch=self.epoch, learning_rate=rate)
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
