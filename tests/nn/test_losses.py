"""Every loss with every output: by hand, against finite differences, and against Keras."""

import math

import numpy as np
import pytest

from playground.nn.activations import ACTIVATIONS
from playground.nn.losses import LOSSES
from tests.support import FITTING, central_differences


def _other(hyperparameter):
    """A value that is neither the default nor a bound: there it could be left out, or be one that hides a mistake."""
    if isinstance(hyperparameter.default, bool):
        return not hyperparameter.default
    return {"delta": 0.3, "label_smoothing": 0.2, "gamma": 1.5, "alpha": 0.6}[hyperparameter.name]


SETTINGS = [
    (loss.name, loss.settings({each.name: _other(each) for each in hyperparameters}))
    for loss in LOSSES.values()
    for hyperparameters in ([(), loss.hyperparameters] if loss.hyperparameters else [()])
]


def _ids(value):
    return value if isinstance(value, str) else "-".join(f"{number:g}" for number in value.values()) or "plain"


EVERY = pytest.mark.parametrize(("name", "settings"), SETTINGS, ids=_ids)
EVERY_OUTPUT = pytest.mark.parametrize("output", [*ACTIVATIONS])
EVERY_FITTING = pytest.mark.parametrize(
    ("name", "output", "settings"), [(name, output, set_) for name, output in FITTING for each, set_ in SETTINGS if each == name], ids=_ids
)

EXTREMES = np.array(
    [[0, 0, 0], [-0.0, 0, 0], [1, 1, 1], [-1, -1, -1], [1, -1, 0], [0, 1, 0], [2, -3, 0.5], [1e-30, 0, 0]]
    + [[1e4, -1e4, 0], [1e15, -1e15, 1e-30], [-1e15, 1e15, 1e15], [1, 1 - 1e-7, 1e-7], [0.5, -0.5, 1e-8], [1e-45, -1e-38, 1e-38]],
    np.float32,
)
"""What outputs can say at worst; the square of 1e15 is still a float32."""


def low_and_high(loss, activation):
    """The targets of no and yes."""
    return (activation.low, activation.high) if loss.low is None else (loss.low, loss.high)


def example(loss, output, units=3, dtype=np.float64):
    """Targets, sums and outputs for a batch of five; none is at a kink or at the edge of a clip."""
    rng = np.random.default_rng(1)
    activation = ACTIVATIONS[output]
    z = (rng.uniform(0.3, 1.5, (5, units)) * rng.choice([-1, 1], (5, units))).astype(dtype)
    low, high = low_and_high(loss, activation)
    y = np.where(np.eye(units)[rng.integers(0, units, 5)], high, low).astype(dtype)
    return y, z, activation.function(z, **activation.settings({}))


def gradient_of_sums(loss, output, y, z, a, settings):
    """The gradient with respect to z, as an engine calculates it."""
    if loss.from_logits(output):
        return loss.gradient_from_logits(y, a, **settings)
    activation = ACTIVATIONS[output]
    return activation.backward(loss.gradient(y, a, **settings), z, a, **activation.settings({}))


def keras_loss(keras, loss, settings, **arguments):
    return getattr(keras.losses, loss.keras)(reduction="none", **settings, **arguments)


