"""Keeps the crews of a race in step: how far each may train, so that none runs away, and all stand still at the same place."""

import math
import time
from dataclasses import dataclass
from typing import Literal

Status = Literal["preparing", "ready", "racing", "frozen", "finished"]

WINDOW = 0.02
"""How far a crew may be ahead of another, as a share of the race."""

MOST_MADE_UP_SECONDS = 0.25


@dataclass
class Where:
    """Where a crew is.

    Attributes:
        epoch: of its lane that is furthest behind.
        ahead: of the one that is furthest ahead.
        waits: whether it has trained as far as it may.
        finished: whether it has nothing left to do.
    """

    epoch: float = 0.0
    ahead: float = 0.0
    waits: bool = True
    finished: bool = False


class Conductor:
    """Says how far crews may train.

    Attributes:
        speed: epochs a second, or `None` for as fast as it goes.
    """

    def __init__(self, crews: int, epochs: int, speed: float | None) -> None:
        """All stand at the start."""
        self._epochs = epochs
        self.speed = speed
        self._where: list[Where | None] = [None] * crews
        self._goal = 0.0
        self._playing = False
        self._owes_step = False
        self._used_up = False
        self._clock = 0.0
        self._paced = 0.0

    # What happens

    def heard(self, crew: int, where: Where) -> None:
        """A crew has said where it is."""
        self._where[crew] = where

    def play(self) -> None:
        """Race, to the last epoch."""
        if not self.finished and not self._used_up:
            self._owes_step = False
            self._playing, self._goal = True, float(self._epochs)
            self._clock, self._paced = time.monotonic(), self.ahead

    def freeze(self) -> None:
        """Stand still, all at the place of the one that is furthest ahead."""
        self._playing, self._owes_step, self._goal = False, False, self.ahead

    def step(self) -> None:
        """All to the end of the next epoch; those who race stand still first, since nobody knows yet how far they are."""
        if self._playing:
            self.freeze()
        self._owes_step = not self._used_up

    def use_up(self) -> None:
        """A crew may train no further than all have to for standing at the same place: nobody goes on without it."""
        self.freeze()
        self._used_up = True

    def set_speed(self, speed: float | None) -> None:
        """Train no faster than this from now on."""
        self.speed = speed
        self._clock, self._paced = time.monotonic(), self.ahead

    # What follows

    @property
    def ahead(self) -> float:
        """Of the lane that is furthest ahead."""
        return max((where.ahead for where in self._where if where is not None), default=0.0)

    @property
    def behind(self) -> float:
        """Of the lane that is furthest behind, among those that go on."""
        known = [where for where in self._where if where is not None]
        going = [where.epoch for where in known if not where.finished]
        return min(going) if going else max((where.epoch for where in known), default=0.0)

    @property
    def ready(self) -> bool:
        """Whether all crews are there."""
        return None not in self._where

    @property
    def finished(self) -> bool:
        """Whether nobody has anything left to do."""
        done = all(where is not None and where.finished for where in self._where)
        return done or (self._used_up and self._stands)

    @property
    def _stands(self) -> bool:
        """Whether all wait at the same place."""
        together = self.behind >= max(self._goal, self.ahead) - 1e-6
        return together and all(where is not None and (where.waits or where.finished) for where in self._where)

    @property
    def status(self) -> Status:
        """What the race is doing."""
        if not self.ready:
            return "preparing"
        if self.finished:
            return "finished"
        if self._playing or any(where is not None and not where.waits for where in self._where):
            return "racing"
        return "frozen" if self.ahead > 0 else "ready"

    def until(self) -> float:
        """The epoch up to which crews may train now."""
        if not self.ready:
            return 0.0
        if not self._playing:  # whoever is behind comes up to the one that is furthest ahead
            if self._owes_step and self._stands:
                self._owes_step = False
                self._goal = min(float(self._epochs), math.floor(max(self._goal, self.ahead) + 1e-6) + 1.0)
            return max(self._goal, self.ahead)
        goal = self._goal
        if len(self._where) > 1:
            goal = min(goal, self.behind + max(1.0, WINDOW * self._epochs))
        return min(goal, self._due())

    @property
    def is_paced(self) -> bool:
        """Whether somebody has to look at the clock now and then."""
        return self._playing and self.speed is not None and not self.finished

    def _due(self) -> float:
        """How far the chosen speed allows to go."""
        if self.speed is None:
            return math.inf
        now = time.monotonic()
        self._paced += min(now - self._clock, MOST_MADE_UP_SECONDS) * self.speed
        self._clock = now
        self._paced = min(self._paced, self.ahead + max(1.0, self.speed * MOST_MADE_UP_SECONDS))
        return self._paced
