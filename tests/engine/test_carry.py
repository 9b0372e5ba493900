"""What stays of a network when it becomes another one."""

import numpy as np
import pytest

from playground.data.datasets.painted import STARTER
from playground.engine import predict
from playground.engine.base import initial_parameters
from playground.engine.carry import carried
from playground.spec.painted import with_painted_points
from tests.support import CLASSES, make_spec

POINTS = np.random.default_rng(0).uniform(-6, 6, (40, 2)).astype(np.float32)
PICTURES = np.random.default_rng(0).integers(0, 255, (5, 8, 8)).astype(np.uint8)
IMAGES = {"dataset": "digits", **CLASSES}


def trained(spec):
    """Parameters that are nowhere as at the start."""
    rng = np.random.default_rng(1)
    return {name: array + rng.uniform(0, 0.5, array.shape).astype(np.float32) for name, array in initial_parameters(spec).items()}


@pytest.mark.parametrize("changes", [{}, {"layers": "5 gelu, 3 gelu"}, {"loss": "hinge", "output": "tanh"}, {"optimizer": "lion"}])
def test_what_has_no_weights_changes_none(changes):
    old = make_spec(layers="5 tanh, 3 tanh")
    parameters = trained(old)
    result = carried(old, parameters, make_spec(**{"layers": "5 tanh, 3 tanh"} | changes))
    assert [*result] == [*parameters]
    for name, array in result.items():
        np.testing.assert_array_equal(array, parameters[name])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"layers": "4 tanh, 3 tanh"}, {"layers": "6 tanh, 3 tanh"}),
        ({"layers": "4 tanh, 3 tanh"}, {"layers": "6 tanh, 8 tanh"}),
        ({"layers": "4 tanh, batch_normalization, 3 tanh"}, {"layers": "4 tanh, batch_normalization, 9 tanh"}),
        ({"layers": "4 tanh"}, {"layers": "4 tanh", "data": {"features": ["x1", "sin_x1", "x2", "x1_squared"]}}),
        (
            {"layers": "batch_normalization, 4 tanh"},
            {"layers": "batch_normalization, 4 tanh", "data": {"features": ["x1", "cos_x1", "x2"]}},
        ),
    ],
)
def test_a_network_that_grows_says_at_first_what_it_said_before(old, new):
    old, new = make_spec(**old), make_spec(**new)
    parameters = trained(old)
    after = carried(old, parameters, new)
    assert sum(array.size for array in after.values()) > sum(array.size for array in parameters.values())
    np.testing.assert_allclose(predict(new, after, POINTS), predict(old, parameters, POINTS), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("conv2d filters=3, flatten, 5 relu", "conv2d filters=4, flatten, 5 relu"),
        ("conv2d filters=3 padding=same, flatten", "conv2d filters=3 padding=same kernel_size=5, flatten"),
        ("conv2d filters=3 padding=same, conv2d filters=2, flatten", "conv2d filters=6 padding=same, conv2d filters=2, flatten"),
    ],
)
def test_so_does_one_on_pictures(old, new):
    old, new = make_spec(layers=old, **IMAGES), make_spec(layers=new, **IMAGES)
    parameters = trained(old)
    after = carried(old, parameters, new)
    np.testing.assert_allclose(predict(new, after, PICTURES), predict(old, parameters, PICTURES), rtol=1e-4, atol=1e-5)


def test_a_network_that_shrinks_keeps_the_first_units():
    old, new = make_spec(layers="4 tanh, 3 tanh"), make_spec(layers="2 tanh, 3 tanh")
    parameters = trained(old)
    after = carried(old, parameters, new)
    np.testing.assert_array_equal(after["dense_1/kernel"], parameters["dense_1/kernel"][:, :2])
    np.testing.assert_array_equal(after["dense_1/bias"], parameters["dense_1/bias"][:2])
    np.testing.assert_array_equal(after["dense_2/kernel"], parameters["dense_2/kernel"][:2])
    np.testing.assert_array_equal(after["output/kernel"], parameters["output/kernel"])


def test_a_new_layer_starts_as_its_seed_says_and_the_others_stay():
    old, new = make_spec(layers="4 tanh, 3 tanh"), make_spec(layers="4 tanh, 6 relu, 3 tanh")
    parameters, start = trained(old), initial_parameters(new)
    after = carried(old, parameters, new)
    np.testing.assert_array_equal(after["dense_1/kernel"], parameters["dense_1/kernel"])
    np.testing.assert_array_equal(after["dense_2/kernel"], start["dense_2/kernel"])
    np.testing.assert_array_equal(after["dense_3/kernel"][:4], parameters["dense_2/kernel"])
    np.testing.assert_array_equal(after["dense_3/kernel"][4:], start["dense_3/kernel"][4:])
    np.testing.assert_array_equal(after["output/kernel"], parameters["output/kernel"])


def test_inputs_are_known_by_their_names():
    old = make_spec(data={"features": ["x1", "x2", "sin_x1"]})
    new = make_spec(data={"features": ["x1", "x2_squared", "sin_x1"]})
    parameters = trained(old)
    kernel = carried(old, parameters, new)["dense_1/kernel"]
    np.testing.assert_array_equal(kernel[[0, 2]], parameters["dense_1/kernel"][[0, 2]])
    np.testing.assert_array_equal(kernel[1], 0)


def test_nothing_is_shared_with_the_network_that_was():
    spec = make_spec()
    parameters = trained(spec)
    kept = {name: array.copy() for name, array in parameters.items()}
    for array in carried(spec, parameters, spec).values():
        array[...] = 7
    for name, array in parameters.items():
        np.testing.assert_array_equal(array, kept[name])


PAINTED = make_spec(dataset="painted", layers="5 tanh, 3 tanh")
THREE = with_painted_points(PAINTED, f"{STARTER}.")


def test_with_a_third_class_the_first_two_are_told_apart_as_before():
    parameters = trained(PAINTED)
    says = predict(THREE, carried(PAINTED, parameters, THREE), POINTS)
    np.testing.assert_allclose(says[:, 1] / (says[:, 0] + says[:, 1]), predict(PAINTED, parameters, POINTS)[:, 0], rtol=1e-4)


def test_without_the_third_class_the_first_two_are_told_apart_as_before():
    parameters = trained(THREE)
    says = predict(THREE, parameters, POINTS)
    after = predict(PAINTED, carried(THREE, parameters, PAINTED), POINTS)
    np.testing.assert_allclose(after[:, 0], says[:, 1] / (says[:, 0] + says[:, 1]), rtol=1e-4)


def test_more_classes_leave_the_outputs_of_those_that_were_there():
    four = with_painted_points(THREE, f"{STARTER}..")
    parameters = trained(THREE)
    after = carried(THREE, parameters, four)
    np.testing.assert_array_equal(after["output/kernel"][:, :3], parameters["output/kernel"])
    np.testing.assert_array_equal(after["output/bias"][:3], parameters["output/bias"])
