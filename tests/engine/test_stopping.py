"""What ends a run before its last epoch: divergence, and the conditions that a spec may set."""

import math
import re

import numpy as np
import pytest

from playground.engine import Training, train
from playground.engine.samples import load_data
from tests.engine.test_training import ENGINES, SMALL, Silent, run_to_end, same_parameters, same_snapshot
from tests.support import NUMBERS, make_spec


@ENGINES
@pytest.mark.parametrize("change", [{"layers": "8 linear, 8 linear"}, {"layers": "8 relu, 8 relu", "optimizer": "momentum"}])
def test_a_run_that_diverges_stops_and_says_so(engine, change):
    settings = {"optimizer": "sgd", "loss": "mean_squared_error", "output": "linear", "learning_rate": 10.0} | change
    *before, last = train(make_spec(engine=engine, **settings))
    assert last.final
    assert last.step < 1000 * 25
    assert [snapshot.diverged for snapshot in before] == [None] * len(before)
    what = r"(the loss rose to \d\S+|the loss is no longer a number)\."
    assert re.fullmatch(rf"Training diverged in epoch \d+: {what} Try a lower learning rate than 10\.", last.diverged)


class Scripted(Silent):
    """Says what it is told after each epoch, whatever the input: with targets -1 and 1 the loss is that squared, plus 1."""

    def __init__(self, *says):
        self.says = says
        self.epoch = 0

    def reset(self):
        self.epoch = 0

    def train(self, orders, step, learning_rates):
        self.epoch = (step + len(learning_rates)) // 6

    def outputs(self, samples):
        return np.full((len(samples), 1), self.says[self.epoch], np.float32)

    def parameters(self):
        return {"epoch": self.epoch}

    def load(self, parameters):
        self.epoch = parameters["epoch"]


def epochs_until_divergence(training, most=9):
    for epoch in range(1, most):
        training.advance(training.steps_per_epoch)
        if training.diverged:
            return epoch
    return None


@pytest.mark.parametrize(
    ("says", "epochs"),
    [
        ([0, 990, 990, 990, 1], None),  # a loss below a million, and within 20 steps of the start nothing is compared
        ([0, 1010], 1),
        ([0, 0, 0, 0, 30, 30], None),  # 900 times the best loss
        ([0, 0, 0, 0, 33], 4),  # 1089 times the best loss
        ([40, 40, 40, 40, 1000, 1], None),  # large from the start, and no worse than that a thousand times over
        ([0, np.nan], 1),
        ([0, 0, np.inf], 2),
    ],
)
def test_what_counts_as_divergence(says, epochs):
    spec = make_spec(layers="", output="linear", loss="mean_squared_error", **SMALL)
    training = Training(spec, load_data(spec), Scripted(*says))
    assert training.steps_per_epoch == 6
    assert epochs_until_divergence(training, len(says)) == epochs


def test_after_a_reset_the_best_loss_starts_anew():
    spec = make_spec(layers="", output="linear", loss="mean_squared_error", **SMALL)
    engine = Scripted(0, 0, 0, 0, 0)
    training = Training(spec, load_data(spec), engine)
    assert epochs_until_divergence(training, 5) is None
    engine.says = (50,) * 5
    training.reset()
    assert epochs_until_divergence(training, 5) is None


def test_a_diverged_run_can_be_reset():
    spec = make_spec(optimizer="sgd", loss="mean_squared_error", output="linear", layers="8 linear", learning_rate=10.0)
    training = Training(spec, load_data(spec))
    start = training.snapshot()
    while not training.diverged:
        training.advance(1000)
    assert not math.isfinite(training.metrics.train.loss) or training.metrics.train.loss > 1e3
    training.reset()
    assert training.diverged is None
    assert same_snapshot(start, training.snapshot())


# Conditions

SCRIPTED = {"layers": "", "output": "linear", "loss": "mean_squared_error", "data": SMALL["data"]}


def scripted(says, **stop):
    """A run whose test loss after each epoch is as told: the square of what is said, plus 1."""
    spec = make_spec(**SCRIPTED, epochs=len(says) - 1, stop=stop)
    return Training(spec, load_data(spec), Scripted(*says))


def finished(training):
    points = run_to_end(training)
    return len(points), training.stopped


def test_without_conditions_all_epochs_are_trained():
    assert finished(scripted([3, 2, 1, 0])) == (3, None)


def test_it_stops_when_the_test_loss_is_low_enough():
    # The square of what it says, plus 1 and a little, since the classes are not quite even.
    epochs, why = finished(scripted([3, 2, 1, 0.5, 0], loss=2.5))
    assert epochs == 2
    assert re.fullmatch(r"Stopped after epoch 2: the test loss [12]\.\d+ is at most 2\.5\.", why)


