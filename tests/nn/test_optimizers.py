"""Every optimizer: by hand, and against Keras."""

import math

import numpy as np
import pytest

from playground.nn.optimizers import OPTIMIZERS

EVERY = pytest.mark.parametrize("optimizer", [*OPTIMIZERS.values()], ids=lambda entry: entry.name)
EVERY_HYPERPARAMETER = pytest.mark.parametrize(
    ("optimizer", "hyperparameter"),
    [
        pytest.param(optimizer, hyperparameter, id=f"{optimizer.name}-{hyperparameter.name}")
        for optimizer in OPTIMIZERS.values()
        for hyperparameter in optimizer.hyperparameters
    ],
)


def another(hyperparameter):
    """A value well away from the default."""
    default = hyperparameter.default
    if isinstance(default, bool):
        return not default
    return default * 0.8 if default > 0.5 else math.sqrt(default) or 0.6


def other_settings(optimizer):
    return optimizer.settings({each.name: another(each) for each in optimizer.hyperparameters})


def gradients(count, size=20):
    """Some of them tiny, some always zero."""
    return (np.random.default_rng(0).normal(size=(count, size)) * np.repeat([1, 1e-3, 0, 30], size // 4)).astype(np.float32)


def updated(optimizer, settings, count=10):
    w = np.ones(20, np.float32)
    state = optimizer.start(w, settings)
    for g in gradients(count):
        optimizer.apply(w, g, state, 0.01, settings)
    return w


ADAGRAD = [0.05 / math.sqrt(0.1 + 0.25 * count) for count in (1, 2)]
# The mean square is 0.25 times 1 - 0.9^t, and 0.25 times 1 - 0.95^t; the first step of Adadelta is the square root of epsilon times 0.5
# over that of 0.0125.
RMSPROP = [0.05 / math.sqrt(0.25 * share) for share in (0.1, 0.19)]
ADADELTA = [math.sqrt(1e-7 / 0.0125) * 0.5]
ADADELTA += [math.sqrt((0.05 * ADADELTA[0] ** 2 + 1e-7) / (0.25 * 0.0975)) * 0.5]
# The momentum of step t is 0.9 times 1 - 0.96^t / 2. With the same gradient each time, the average is 1 - 0.9^t of it.
M = [0.9 * (1 - 0.96**step / 2) for step in (1, 2, 3)]
NADAM = [
    0.1 * (M[1] * 0.1 / (1 - M[0] * M[1]) + (1 - M[0]) / (1 - M[0])),
    0.1 * (M[2] * 0.19 / (1 - M[0] * M[1] * M[2]) + (1 - M[1]) / (1 - M[0] * M[1])),
]


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("sgd", 1 - 0.1 * 0.5, 0.95 - 0.1 * 0.5),
        # The second step is nine tenths of the first, and as much again as plain descent.
        ("momentum", 1 - 0.05, 0.95 - 0.9 * 0.05 - 0.05),
        # The same steps, seen from one look ahead: 1.9 and then 1.9 times 0.9 plus 1 gradients.
        ("nesterov", 1 - 1.9 * 0.05, 1 - 1.9 * 0.05 - 2.71 * 0.05),
        ("adagrad", 1 - ADAGRAD[0], 1 - sum(ADAGRAD)),
        ("adadelta", 1 - 0.1 * ADADELTA[0], 1 - 0.1 * sum(ADADELTA)),
        ("rmsprop", 1 - RMSPROP[0], 1 - sum(RMSPROP)),
        # With the same gradient each time, mean and square root of the mean square are equal: every step is the learning rate.
        ("adam", 1 - 0.1, 1 - 0.2),
        ("amsgrad", 1 - 0.1, 1 - 0.2),
        ("adamax", 1 - 0.1, 1 - 0.2),
        ("nadam", 1 - NADAM[0], 1 - sum(NADAM)),
        # Before each step a share of 0.1 times 0.004 is lost.
        ("adamw", 0.9996 - 0.1, 0.8996 * 0.9996 - 0.1),
        ("lion", 1 - 0.1, 1 - 0.2),
    ],
)
def test_two_updates_calculated_by_hand(name, first, second):
    w, g = np.array([1.0]), np.array([0.5])
    optimizer = OPTIMIZERS[name]
    settings = optimizer.settings({})
    state = optimizer.start(w, settings)
    optimizer.apply(w, g, state, 0.1, settings)
    assert w == pytest.approx([first], rel=1e-5)
    optimizer.apply(w, g, state, 0.1, settings)
    assert w == pytest.approx([second], rel=1e-5)
    assert state.step == 2


