"""Heats: lanes that train as one computation, or a lane that trains alone; both are advanced bit by bit in the same way."""

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.engine import Training
from playground.engine.inside import Inside
from playground.engine.lanes import LanesInside, LanesPoint, LanesTraining, Lineup
from playground.race.marks import MarkedCourse, row
from playground.race.timing import seconds_per_epoch
from playground.snapshot import Parameters, Point
from playground.spec import RunSpec

SLICE_SECONDS = 0.012
"""How long a heat trains before others may have the word."""


class Heat(ABC):
    """Lanes that move together.

    Attributes:
        lanes: their numbers in the comparison.
        specs: theirs.
    """

    def __init__(self, lanes: Sequence[int], specs: Sequence[RunSpec], layers: int) -> None:
        """Note who runs; `layers` are those with weights of the deepest network of the comparison."""
        self.lanes = tuple(lanes)
        self.specs = tuple(specs)
        self._layers = layers
        self._epochs = specs[0].training.epochs

    @property
    @abstractmethod
    def epoch(self) -> float:
        """Times through the training data; a fraction inside an epoch."""

    @property
    @abstractmethod
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""

    @property
    @abstractmethod
    def diverged(self) -> dict[int, str]:
        """Lanes that cannot go on, each with a sentence."""

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to train, or to measure."""
        return (self.epoch >= self._epochs or len(self.diverged) == len(self.lanes)) and not self.measuring

    @property
    @abstractmethod
    def measuring(self) -> bool:
        """Whether a mark is reached, and not measured yet."""

    @property
    @abstractmethod
    def per_epoch(self) -> dict[int, float]:
        """Seconds that an epoch of each lane takes, of those of which that is known."""

    @abstractmethod
    def prepare(self) -> None:
        """Do now whatever the first step would otherwise have to wait for."""

    @abstractmethod
    def reset(self) -> None:
        """Start again."""

    @abstractmethod
    def advance(self, until: float) -> list[FloatArray]:
        """Train for a moment, not past an epoch and not past the next mark; or measure for a moment.

        Args:
            until: epoch to stop at, perhaps a fraction.

        Returns:
            Marks that are now measured: rows as `playground.race.marks.row` makes them.
        """

    @abstractmethod
    def parameters(self) -> list[Parameters]:
        """Copies of the weights of each lane."""


class Together(Heat):
    """Lanes that train as one computation."""

    def __init__(self, lanes: Sequence[int], lineup: Lineup, layers: int) -> None:
        """Build the engine."""
        super().__init__(lanes, lineup.specs, layers)
        self._lineup = lineup
        self._ended: dict[int, Parameters] = {}  # the weights of lanes that have diverged, when that was found out
        self._alone: dict[int, float] = {}
        self._training = LanesTraining(lineup)
        self._course = MarkedCourse(lineup.common, len(lineup.datasets[0].train))
        self._inside = LanesInside(lineup)
        self._steps_per_second = 1000.0
        self._measurement: Generator[None, None, LanesPoint] | None = self._training.measure()
        self._next = self._point_after(0)

    @property
    def epoch(self) -> float:
        """Times through the training data."""
        return self._training.epoch

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._training.steps_per_epoch

    @property
    def diverged(self) -> dict[int, str]:
        """Lanes that cannot go on."""
        return {lane: text for lane, text in zip(self.lanes, self._training.diverged, strict=True) if text is not None}

    @property
    def measuring(self) -> bool:
        """Whether a mark is reached, and not measured yet."""
        return self._measurement is not None

    @property
    def per_epoch(self) -> dict[int, float]:
        """Of each lane alone; where nobody knows that, its share of the time that all take."""
        training = self._training
        share = {lane: training.seconds / training.epoch / len(self.lanes) for lane in self.lanes} if training.step else {}
        return self._alone or share

    def prepare(self) -> None:
        """Have the engine compile, and see how long each kind of lane takes alone; in TensorFlow each would take seconds to compile."""
        self._training.prepare()
        if self.specs[0].engine == "numpy":
            self._alone = self._time_each()

    def reset(self) -> None:
        """Start again."""
        self._training.reset()
        self._ended.clear()
        self._measurement = self._training.measure()
        self._next = self._point_after(0)

    def advance(self, until: float) -> list[FloatArray]:
        """Train or measure for a moment."""
        if self._measurement is not None:
            return self._measure(self._measurement)
        training = self._training
        goal = min(self._next, _steps(until, self.steps_per_epoch))
        fits = max(1, int(self._steps_per_second * SLICE_SECONDS))
        count = min(fits, goal - training.step)
        if count <= 0:
            return []
        begun = time.perf_counter()
        training.train(count)
        spent = time.perf_counter() - begun
        self._steps_per_second += 0.3 * (count / max(spent, 1e-6) - self._steps_per_second)
        if training.step == self._next:
            self._next = self._point_after(training.step)
            self._measurement = training.measure()
        return []

    def parameters(self) -> list[Parameters]:
        """Copies of the weights of each lane."""
        each = _by_lane(self._training.parameters(), len(self.lanes))
        return [self._ended.get(lane, one) for lane, one in zip(self.lanes, each, strict=True)]

    def _time_each(self) -> dict[int, float]:
        """Seconds that an epoch of each lane takes alone; lanes that differ in their seed alone are timed once."""
        known: dict[RunSpec, float] = {}
        found = {}
        for lane, spec, dataset in zip(self.lanes, self.specs, self._lineup.dataset_of.tolist(), strict=True):
            kind = spec.model_copy(update={"seed": 0})
            if kind not in known:
                known[kind] = seconds_per_epoch(spec, self._lineup.datasets[dataset])
            found[lane] = known[kind]
        return found

    def _measure(self, measurement: Generator[None, None, LanesPoint]) -> list[FloatArray]:
        end = time.perf_counter() + SLICE_SECONDS
        known = self.diverged
        try:
            while time.perf_counter() < end:
                next(measurement)
            return []
        except StopIteration as done:
            point: LanesPoint = done.value
        self._measurement = None
        for number in [number for number, lane in enumerate(self.lanes) if lane in self.diverged and lane not in known]:
            self._ended[self.lanes[number]] = {name: array[number] for name, array in point.parameters.items()}
        gradients, dead = self._inside(point.parameters)
        each = zip(self.lanes, point.metrics, gradients, dead, strict=True)
        # A lane that has diverged before has no marks any more.
        return [row(lane, point.epoch, metrics, *two, layers=self._layers) for lane, metrics, *two in each if lane not in known]

    def _point_after(self, step: int) -> int:
        """The step of the next mark."""
        return self._course.point_after(step) if step < self._epochs * self.steps_per_epoch else step


class Alone(Heat):
    """A lane that trains alone."""

    def __init__(self, lane: int, spec: RunSpec, data: Dataset, layers: int) -> None:
        """Build the engine."""
        super().__init__([lane], [spec], layers)
        self._alone: float | None = None
        course = MarkedCourse(spec, len(data.train))
        self._training = Training(spec, data, course=course)
        self._course = course
        self._inside = Inside(spec, data)
        self._steps_per_second = 1000.0
        self._waiting: list[Point] = [self._training.point]

    @property
    def epoch(self) -> float:
        """Times through the training data."""
        return self._training.epoch

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._training.steps_per_epoch

    @property
    def diverged(self) -> dict[int, str]:
        """Whether it can go on."""
        return {} if self._training.diverged is None else {self.lanes[0]: self._training.diverged}

    @property
    def measuring(self) -> bool:
        """Whether a mark is reached, and not measured yet."""
        return self._training.measuring or bool(self._waiting)

    @property
    def per_epoch(self) -> dict[int, float]:
        """Alone, without measuring; with TensorFlow measuring is a part of it."""
        if self._alone is not None:
            return {self.lanes[0]: self._alone}
        training = self._training
        return {self.lanes[0]: training.seconds / training.epoch} if training.step else {}

    def prepare(self) -> None:
        """Have the engine compile, and see how long it takes."""
        self._training.prepare()
        if self.specs[0].engine == "numpy":
            self._alone = seconds_per_epoch(self.specs[0], self._training.data)

    def reset(self) -> None:
        """Start again."""
        self._training.reset()
        self._waiting = [self._training.point]

    def advance(self, until: float) -> list[FloatArray]:
        """Train or measure for a moment."""
        training = self._training
        if self._waiting:
            points, self._waiting = self._waiting, []
        else:
            left = _steps(until, self.steps_per_epoch) - training.step
            if not training.measuring and left <= 0:
                return []
            # Not past a mark: what is inside is looked at there, and not some epochs later.
            goal = self._mark_after - training.step
            fits = max(1, int(self._steps_per_second * SLICE_SECONDS))
            before, begun = training.step, time.perf_counter()
            points = training.advance(min(fits, left, goal))
            if training.step > before and not points:
                spent = time.perf_counter() - begun
                self._steps_per_second += 0.3 * ((training.step - before) / max(spent, 1e-6) - self._steps_per_second)
        return [self._mark(point) for point in points if self._is_mark(point)]

    def parameters(self) -> list[Parameters]:
        """Copies of its weights."""
        return [self._training.parameters()]

    @property
    def _mark_after(self) -> int:
        """The step of the next mark; or of the last one, which may be reached and still be measured."""
        step = self._training.step
        return self._course.point_after(step) if self.epoch < self._epochs else step

    def _is_mark(self, point: Point) -> bool:
        """Engines that train several epochs at once have points at all of their ends."""
        return self._training.diverged is not None or self._course.is_marked(point.epoch)

    def _mark(self, point: Point) -> FloatArray:
        states = self._inside(self._training.parameters())
        gradients, dead = (np.array([getattr(state, name) for state in states]) for name in ("gradient", "dead"))
        return row(self.lanes[0], point.epoch, point.metrics, gradients, dead, layers=self._layers)


def _steps(epoch: float, steps_per_epoch: int) -> int:
    """The first step that is not before an epoch."""
    return math.ceil(epoch * steps_per_epoch - 1e-6)


def _by_lane(parameters: Parameters, lanes: int) -> list[Parameters]:
    return [{name: array[lane] for name, array in parameters.items()} for lane in range(lanes)]