@pytest.mark.parametrize(
    ("name", "given", "y", "a", "expected"),
    [
        ("mean_squared_error", {}, [1.0, -1.0], [0.5, 1.0], (0.25 + 4) / 2),
        ("mean_absolute_error", {}, [1.0, -1.0], [0.5, 1.0], (0.5 + 2) / 2),
        ("huber", {}, [1.0, -1.0], [0.5, 1.0], (0.125 + 1.5) / 2),
        ("huber", {"delta": 0.1}, [1.0, -1.0], [0.5, -1.05], (0.05 - 0.005 + 0.00125) / 2),
        ("log_cosh", {}, [0.0, 1.0], [np.log(2), 1.0], np.log(1.25) / 2),
        ("binary_crossentropy", {}, [1.0], [0.75], np.log(4 / 3)),
        ("binary_crossentropy", {}, [0.0], [0.75], np.log(4)),
        ("binary_crossentropy", {"label_smoothing": 0.5}, [0.0], [0.75], 0.75 * np.log(4) + 0.25 * np.log(4 / 3)),
        ("categorical_crossentropy", {}, [0.0, 1.0, 0.0], [0.25, 0.125, 0.625], np.log(8)),
        ("categorical_crossentropy", {}, [0.0, 1.0, 0.0], [2, 1, 5], np.log(8)),
        ("categorical_crossentropy", {"label_smoothing": 0.5}, [0.0, 1.0], [0.75, 0.25], 0.25 * np.log(4 / 3) + 0.75 * np.log(4)),
        ("hinge", {}, [1.0, -1.0, 1.0], [0.5, 1.0, 3.0], (0.5 + 2 + 0) / 3),
        ("hinge", {}, [1.0, 0.0, 1.0], [0.5, 1.0, 3.0], (0.5 + 2 + 0) / 3),
        ("squared_hinge", {}, [1.0, -1.0, 1.0], [0.5, 1.0, 3.0], (0.25 + 4 + 0) / 3),
        ("binary_focal_crossentropy", {}, [1.0, 0.0], [0.75, 0.75], (np.log(4 / 3) / 16 + np.log(4) * 9 / 16) / 2),
        ("binary_focal_crossentropy", {"gamma": 0.0}, [1.0], [0.75], np.log(4 / 3)),
        ("binary_focal_crossentropy", {"gamma": 1.0, "apply_class_balancing": True}, [0.0], [0.75], 0.75 * 0.75 * np.log(4)),
        ("categorical_focal_crossentropy", {"gamma": 1.0, "alpha": 1.0}, [0.0, 1.0, 0.0], [0.25, 0.125, 0.625], 7 / 8 * np.log(8)),
    ],
)
def test_values_calculated_by_hand(name, given, y, a, expected):
    loss = LOSSES[name]
    y, a, settings = np.array([y]), np.array([a]), loss.settings(given)
    assert loss.value(y, a, **settings) == pytest.approx([expected])
    if loss.logits == "sigmoid":
        assert loss.value_from_logits(y, np.log(a / (1 - a)), **settings) == pytest.approx([expected])
    if loss.logits == "softmax":
        assert loss.value_from_logits(y, np.log(a), **settings) == pytest.approx([expected])


@EVERY
@EVERY_OUTPUT
def test_value_and_gradient_are_those_of_the_keras_twins(name, output, settings, keras):
    import tensorflow as tf

    loss, activation = LOSSES[name], ACTIVATIONS[output]
    y, z, a = example(loss, output, dtype=np.float32)
    sums = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(sums)
        values = keras_loss(keras, loss, settings)(y, activation.keras_twin(keras, activation.settings({}))(sums))
    gradient = tape.gradient(values, sums).numpy()
    values = values.numpy()
    known = np.isfinite(values)  # Keras has no answer to outputs that add up to 0, and to some that are no probabilities
    assert known.all() or output not in loss.outputs
    known_gradient = np.isfinite(gradient)
    assert known_gradient.all() or output not in loss.outputs
    np.testing.assert_allclose(loss.value(y, a, **settings)[known], values[known], rtol=1e-5, atol=1e-5)
    found = gradient_of_sums(loss, output, y, z, a, settings)
    np.testing.assert_allclose(found[known_gradient], gradient[known_gradient], rtol=1e-5, atol=1e-5)


