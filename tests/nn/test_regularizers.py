"""Every regularizer: by hand, against finite differences, and against Keras."""

import numpy as np
import pytest

from playground.nn.regularizers import REGULARIZERS
from tests.support import central_differences

EVERY = pytest.mark.parametrize("regularizer", [*REGULARIZERS.values()], ids=lambda entry: entry.name)


def gradient_of(regularizer, w, settings):
    gradient = np.zeros_like(w)
    regularizer.add_gradient(w, gradient, **settings)
    return gradient


@pytest.mark.parametrize(
    ("name", "settings", "penalty", "gradient"),
    [
        ("none", {}, 0, [0, 0, 0]),
        ("l1", {"l1": 0.1}, 0.5, [0.1, -0.1, 0]),
        ("l2", {"l2": 0.1}, 1.3, [0.4, -0.6, 0]),
        ("l1_l2", {"l1": 0.1, "l2": 0.2}, 0.5 + 2.6, [0.9, -1.3, 0]),
    ],
)
def test_values_calculated_by_hand(name, settings, penalty, gradient):
    w = np.array([2.0, -3.0, 0.0])
    assert REGULARIZERS[name].penalty(w, **settings) == pytest.approx(penalty)
    assert gradient_of(REGULARIZERS[name], w, settings) == pytest.approx(gradient)


@EVERY
@pytest.mark.parametrize("shape", [(4, 3), (3, 3, 2, 4)])
def test_the_gradient_is_the_slope_of_the_penalty(regularizer, shape):
    settings = regularizer.settings({})
    w = np.random.default_rng(0).normal(size=shape)
    expected = central_differences(lambda flat: regularizer.penalty(flat.reshape(shape), **settings), w.ravel().copy(), range(w.size))
    np.testing.assert_allclose(gradient_of(regularizer, w, settings).ravel(), expected, rtol=1e-6, atol=1e-9)


@EVERY
@pytest.mark.parametrize("price", [None, 0.3, 0.0])
@pytest.mark.parametrize("shape", [(40, 30), (3, 3, 8, 16)])
def test_the_penalty_is_that_of_the_keras_twin(regularizer, price, shape, keras):
    settings = regularizer.settings({each.name: price for each in regularizer.hyperparameters if price is not None})
    w = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    penalty = regularizer.penalty(w, **settings)
    assert type(penalty) is float
    if regularizer.keras is None:
        assert penalty == 0
    else:
        assert penalty == pytest.approx(float(getattr(keras.regularizers, regularizer.keras)(**settings)(w)), rel=1e-5)


@EVERY
def test_a_step_of_descent_is_that_of_a_keras_layer(regularizer, keras):
    settings = regularizer.settings({each.name: 0.3 for each in regularizer.hyperparameters})
    rng = np.random.default_rng(0)
    w, x, y = (rng.normal(size=size).astype(np.float32) for size in [(4, 2), (5, 4), (5, 2)])
    w[0, 0] = 0  # where the price has no slope
    twin = getattr(keras.regularizers, regularizer.keras)(**settings) if regularizer.keras else None
    layer = keras.layers.Dense(2, use_bias=False, kernel_regularizer=twin)
    model = keras.Sequential([keras.layers.Input([4]), layer])
    model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
    layer.kernel.assign(w)
    loss = model.train_on_batch(x, y)
    error = x @ w - y
    assert np.mean(error**2) + regularizer.penalty(w, **settings) == pytest.approx(float(loss), rel=1e-5)
    gradient = x.T @ (error * (2 / error.size))
    regularizer.add_gradient(w, gradient, **settings)
    np.testing.assert_allclose(w - 0.1 * gradient, np.asarray(layer.kernel), rtol=1e-5, atol=1e-6)


@EVERY
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_adds_to_the_gradient_in_place_and_leaves_the_weights_alone(regularizer, dtype):
    w, gradient = np.full((2, 3), 2, dtype), np.ones((2, 3), dtype)
    settings = regularizer.settings({})
    assert regularizer.add_gradient(w, gradient, **settings) is None
    assert (w == 2).all()
    assert gradient.dtype == dtype
    np.testing.assert_allclose(gradient, 1 + gradient_of(regularizer, w, settings), rtol=1e-6)


@EVERY
def test_a_price_of_zero_is_none(regularizer):
    w = np.array([[1.0, -2.0, 0.0]])
    settings = regularizer.settings({each.name: 0 for each in regularizer.hyperparameters})
    assert regularizer.penalty(w, **settings) == 0
    assert (gradient_of(regularizer, w, settings) == 0).all()
