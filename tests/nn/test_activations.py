"""Every activation: by hand, against finite differences, and against Keras."""

import math

import numpy as np
import pytest

from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from tests.support import central_differences

# Settings as they are by default, and as far from that as the bounds allow.
SET = [
    pytest.param(entry, entry.settings(given), id=f"{entry.name}-{kind}")
    for entry in ACTIVATIONS.values()
    for kind, given in [
        ("default", {}),
        ("low", {each.name: each.low for each in entry.hyperparameters}),
        ("high", {each.name: each.high for each in entry.hyperparameters}),
    ]
    if given or kind == "default"
]
EVERY = pytest.mark.parametrize(("activation", "settings"), SET)

# Both sides of every kink (at 0, -3, 3 and 6), but none nearer than the step of a finite difference: there is no derivative there.
Z = np.concatenate([np.random.default_rng(0).normal(0, 2, 38), np.random.default_rng(1).normal(0, 12, 22)]).reshape(12, 5)


def test_no_sum_is_at_a_kink():
    assert min(np.abs(Z - kink).min() for kink in (0, -3, 3, 6)) > 1e-3
    assert Z.min() < -9
    assert Z.max() > 9


@pytest.mark.parametrize(
    ("name", "given", "z", "expected"),
    [
        ("relu", {}, [-2.0, 0.0, 3.0], [0, 0, 3]),
        ("tanh", {}, [0.0, np.log(3) / 2], [0, 0.5]),
        ("sigmoid", {}, [0.0, np.log(3), -np.log(3)], [0.5, 0.75, 0.25]),
        ("linear", {}, [-2.0, 3.0], [-2, 3]),
        ("leaky_relu", {}, [-2.0, 0.0, 3.0], [-0.4, 0, 3]),
        ("leaky_relu", {"negative_slope": 0.5}, [-2.0, 3.0], [-1, 3]),
        ("relu6", {}, [-2.0, 5.0, 6.0, 7.0], [0, 5, 6, 6]),
        ("elu", {}, [-np.log(2), 3.0], [-0.5, 3]),
        ("elu", {"alpha": 3.0}, [-np.log(2), 3.0], [-1.5, 3]),
        ("selu", {}, [-np.log(2), 2.0], [-0.5 * 1.0507009873554805 * 1.6732632423543772, 2 * 1.0507009873554805]),
        ("celu", {}, [-np.log(2), 3.0], [-0.5, 3]),
        ("celu", {"alpha": 3.0}, [-3 * np.log(2), 3.0], [-1.5, 3]),
        ("silu", {}, [0.0, np.log(3), -np.log(3)], [0, 0.75 * np.log(3), -0.25 * np.log(3)]),
        ("mish", {}, [0.0], [0]),
        ("mish", {}, [np.log(2)], [np.log(2) * 0.8]),  # softplus is ln 3, whose tanh is (9 - 1) / (9 + 1)
        ("hard_sigmoid", {}, [-4.0, -1.5, 0.0, 3.0, 4.0], [0, 0.25, 0.5, 1, 1]),
        ("softplus", {}, [0.0, np.log(3)], [np.log(2), np.log(4)]),
        ("softsign", {}, [-1.0, 0.0, 3.0], [-0.5, 0, 0.75]),
        ("sine", {}, [0.0, np.pi / 6], [0, 0.5]),
        ("gaussian", {}, [0.0, 1.0, -np.sqrt(np.log(2))], [1, 1 / np.e, 0.5]),
        ("softmax", {}, [0.0, np.log(2), np.log(5)], [1 / 8, 2 / 8, 5 / 8]),
    ],
)
def test_values_calculated_by_hand(name, given, z, expected):
    activation = ACTIVATIONS[name]
    assert activation.function(np.array([z]), **activation.settings(given))[0] == pytest.approx(expected, abs=1e-15)


def test_gelu_is_that_of_the_error_function():
    z = np.linspace(-20, 20, 4001)
    expected = [0.5 * x * math.erfc(-x / math.sqrt(2)) for x in z]
    np.testing.assert_allclose(ACTIVATIONS["gelu"].function(z), expected, rtol=1e-10, atol=1e-10)


