"""A trained network as a function: what goes in, what comes out, and its pictures."""

import numpy as np
import pytest

from playground.engine import forward, neuron_maps, predict
from playground.engine.base import initial_parameters, layer_names, targets
from playground.engine.evaluation import CHUNK, Evaluation
from playground.engine.network import classes, inputs, signed
from playground.errors import DataError
from playground.nn.activations import ACTIVATIONS
from tests.support import FITTING, make_spec, random_data

SOFTMAX = {"output": "softmax", "loss": "categorical_crossentropy"}
PLANE = make_spec(layers="5 tanh, 3 relu")
DIGITS = make_spec(dataset="mnist", layers="7 relu", **SOFTMAX)


def test_layers_are_named_from_the_input_on():
    assert layer_names(PLANE) == ["dense_1", "dense_2", "output"]
    assert [*initial_parameters(PLANE)] == [f"{layer}/{part}" for layer in layer_names(PLANE) for part in ("kernel", "bias")]


@pytest.mark.parametrize(
    ("output", "loss", "expected"),
    [
        ("sigmoid", "binary_crossentropy", [[0], [1]]),
        ("tanh", "mean_squared_error", [[-1], [1]]),
        ("linear", "mean_squared_error", [[-1], [1]]),
        ("softmax", "categorical_crossentropy", [[1, 0], [0, 1]]),
    ],
)
def test_targets_are_what_the_output_can_say(output, loss, expected):
    found = targets(make_spec(output=output, loss=loss), np.array([0, 1], np.uint8))
    assert found.tolist() == expected
    assert found.dtype == np.float32


def test_targets_of_digits_have_one_column_a_digit():
    np.testing.assert_array_equal(targets(DIGITS, np.array([3, 0], np.uint8)), np.eye(10)[[3, 0]])


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_an_output_that_hits_the_target_is_classified_right(loss, output):
    spec = make_spec(loss=loss, output=output)
    labels = np.array([0, 1, 1, 0], np.uint8)
    a = targets(spec, labels)
    assert classes(spec, a).tolist() == labels.tolist()
    assert signed(spec, a).tolist() == [-1, 1, 1, -1]


def test_what_is_undecided_is_zero():
    for output in ("sigmoid", "tanh", "linear"):
        spec = make_spec(loss="mean_squared_error", output=output)
        middle = (ACTIVATIONS[output].low + ACTIVATIONS[output].high) / 2
        assert signed(spec, np.array([[middle]])).tolist() == [0]


def test_a_picture_may_be_bytes_or_shares_and_square_or_flat():
    picture = np.random.default_rng(0).integers(0, 256, (3, 28, 28)).astype(np.uint8)
    parameters = initial_parameters(DIGITS)
    expected = predict(DIGITS, parameters, picture)
    assert expected.shape == (3, 10)
    assert expected.sum(axis=1) == pytest.approx(1)
    for other in (picture.reshape(3, 784), picture / np.float32(255), (picture / np.float32(255)).reshape(3, 784)):
        np.testing.assert_allclose(predict(DIGITS, parameters, other), expected, rtol=1e-4)


def test_points_may_be_a_plain_list_of_whole_numbers():
    parameters = initial_parameters(PLANE)
    np.testing.assert_array_equal(predict(PLANE, parameters, [[1, -2]]), predict(PLANE, parameters, np.array([[1, -2]], np.float32)))


@pytest.mark.parametrize("shape", [(2,), (3, 3), (1, 2, 2), (), (0,)])
def test_points_of_another_shape_are_refused(shape):
    with pytest.raises(DataError, match=r"Points should be \(n, 2\), got \("):
        predict(PLANE, initial_parameters(PLANE), np.zeros(shape))


@pytest.mark.parametrize("shape", [(28, 28), (2, 27, 28), (2, 785), (784,), (), (2, 28, 28, 1)])
def test_pictures_of_another_shape_are_refused(shape):
    with pytest.raises(DataError, match=r"Pictures should be \(n, 28, 28\) or \(n, 784\), got \("):
        predict(DIGITS, initial_parameters(DIGITS), np.zeros(shape))


@pytest.mark.parametrize(
    "spec", [PLANE, make_spec(layers=""), make_spec(layers="3 sigmoid, 2 linear", **SOFTMAX)], ids=["deep", "no hidden layer", "softmax"]
)
def test_the_maps_of_the_neurons_are_what_the_network_says(spec):
    points = np.random.default_rng(0).uniform(-6, 6, (50, 2)).astype(np.float32)
    parameters = initial_parameters(spec)
    maps = neuron_maps(spec, parameters, np.ascontiguousarray(inputs(spec, points).T))
    assert [each.shape for each in maps] == [(units, 50) for units in spec.widths[1:]]
    np.testing.assert_allclose(maps[-1].T, predict(spec, parameters, points), rtol=1e-5, atol=1e-6)
    if spec is PLANE:
        first = np.tanh(points @ parameters["dense_1/kernel"] + parameters["dense_1/bias"])
        np.testing.assert_allclose(maps[0].T, first, rtol=1e-5, atol=1e-6)


def test_measuring_in_chunks_is_measuring_at_once():
    data = random_data(DIGITS, 2 * CHUNK + 7).train
    parameters = initial_parameters(DIGITS)
    z, a = forward(DIGITS, parameters, inputs(DIGITS, data.raw))
    loss, accuracy = Evaluation(DIGITS, data).measure(parameters)
    probability = a[np.arange(len(a)), data.labels]
    assert loss == pytest.approx(-np.log(probability).mean(), rel=1e-5)
    assert accuracy == (a.argmax(axis=1) == data.labels).mean()
    assert z.shape == a.shape
