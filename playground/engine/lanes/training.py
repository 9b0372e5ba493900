"""Training of a line-up as something that can be advanced bit by bit."""

import time
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.engine.course import Course
from playground.engine.lanes.base import LanesEngine, make_lanes_engine
from playground.engine.lanes.evaluation import LanesEvaluation
from playground.engine.lanes.lineup import Lineup
from playground.engine.stopping import Divergence
from playground.snapshot import Metrics, Parameters


@dataclass(frozen=True)
class LanesPoint:
    """A point of all lanes' learning curves.

    Attributes:
        epoch: times through the training data.
        metrics: of each lane.
        parameters: of all lanes: copies, with an axis of lanes in front.
    """

    epoch: float
    metrics: list[Metrics]
    parameters: Parameters


class LanesTraining:
    """A line-up that can be advanced bit by bit.

    Attributes:
        step: batches trained so far, of each lane.
        steps_per_epoch: batches in an epoch.
        seconds: spent on training so far, of all lanes together, without measuring.
        diverged: for each lane why it cannot go on, as a sentence, or `None`. Such a lane stands still for whoever asks.
    """

    def __init__(self, lineup: Lineup, engine: LanesEngine | None = None) -> None:
        """Build the engine.

        Args:
            lineup: the lanes.
            engine: of the line-up; made here unless it is given.
        """
        self._lineup = lineup
        self._engine = engine or make_lanes_engine(lineup)
        self._evaluation = LanesEvaluation(lineup)
        samples = len(lineup.datasets[0].train)
        self._courses = [Course(spec, samples) for spec in lineup.specs]
        # Samples come in the order of the seed, whatever the lane.
        first = [lineup.dataset_of.tolist().index(number) for number in range(len(lineup.datasets))]
        self._orders = [self._courses[lane] for lane in first]
        self.steps_per_epoch = self._courses[0].steps_per_epoch
        self._rated, self._rated_of = _unlike(self._courses)
        self._begin()

    def prepare(self) -> None:
        """Do now whatever the first step would otherwise have to wait for."""
        self._engine.prepare()

    def reset(self) -> None:
        """Start again from the initial parameters."""
        self._engine.reset()
        self._begin()

    @property
    def epoch(self) -> float:
        """Times through the training data; a fraction inside an epoch."""
        return self.step / self.steps_per_epoch

    @property
    def all_diverged(self) -> bool:
        """Whether there is nothing left to train."""
        return all(self.diverged)

    def train(self, count: int) -> None:
        """Train so many batches, over the ends of epochs."""
        begun = time.perf_counter()
        while count > 0:
            epoch, start = divmod(self.step, self.steps_per_epoch)
            some = min(count, self._engine.epochs_at_once * self.steps_per_epoch - start)
            epochs = -(-(start + some) // self.steps_per_epoch)
            orders = np.stack([course.orders(epoch, epochs) for course in self._orders], axis=1)
            self._engine.train(orders, self.step, self._rates(some))
            self.step += some
            count -= some
        self.seconds += time.perf_counter() - begun

    def measure(self) -> Generator[None, None, LanesPoint]:
        """Measure the present moment bit by bit.

        Yields:
            Nothing, after each bit.

        Returns:
            A point of the curves; lanes that have diverged are found out here.
        """
        with np.errstate(all="ignore"):  # a diverged network overflows; that is reported as what it is
            metrics = yield from self._evaluation.in_chunks(self._engine)
        for lane, (spec, each) in enumerate(zip(self._lineup.specs, metrics, strict=True)):
            if self.diverged[lane] is None:
                rate = spec.training.learning_rate
                check = self._divergences[lane].check
                self.diverged[lane] = check(each.train.loss, step=self.step, epoch=self.epoch, learning_rate=rate)
        return LanesPoint(self.epoch, metrics, self._engine.parameters())

    def parameters(self) -> Parameters:
        """Copies of all weights and biases as they are now, with an axis of lanes in front."""
        return self._engine.parameters()

    def _begin(self) -> None:
        self.step = 0
        self.seconds = 0.0
        self.diverged: list[str | None] = [None] * len(self._lineup)
        self._divergences = [Divergence() for _ in self._lineup.specs]

    def _rates(self, count: int) -> FloatArray:
        """The learning rates of the next updates, as the schedule of each lane has them: `(count, lanes)`."""
        return np.stack([course.rates(self.step, count) for course in self._rated], axis=1)[:, self._rated_of]


def _unlike(courses: list[Course]) -> tuple[list[Course], list[int]]:
    """Courses that differ in their learning rates, and for each lane which of them is its own."""
    found: dict[object, int] = {}
    first: list[Course] = []
    own = []
    for course in courses:
        training = course.spec.training
        key = training.learning_rate, training.schedule, training.warm_up
        if key not in found:
            found[key] = len(first)
            first.append(course)
        own.append(found[key])
    return first, own
