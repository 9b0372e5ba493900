"""The check-up of a run: from time to time a look inside, what the doctor says of it, and the moments that a fix may go back to."""

import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.data import Dataset
from playground.doctor import Back, Finding, examine
from playground.doctor.record import Record
from playground.engine import Training
from playground.engine.inside import BINS, Histogram
from playground.engine.moment import Moment
from playground.snapshot import Parameters, Point
from playground.spec import RunSpec
from playground.worker.painters import Arrays

LOOK_SECONDS = 0.5
"""Time from one look to the next, or more where a look takes long."""

MOST_SHARE = 0.04
"""Of the time, for looking."""

UNHEALTHY = {"divergence", "exploding", "rate_too_high"}
"""What is found at a moment that is not worth going back to."""

CLEARLY_LESS = 0.99
"""A loss that is lower than this share of another is worth keeping the moment."""

NOT_MUCH_WORSE = 1.5
"""A healthy moment has a train loss of at most this many times the lowest."""


class Checkup:
    """Watches one run by one spec."""

    def __init__(self, spec: RunSpec, data: Dataset, before: "Checkup | None" = None) -> None:
        """Prepare; if the layers are the same as before, what was seen inside them goes on."""
        self._spec = spec
        self._record = Record(spec, data)
        self._findings: list[Finding] = []
        self._moments: dict[Back, Moment] = {}
        self._lowest = {"healthy": math.inf, "best": math.inf}
        self._due = 0.0
        if before is not None and before._spec.weights == spec.weights:
            self._record.looks = before._record.looks

    @property
    def is_due(self) -> bool:
        """Whether it is time for another look."""
        return time.perf_counter() >= self._due

    def note(self, training: Training, points: Sequence[Point]) -> None:
        """Note points of the learning curve that a run has just reached; where it does best, keep the moment."""
        self._record.note(points)
        if points and points[-1].metrics.test.loss < CLEARLY_LESS * self._lowest["best"]:
            self._lowest["best"], self._moments["best"] = points[-1].metrics.test.loss, training.moment()

    def look(self, training: Training, before: Parameters | None = None) -> None:
        """Look inside.

        Args:
            training: the run.
            before: its parameters before the last update; `None` where there was none since the last look.
        """
        begun = time.process_time()  # on a busy machine a look is no dearer, it only takes longer
        self._record.look(training.epoch, training.parameters(), before)
        case = self._record.case(training)
        self._findings = examine(case) if case is not None else []
        self._keep_if_healthy(training)
        self._due = time.perf_counter() + max(LOOK_SECONDS, (time.process_time() - begun) / MOST_SHARE)

    def moment(self, back: Back | None) -> Moment | None:
        """The moment that a fix goes back to, if there is one."""
        return None if back is None else self._moments.get(back)

    def content(self) -> tuple[dict[str, Any], Arrays]:
        """What the page is told: values and arrays."""
        states = self._record.states
        shares = [_shares(state.weight_histogram) for state in states], [_shares(state.activation_histogram) for state in states]
        values = {
            "keys": [self._spec.layer_names[number] for number in self._record.layers],
            "weight_ranges": [_range(state.weight_histogram) for state in states],
            "activation_ranges": [_range(state.activation_histogram) for state in states],
            "findings": [{"rule": each.rule, "text": each.text, "fix": each.fix} for each in self._findings],
        }
        weights, activations = (np.stack(each).astype(np.float32) for each in shares)
        return values, {"looks": self._record.looks.rows.astype(np.float32), "weight_shares": weights, "activation_shares": activations}

    def _keep_if_healthy(self, training: Training) -> None:
        loss = training.metrics.train.loss
        if training.diverged is not None or not math.isfinite(loss):
            return
        self._lowest["healthy"] = min(self._lowest["healthy"], loss)
        if loss <= NOT_MUCH_WORSE * self._lowest["healthy"] and not UNHEALTHY & {each.rule for each in self._findings}:
            self._moments["healthy"] = training.moment()


def _shares(histogram: Histogram | None) -> Any:
    return np.zeros(BINS) if histogram is None else histogram.shares


def _range(histogram: Histogram | None) -> tuple[float, float] | None:
    return None if histogram is None else (histogram.low, histogram.high)