@EVERY
def test_value_and_gradient_are_those_of_the_keras_twin(activation, settings, keras):
    import tensorflow as tf

    z = tf.constant(Z, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(z)
        a = activation.keras_twin(keras, settings)(z)
        weighted = tf.reduce_sum(a * tf.constant(np.arange(Z.size).reshape(Z.shape) / Z.size, tf.float32))
    found = activation.function(z.numpy(), **settings)
    np.testing.assert_allclose(found, a, rtol=1e-5, atol=1e-5)
    gradient = (np.arange(Z.size).reshape(Z.shape) / Z.size).astype(np.float32)
    activation.backward(gradient, z.numpy(), found, **settings)
    np.testing.assert_allclose(gradient, tape.gradient(weighted, z), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("activation", [*ACTIVATIONS.values()], ids=lambda entry: entry.name)
def test_the_defaults_are_those_of_the_keras_twin(activation, keras):
    if isinstance(activation.keras, str):
        defaults = getattr(keras.activations, activation.keras)(Z)
        np.testing.assert_array_equal(activation.keras_twin(keras, activation.settings({}))(Z), defaults)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_keras_twin_hands_on_what_it_says_and_nothing_behind_it(output, keras):
    """Otherwise a binary cross-entropy on a softmax would look behind it, and take the sigmoid of the sums instead."""
    import tensorflow as tf

    for twin in (keras.activations.get(output), ACTIVATIONS[output].keras_twin(keras, {})):
        said = twin(tf.constant(Z, tf.float32))
    assert not hasattr(said, "_keras_logits")


@EVERY
def test_the_derivative_is_the_slope(activation, settings):
    a = activation.function(Z, **settings)

    def each(z, i):
        return activation.function(z.reshape(Z.shape), **settings).flat[i]

    slope = [central_differences(lambda z, i=i: each(z, i), Z.ravel().copy(), [i]) for i in range(Z.size)]
    np.testing.assert_allclose(activation.derivative(Z, a, **settings).ravel(), np.ravel(slope), rtol=1e-6, atol=1e-9)


@EVERY
@pytest.mark.parametrize("kink", [0.0, -0.0, 3.0, -3.0, 6.0])
def test_where_there_is_a_kink_the_slope_is_the_one_that_tensorflow_takes(activation, settings, kink, keras):
    """A silent unit makes exact zeros in the next layer, and from there on two engines would go apart."""
    import tensorflow as tf

    z = tf.constant([[kink, 1.5]], tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(z)
        a = activation.keras_twin(keras, settings)(z)
    expected = tape.gradient(a, z).numpy()
    ours = activation.backward(np.ones((1, 2)), z.numpy(), activation.function(z.numpy(), **settings), **settings)
    np.testing.assert_allclose(ours, expected, rtol=1e-6, atol=1e-9)


def test_celu_is_that_of_keras(keras):
    for alpha in (0.1, 1.0, 3.0):
        expected = keras.ops.convert_to_numpy(keras.activations.celu(Z, alpha=alpha))
        np.testing.assert_allclose(ACTIVATIONS["celu"].function(Z, alpha=alpha), expected, rtol=1e-6)


@EVERY
def test_backward_is_the_gradient_of_any_weighted_sum_of_the_outputs(activation, settings):
    weights = np.random.default_rng(1).normal(size=Z.shape)
    expected = central_differences(
        lambda z: (activation.function(z.reshape(Z.shape), **settings) * weights).sum(), Z.ravel().copy(), range(Z.size)
    )
    found = activation.backward(weights.copy(), Z, activation.function(Z, **settings), **settings)
    np.testing.assert_allclose(found.ravel(), expected, rtol=1e-6, atol=1e-8)


@EVERY
def test_it_writes_where_it_is_told_and_leaves_the_sums_alone(activation, settings):
    z, out, slope = Z.copy(), np.empty_like(Z), np.full_like(Z, np.nan)
    assert activation.function(z, out, **settings) is out
    a = activation.function(z, **settings)
    assert a is not z
    np.testing.assert_array_equal(out, a)
    assert activation.derivative(z, out, slope, **settings) is slope
    np.testing.assert_array_equal(slope, activation.derivative(z, a, **settings))
    np.testing.assert_array_equal(z, Z)
    np.testing.assert_array_equal(out, a)


@EVERY
def test_it_can_write_over_the_sums(activation, settings):
    z = Z.copy()
    assert activation.function(z, z, **settings) is z
    np.testing.assert_array_equal(z, activation.function(Z, **settings))


@EVERY
def test_backward_works_in_place_and_leaves_sums_and_outputs_alone(activation, settings):
    z, a, scratch = Z.copy(), activation.function(Z, **settings), np.full_like(Z, np.nan)
    gradient, said = np.ones_like(Z), a.copy()
    assert activation.backward(gradient, z, a, scratch, **settings) is gradient
    np.testing.assert_array_equal(gradient, activation.backward(np.ones_like(Z), Z, said, **settings))
    np.testing.assert_array_equal(z, Z)
    np.testing.assert_array_equal(a, said)


@EVERY
def test_huge_sums_overflow_nowhere(activation, settings):
    z = np.array([[-1e4, 1e4, 0.0], [1e30, -1e30, 1.0], [-100.0, 100.0, 3e38], [-3e38, 88.0, -88.0]], np.float32)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = activation.function(z, **settings)
        slope = activation.derivative(z, a, **settings)
        gradient = activation.backward(np.ones_like(z), z, a, **settings)
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() <= 20  # the steepest is SELU or an ELU, not a number that ran away
    assert np.isfinite(gradient).all()


@EVERY
def test_the_type_of_the_numbers_stays(activation, settings):
    for dtype in (np.float32, np.float64):
        z = Z.astype(dtype)
        a = activation.function(z, **settings)
        backward = activation.backward(np.ones_like(z), z, a, **settings)
        assert a.dtype == activation.derivative(z, a, **settings).dtype == backward.dtype == dtype


@pytest.mark.parametrize("activation", [*ACTIVATIONS.values()], ids=lambda entry: entry.name)
def test_yes_is_more_than_no(activation):
    assert activation.high > activation.low


def test_softmax_adds_up_to_one_and_belongs_on_the_output():
    assert ACTIVATIONS["softmax"].function(Z).sum(axis=1) == pytest.approx(1)
    assert set(ACTIVATIONS) - set(HIDDEN_ACTIVATIONS) == {"softmax"}
