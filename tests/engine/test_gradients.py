"""Every gradient of the NumPy engine against central differences, in float64."""

import numpy as np
import pytest

from playground.engine.base import targets
from playground.engine.numpy_engine import NumpyEngine
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.losses import LOSSES
from tests.support import FITTING, central_differences, make_spec, random_data

BATCH = np.array([3, 0, 5, 1, 4])


def ready(spec):
    """An engine with random weights and biases, far from the kinks of activations that have some: there is no derivative there."""
    engine = NumpyEngine(spec, random_data(spec, 6), dtype=np.float64)
    rng = np.random.default_rng(1)
    while True:
        engine.flat[:] = rng.normal(0, 0.5, engine.flat.size)
        layers = engine.load(BATCH)
        engine.forward(layers)
        if min(np.abs(layer.z).min() for layer in layers) > 1e-3:
            return engine, layers


@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize(("loss", "output"), FITTING)
@pytest.mark.parametrize("dataset", ["circle", "mnist"])
def test_gradients_are_the_slopes_of_the_loss(dataset, loss, output, hidden):
    layers = f"5 {hidden}, 4 {hidden}, 3 {hidden}" if dataset == "circle" else f"4 {hidden}, 3 {hidden}"
    spec = make_spec(dataset=dataset, layers=layers, output=output, loss=loss)
    engine, layers = ready(spec)
    y = targets(spec, random_data(spec, 6).train.labels[BATCH]).astype(np.float64)

    def mean_loss(_):
        engine.forward(layers)
        return LOSSES[loss].value(y, layers[-1].a, layers[-1].z).mean()

    mean_loss(None)
    engine.error(layers, y)
    engine.backward(layers)
    found = engine.flat_gradient.copy()
    # Pictures have thousands of weights: some of them, and all of the later layers.
    indices = np.arange(found.size)
    if found.size > 500:
        inked = np.flatnonzero(np.abs(found[:-100]) > 0)
        indices = np.concatenate([np.random.default_rng(0).choice(inked, 60), indices[-40:]])
    expected = central_differences(mean_loss, engine.flat, indices)
    assert np.abs(expected).max() > 1e-3
    np.testing.assert_allclose(found[indices], expected, rtol=1e-6, atol=1e-6 * np.abs(expected).max())


def test_gradients_of_all_features_and_of_no_hidden_layer():
    for layers in ("", "3 tanh"):
        spec = make_spec(layers=layers, data={"features": ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]})
        engine, built = ready(spec)
        y = targets(spec, random_data(spec, 6).train.labels[BATCH]).astype(np.float64)

        def mean_loss(_, engine=engine, built=built, y=y):
            engine.forward(built)
            return LOSSES["binary_crossentropy"].value(y, built[-1].a, built[-1].z).mean()

        mean_loss(None)
        engine.error(built, y)
        engine.backward(built)
        expected = central_differences(mean_loss, engine.flat, np.arange(engine.flat.size))
        np.testing.assert_allclose(engine.flat_gradient, expected, rtol=1e-6, atol=1e-8)
