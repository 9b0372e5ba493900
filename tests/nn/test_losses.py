"""Every loss with every output that fits it: by hand, against finite differences, and against Keras."""

import numpy as np
import pytest

from playground.nn.activations import ACTIVATIONS
from playground.nn.losses import LOSSES
from tests.support import FITTING, central_differences

EVERY = pytest.mark.parametrize(("name", "output"), FITTING)


def example(output, units=4, dtype=np.float64):
    """Targets, sums and outputs for a batch of five."""
    rng = np.random.default_rng(0)
    activation = ACTIVATIONS[output]
    z = rng.normal(size=(5, units)).astype(dtype)
    y = np.where(np.eye(units)[rng.integers(0, units, 5)], activation.high, activation.low).astype(dtype)
    return y, z, activation.function(z, None)


@pytest.mark.parametrize(
    ("name", "y", "a", "expected"),
    [
        ("mean_squared_error", [1.0, -1.0], [0.5, 1.0], (0.25 + 4) / 2),
        ("binary_crossentropy", [1.0], [0.75], np.log(4 / 3)),
        ("binary_crossentropy", [0.0], [0.75], np.log(4)),
        ("categorical_crossentropy", [0.0, 1.0, 0.0], [0.25, 0.125, 0.625], np.log(8)),
    ],
)
def test_values_calculated_by_hand(name, y, a, expected):
    y, a = np.array([y]), np.array([a])
    z = np.log(a) if a.shape[1] > 1 else np.log(a / (1 - a))
    z = a if name == "mean_squared_error" else z
    assert LOSSES[name].value(y, a, z) == pytest.approx([expected])


@EVERY
def test_the_value_is_that_of_the_keras_twin(name, output, keras):
    loss = LOSSES[name]
    y, z, a = example(output, dtype=np.float32)
    twin = getattr(keras.losses, loss.keras)(reduction="none", **({"from_logits": True} if loss.from_logits else {}))
    np.testing.assert_allclose(loss.value(y, a, z), np.asarray(twin(y, z if loss.from_logits else a)), rtol=1e-5)


@EVERY
def test_logits_change_nothing_but_the_rounding(name, output, keras):
    """Keras as a student writes it: the loss on what the output activation says."""
    loss = LOSSES[name]
    y, z, a = example(output, dtype=np.float32)
    twin = getattr(keras.losses, loss.keras)(reduction="none")
    np.testing.assert_allclose(loss.value(y, a, z), np.asarray(twin(y, a)), rtol=1e-4)


@EVERY
@pytest.mark.parametrize("units", [1, 4])
def test_the_gradient_is_the_slope(name, output, units):
    loss, activation = LOSSES[name], ACTIVATIONS[output]
    y, z, a = example(output, units)

    def value(flat):
        if loss.from_logits:
            return loss.value(y, activation.function(flat.reshape(z.shape), None), flat.reshape(z.shape)).sum()
        return loss.value(y, flat.reshape(z.shape), z).sum()

    expected = central_differences(value, (z if loss.from_logits else a).ravel().copy(), range(z.size))
    np.testing.assert_allclose(loss.gradient(y, a).ravel(), expected, rtol=1e-6, atol=1e-9)


@EVERY
def test_being_right_costs_less_than_being_wrong(name, output):
    y, z, a = example(output)
    loss = LOSSES[name]
    if loss.from_logits:
        right, wrong = 20 * (2 * y - 1), -20 * (2 * y - 1)
    else:
        right, wrong = y, y[:, ::-1] * 0.5
    activation = ACTIVATIONS[output].function
    outputs = (activation(right, None), activation(wrong, None)) if loss.from_logits else (right, wrong)
    assert (loss.value(y, outputs[0], right) <= loss.value(y, outputs[1], wrong)).all()
    assert loss.value(y, outputs[0], right) == pytest.approx(0, abs=1e-6)


@EVERY
def test_confident_mistakes_stay_finite(name, output):
    y, _, _ = example(output, dtype=np.float32)
    z = (-1e4 * (2 * y - 1)).astype(np.float32)
    a = ACTIVATIONS[output].function(z, None)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(LOSSES[name].value(y, a, z)).all()
        assert np.isfinite(LOSSES[name].gradient(y, a)).all()


@EVERY
def test_the_gradient_stays_float32(name, output):
    y, _, a = example(output, dtype=np.float32)
    assert LOSSES[name].gradient(y, a).dtype == np.float32


@EVERY
def test_fitting_outputs_exist(name, output):
    assert output in ACTIVATIONS
