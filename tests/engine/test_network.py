"""A trained network as a function: what goes in, what comes out, and its pictures."""

import math

import numpy as np
import pytest

from playground.data import Split
from playground.engine import NeuronMaps, predict
from playground.engine.base import draws, initial_parameters, targets
from playground.engine.evaluation import Evaluation
from playground.engine.maps import FASTER
from playground.engine.network import classes, inputs, signed
from playground.engine.numpy_engine import NumpyEngine
from playground.engine.samples import MOST_CHUNK, chunk_size
from playground.errors import DataError
from playground.nn.activations import ACTIVATIONS
from playground.snapshot import Measured
from tests.support import CLASSES, FITTING, NUMBERS, make_spec, random_data

SOFTMAX = CLASSES
PLANE = make_spec(layers="5 tanh, 3 relu")
DIGITS = make_spec(dataset="mnist", layers="flatten, 7 relu", **SOFTMAX)
CNN = make_spec(dataset="digits", layers="conv2d filters=3, max_pooling2d, batch_normalization, flatten, 5 relu", **SOFTMAX)


def test_layers_are_named_from_the_input_on():
    assert PLANE.layer_names == ("dense_1", "dense_2", "output")
    assert CNN.layer_names == ("conv2d_1", "max_pooling2d_1", "batch_normalization_1", "flatten_1", "dense_1", "output")
    assert [*initial_parameters(PLANE)] == [f"{layer}/{part}" for layer in PLANE.layer_names for part in ("kernel", "bias")]


def test_parameters_have_the_shapes_that_the_spec_says():
    for spec in (PLANE, DIGITS, CNN):
        found = {name: array.shape for name, array in initial_parameters(spec).items()}
        named = zip(spec.layer_names, spec.weights, strict=True)
        assert found == {f"{name}/{part}": weight.shape for name, weights in named for part, weight in weights.items()}
        assert sum(math.prod(shape) for shape in found.values()) == spec.parameters


