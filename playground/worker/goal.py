"""How far a run is to train: to the end of its epochs, of one epoch or of one batch; and what else ends it."""

import time
from typing import Literal

from playground.engine import Training

CPU_LIMIT_SECONDS = 600.0


class Goal:
    """What training is under way to.

    Attributes:
        until: the step at which a single epoch, or a single batch, ends; `None` where training goes on.
        by_batch: whether a single batch was asked for last.
    """

    def __init__(self, epochs: int) -> None:
        """The epochs of a spec."""
        self._each = epochs
        self.reset()

    def reset(self) -> None:
        """From the start again, with all its time."""
        self._epochs = self._each
        self._cpu_limit = time.process_time() + CPU_LIMIT_SECONDS
        self.by_batch = False
        self.pause()

    def pause(self) -> None:
        """Nothing is under way."""
        self.until: int | None = None

    def play(self, training: Training) -> None:
        """Train; past the last epoch as many epochs once more."""
        if self.reached(training):
            self._epochs += self._each
        self.by_batch = False
        self.pause()

    def step(self, training: Training, unit: Literal["epoch", "batch"]) -> None:
        """Train to the end of this epoch, or on the next batch."""
        self.by_batch = unit == "batch"
        self.until = training.step + 1 if self.by_batch else _end_of_epoch(training)

    def change(self, training: Training) -> None:
        """The run goes on by another spec: a single epoch stays one, and other epochs are another goal."""
        epochs = training.spec.training.epochs
        if epochs != self._each:
            self._each = self._epochs = epochs
        if self.until is not None:
            self.until = _end_of_epoch(training)

    def left(self, training: Training) -> int:
        """How many batches may be trained at most."""
        return (1 << 60 if self.until is None else self.until) - training.step

    def reached(self, training: Training) -> bool:
        """Whether the last epoch is done, and measured: a run that is paused in between still owes the last point of its curve."""
        return training.epoch >= self._epochs and not training.measuring

    def end(self, training: Training) -> tuple[bool, str | None]:
        """Whether training ends here, and what to say about that, if anything."""
        if training.diverged is not None:
            return True, training.diverged
        if training.stopped is not None:
            return True, f"{training.stopped} Press Play to train on."
        if self.reached(training):
            return True, f"Finished {self._epochs:,} epochs. Press Play to train on."
        if time.process_time() > self._cpu_limit:
            return True, "This run has used its ten minutes of computing time. Press Reset to start again."
        return training.step == self.until, None


def _end_of_epoch(training: Training) -> int:
    per_epoch = training.steps_per_epoch
    return (training.step // per_epoch + 1) * per_epoch