def test_it_stops_when_the_test_accuracy_is_high_enough():
    # Whatever it says, half of the classes are as it says.
    epochs, why = finished(scripted([3, 2, 1], accuracy=0.4))
    assert epochs == 1
    assert re.fullmatch(r"Stopped after epoch 1: the test accuracy 0\.\d+ is at least 0\.4\.", why)


def test_patience_counts_epochs_without_a_lower_test_loss_and_goes_back_to_the_best():
    training = scripted([5, 4, 2, 3, 3, 2.5, 1], patience=3)
    assert finished(training) == (5, "Stopped after epoch 5: the test loss has not fallen for 3 epochs; back to the weights of epoch 2.")
    assert training.parameters() == {"epoch": 2}
    assert training.metrics.test.loss == pytest.approx(5, abs=0.1)  # that of epoch 2, and not that of the last


def test_a_lower_loss_makes_patience_wait_again():
    assert finished(scripted([5, 4, 4.5, 3, 3.5, 2, 2.5, 3], patience=2)) == (
        7,
        "Stopped after epoch 7: the test loss has not fallen for 2 epochs; back to the weights of epoch 5.",
    )


def test_the_start_counts_as_the_best_where_training_only_makes_it_worse():
    training = scripted([1, 2, 3, 4], patience=2)
    assert finished(training)[0] == 2
    assert training.parameters() == {"epoch": 0}


def test_it_stops_when_the_time_is_over(monkeypatch):
    training = scripted([1] * 50, seconds=1.0)
    training.seconds = 0.999
    training.advance(6)
    training.seconds += 1
    training.advance(6)
    assert re.match("Stopped after epoch 2: it has trained for 1 seconds", training.stopped)


def test_a_stopped_run_is_final_and_can_go_on_to_its_last_epoch():
    training = scripted([3, 1, 1, 1, 1], loss=2.5)
    run_to_end(training)
    snapshot = training.snapshot()
    assert (snapshot.final, snapshot.step) == (True, 6)
    assert snapshot.stopped.startswith("Stopped after epoch 1")
    training.go_on()
    run_to_end(training)
    assert (training.step, training.stopped) == (24, None)


def test_after_a_reset_conditions_hold_again():
    training = scripted([3, 1, 1], loss=2.5)
    run_to_end(training)
    training.go_on()
    training.reset()
    assert finished(training)[0] == 1


@ENGINES
def test_the_weights_of_the_best_epoch_come_back_on_either_engine(engine):
    spec = make_spec(engine=engine, layers="8 tanh", learning_rate=0.3, epochs=60, stop={"patience": 2}, data={"samples": 60, "noise": 0.5})
    snapshots = [*train(spec)]
    last = snapshots[-1]
    best = min(snapshots[:-1], key=lambda snapshot: snapshot.metrics.test.loss)
    assert last.stopped.endswith(f"back to the weights of epoch {round(best.epoch)}.")
    assert same_parameters(last.parameters, best.parameters)
    assert last.metrics == best.metrics


def test_for_numbers_the_condition_is_the_explained_variance():
    spec = make_spec(dataset="plane", layers="", **NUMBERS, learning_rate=0.1, epochs=100, stop={"accuracy": 0.9})
    *_, last = train(spec)
    assert re.fullmatch(r"Stopped after epoch \d+: the test R² 0\.9\d* is at least 0\.9\.", last.stopped)
    assert last.metrics.test.r2 >= 0.9


# Several epochs at once


def test_several_epochs_in_one_call_are_the_same_run_as_one_by_one(keras):
    spec = make_spec(engine="tensorflow", data={"samples": 100}, epochs=40, schedule="cosine")
    data = load_data(spec)
    one_by_one, at_once = Training(spec, data), Training(spec, data)
    assert run_to_end(one_by_one, (at_once.steps_per_epoch,)) == run_to_end(at_once)
    assert same_snapshot(one_by_one.snapshot(), at_once.snapshot())


@pytest.mark.parametrize("stop", [{"loss": 0.6}, {"accuracy": 0.8}])
def test_a_run_that_stops_within_such_a_call_goes_back_to_where_it_stopped(keras, stop):
    spec = make_spec(engine="tensorflow", data={"samples": 100}, layers="8 tanh", learning_rate=0.03, epochs=50, stop=stop)
    data = load_data(spec)
    one_by_one, at_once = Training(spec, data), Training(spec, data)
    points = run_to_end(one_by_one, (at_once.steps_per_epoch,))
    assert 1 < len(points) < 50
    assert run_to_end(at_once) == points
    for training in (one_by_one, at_once):
        training.go_on()
        training.advance(training.steps_per_epoch)
    assert same_snapshot(one_by_one.snapshot(), at_once.snapshot())
