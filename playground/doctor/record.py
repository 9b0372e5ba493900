"""What is noted about one run while it trains: its learning curve, and what goes on inside."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.doctor.case import Case
from playground.engine import Training
from playground.engine.inside import Inside, LayerState
from playground.engine.network import inputs
from playground.snapshot import Parameters, Point
from playground.spec import RunSpec

MOST_POINTS = 256
"""Points of the curve that the doctor reads."""

MOST_LOOKS = 128
"""Looks that a page is told: its pictures are too narrow to show more."""

RECENT = 40
SAMPLES = 200


class Thinned:
    """A series of rows over a whole run, thinned out evenly, so that it never grows beyond a number of them."""

    def __init__(self, most: int) -> None:
        """Nothing is noted yet; when there are `most` rows, every other one goes."""
        self._most = most
        self._rows: list[tuple[float, ...]] = []
        self._newest: tuple[float, ...] | None = None
        self._every = 1
        self._count = 0

    def add(self, row: tuple[float, ...]) -> None:
        """Note a row."""
        if self._count % self._every == 0:
            self._rows.append(row)
            if len(self._rows) == self._most:
                self._rows = self._rows[::2]
                self._every *= 2
        self._newest = row
        self._count += 1

    @property
    def rows(self) -> FloatArray:
        """The rows from the first to the newest: float64 `(n, columns)`."""
        rows = list(self._rows)
        if self._newest is not None and rows[-1] is not self._newest:
            rows.append(self._newest)
        return np.array(rows, np.float64)

    def __len__(self) -> int:
        """How many rows were noted, kept or not."""
        return self._count


class Record:
    """The record of one run by one spec.

    Attributes:
        layers: positions in the spec of the layers with weights.
        states: of each of them, at the newest look; empty before the first.
        looks: for each look the epoch, and then the numbers of each layer as `LayerState.row` has them.
    """

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Prepare to look."""
        self._spec = spec
        self._inside = Inside(spec, data)
        self._inputs = _sizes(inputs(spec, data.train.first(SAMPLES).raw), each=not spec.data.is_image)
        self._curve = Thinned(MOST_POINTS)
        self._recent: deque[tuple[float, ...]] = deque(maxlen=RECENT)
        self.layers: Sequence[int] = self._inside.layers
        self.states: list[LayerState] = []
        self.looks = Thinned(MOST_LOOKS)

    def note(self, points: Iterable[Point]) -> None:
        """Note points of the learning curve."""
        for point in points:
            train, test = point.metrics.train, point.metrics.test
            row = (point.epoch, train.loss, test.loss, train.score, test.score)
            self._curve.add(row)
            self._recent.append(row)

    def look(self, epoch: float, parameters: Parameters, before: Parameters | None = None) -> None:
        """Look inside.

        Args:
            epoch: times through the training data.
            parameters: as they are now.
            before: as they were before the last update; `None` where there was none since the last look.
        """
        states = self._inside(parameters, before)
        if before is None and self.states:
            states = [replace(state, update=last.update) for state, last in zip(states, self.states, strict=True)]
        self.states = states
        self.looks.add((epoch, *(number for state in self.states for number in state.row)))

    def case(self, training: Training) -> Case | None:
        """What the doctor is told; `None` as long as there is nothing to tell."""
        if not self.states or not self._recent:
            return None
        return Case(
            spec=self._spec,
            epoch=training.epoch,
            steps_per_epoch=training.steps_per_epoch,
            curve=self._curve.rows,
            recent=np.array(self._recent, np.float64),
            layers=self.layers,
            states=self.states,
            inputs=self._inputs,
            diverged=training.diverged,
        )


def _sizes(x: FloatArray, *, each: bool) -> FloatArray:
    """Root mean square of each input, or of all together: float64."""
    squares = np.square(x, dtype=np.float64)
    sizes: FloatArray = np.sqrt(squares.mean(axis=0) if each else squares.mean(keepdims=True).ravel())
    return sizes