@pytest.mark.parametrize(
    ("output", "loss", "expected"),
    [
        ("sigmoid", "binary_crossentropy", [[0], [1]]),
        ("tanh", "mean_squared_error", [[-1], [1]]),
        ("linear", "mean_squared_error", [[-1], [1]]),
        ("softmax", "categorical_crossentropy", [[1, 0], [0, 1]]),
        ("tanh", "hinge", [[-1], [1]]),
        ("sigmoid", "hinge", [[-1], [1]]),  # the loss says it, whatever the output
        ("tanh", "binary_crossentropy", [[0], [1]]),
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


MAPPED = {
    "deep": PLANE,
    "no hidden layer": make_spec(layers=""),
    "softmax": make_spec(layers="3 sigmoid, 2 linear", **SOFTMAX),
    "normalized": make_spec(layers="4 gelu, batch_normalization, dropout, 3 mish, layer_normalization, gaussian_noise, 4 elu"),
    "a line": make_spec(dataset="sine", layers="4 tanh", **NUMBERS),
}


@pytest.mark.parametrize("spec", MAPPED.values(), ids=[*MAPPED])
def test_the_maps_of_the_neurons_are_what_the_network_says(spec):
    points = np.random.default_rng(0).uniform(-6, 6, (50, spec.data.entry.coordinates)).astype(np.float32)
    parameters = initial_parameters(spec)
    draw = NeuronMaps(spec, np.ascontiguousarray(inputs(spec, points).T))
    for _ in range(2):  # the arrays are used again
        maps = draw(parameters)
        assert [each.shape for each in maps] == [(shape[0], 50) for shape in spec.shapes[1:]]
        np.testing.assert_allclose(maps[-1].T, predict(spec, parameters, points), rtol=1e-4, atol=1e-6)
    if spec is PLANE:
        first = np.tanh(points @ parameters["dense_1/kernel"] + parameters["dense_1/bias"])
        np.testing.assert_allclose(maps[0].T, first, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", FASTER)
def test_what_the_maps_calculate_faster_is_the_same(name):
    z = np.concatenate([[0, 1e-30, 44.5, 89, 1e30, np.inf, -np.inf], np.random.default_rng(0).normal(0, 3, 1000)]).astype(np.float32)
    np.testing.assert_allclose(FASTER[name](z, np.empty_like(z)), ACTIVATIONS[name].function(z, None), rtol=0, atol=5e-7)


def test_measuring_in_chunks_is_measuring_at_once():
    data = random_data(DIGITS, 2 * MOST_CHUNK + 7)
    engine = NumpyEngine(DIGITS, data)
    evaluation = Evaluation(DIGITS, data.train)
    measuring = evaluation.in_chunks(engine)
    chunks = 0
    while True:
        try:
            next(measuring)
            chunks += 1
        except StopIteration as done:
            measured = done.value
            break
    assert chunks == 3
    a = predict(DIGITS, engine.parameters(), data.train.raw)
    labels, taken = data.train.labels, a.argmax(axis=1)
    assert measured.loss == pytest.approx(-np.log(a[np.arange(len(a)), labels]).mean(), rel=1e-5)
    assert measured.accuracy == pytest.approx((taken == labels).mean())
    confusion = np.array(measured.confusion)
    assert confusion.shape == (10, 10)
    assert confusion[3, 7] == ((labels == 3) & (taken == 7)).sum()


def test_large_networks_are_measured_in_smaller_chunks():
    cnn = make_spec(dataset="mnist", layers="conv2d filters=32 padding=same, flatten", **SOFTMAX, batch_size=1)
    assert 1 <= chunk_size(cnn) < MOST_CHUNK
    assert chunk_size(DIGITS) == MOST_CHUNK


def test_several_moments_are_measured_as_each_by_itself():
    data = random_data(DIGITS, 40).train
    z = np.random.default_rng(0).normal(size=(3, 40, 10)).astype(np.float32)
    evaluation = Evaluation(DIGITS, data)
    assert evaluation.measure(z) == [evaluation.measure(moment[None])[0] for moment in z]


def test_precision_and_recall_by_hand():
    measured = Measured(0.5, confusion=((8, 2, 0), (1, 3, 0), (0, 0, 0)))
    assert measured.accuracy == 11 / 14
    assert measured.score == measured.accuracy
    assert measured.precision[:2] == (8 / 9, 3 / 5)
    assert measured.recall[:2] == (8 / 10, 3 / 4)
    assert math.isnan(measured.precision[2])  # never named
    assert math.isnan(measured.recall[2])  # never there


def test_rmse_and_explained_variance_by_hand():
    spec = make_spec(dataset="plane", layers="", **NUMBERS)
    numbers = np.array([0, 1, 2, 3], np.float32)  # of variance 1.25
    evaluation = Evaluation(spec, Split(np.zeros((4, 2), np.float32), numbers))
    (measured,) = evaluation.measure(np.array([[[1], [1], [2], [3]]], np.float32))  # one is off by 1
    assert measured.loss == 0.25
    assert measured.rmse == 0.5
    assert measured.r2 == measured.score == pytest.approx(1 - 0.25 / 1.25)
    assert measured.confusion == ()
    assert math.isnan(measured.accuracy)


def test_numbers_that_are_all_the_same_have_no_variance_to_explain():
    spec = make_spec(dataset="plane", layers="", **NUMBERS)
    evaluation = Evaluation(spec, Split(np.zeros((4, 2), np.float32), np.ones(4, np.float32)))
    assert math.isnan(evaluation.measure(np.ones((1, 4, 1), np.float32))[0].r2)


def test_random_numbers_are_those_of_the_step_and_the_layer():
    spec = make_spec(layers="4 tanh, dropout, 4 tanh, dropout, gaussian_noise")
    first, again, later = draws(spec, 3, 10), draws(spec, 3, 10), draws(spec, 4, 10)
    assert [draw is None for draw in first] == [True, False, True, False, False, True]
    assert first[1].shape == (10, 4)
    np.testing.assert_array_equal(first[1], again[1])
    assert (first[1] != later[1]).any()
    assert (first[1] != first[3]).any()
