"""The record of a race: every mark of every lane so far, and what stands in it."""

import math
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.race.marks import EPOCH, LANE, TEST_LOSS, TEST_SCORE
from playground.race.spec import RaceSpec


@dataclass
class LaneFacts:
    """What is known of a lane.

    Attributes:
        epoch: of its newest mark; NaN before the first.
        score, loss: measured there, on the test data.
        best: the lowest test loss of any mark.
        target: epoch of the first mark at which the target was reached, or `None`.
        diverged: why it cannot go on, as a sentence, or `None`.
    """

    epoch: float = math.nan
    score: float = math.nan
    loss: float = math.nan
    best: float = math.inf
    target: float | None = None
    diverged: str | None = None


class Record:
    """What has been measured in a race.

    Attributes:
        race: the comparison.
        lanes: what is known of each lane.
        per_epoch: seconds that an epoch of a lane takes, where that is known.
    """

    def __init__(self, race: RaceSpec) -> None:
        """Nothing has been measured."""
        self.race = race
        self.per_epoch: dict[int, float] = {}
        self.clear()

    def clear(self) -> None:
        """Forget all marks: the race starts again."""
        self.lanes = [LaneFacts() for _ in self.race.lanes]

    def add(self, rows: FloatArray) -> None:
        """Note marks, `(n, columns)`, for each lane in the order of its epochs."""
        for mark in rows.tolist():
            facts = self.lanes[int(mark[LANE])]
            facts.epoch, facts.score, facts.loss = mark[EPOCH], mark[TEST_SCORE], mark[TEST_LOSS]
            if facts.loss < facts.best:
                facts.best = facts.loss
            if facts.target is None and self._is_reached(facts):
                facts.target = facts.epoch

    def note_diverged(self, lanes: dict[int, str]) -> None:
        """Note lanes that cannot go on."""
        for lane, text in lanes.items():
            self.lanes[lane].diverged = text

    @property
    def epoch(self) -> float:
        """Of the newest mark that all lanes have passed that still run."""
        running = [facts.epoch for facts in self.lanes if facts.diverged is None]
        return 0.0 if not running or any(map(math.isnan, running)) else min(running)

    def of_entry(self, entry: int) -> list[LaneFacts]:
        """The lanes of an entry, seed by seed."""
        seeds = self.race.seeds
        return self.lanes[entry * seeds : (entry + 1) * seeds]

    def seconds_of_entry(self, entry: int) -> float | None:
        """Seconds that an epoch of a lane of an entry takes, on average over its seeds."""
        seeds = self.race.seeds
        known = [self.per_epoch[lane] for lane in range(entry * seeds, (entry + 1) * seeds) if lane in self.per_epoch]
        return float(np.mean(known)) if known else None

    def _is_reached(self, facts: LaneFacts) -> bool:
        target = self.race.target
        value = float(np.float32(target.value))  # as marks have their numbers: 0.95 of float32 is a little less than 0.95
        return facts.score >= value if target.on == "score" else facts.loss <= value
