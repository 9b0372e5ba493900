"""The weights that a network starts from: exactly, or, where they are random, against many draws from Keras."""

import math

import numpy as np
import pytest

from playground.nn.initializers import INITIALIZERS, fans

EVERY = pytest.mark.parametrize("initializer", [*INITIALIZERS.values()], ids=lambda entry: entry.name)
DENSE, CONVOLUTION = (300, 200), (3, 5, 40, 100)
SHAPES = pytest.mark.parametrize("shape", [DENSE, CONVOLUTION], ids=["dense", "convolution"])

# Besides the defaults, settings far from them.
OTHERS = {
    "normal": {"mean": -2.0, "stddev": 3.0},
    "uniform": {"minval": 1.0, "maxval": 4.0},
    "orthogonal": {"gain": 2.5},
    "constant": {"value": -0.7},
}
CASES = pytest.mark.parametrize(
    ("initializer", "settings"),
    [
        pytest.param(initializer, initializer.settings(given), id=f"{initializer.name}-{kind}")
        for initializer in INITIALIZERS.values()
        for kind, given in {"default": {}, "other": OTHERS.get(initializer.name)}.items()
        if given is not None
    ],
)


def draw(name, shape, seed=0, **settings):
    initializer = INITIALIZERS[name]
    return initializer.function(shape, np.random.default_rng(seed), **initializer.settings(settings))


def draw_keras(keras, initializer, settings, shape):
    seed = {"seed": 1} if initializer.name not in ("constant", "zeros") else {}
    return np.asarray(getattr(keras.initializers, initializer.keras)(**settings, **seed)(shape))


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((1, 1), (1, 1)), ((2, 4), (2, 4)), ((784, 128), (784, 128)), ((3, 3, 1, 8), (9, 72)), ((1, 5, 4, 2), (20, 10))],
)
def test_fans_calculated_by_hand_and_by_keras(shape, expected, keras):
    from keras.src.initializers.random_initializers import compute_fans

    assert fans(shape) == expected == compute_fans(shape)


@pytest.mark.parametrize(("fan_in", "fan_out"), [(1, 1), (2, 4), (784, 128)])
def test_glorot_keeps_within_its_limit_and_fills_it(fan_in, fan_out):
    kernel = draw("glorot_uniform", (fan_in, fan_out))
    limit = np.sqrt(6 / (fan_in + fan_out))
    assert kernel.shape == (fan_in, fan_out)
    assert kernel.dtype == np.float32
    assert np.abs(kernel).max() <= limit
    if kernel.size > 1000:
        assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.01)
        assert kernel.mean() == pytest.approx(0, abs=limit / 100)


def test_the_default_gives_the_numbers_that_runs_have_always_started_from():
    assert next(iter(INITIALIZERS)) == "glorot_uniform"
    limit = np.sqrt(6 / 7)
    expected = np.random.default_rng(3).uniform(-limit, limit, size=(2, 5)).astype(np.float32)
    np.testing.assert_array_equal(draw("glorot_uniform", (2, 5), seed=3), expected)


@SHAPES
@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("glorot_uniform", lambda fan_in, fan_out: math.sqrt(6 / (fan_in + fan_out))),
        ("he_uniform", lambda fan_in, fan_out: math.sqrt(6 / fan_in)),
        ("lecun_uniform", lambda fan_in, fan_out: math.sqrt(3 / fan_in)),
        # Twice the deviation before the numbers beyond are cut off.
        ("glorot_normal", lambda fan_in, fan_out: 2 * math.sqrt(2 / (fan_in + fan_out)) / 0.8796),
        ("he_normal", lambda fan_in, fan_out: 2 * math.sqrt(2 / fan_in) / 0.8796),
        ("lecun_normal", lambda fan_in, fan_out: 2 * math.sqrt(1 / fan_in) / 0.8796),
        ("uniform", lambda fan_in, fan_out: 0.05),
    ],
)
def test_limits_calculated_by_hand_are_reached_and_never_passed(name, limit, shape):
    largest = np.abs(draw(name, shape)).max()
    assert largest <= limit(*fans(shape)) * (1 + 1e-4)
    assert largest >= limit(*fans(shape)) * 0.99


@CASES
@SHAPES
def test_weights_are_spread_as_those_of_the_keras_twin(initializer, settings, shape, keras):
    ours = initializer.function(shape, np.random.default_rng(0), **settings)
    theirs = draw_keras(keras, initializer, settings, shape)
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype == np.float32
    ours, theirs = ours.astype(np.float64), theirs.astype(np.float64)
    spread = theirs.std()
    # Of 60,000 numbers the mean is nearly always within a hundredth of the standard deviation.
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.02 * spread + 1e-7)
    assert ours.std() == pytest.approx(spread, rel=0.01)
    marks = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
    np.testing.assert_allclose(np.quantile(ours, marks), np.quantile(theirs, marks), atol=0.1 * spread + 1e-7)


@pytest.mark.parametrize("name", ["constant", "zeros"])
def test_what_is_not_random_is_exactly_that_of_keras(name, keras):
    settings = INITIALIZERS[name].settings(OTHERS.get(name, {}))
    np.testing.assert_array_equal(draw(name, (3, 4), **settings), draw_keras(keras, INITIALIZERS[name], settings, (3, 4)))


def test_crossed_ends_of_an_interval_are_the_same_interval_as_in_keras(keras):
    given = {"minval": 3.0, "maxval": 1.0}
    np.testing.assert_array_equal(draw("uniform", DENSE, **given), draw("uniform", DENSE, minval=1.0, maxval=3.0))
    theirs = draw_keras(keras, INITIALIZERS["uniform"], given, DENSE)
    assert (theirs.min(), theirs.max()) == pytest.approx((1, 3), abs=1e-3)


@pytest.mark.parametrize("shape", [(30, 20), (20, 30), (20, 20), (1, 5), (5, 1), (3, 3, 4, 8), (1, 1, 4, 8)])
def test_orthogonal_kernels_turn_without_stretching(shape):
    kernel = draw("orthogonal", shape, gain=2.0).astype(np.float64).reshape(-1, shape[-1])
    product = kernel.T @ kernel if kernel.shape[0] >= kernel.shape[1] else kernel @ kernel.T
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-5)


def test_orthogonal_kernels_favour_no_direction():
    """Without its signs put right, the decomposition would give most diagonals the same sign."""
    kernels = np.array([draw("orthogonal", (3, 3), seed) for seed in range(2000)])
    assert np.abs((kernels > 0).mean(axis=0) - 0.5).max() < 0.05
    assert (np.linalg.det(kernels.astype(np.float64)) > 0).mean() == pytest.approx(0.5, abs=0.05)


@EVERY
def test_the_same_numbers_give_the_same_weights(initializer):
    first, second, other = (draw(initializer.name, (5, 5), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    if initializer.name not in ("constant", "zeros"):
        assert (first != other).all()


@EVERY
@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (3, 3, 1, 2)])
def test_weights_at_the_ends_of_every_setting_are_finite(initializer, end, shape):
    settings = {each.name: getattr(each, end) for each in initializer.hyperparameters}
    kernel = draw(initializer.name, shape, **settings)
    assert kernel.shape == shape
    assert kernel.dtype == np.float32
    assert np.isfinite(kernel).all()


@EVERY
def test_defaults_are_those_of_keras(initializer, keras):
    config = getattr(keras.initializers, initializer.keras)().get_config()
    assert {each.name: each.default for each in initializer.hyperparameters} == {
        each.name: config[each.name] for each in initializer.hyperparameters
    }
