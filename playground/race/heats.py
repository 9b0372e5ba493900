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

SLICE_SECONDS = 0.02
"""How long a heat trains before others may have the word."""


class Heat(ABC):
    """Lanes that move together.

    Attributes:
        lanes: their numbers in the comparison.
        specs: theirs.
    """

    _training: Training | LanesTraining

    def __init__(self, lanes: Sequence[int], specs: Sequence[RunSpec], data: Sequence[Dataset], layers: int) -> None:
        """Note who runs.

        Args:
            lanes: their numbers in the comparison.
            specs: theirs.
            data: what each of them learns from.
            layers: those with weights of the deepest network of the comparison.
        """
        self.lanes = tuple(lanes)
        self.specs = tuple(specs)
        self._data = tuple(data)
        self._layers = layers
        self._epochs = specs[0].training.epochs
        self._alone: dict[int, float] = {}
        self._steps_per_second = 1000.0

    @property
    def epoch(self) -> float:
        """Times through the training data; a fraction inside an epoch."""
        return self._training.epoch

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return self._training.steps_per_epoch

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
    def per_epoch(self) -> dict[int, float]:
        """Seconds that an epoch of each lane takes alone, without measuring.

        Where nobody knows that, it is a lane's share of the time that all take; of a lane that trains alone measuring is then a part of it.
        """
        training = self._training
        share = {lane: training.seconds / training.epoch / len(self.lanes) for lane in self.lanes} if training.step else {}
        return self._alone or share

    def prepare(self) -> None:
        """Do now whatever the first step would otherwise have to wait for, and see how long each kind of lane takes alone.

        With TensorFlow each would have to be compiled for that, which takes seconds.
        """
        self._training.prepare()
        if self.specs[0].engine == "numpy":
            self._alone = self._time_each()

    def reset(self) -> None:
        """Start again."""
        self._training.reset()
        self._begin()

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

    @abstractmethod
    def _begin(self) -> None:
        """Be at the first mark, which is not measured yet."""

    @property
    def _steps_in_a_slice(self) -> int:
        return max(1, int(self._steps_per_second * SLICE_SECONDS))

    def _took(self, steps: int, seconds: float) -> None:
        """Note how long some steps have taken, so that the next ones fit into a slice."""
        self._steps_per_second += 0.3 * (steps / max(seconds, 1e-6) - self._steps_per_second)

    def _time_each(self) -> dict[int, float]:
        """Seconds that an epoch of each lane takes alone; lanes that differ in their seed alone are timed once."""
        known: dict[RunSpec, float] = {}
        found = {}
        for lane, spec, data in zip(self.lanes, self.specs, self._data, strict=True):
            kind = spec.model_copy(update={"seed": 0})
            if kind not in known:
                known[kind] = seconds_per_epoch(spec, data)
            found[lane] = known[kind]
        return found


class Together(Heat):
    """Lanes that train as one computation."""

    _training: LanesTraining
    _ended: dict[int, Parameters]  # the weights of lanes that have diverged, when that was found out
    _measurement: Generator[None, None, LanesPoint] | None
    _next: int  # the step of the next mark

    def __init__(self, lanes: Sequence[int], lineup: Lineup, layers: int) -> None:
        """Build the engine."""
        super().__init__(lanes, lineup.specs, [lineup.datasets[number] for number in lineup.dataset_of], layers)
        self._training = LanesTraining(lineup)
        self._course = MarkedCourse(lineup.common, len(lineup.datasets[0].train))
        self._inside = LanesInside(lineup)
        self._begin()

    @property
    def diverged(self) -> dict[int, str]:
        """Some of them, while the others go on."""
        return {lane: text for lane, text in zip(self.lanes, self._training.diverged, strict=True) if text is not None}

    @property
    def measuring(self) -> bool:
        """Whether a measurement of all lanes has begun; it takes several slices."""
        return self._measurement is not None

    def advance(self, until: float) -> list[FloatArray]:
        """All of them by as many steps."""
        if self._measurement is not None:
            return self._measure(self._measurement)
        training = self._training
        goal = min(self._next, _steps(until, self.steps_per_epoch))
        count = min(self._steps_in_a_slice, goal - training.step)
        if count <= 0:
            return []
        begun = time.perf_counter()
        training.train(count)
        self._took(count, time.perf_counter() - begun)
        if training.step == self._next:
            self._next = self._point_after(training.step)
            self._measurement = training.measure()
        return []

    def parameters(self) -> list[Parameters]:
        """Those of a lane that has diverged are what they were when that was found out."""
        each = _by_lane(self._training.parameters(), len(self.lanes))
        return [self._ended.get(lane, one) for lane, one in zip(self.lanes, each, strict=True)]

    def _begin(self) -> None:
        self._ended = {}
        self._measurement = self._training.measure()
        self._next = self._point_after(0)

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

    _training: Training
    _waiting: list[Point]  # what the engine has measured, until it is taken

    def __init__(self, lane: int, spec: RunSpec, data: Dataset, layers: int) -> None:
        """Build the engine."""
        super().__init__([lane], [spec], [data], layers)
        self._course = MarkedCourse(spec, len(data.train))
        self._training = Training(spec, data, course=self._course)
        self._inside = Inside(spec, data)
        self._begin()

    @property
    def diverged(self) -> dict[int, str]:
        """The only one, or none."""
        return {} if self._training.diverged is None else {self.lanes[0]: self._training.diverged}

    @property
    def measuring(self) -> bool:
        """Whether its engine is at it, or has measured what nobody has taken yet."""
        return self._training.measuring or bool(self._waiting)

    def advance(self, until: float) -> list[FloatArray]:
        """Not past a mark either where the engine trains several epochs at once: that is where one looks inside."""
        training = self._training
        if self._waiting:
            points, self._waiting = self._waiting, []
        else:
            left = _steps(until, self.steps_per_epoch) - training.step
            if not training.measuring and left <= 0:
                return []
            goal = self._mark_after - training.step
            before, begun = training.step, time.perf_counter()
            points = training.advance(min(self._steps_in_a_slice, left, goal))
            if training.step > before and not points:
                self._took(training.step - before, time.perf_counter() - begun)
        return [self._mark(point) for point in points if self._is_mark(point)]

    def parameters(self) -> list[Parameters]:
        """Of one lane."""
        return [self._training.parameters()]

    def _begin(self) -> None:
        self._waiting = [self._training.point]

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
