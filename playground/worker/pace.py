"""How fast a run may train: as many batches as the chosen speed allows."""

import time

MOST_MADE_UP_SECONDS = 0.25
"""After a hold-up, no more than a moment is made up for."""

SLOW_BATCHES = 10
"""So many batches a second can just be followed."""


class Pace:
    """Counts what is due.

    Attributes:
        speed: epochs a second, or `None` for as fast as it goes.
    """

    def __init__(self, speed: float | None) -> None:
        """Nothing is due yet."""
        self.speed = speed
        self.restart()

    def restart(self) -> None:
        """Count from now on."""
        self._due = 0.0
        self._clock = time.perf_counter()

    def due(self, steps_per_epoch: int) -> float:
        """Batches that may be trained now."""
        now = time.perf_counter()
        if self.speed is not None:
            self._due += min(now - self._clock, MOST_MADE_UP_SECONDS) * self.speed * steps_per_epoch
        self._clock = now
        return self._due

    def wait(self, steps_per_epoch: int) -> float:
        """Seconds until the next batch is due."""
        return 0.0 if self.speed is None else max(0.0, (1 - self._due) / (self.speed * steps_per_epoch))

    def is_slow(self, steps_per_epoch: int) -> bool:
        """Whether somebody may follow each batch."""
        return self.speed is not None and self.speed * steps_per_epoch <= SLOW_BATCHES

    def done(self, batches: int) -> None:
        """So many have been trained."""
        self._due = max(0.0, self._due - batches)
