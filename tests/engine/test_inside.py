"""What goes on inside a network: by hand, and whichever engine trains it."""

import math

import numpy as np
import pytest

from playground.data import Dataset, Split
from playground.engine import make_engine
from playground.engine.base import initial_parameters
from playground.engine.inside import BINS, Inside, histogram
from playground.engine.samples import load_data
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.layers import HasActivation
from tests.support import CLASSES, make_spec

X = np.array([[1, 2], [-1, 0.5], [0, 1]], np.float32)


def hand_made(layers: str, **weights: list) -> tuple:
    """A network on three points with these kernels; all biases are 0."""
    spec = make_spec(layers=layers)
    data = Dataset(
        train=Split(X, np.array([0, 1, 1], np.uint8)), test=Split(X, np.array([0, 1, 1], np.uint8)), classes=2, features=("x1", "x2")
    )
    parameters = {name: np.zeros_like(array) for name, array in initial_parameters(spec).items()}
    for name, kernel in weights.items():
        parameters[f"{name}/kernel"] = np.array(kernel, np.float32)
    return spec, data, parameters


def test_sizes_of_a_tiny_network_are_as_by_hand() -> None:
    spec, data, parameters = hand_made("1 linear", dense_1=[[3.0], [4.0]], output=[[1.0]])
    before = {name: array.copy() for name, array in parameters.items()}
    before["dense_1/kernel"] = np.array([[3.0], [4.1]], np.float32)
    hidden, output = Inside(spec, data)(parameters, before)
    assert hidden.weights == pytest.approx(math.sqrt((9 + 16) / 2))
    assert output.weights == pytest.approx(1)
    assert hidden.update == pytest.approx(math.sqrt(0.1**2 / 2) / math.sqrt(12.5), rel=1e-4)
    assert output.update == 0
    # By hand: z = 3 x1 + 4 x2, and the mean over the samples of (sigmoid(z) - y) x.
    z = X @ [3, 4]
    blame = 1 / (1 + np.exp(-z)) - [0, 1, 1]
    assert hidden.gradient == pytest.approx(math.sqrt(np.mean(np.square(blame @ X / 3))), rel=1e-5)
    assert output.gradient == pytest.approx(abs(blame @ z / 3), rel=1e-5)


def test_a_unit_that_is_flat_for_every_sample_is_dead() -> None:
    spec, data, parameters = hand_made("3 relu", dense_1=[[1, -1, 0], [1, -1, -1]], output=[[1], [1], [1]])
    hidden, output = Inside(spec, data)(parameters)
    assert hidden.dead == pytest.approx(1 / 3)  # x1 + x2, then -(x1 + x2), then -x2, which is never positive
    assert math.isnan(hidden.saturated)  # of ReLU one cannot say so: it is flat on one side by design
    assert math.isnan(output.dead)
    assert math.isnan(hidden.update)


def test_answers_where_the_activation_is_flat_are_saturated() -> None:
    spec, data, parameters = hand_made("2 tanh", dense_1=[[0, 0], [0.1, 100]], output=[[1], [1]])
    hidden, _ = Inside(spec, data)(parameters)
    assert hidden.saturated == pytest.approx(0.5)
    assert hidden.dead == pytest.approx(0.5)


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
def test_every_activation_has_units_that_are_alive_at_the_start(activation: str) -> None:
    spec = make_spec(layers=f"8 {activation}, 8 {activation}")
    for state in Inside(spec, load_data(spec))(initial_parameters(spec))[:-1]:
        assert state.dead < 0.5
        assert math.isnan(state.saturated) or state.saturated < 0.6
        assert state.gradient > 0


def test_what_bends_at_both_ends_saturates_and_what_does_not_does_not() -> None:
    def steepest(activation: str) -> float:
        spec = make_spec(layers=f"2 {activation}")
        inside = Inside(spec, load_data(spec))
        layer = inside._gradients.layers[0]
        assert isinstance(layer, HasActivation)
        return layer.applied.steepest

    assert steepest("tanh") == pytest.approx(1)
    assert steepest("sigmoid") == pytest.approx(0.25)
    assert {steepest(each) for each in ("relu", "leaky_relu", "elu", "linear", "softplus", "sine")} == {math.inf}


@pytest.mark.parametrize("layers", ["4 tanh, batch_normalization, dropout, 3 relu", "conv2d filters=4, max_pooling2d, flatten, 8 relu"])
def test_each_layer_with_weights_has_a_state_with_numbers_that_make_sense(layers: str) -> None:
    on = {"dataset": "digits", "data": {"samples": 300}} if "conv2d" in layers else {"dataset": "rings"}
    spec = make_spec(layers=layers, **on, **CLASSES)
    inside = Inside(spec, load_data(spec))
    states = inside(initial_parameters(spec))
    assert [bool(spec.weights[number]) for number in inside.layers] == [True] * len(states)
    for state in states:
        assert state.gradient > 0
        assert state.weights > 0
        assert math.isnan(state.dead) or 0 <= state.dead <= 1
        assert state.weight_histogram.shares.sum() == pytest.approx(1)


def test_it_is_the_same_whichever_engine_trains(keras: object) -> None:
    numpy, tensorflow = (make_spec(engine=engine) for engine in ("numpy", "tensorflow"))
    data = load_data(numpy)
    for spec in (numpy, tensorflow):
        engine = make_engine(spec, data)
        before = engine.parameters()
        engine.train(np.arange(len(data.train), dtype=np.int32)[None], 0, np.full(1, 0.01, np.float32))
        states = Inside(spec, data)(engine.parameters(), before)
        if spec is numpy:
            expected = [state.row for state in states]
    np.testing.assert_allclose([state.row for state in states], expected, rtol=1e-3)


def test_a_histogram_has_round_ends_and_counts_everything() -> None:
    found = histogram(np.array([-0.3, 0.1, 0.7, 0.7], np.float32), around_zero=True)
    assert (found.low, found.high) == (-1, 1)
    assert found.shares.sum() == pytest.approx(1)
    assert found.shares[int((0.7 + 1) / 2 * BINS)] == pytest.approx(0.5)
    assert (histogram(np.array([0.0, 3.0])).low, histogram(np.array([0.0, 3.0])).high) == (0, 5)


@pytest.mark.parametrize("numbers", [[np.nan, np.inf], [0.0, 0.0], [-2.0, -2.0], [1e-20], [1e30, -1e30]], ids=str)
def test_a_histogram_of_odd_numbers_has_room_for_all_that_are_finite(numbers: list[float]) -> None:
    for around_zero in (True, False):
        found = histogram(np.array(numbers), around_zero=around_zero)
        assert found.low < found.high
        assert found.shares.sum() == pytest.approx(float(np.isfinite(numbers).any()))
