"""Every gradient of the NumPy engine against central differences, in float64: from the loss back to each number of each layer."""

import numpy as np
import pytest

from playground.engine.base import draws, targets
from playground.engine.network import answers
from playground.engine.numpy_engine import NumpyEngine
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.layers import LAYERS
from playground.nn.regularizers import REGULARIZERS
from tests.support import CLASSES, FITTING, NUMBERS, central_differences, make_spec, random_data

BATCH = np.array([3, 0, 5, 1, 4])


class Slopes:
    """The loss of one batch as a function of all numbers that training changes."""

    def __init__(self, spec):
        self.spec = spec
        data = random_data(spec, 6)
        self.engine = NumpyEngine(spec, data, dtype=np.float64)
        self.engine.flat[:] = np.random.default_rng(1).normal(0, 0.5, self.engine.flat.size)
        self.random = draws(spec, 0, len(BATCH))
        self.y = targets(spec, data.train.labels[BATCH]).astype(np.float64)

    def forward(self):
        return self.engine.forward(self.engine.layers(len(BATCH)), self.engine.samples(BATCH), self.random)

    def value(self, _=None):
        z, loss = self.forward(), self.spec.training.loss
        if loss.entry.from_logits(self.spec.model.output.activation.name):
            total = loss.entry.value_from_logits(self.y, z, **loss.settings).mean()
        else:
            total = loss.entry.value(self.y, answers(self.spec, z), **loss.settings).mean()
        for weights, _, regularizer in self.engine._regularized:
            total += regularizer.entry.penalty(weights, **regularizer.settings)
        return total

    def gradient(self):
        self.engine.backward(self.engine.layers(len(BATCH)), self.engine.error(self.forward(), self.y))
        return self.engine.flat_gradient.copy()


def check(spec):
    slopes = Slopes(spec)
    found = slopes.gradient()
    # Pictures have thousands of weights: some of them, and all of the last ones.
    indices = np.arange(found.size)
    if found.size > 300:
        moving = np.flatnonzero(np.abs(found[:-40]) > 0)
        indices = np.concatenate([np.random.default_rng(0).choice(moving, 80), indices[-40:]])
    expected = central_differences(slopes.value, slopes.engine.flat, indices)
    # On a kink, such as that of ReLU at 0, there is no derivative: near one the slope is another with half the step.
    again = central_differences(slopes.value, slopes.engine.flat, indices, h=5e-6)
    smooth = np.isclose(expected, again, rtol=1e-5, atol=1e-8)
    assert smooth.mean() > 0.8
    assert np.abs(expected).max() > 1e-4
    np.testing.assert_allclose(found[indices][smooth], expected[smooth], rtol=1e-6, atol=1e-6 * np.abs(expected).max())


@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
def test_gradients_through_every_hidden_activation(hidden):
    check(make_spec(layers=f"5 {hidden}, 4 {hidden}, 3 {hidden}"))


@pytest.mark.parametrize(("loss", "output"), FITTING)
@pytest.mark.parametrize("dataset", ["circle", {"name": "blobs", "classes": 4}])
def test_gradients_of_every_loss_with_every_output_that_fits(dataset, loss, output):
    check(make_spec(dataset=dataset, layers="5 tanh, 4 tanh", loss=loss, output=output))


@pytest.mark.parametrize("kind", [entry.name for entry in LAYERS.values() if 1 in entry.ranks])
def test_gradients_through_every_layer_between_units(kind):
    check(make_spec(layers=f"6 tanh, {kind}, 4 tanh"))


@pytest.mark.parametrize("kind", [entry.name for entry in LAYERS.values() if 3 in entry.ranks])
def test_gradients_through_every_layer_between_pictures(kind):
    after = "" if kind in ("flatten", "global_average_pooling2d") else "flatten, "
    check(make_spec(dataset="digits", **CLASSES, layers=f"conv2d filters=3 activation=tanh, {kind}, {after}5 tanh"))


@pytest.mark.parametrize("regularizer", [*REGULARIZERS])
def test_gradients_of_every_regularizer(regularizer):
    check(make_spec(layers=[{"units": 4, "regularizer": regularizer}, {"units": 3, "regularizer": regularizer}]))


@pytest.mark.parametrize("dataset", ["ripple", "sine"])
@pytest.mark.parametrize("loss", ["mean_squared_error", "mean_absolute_error", "huber", "log_cosh"])
def test_gradients_of_numbers_to_tell(dataset, loss):
    check(make_spec(dataset=dataset, layers="5 tanh", **{**NUMBERS, "loss": loss}))


def test_gradients_of_all_features_and_of_no_hidden_layer():
    for layers in ("", "3 tanh"):
        check(make_spec(layers=layers, data={"features": ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "cos_x2"]}))


def test_gradients_of_the_tutorials_network():
    check(make_spec(dataset="mnist", layers="flatten, 16 relu", **CLASSES))