@EVERY
def test_values_and_gradients_from_logits_are_those_of_keras(name, settings, keras):
    import tensorflow as tf

    loss = LOSSES[name]
    if loss.logits is None:
        return
    y, z, _ = example(loss, loss.logits, dtype=np.float32)
    z *= 20  # so far out that probabilities alone would be clipped
    sums = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(sums)
        values = keras_loss(keras, loss, settings, from_logits=True)(y, sums)
    a = ACTIVATIONS[loss.logits].function(z)
    np.testing.assert_allclose(loss.value_from_logits(y, z, **settings), values, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(loss.gradient_from_logits(y, a, **settings), tape.gradient(values, sums), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("loss", [*LOSSES.values()], ids=lambda entry: entry.name)
def test_the_defaults_are_those_of_keras(loss, keras):
    config = getattr(keras.losses, loss.keras)().get_config()
    signature = {each.name: each.default for each in loss.hyperparameters}
    assert {name: config.get(name, value) for name, value in signature.items()} == signature


@EVERY
def test_extremes_are_as_in_keras_where_keras_has_an_answer(name, settings, keras):
    import tensorflow as tf

    loss = LOSSES[name]
    for row in EXTREMES[:-1]:  # TensorFlow takes numbers as small as those in the last one for 0
        a, y = row[np.newaxis], np.array([[loss.low or 0, loss.high or 1, loss.low or 0]], np.float32)
        said = tf.constant(a)
        with tf.GradientTape() as tape:
            tape.watch(said)
            values = keras_loss(keras, loss, settings)(y, said)
        gradient = tape.gradient(values, said).numpy()
        if np.isfinite(values).all():
            np.testing.assert_allclose(loss.value(y, a, **settings), values, rtol=1e-4, atol=1e-5, err_msg=str(row))
            if np.isfinite(gradient).all():
                np.testing.assert_allclose(loss.gradient(y, a, **settings), gradient, rtol=1e-4, atol=1e-5, err_msg=str(row))


def test_two_hinged_classes_may_be_called_zero_and_one():
    y, a = np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([[0.3, -0.2], [2.0, 0.9]])
    for name in ("hinge", "squared_hinge"):
        np.testing.assert_array_equal(LOSSES[name].value(y, a), LOSSES[name].value(2 * y - 1, a))
        np.testing.assert_array_equal(LOSSES[name].gradient(y, a), LOSSES[name].gradient(2 * y - 1, a))


@EVERY_FITTING
@pytest.mark.parametrize("units", [1, 3])
def test_the_gradient_is_the_slope(name, output, settings, units):
    loss, activation = LOSSES[name], ACTIVATIONS[output]
    y, z, a = example(loss, output, units)

    def value(flat):
        sums = flat.reshape(z.shape)
        if loss.from_logits(output):
            return loss.value_from_logits(y, sums, **settings).sum()
        return loss.value(y, activation.function(sums, **activation.settings({})), **settings).sum()

    expected = central_differences(value, z.ravel().copy(), range(z.size))
    np.testing.assert_allclose(gradient_of_sums(loss, output, y, z, a, settings).ravel(), expected, rtol=1e-6, atol=1e-9)


@EVERY
def test_the_gradient_is_the_slope_whatever_the_outputs_say(name, settings):
    loss = LOSSES[name]
    a = np.array([[0.2, 0.7, 0.5], [1.3, -0.4, 0.6], [-0.7, -1.2, 0.1], [2.1, 0.3, 4.0]])
    for low, high in ((0, 1), (-1, 1)):
        y = np.where(np.eye(3)[[0, 1, 2, 0]], high, float(low))
        expected = central_differences(
            lambda flat, y=y: loss.value(y, flat.reshape(a.shape), **settings).sum(), a.ravel().copy(), range(12)
        )
        np.testing.assert_allclose(loss.gradient(y, a, **settings).ravel(), expected, rtol=1e-6, atol=1e-6)


@EVERY
def test_logits_change_nothing_but_the_rounding(name, settings):
    loss = LOSSES[name]
    if loss.logits is None:
        return
    y, z, a = example(loss, loss.logits)
    np.testing.assert_allclose(loss.value_from_logits(y, z, **settings), loss.value(y, a, **settings), rtol=1e-12)
    through = ACTIVATIONS[loss.logits].backward(loss.gradient(y, a, **settings), z, a)
    np.testing.assert_allclose(loss.gradient_from_logits(y, a, **settings), through, rtol=1e-9, atol=1e-12)


def test_the_form_on_logits_is_for_one_output_only():
    assert [(loss.name, output) for loss in LOSSES.values() for output in ACTIVATIONS if loss.from_logits(output)] == [
        ("binary_crossentropy", "sigmoid"),
        ("categorical_crossentropy", "softmax"),
    ]
    with pytest.raises(NotImplementedError):
        LOSSES["hinge"].value_from_logits(np.ones((1, 1)), np.ones((1, 1)))


@EVERY_FITTING
def test_being_right_costs_less_than_being_wrong(name, output, settings):
    loss = LOSSES[name]
    y, _, _ = example(loss, output)
    low, high = low_and_high(loss, ACTIVATIONS[output])
    right, wrong = loss.value(y, y, **settings), loss.value(y, low + high - y, **settings)
    assert (right < wrong).all()
    if not settings.get("label_smoothing"):
        assert right == pytest.approx(0, abs=1e-6)


@EVERY
@pytest.mark.parametrize("units", [1, 3])
def test_extremes_stay_finite(name, settings, units):
    loss, a = LOSSES[name], EXTREMES[:, :units]
    for position in range(units):
        for low, high in ((0, 1), (-1, 1)):
            y = np.where(np.arange(units) == position, high, np.full_like(a, low))
            with np.errstate(over="raise", invalid="raise", divide="raise"):
                assert np.isfinite(loss.value(y, a, **settings)).all()
                assert np.isfinite(loss.gradient(y, a, **settings)).all()


@pytest.mark.parametrize("gamma", [0.0, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 9.9, 10.0])
@pytest.mark.parametrize("name", [name for name in LOSSES if "focal" in name])
def test_extremes_stay_finite_with_any_gamma(name, gamma):
    test_extremes_stay_finite(name, LOSSES[name].settings({"gamma": gamma}), 3)


@EVERY
@EVERY_OUTPUT
def test_confident_mistakes_stay_finite(name, output, settings):
    loss = LOSSES[name]
    y, _, _ = example(loss, output, dtype=np.float32)
    activation = ACTIVATIONS[output]
    z = np.where(y > 0, np.float32(-1e4), np.float32(1e4))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        a = activation.function(z, **activation.settings({}))
        if loss.from_logits(output):
            assert np.isfinite(loss.value_from_logits(y, z, **settings)).all()
        assert np.isfinite(loss.value(y, a, **settings)).all()
        assert np.isfinite(gradient_of_sums(loss, output, y, z, a, settings)).all()


@EVERY
@EVERY_OUTPUT
def test_float32_stays_and_nothing_given_is_changed(name, output, settings):
    loss = LOSSES[name]
    y, z, a = given = example(loss, output, dtype=np.float32)
    before = [array.copy() for array in given]
    results = [loss.value(y, a, **settings), loss.gradient(y, a, **settings)]
    if loss.logits is not None:
        results += [loss.value_from_logits(y, z, **settings), loss.gradient_from_logits(y, a, **settings)]
    assert [each.dtype for each in results] == [np.float32] * len(results)
    assert [each.shape for each in results] == [(5,), (5, 3)] * (len(results) // 2)
    assert not any(np.shares_memory(each, array) for each in results for array in given)
    for array, kept in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, kept)


@pytest.mark.parametrize(("name", "output"), FITTING)
def test_fitting_outputs_exist_and_have_a_yes_above_no(name, output):
    low, high = low_and_high(LOSSES[name], ACTIVATIONS[output])
    assert low < high
    assert ACTIVATIONS[output].low <= low  # an output that fits can say what it should say
    assert ACTIVATIONS[output].high >= high


@pytest.mark.parametrize("loss", [*LOSSES.values()], ids=lambda entry: entry.name)
def test_every_loss_is_for_some_task_and_says_both_targets_or_none(loss):
    assert set(loss.tasks) <= {"classification", "regression"}
    assert loss.tasks
    assert (loss.low is None) == (loss.high is None)


def test_log_cosh_is_exact_far_out():
    assert LOSSES["log_cosh"].value(np.zeros((1, 1)), np.full((1, 1), 1e6))[0] == 1e6 - math.log(2)
