"""Every optimizer: by hand, and against Keras."""

import numpy as np
import pytest

from playground.nn.optimizers import OPTIMIZERS

EVERY = pytest.mark.parametrize("optimizer", [*OPTIMIZERS.values()], ids=lambda entry: entry.name)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("sgd", 1 - 0.1 * 0.5, 0.95 - 0.1 * 0.5),
        # The second step is nine tenths of the first, and as much again as plain descent.
        ("momentum", 1 - 0.05, 0.95 - 0.9 * 0.05 - 0.05),
        # With the same gradient each time, mean and square root of the mean square are equal: every step is the learning rate.
        ("adam", 1 - 0.1, 1 - 0.2),
    ],
)
def test_two_updates_calculated_by_hand(name, first, second):
    w, g = np.array([1.0]), np.array([0.5])
    optimizer = OPTIMIZERS[name]
    state = optimizer.start(w)
    optimizer.apply(w, g, state, 0.1, optimizer.settings({}))
    assert w == pytest.approx([first], rel=1e-6)
    optimizer.apply(w, g, state, 0.1, optimizer.settings({}))
    assert w == pytest.approx([second], rel=1e-5)
    assert state.step == 2


@EVERY
def test_ten_updates_are_those_of_the_keras_twin(optimizer, keras):
    rng = np.random.default_rng(0)
    w = rng.normal(size=20).astype(np.float32)
    variable = keras.Variable(w)
    twin = getattr(keras.optimizers, optimizer.keras)(learning_rate=optimizer.learning_rate, **optimizer.settings({}))
    state = optimizer.start(w)
    for step in range(10):
        g = rng.normal(size=20).astype(np.float32)
        rate = optimizer.learning_rate * (10 if step > 5 else 1)  # the learning rate may change on the way
        twin.learning_rate.assign(rate)
        optimizer.apply(w, g, state, rate, optimizer.settings({}))
        twin.apply([keras.ops.convert_to_tensor(g)], [variable])
        np.testing.assert_allclose(w, np.asarray(variable), rtol=1e-5, atol=1e-6)


@EVERY
def test_it_finds_the_bottom_of_a_bowl(optimizer):
    w = np.array([3.0, -2.0])
    state = optimizer.start(w)
    for _ in range(2000):
        optimizer.apply(w, 2 * w, state, optimizer.learning_rate, optimizer.settings({}))
    assert w == pytest.approx([0, 0], abs=1e-3)


@EVERY
def test_it_leaves_the_gradient_alone_and_changes_the_parameters_in_place(optimizer):
    w, g = np.ones(3, np.float32), np.full(3, 0.25, np.float32)
    state = optimizer.start(w)
    optimizer.apply(w, g, state, 0.1, optimizer.settings({}))
    assert (g == 0.25).all()
    assert (w < 1).all()
    assert w.dtype == np.float32
    assert set(state.slots) == set(optimizer.slots)