@EVERY
@pytest.mark.parametrize("choose", [lambda optimizer: optimizer.settings({}), other_settings], ids=["defaults", "others"])
def test_ten_updates_are_those_of_the_keras_twin(optimizer, choose, keras):
    settings = choose(optimizer)
    rng = np.random.default_rng(0)
    w = rng.normal(size=20).astype(np.float32)
    variable = keras.Variable(w)
    twin = getattr(keras.optimizers, optimizer.keras)(
        learning_rate=optimizer.learning_rate, **(dict(optimizer.keras_arguments) | dict(settings))
    )
    state = optimizer.start(w, settings)
    for step in range(10):
        g = rng.normal(size=20).astype(np.float32)
        rate = optimizer.learning_rate * (10 if step > 5 else 1)  # the learning rate may change on the way
        twin.learning_rate.assign(rate)
        optimizer.apply(w, g, state, rate, settings)
        twin.apply([keras.ops.convert_to_tensor(g)], [variable])
        np.testing.assert_allclose(w, np.asarray(variable), rtol=1e-5, atol=1e-6)


@EVERY
def test_names_and_defaults_of_the_settings_are_those_of_keras(optimizer, keras):
    config = getattr(keras.optimizers, optimizer.keras)(**optimizer.keras_arguments).get_config()
    for each in optimizer.hyperparameters:
        if optimizer.keras != "SGD":  # there Keras' default is to have no momentum
            assert config[each.name] == each.default


@EVERY_HYPERPARAMETER
def test_every_setting_changes_something(optimizer, hyperparameter):
    usual, other = (updated(optimizer, optimizer.settings(given)) for given in ({}, {hyperparameter.name: another(hyperparameter)}))
    assert (usual != other).any()


@EVERY_HYPERPARAMETER
@pytest.mark.parametrize("end", ["low", "high"])
def test_updates_at_the_ends_of_every_setting_are_finite(optimizer, hyperparameter, end):
    value = isinstance(hyperparameter.default, bool) or getattr(hyperparameter, end)
    settings = optimizer.settings({hyperparameter.name: value})
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(updated(optimizer, settings, 50)).all()


def test_equal_gradients_have_no_variance_and_still_give_finite_steps():
    """In float32 the difference of two equal numbers may be less than nothing."""
    optimizer = OPTIMIZERS["rmsprop"]
    settings = optimizer.settings({"centered": True, "epsilon": 1e-10})
    w = np.ones(1000, np.float32)
    g = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    state = optimizer.start(w, settings)
    for _ in range(300):
        optimizer.apply(w, g, state, 0.001, settings)
    assert np.isfinite(w).all()


@EVERY
def test_it_finds_the_bottom_of_a_bowl(optimizer):
    w = np.array([3.0, -2.0])
    settings = optimizer.settings({})
    state = optimizer.start(w, settings)
    for step in range(10_000):
        rate = optimizer.learning_rate * (1 - step / 10_000)  # some steps never get shorter by themselves
        optimizer.apply(w, 2 * w, state, rate, settings)
    assert w == pytest.approx([0, 0], abs=1e-3)


@EVERY
def test_a_learning_rate_of_zero_changes_nothing(optimizer):
    w = np.ones(3, np.float32)
    settings = optimizer.settings({})
    state = optimizer.start(w, settings)
    optimizer.apply(w, np.ones(3, np.float32), state, 0.0, settings)
    assert (w == 1).all()


@EVERY
@pytest.mark.parametrize("choose", [lambda optimizer: optimizer.settings({}), other_settings], ids=["defaults", "others"])
def test_it_leaves_the_gradient_alone_and_changes_the_parameters_in_place(optimizer, choose):
    settings = choose(optimizer)
    w, g = np.ones(3, np.float32), np.full(3, 0.25, np.float32)
    state = optimizer.start(w, settings)
    optimizer.apply(w, g, state, 0.1, settings)
    assert (g == 0.25).all()
    assert (w < 1).all()
    assert w.dtype == np.float32
    assert set(state.slots) == set(optimizer.slots)
    assert all(slot.dtype == np.float32 for slot in state.slots.values())
    assert set(state.numbers) == set(optimizer.numbers)


@EVERY
def test_every_start_is_a_fresh_one(optimizer):
    settings = optimizer.settings({})
    first, second = updated(optimizer, settings), updated(optimizer, settings)
    np.testing.assert_array_equal(first, second)
