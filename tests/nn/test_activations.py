"""Every activation: by hand, against finite differences, and against Keras."""

import numpy as np
import pytest

from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from tests.support import central_differences

EVERY = pytest.mark.parametrize("activation", [*ACTIVATIONS.values()], ids=lambda entry: entry.name)

# No zeros: there the derivative of ReLU jumps.
Z = np.random.default_rng(0).normal(0, 2, (6, 5))


@pytest.mark.parametrize(
    ("name", "z", "expected"),
    [
        ("relu", [-2.0, 0.0, 3.0], [0, 0, 3]),
        ("tanh", [0.0, np.log(3) / 2], [0, 0.5]),
        ("sigmoid", [0.0, np.log(3), -np.log(3)], [0.5, 0.75, 0.25]),
        ("linear", [-2.0, 3.0], [-2, 3]),
        ("softmax", [0.0, np.log(2), np.log(5)], [1 / 8, 2 / 8, 5 / 8]),
    ],
)
def test_values_calculated_by_hand(name, z, expected):
    assert ACTIVATIONS[name].function(np.array([z]), None)[0] == pytest.approx(expected, abs=1e-15)


@EVERY
def test_the_value_is_that_of_the_keras_twin(activation, keras):
    twin = keras.activations.get(activation.keras)
    z = Z.astype(np.float32)
    np.testing.assert_allclose(activation.function(z, None), np.asarray(twin(keras.ops.convert_to_tensor(z))), rtol=1e-5, atol=1e-7)


@EVERY
def test_the_derivative_is_the_slope(activation):
    a = activation.function(Z, None)
    slope = [
        central_differences(lambda z, i=i: activation.function(z.reshape(Z.shape), None).flat[i], Z.ravel().copy(), [i])
        for i in range(Z.size)
    ]
    np.testing.assert_allclose(activation.derivative(Z, a).ravel(), np.ravel(slope), rtol=1e-6, atol=1e-9)


@EVERY
def test_backward_is_the_gradient_of_any_weighted_sum_of_the_outputs(activation):
    weights = np.random.default_rng(1).normal(size=Z.shape)
    expected = central_differences(
        lambda z: (activation.function(z.reshape(Z.shape), None) * weights).sum(), Z.ravel().copy(), range(Z.size)
    )
    found = activation.backward(weights.copy(), Z, activation.function(Z, None))
    np.testing.assert_allclose(found.ravel(), expected, rtol=1e-6, atol=1e-9)


@EVERY
def test_it_writes_where_it_is_told_and_leaves_the_sums_alone(activation):
    z, out = Z.copy(), np.empty_like(Z)
    assert activation.function(z, out) is out
    np.testing.assert_array_equal(out, activation.function(z, None))
    np.testing.assert_array_equal(z, Z)
    assert activation.function(z, None) is not z


@EVERY
def test_huge_sums_overflow_nowhere(activation):
    z = np.array([[-1e4, 1e4, 0.0], [1e30, -1e30, 1.0]], np.float32)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = activation.function(z, None)
        assert np.isfinite(activation.derivative(z, a)).all()
    assert np.isfinite(a).all()


@EVERY
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_of_the_numbers_stays(activation, dtype):
    z = Z.astype(dtype)
    a = activation.function(z, None)
    assert a.dtype == activation.derivative(z, a).dtype == activation.backward(np.ones_like(z), z, a).dtype == dtype


@EVERY
def test_yes_is_more_than_no(activation):
    assert activation.high > activation.low


def test_softmax_adds_up_to_one_and_belongs_on_the_output():
    assert ACTIVATIONS["softmax"].function(Z, None).sum(axis=1) == pytest.approx(1)
    assert "softmax" not in HIDDEN_ACTIVATIONS
