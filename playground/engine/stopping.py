"""What ends training before its last epoch: divergence, and the conditions that a spec may set."""

import math

from playground.snapshot import Metrics, Parameters
from playground.spec import RunSpec

LOSS_LIMIT = 1e6
LOSS_RATIO_LIMIT = 1e3
LOSS_RATIO_FROM_STEP = 20


class Divergence:
    """Watches the training loss: a loss that explodes never comes back."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self._best = math.inf

    def check(self, loss: float, *, step: int, epoch: float, learning_rate: float) -> str | None:
        """Why training cannot go on, as a sentence, or `None`.

        Args:
            loss: on the training data.
            step: number of updates so far.
            epoch: times through the training data.
            learning_rate: the present one, for the advice.
        """
        begin = f"Training diverged in epoch {math.ceil(epoch)}: the loss"
        advice = f"Try a lower learning rate than {learning_rate:g}."
        if not math.isfinite(loss):
            return f"{begin} is no longer a number. {advice}"
        if loss > LOSS_LIMIT or (step > LOSS_RATIO_FROM_STEP and loss > LOSS_RATIO_LIMIT * max(self._best, 1e-3)):
            return f"{begin} rose to {loss:.3g}. {advice}"
        self._best = min(self._best, loss)
        return None


class StopConditions:
    """Watches the test data after each epoch, as the spec asks."""

    def __init__(self, spec: RunSpec) -> None:
        """Nothing seen yet."""
        self._stop = spec.training.stop
        self._score = "R²" if spec.data.is_regression else "accuracy"
        self._best_loss = math.inf
        self._best_epoch = 0
        self.best: tuple[Metrics, Parameters] | None = None

    @property
    def keeps_the_best(self) -> bool:
        """Whether the weights of the best epoch are to be kept."""
        return self._stop.patience is not None

    def is_best(self, metrics: Metrics) -> bool:
        """Whether these metrics are the best so far."""
        return metrics.test.loss < self._best_loss

    def keep(self, metrics: Metrics, epoch: int, parameters: Parameters) -> None:
        """Keep the weights of the best epoch so far, and what they were measured as."""
        self._best_loss, self._best_epoch, self.best = metrics.test.loss, epoch, (metrics, parameters)

    def check(self, metrics: Metrics, *, epoch: int, seconds: float) -> str | None:
        """Which condition is met, as a sentence, or `None`.

        Args:
            metrics: after an epoch.
            epoch: number of epochs done.
            seconds: of training so far.
        """
        stop, test = self._stop, metrics.test
        begin = f"Stopped after epoch {epoch}:"
        if stop.loss is not None and test.loss <= stop.loss:
            return f"{begin} the test loss {test.loss:.4g} is at most {stop.loss:g}."
        if stop.accuracy is not None and test.score >= stop.accuracy:
            return f"{begin} the test {self._score} {test.score:.4g} is at least {stop.accuracy:g}."
        if stop.seconds is not None and seconds >= stop.seconds:
            return f"{begin} it has trained for {stop.seconds:g} seconds."
        if stop.patience is not None and epoch - self._best_epoch >= stop.patience:
            wait = "1 epoch" if stop.patience == 1 else f"{stop.patience} epochs"
            return f"{begin} the test loss has not fallen for {wait}; back to the weights of epoch {self._best_epoch}."
        return None
