"""How answers change with what comes in: against central differences, through every kind of layer and every activation."""

import numpy as np
import pytest

from playground.engine.base import initial_parameters
from playground.engine.network import answers, forward, predict
from playground.engine.responses import Responses
from playground.engine.sensitivity import Sensitivity
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.layers import LAYERS
from tests.support import CLASSES, central_differences, make_spec

BATCH = 3


def network(spec, seed=0):
    """Parameters that are nothing special, moving averages included."""
    rng = np.random.default_rng(seed)
    initial = initial_parameters(spec).items()
    return {
        name: np.abs(rng.normal(0.3, 0.4, array.shape)) if "variance" in name else rng.normal(0, 0.4, array.shape)
        for name, array in initial
    }


def check(spec):
    rng = np.random.default_rng(1)
    parameters = network(spec)
    x = rng.random((BATCH, int(np.prod(spec.shapes[0]))))
    weights = rng.normal(0, 1, (BATCH, spec.output_units))
    asked = Sensitivity(spec, parameters, BATCH, np.float64)
    z = asked.forward(x)
    np.testing.assert_allclose(z, forward(spec, parameters, x), atol=1e-12)
    found = asked.backward(weights).ravel()
    value = lambda flat: float((forward(spec, parameters, flat.reshape(x.shape)) * weights).sum())  # noqa: E731
    indices = rng.choice(x.size, min(x.size, 60), replace=False)
    expected = central_differences(value, x.ravel(), indices)
    again = central_differences(value, x.ravel(), indices, h=5e-6)
    smooth = np.isclose(expected, again, rtol=1e-5, atol=1e-8)  # on a kink there is no derivative
    assert smooth.mean() > 0.8
    assert np.abs(expected).max() > 1e-4
    np.testing.assert_allclose(found[indices][smooth], expected[smooth], rtol=1e-6, atol=1e-6 * np.abs(expected).max())


@pytest.mark.parametrize("kind", [entry.name for entry in LAYERS.values() if 1 in entry.ranks])
def test_back_to_the_inputs_through_every_layer_between_units(kind):
    check(make_spec(layers=f"6 tanh, {kind}, 4 tanh"))


@pytest.mark.parametrize("before", ["", "conv2d filters=3 activation=tanh, "])
@pytest.mark.parametrize("kind", [entry.name for entry in LAYERS.values() if 3 in entry.ranks])
def test_back_to_the_pixels_through_every_layer_between_pictures(kind, before):
    if kind == "layer_normalization" and not before:
        return  # one channel brought to mean 0 and variance 1 is 0 whatever it was
    layers = f"{before}{kind}, 5 tanh" if kind in ("flatten", "global_average_pooling2d") else f"{before}{kind}, flatten, 5 tanh"
    check(make_spec(dataset="digits", layers=layers, **CLASSES))


@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
def test_back_to_the_inputs_through_every_activation(hidden):
    check(make_spec(layers=f"5 {hidden}, 4 {hidden}"))


def test_without_hidden_layers_the_slopes_are_the_weights():
    spec = make_spec(layers="", dataset="plane", output="linear", loss="mean_squared_error")
    parameters = network(spec)
    asked = Sensitivity(spec, parameters, 1)
    asked.forward(np.zeros((1, 2)))
    np.testing.assert_allclose(asked.backward(np.ones((1, 1)))[0], parameters["output/kernel"][:, 0], rtol=1e-6)


def test_what_a_layer_said_and_its_slopes_have_keras_layout():
    spec = make_spec(dataset="digits", layers="conv2d filters=3, max_pooling2d, flatten, 5 tanh", **CLASSES)
    parameters = {name: array.astype(np.float32) for name, array in network(spec).items()}
    pictures = np.random.default_rng(2).random((BATCH, 8, 8)).astype(np.float32)
    asked = Sensitivity(spec, parameters, BATCH)
    z = asked.forward(pictures.reshape(BATCH, -1))
    said = [each.copy() for each in Responses(spec, BATCH)(parameters, pictures)]
    for number in range(len(spec.layers) - 1):
        np.testing.assert_array_equal(asked.said(number), said[number])
        assert asked.backward(np.ones_like(z), above=number).shape == said[number].shape
        asked.forward(pictures.reshape(BATCH, -1))
    np.testing.assert_allclose(answers(spec, z), predict(spec, parameters, pictures), rtol=1e-6)


def test_the_slopes_of_a_map_tell_what_a_change_of_it_does():
    spec = make_spec(dataset="digits", layers="conv2d filters=2, flatten", **CLASSES)
    parameters = network(spec)
    asked = Sensitivity(spec, parameters, 1, np.float64)
    z = asked.forward(np.random.default_rng(3).random((1, 64)))
    slopes = asked.backward(np.eye(10)[[4]], above=0)
    np.testing.assert_allclose(slopes.ravel(), parameters["output/kernel"][:, 4], rtol=1e-12)
    np.testing.assert_allclose(z[0, 4], (slopes * asked.said(0)).sum() + parameters["output/bias"][4], rtol=1e-12)
