"""Runs that are ill, each with what the doctor should find; and how a run is watched without a page."""

from collections.abc import Callable

from playground.doctor import Finding, examine
from playground.doctor.record import Record
from playground.engine import Training
from playground.engine.samples import load_data
from playground.spec import RunSpec
from tests.support import NUMBERS, make_spec

SQUARES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2"]
LARGE = {"name": "normal", "stddev": 5.0}


def _wide(count: int, **settings: object) -> list[dict]:
    return [{"kind": "dense", "units": 8, **settings} for _ in range(count)]


ILL: dict[str, tuple[RunSpec, int]] = {
    "divergence": (make_spec(dataset="plane", optimizer="sgd", learning_rate=3.0, **NUMBERS), 5),
    "misfit": (make_spec(output="tanh"), 1),
    "rate_too_high": (make_spec(dataset="spiral", layers="8 tanh, 8 tanh", learning_rate=1.0), 100),
    "exploding": (
        make_spec(layers=_wide(6, activation="relu", initializer={"name": "normal", "stddev": 2.0}), optimizer="sgd", learning_rate=0.001),
        1,
    ),
    "dead": (make_spec(layers="8 relu, 8 relu, 8 relu", learning_rate=0.3), 20),
    "saturated": (make_spec(dataset="spiral", layers=_wide(3, activation="tanh", initializer=LARGE)), 20),
    "vanishing": (make_spec(dataset="spiral", layers=", ".join(["8 sigmoid"] * 6), optimizer="sgd", learning_rate=0.1), 100),
    "unscaled": (make_spec(dataset="plane", layers="", data={"features": SQUARES}, optimizer="sgd", learning_rate=0.03, **NUMBERS), 5),
    "rate_too_low": (make_spec(layers="8 tanh, 8 tanh", learning_rate=1e-6), 20),
    "over_fitting": (make_spec(layers="16 tanh, 16 tanh", dataset="gauss", data={"samples": 60, "noise": 0.8}, learning_rate=0.01), 200),
}
"""For each rule a spec, and after how many epochs it is found at the latest."""


class Watched:
    """A run that is looked into every few epochs, as a worker does it by the clock."""

    def __init__(self, spec: RunSpec, begin: Training | None = None) -> None:
        data = load_data(spec)
        self.training = begin or Training(spec, data)
        self.record = Record(spec, data)
        self.finish_measuring()
        self.record.note([self.training.point])
        self.record.look(self.training.epoch, self.training.parameters())

    def finish_measuring(self) -> None:
        while self.training.measuring:
            self.record.note(self.training.advance(0))

    def train(self, epochs: float) -> None:
        """Train on, and look inside at the end."""
        training = self.training
        goal = training.step + max(1, round(epochs * training.steps_per_epoch))
        while training.step < goal and training.diverged is None:
            before = training.parameters()
            last = training.step == goal - 1
            self.record.note(training.advance(1 if last else goal - 1 - training.step))
            if last and training.diverged is None:
                self.record.look(training.epoch, training.parameters(), before)
        self.finish_measuring()

    @property
    def findings(self) -> list[Finding]:
        case = self.record.case(self.training)
        assert case is not None
        return examine(case)

    def train_until(self, epochs: int, found: Callable[[], bool], every: float = 2) -> bool:
        """Train until something is found, or for so many epochs."""
        while not found():
            if self.training.epoch >= epochs or self.training.diverged is not None:
                return found()
            self.train(every)
        return True
