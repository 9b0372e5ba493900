"""The plane as a layer sees it: principal planes against singular values, and lines that classes are told apart by."""

import math

import numpy as np
import pytest

from playground.engine.bending import aligned, finite, linear_score, output_line, principal_plane
from playground.engine.network import answers, classes
from playground.spec import RunSpec
from tests.support import CLASSES, make_spec


def activations(units: int = 5, places: int = 300, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(units, units)) @ rng.normal(size=(units, places)) + rng.normal(size=(units, 1))


@pytest.mark.parametrize("units", [2, 3, 8])
def test_the_principal_plane_is_that_of_the_two_largest_singular_values(units: int) -> None:
    a = activations(units)
    plane = principal_plane(a)
    u, s, _ = np.linalg.svd(a - a.mean(axis=1, keepdims=True), full_matrices=False)
    assert np.abs((plane.basis * u[:, :2]).sum(axis=0)) == pytest.approx([1, 1])
    assert plane.share == pytest.approx((s[:2] ** 2).sum() / (s**2).sum())
    assert plane.places(a).var(axis=1) == pytest.approx(s[:2] ** 2 / a.shape[1])
    assert plane.places(a).mean(axis=1) == pytest.approx([0, 0], abs=1e-12)


def test_by_hand_three_units_two_of_which_move() -> None:
    a = np.array([[0, 0, 0, 0], [3, -3, 3, -3], [1, 1, -1, -1]]) + np.array([[7], [1], [0]])
    plane = principal_plane(a)
    assert plane.share == pytest.approx(1)
    assert plane.places(a) == pytest.approx(np.array([[3, -3, 3, -3], [1, 1, -1, -1]]))


def test_units_that_all_say_the_same_everywhere_have_a_plane_all_the_same() -> None:
    plane = principal_plane(np.ones((4, 9)))
    assert plane.share == 1
    assert plane.places(np.ones((4, 9))) == pytest.approx(np.zeros((2, 9)))


def test_a_plane_that_is_mirrored_or_turned_comes_back_to_the_basis_of_before() -> None:
    basis = principal_plane(activations()).basis
    angle = 2.0
    turned = basis @ np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    for other in (-basis, basis[:, ::-1], basis * [1, -1], turned):
        assert aligned(other, basis) == pytest.approx(basis)


def test_a_picture_that_moves_a_little_moves_a_little() -> None:
    """Also where two components change places."""
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(3, 400))
    noise = np.linalg.svd(noise, full_matrices=False)[2]  # three units that vary alike, independent of each other
    last, before = None, None
    for step in np.linspace(0, 1, 41):
        a = noise * np.array([[1 + step], [2 - step], [0.1]])
        plane = principal_plane(a, last)
        last, places = plane.basis, plane.places(a)
        if before is not None:
            assert np.abs(places - before).max() < 0.1 * np.abs(places).max()
        before = places


def test_numbers_of_a_network_that_diverges_are_cut_off() -> None:
    a = finite(np.array([[np.nan, np.inf, -np.inf, 1e30]], np.float32))
    assert a.tolist() == [[0, 1e6, -1e6, 1e6]]
    assert np.isfinite(principal_plane(np.repeat(a, 3, axis=0)).basis).all()


def test_a_straight_line_tells_apart_what_it_can() -> None:
    places = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float64)
    assert linear_score(places, np.array([0, 0, 1, 1]), 2) == 1
    assert linear_score(places, np.array([0, 0, 0, 1]), 2) == 1
    assert linear_score(places, np.array([0, 1, 1, 0]), 2) == 0.5
    assert linear_score(np.array([[0.0], [1.0], [2.0]]), np.array([0, 0, 1]), 2) == 1
    assert linear_score(np.zeros((4, 2)), np.array([0, 1, 1, 1]), 2) == 0.75


def test_borders_between_several_classes_are_straight_too() -> None:
    corners = np.array([[0, 3], [3, -2], [-3, -2]], np.float64)
    labels = np.repeat([0, 1, 2], 50)
    places = corners[labels] + np.random.default_rng(0).normal(0, 0.2, (150, 2))
    assert linear_score(places, labels, 3) == 1


def test_a_flat_surface_explains_what_is_flat() -> None:
    places = np.random.default_rng(0).normal(size=(60, 2))
    assert linear_score(places, 3 * places[:, 0] - places[:, 1] + 2, 0) == pytest.approx(1)
    assert linear_score(places, places[:, 0] * places[:, 1], 0) < 0.3
    assert linear_score(places, np.ones(60), 0) == 1


TWO_OUTPUTS = {"dataset": {"name": "rings", "classes": 2}, **CLASSES}


def last_numbers(spec: RunSpec, seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    weights = spec.weights[-1]
    return {f"output/{part}": rng.normal(size=weight.shape) for part, weight in weights.items()}


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "sigmoid"},
        {"output": "tanh"},
        {"output": "tanh", "loss": "mean_squared_error"},
        {"output": "linear", "loss": "hinge"},
        {"output": "linear", "loss": "binary_crossentropy"},
    ],
    ids=str,
)
def test_the_line_lies_where_the_output_changes_its_mind(changes: dict) -> None:
    spec = make_spec(layers="2 tanh", **changes)
    parameters = last_numbers(spec)
    a, b, c = output_line(spec, parameters) or pytest.fail("there is a line")
    h = np.random.default_rng(2).normal(0, 2, (500, 2))
    z = h @ parameters["output/kernel"] + parameters["output/bias"]
    yes = classes(spec, answers(spec, z)) == 1
    assert ((h @ [a, b] + c > 0) == yes).all()
    assert 0 < yes.sum() < 500


def test_two_outputs_have_a_line_too() -> None:
    spec = make_spec(layers="2 tanh", **TWO_OUTPUTS)
    parameters = last_numbers(spec)
    a, b, c = output_line(spec, parameters) or pytest.fail("there is a line")
    h = np.random.default_rng(2).normal(0, 2, (500, 2))
    z = h @ parameters["output/kernel"] + parameters["output/bias"]
    assert ((h @ [a, b] + c > 0) == (answers(spec, z).argmax(axis=1) == 1)).all()


@pytest.mark.parametrize(
    "spec",
    [
        make_spec(layers="3 tanh"),
        make_spec(layers="2 tanh", output="sigmoid", loss="hinge"),  # it never says less than half of what hinge wants
        make_spec(layers="2 tanh", output="relu"),
        make_spec(dataset="blobs", layers="2 tanh", **CLASSES),
        make_spec(dataset="plane", layers="2 tanh", output="linear", loss="mean_squared_error"),
    ],
    ids=["three units", "threshold out of reach", "another output", "several classes", "a number"],
)
def test_elsewhere_there_is_no_line(spec: RunSpec) -> None:
    assert output_line(spec, last_numbers(spec)) is None


def test_weights_that_are_no_numbers_have_no_line() -> None:
    spec = make_spec(layers="2 tanh")
    assert output_line(spec, {name: np.full_like(array, np.nan) for name, array in last_numbers(spec).items()}) is None
    assert output_line(spec, {name: np.zeros_like(array) for name, array in last_numbers(spec).items()}) is None
