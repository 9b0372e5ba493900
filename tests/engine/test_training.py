"""Runs: the same spec gives the same one, in whatever pieces; they learn, can be changed on the way, and stop when they diverge."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data import Dataset, Split
from playground.engine import Training, forward, train
from playground.engine.base import initial_parameters
from playground.engine.evaluation import Evaluation
from playground.engine.network import floats
from playground.engine.samples import MEASURED_SAMPLES, load_data
from playground.nn.optimizers import OPTIMIZERS
from playground.snapshot import Metrics
from playground.spec import PRESETS, preset
from tests.support import make_spec, random_data

ENGINES = pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
SMALL = {"data": {"samples": 106, "noise": 0.1}, "epochs": 3}
MNIST = {"dataset": "mnist", "layers": "flatten, 16 relu", "output": "softmax", "loss": "categorical_crossentropy", "batch_size": 32}


@pytest.fixture(autouse=True)
def warm(request):
    """Count the import of TensorFlow to no test."""
    if "tensorflow" in request.node.name:
        request.getfixturevalue("keras")


class Silent:
    """An engine that learns nothing."""

    epochs_at_once = 1

    def reset(self):
        pass

    def train(self, orders, step, learning_rates):
        pass

    def parameters(self):
        return {}

    def outputs(self, samples):
        return np.zeros((len(samples), 1), np.float32)


def same_parameters(first, second):
    return list(first) == list(second) and all(np.array_equal(first[name], second[name]) for name in first)


def same_snapshot(first, second):
    keys = ("step", "epoch", "metrics", "final", "diverged", "stopped")
    return all(getattr(first, key) == getattr(second, key) for key in keys) and same_parameters(first.parameters, second.parameters)


@ENGINES
def test_points_of_the_curve_say_which_learning_rate_follows(engine):
    spec = make_spec(engine=engine, schedule="cosine", warm_up=1, learning_rate=0.02, **SMALL)
    training = Training(spec, load_data(spec))
    rates = [training.point.learning_rate]
    while not training.finished:
        rates += [point.learning_rate for point in training.advance(1000)]
    assert rates == pytest.approx([0, 0.02, 0.01, 0], abs=1e-8)


def measured(spec, split, parameters):
    """How well the network of a snapshot does, measured in one go."""
    evaluation = Evaluation(spec, split)
    (found,) = evaluation.measure(forward(spec, parameters, floats(evaluation.samples))[None])
    return found


def run_to_end(training, pieces=(10**9,)):
    """Advance until the end, in pieces of these sizes, over and over."""
    points = []
    number = 0
    while not training.finished:
        points += training.advance(pieces[number % len(pieces)])
        number += 1
    return points


@pytest.mark.parametrize(
    ("engine", "optimizer"),
    # Each costs TensorFlow seconds to compile; what they have in common is tested by one, and the one with a number besides its vectors.
    [*(("numpy", name) for name in OPTIMIZERS), ("tensorflow", "adam"), ("tensorflow", "nadam")],
)
def test_the_same_spec_gives_the_same_run_bit_for_bit(engine, optimizer):
    spec = make_spec(engine=engine, optimizer=optimizer, **SMALL)
    first, second = [*train(spec)], [*train(spec)]
    assert len(first) == 4
    assert all(map(same_snapshot, first, second))


@ENGINES
def test_another_seed_gives_another_run(engine):
    spec = make_spec(engine=engine, **SMALL)
    first, second = [*train(spec)], [*train(spec.replace(seed=1))]
    assert not any(map(same_snapshot, first, second))


def test_both_engines_start_from_the_same_parameters(keras):
    spec = make_spec(**SMALL)
    starts = [next(train(spec.replace(engine=engine))).parameters for engine in ("numpy", "tensorflow")]
    assert same_parameters(*starts)
    assert same_parameters(starts[0], initial_parameters(spec))


def test_a_wider_layer_changes_neither_the_data_nor_the_other_layers_start():
    narrow, wide = (initial_parameters(make_spec(layers=f"4 tanh, {units} tanh, 4 tanh")) for units in (3, 5))
    assert np.array_equal(narrow["dense_1/kernel"], wide["dense_1/kernel"])
    assert np.array_equal(narrow["output/kernel"], wide["output/kernel"])


def test_layers_of_the_same_shape_start_differently():
    start = initial_parameters(make_spec(layers="4 tanh, 4 tanh, 4 tanh"))
    assert not np.isin(start["dense_2/kernel"], start["dense_3/kernel"]).any()


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
@settings(max_examples=40)
def test_a_run_in_pieces_of_any_size_is_the_same_run(pieces):
    spec = make_spec(**SMALL)
    data = load_data(spec)
    whole, parts = Training(spec, data), Training(spec, data)
    assert run_to_end(whole) == run_to_end(parts, pieces)
    assert same_snapshot(whole.snapshot(), parts.snapshot())


def test_a_run_in_pieces_is_the_same_run_on_tensorflow(keras):
    spec = make_spec(engine="tensorflow", **SMALL)
    data = load_data(spec)
    whole, parts = Training(spec, data), Training(spec, data)
    assert run_to_end(whole) == run_to_end(parts, (1, 4, 2))
    assert same_snapshot(whole.snapshot(), parts.snapshot())


def test_advancing_by_nothing_does_nothing():
    training = Training(make_spec(**SMALL), load_data(make_spec(**SMALL)))
    before = training.snapshot()
    assert not training.advance(0)
    assert same_snapshot(before, training.snapshot())


def test_a_finished_run_can_be_trained_on_as_if_it_had_been_longer():
    spec = make_spec(**SMALL)
    data = load_data(spec)
    longer, trained_on = Training(spec.replace(training=spec.training.replace(epochs=4)), data), Training(spec, data)
    run_to_end(longer)
    run_to_end(trained_on)
    assert trained_on.snapshot().final
    assert trained_on.advance(10**9)
    assert same_snapshot(longer.snapshot(), trained_on.snapshot())


@ENGINES
def test_reset_goes_back_to_the_start_bit_for_bit(engine):
    spec = make_spec(engine=engine, **SMALL)
    training = Training(spec, load_data(spec))
    start, first = training.snapshot(), run_to_end(training)
    end = training.snapshot()
    training.reset()
    assert same_snapshot(start, training.snapshot())
    assert training.seconds == 0
    assert run_to_end(training) == first  # so the optimizer remembered nothing
    assert same_snapshot(end, training.snapshot())


@ENGINES
def test_the_learning_rate_can_change_while_training(engine):
    spec = make_spec(engine=engine, optimizer="sgd", **SMALL)
    data = load_data(spec)
    low, high = Training(spec, data), Training(spec, data)
    for training in (low, high):
        training.advance(3)
    assert same_snapshot(low.snapshot(), high.snapshot())
    rate = 2 * spec.training.learning_rate
    assert high.changed(spec.replace(training=spec.training.replace(learning_rate=rate)), data) is high
    before = low.parameters()
    for training in (low, high):
        training.advance(1)
    for name, start in before.items():
        np.testing.assert_allclose(high.parameters()[name] - start, 2 * (low.parameters()[name] - start), rtol=1e-3, atol=1e-6)


@ENGINES
def test_snapshots_do_not_change_when_training_goes_on(engine):
    spec = make_spec(engine=engine, **SMALL)
    training = Training(spec, load_data(spec))
    snapshot = training.snapshot()
    kept = {name: array.copy() for name, array in snapshot.parameters.items()}
    training.advance(5)
    assert same_parameters(snapshot.parameters, kept)
    assert not same_parameters(training.parameters(), kept)


def test_snapshots_come_before_the_first_step_and_after_each_epoch():
    snapshots = [*train(make_spec(**SMALL))]
    assert [snapshot.step for snapshot in snapshots] == [0, 6, 12, 18]  # 53 points, batches of 10
    assert [snapshot.epoch for snapshot in snapshots] == [0, 1, 2, 3]
    assert [snapshot.final for snapshot in snapshots] == [False, False, False, True]
    assert snapshots[0].seconds == 0
    assert snapshots[3].seconds > snapshots[1].seconds > 0


def test_metrics_are_what_they_say():
    spec = make_spec(**SMALL)
    data = load_data(spec)
    *_, last = train(spec)
    assert last.metrics == Metrics(measured(spec, data.train, last.parameters), measured(spec, data.test, last.parameters))


def test_of_many_samples_a_fixed_part_is_measured_and_of_the_test_set_all():
    spec = make_spec(**MNIST)
    data = random_data(spec, MEASURED_SAMPLES + 100)
    metrics, parameters = Training(spec, data).metrics, initial_parameters(spec)
    assert metrics.train.loss == pytest.approx(measured(spec, data.train.first(MEASURED_SAMPLES), parameters).loss, rel=1e-6)
    assert metrics.test.loss == pytest.approx(measured(spec, data.test, parameters).loss, rel=1e-6)
    assert [sum(map(sum, part.confusion)) for part in (metrics.train, metrics.test)] == [MEASURED_SAMPLES, MEASURED_SAMPLES + 100]


def test_every_sample_is_trained_on_once_an_epoch_in_an_order_of_its_own():
    class Recorder(Silent):
        def __init__(self):
            self.batches = []

        def train(self, orders, step, learning_rates):
            start = step % 6
            self.batches += [orders[0][number * 10 : (number + 1) * 10] for number in range(start, start + len(learning_rates))]

    spec = make_spec(**SMALL)
    recorder = Recorder()
    run_to_end(Training(spec, load_data(spec), recorder), pieces=(4,))
    assert [len(batch) for batch in recorder.batches] == [10, 10, 10, 10, 10, 3] * 3
    epochs = [np.concatenate(recorder.batches[start : start + 6]) for start in (0, 6, 12)]
    assert all(sorted(epoch) == [*range(53)] for epoch in epochs)
    assert not np.array_equal(epochs[0], epochs[1])


def test_long_epochs_of_pictures_are_measured_on_the_way_most_often_at_first():
    spec = make_spec(**MNIST | {"batch_size": 4}, epochs=2, data={"samples": 4000})
    data = load_data(spec)
    points = [round(point.epoch * 1000) for point in run_to_end(Training(spec, data))]
    assert points == [*range(100, 1001, 100), 1500, 2000]
    assert len(data.train) < MEASURED_SAMPLES


def test_epochs_of_few_batches_are_measured_at_their_end_and_at_most_every_fifty_batches():
    spec = make_spec(**MNIST, epochs=2, data={"samples": 4000})
    points = [round(point.epoch * 125) for point in run_to_end(Training(spec, load_data(spec)))]
    assert points == [50, 125, 187, 250]


def test_inputs_that_do_not_vary_and_a_single_class_do_no_harm():
    spec = make_spec(epochs=5)
    points, labels = np.full((30, 2), 1.5, np.float32), np.zeros(30, np.uint8)
    split = Split(points, labels)
    *_, last = train(spec, data=Dataset(split, split, 2, features=("x1", "x2")))
    assert last.diverged is None
    assert last.metrics.test.accuracy == 1


def test_the_smallest_network_on_the_fewest_points():
    for share in (0.05, 0.95):
        *_, last = train(make_spec(layers="", data={"samples": 10, "test_share": share}, batch_size=1024, epochs=2))
        assert last.step == 2


QUICK = [name for name in PRESETS if not preset(name).data.is_image or preset(name).data.dataset.name == "digits"]


@pytest.mark.parametrize("name", QUICK)
def test_every_quick_preset_reaches_what_it_promises(name):
    """At the latest by its last epoch; that it stays there is measured in the benchmarks."""
    best = -math.inf
    for snapshot in train(preset(name)):
        best = max(best, snapshot.metrics.test.score)
        if best >= PRESETS[name].reaches:
            break
    assert best >= PRESETS[name].reaches


@ENGINES
def test_pictures_are_learned(engine):
    spec = make_spec(**MNIST, engine=engine, learning_rate=0.003, epochs=2, data={"samples": 8000})
    *_, last = train(spec)
    assert last.metrics.test.accuracy > 0.85
    assert last.diverged is None


def test_random_labels_on_pictures_of_nothing_train_without_trouble():
    spec = make_spec(**MNIST, epochs=1)
    *_, last = train(spec, data=random_data(spec, 70))
    assert last.step == 3
    assert math.isfinite(last.metrics.test.loss)
