"""A run that goes on by another spec."""

import numpy as np
import pytest

from playground.engine import Training
from playground.engine.carry import carried
from playground.engine.samples import load_data
from playground.nn.optimizers import OPTIMIZERS
from tests.support import CLASSES, make_spec

ENGINES = pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
SMALL = {"data": {"samples": 106, "noise": 0.1}, "epochs": 5}
NO_CLIPPING = {"name": "norm", "global_clipnorm": 1000.0}
"""A gradient of these networks is never that long, so that this changes nothing but the engine."""


@pytest.fixture(autouse=True)
def warm(request):
    """Count the import of TensorFlow to no test."""
    if "tensorflow" in request.node.name:
        request.getfixturevalue("keras")


def begun(steps, **settings):
    spec = make_spec(**SMALL | settings)
    training = Training(spec, load_data(spec))
    while training.step < steps or training.measuring:
        training.advance(steps - training.step)
    return training


def finish(training, step):
    while training.step < step or training.measuring:
        training.advance(step - training.step)


@pytest.mark.parametrize("optimizer", [*OPTIMIZERS])
def test_a_change_that_means_nothing_changes_nothing(optimizer):
    """So the optimizer remembers what it did, and batches go on where they were."""
    one, other = begun(7, optimizer=optimizer), begun(7, optimizer=optimizer)
    changed = other.changed(other.spec.replace(training=other.spec.training.replace(clipping=NO_CLIPPING)), other.data)
    assert changed is not other
    for training in (one, changed):
        finish(training, 20)
    assert one.metrics == changed.metrics
    for name, array in one.parameters().items():
        np.testing.assert_array_equal(array, changed.parameters()[name])


def test_so_it_is_on_tensorflow(keras):
    one, other = begun(7, engine="tensorflow"), begun(7, engine="tensorflow")
    changed = other.changed(other.spec.replace(training=other.spec.training.replace(clipping=NO_CLIPPING)), other.data)
    for training in (one, changed):
        finish(training, 20)
    for name, array in one.parameters().items():
        np.testing.assert_allclose(array, changed.parameters()[name], rtol=1e-5, atol=1e-6)


@ENGINES
@pytest.mark.parametrize(
    "training",
    [{"batch_size": 3}, {"optimizer": "lion"}, {"loss": "hinge"}, {"clipping": "value"}],
    ids=str,
)
def test_the_weights_and_the_epochs_go_on_whatever_changes(engine, training):
    before = begun(10, engine=engine)
    weights, epoch, seconds = before.parameters(), before.epoch, before.seconds
    after = before.changed(before.spec.replace(training=before.spec.training.replace(**training)), before.data)
    for name, array in after.parameters().items():
        np.testing.assert_array_equal(array, weights[name])
    assert after.epoch == pytest.approx(epoch, abs=0.5 / after.steps_per_epoch)
    assert after.seconds == seconds
    assert after.measuring  # the loss may be another
    finish(after, 2 * after.steps_per_epoch)
    assert after.epoch == 2
    assert any(not np.array_equal(array, weights[name]) for name, array in after.parameters().items())


@ENGINES
@pytest.mark.parametrize("layers", ["6 tanh, 3 tanh", "4 tanh", "4 relu, dropout, 3 tanh, 2 tanh", ""])
def test_so_do_the_weights_of_layers_that_stay(engine, layers):
    before = begun(10, engine=engine)
    spec = make_spec(engine=engine, layers=layers, **SMALL)
    expected = carried(before.spec, before.parameters(), spec)
    after = before.changed(spec, before.data)
    for name, array in after.parameters().items():
        np.testing.assert_array_equal(array, expected[name])
    finish(after, 3 * after.steps_per_epoch)
    assert np.isfinite(after.metrics.train.loss)


def test_a_schedule_and_the_epochs_change_without_a_new_engine():
    before = begun(10)
    rate = before.rate_now
    spec = before.spec.replace(training=before.spec.training.replace(schedule="exponential", epochs=9))
    after = before.changed(spec, before.data)
    assert after is before
    assert after.rate_now < rate
    assert not after.finished


def test_noisier_data_are_learned_from_and_measured():
    before = begun(12)
    spec = before.spec.replace(data=before.spec.data.replace(noise=0.5))
    after = before.changed(spec, load_data(spec))
    loss = before.metrics.train.loss
    finish(after, after.step)
    assert after.metrics.train.loss > loss


@ENGINES
def test_a_moment_can_be_gone_back_to(engine):
    training = begun(10, engine=engine)
    moment = training.moment()
    finish(training, 20)
    end = training.parameters()
    again = Training(moment.spec, training.data, begin=moment)
    assert again.step == 10
    finish(again, 20)
    for name, array in again.parameters().items():
        np.testing.assert_array_equal(array, end[name])


def test_a_moment_of_a_network_with_averages_keeps_them():
    training = begun(10, layers="4 tanh, batch_normalization", **CLASSES)
    moment = training.moment()
    assert any("moving" in name for name in moment.parameters)
    again = Training(moment.spec, training.data, begin=moment)
    for name, array in again.parameters().items():
        np.testing.assert_array_equal(array, moment.parameters[name])
