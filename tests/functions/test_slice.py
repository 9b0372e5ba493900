"""A slice through the loss of a network."""

import numpy as np
import pytest

from playground.engine.samples import load_data
from playground.engine.train import train
from playground.functions.landscape import picture
from playground.functions.slice import FEWEST_SAMPLES, MOST_SAMPLES, Slice, cut, directions, samples_for
from playground.functions.walks import walk
from playground.snapshot import Snapshot
from playground.spec import DEFAULT, RunSpec, preset
from playground.spec.choice import OptimizerChoice
from tests.support import NUMBERS, make_spec

NETWORKS = {
    "classes": make_spec(layers="5 tanh, 3 relu"),
    "numbers": make_spec(dataset="plane", layers="4 tanh", **NUMBERS),
    "normalized": make_spec(layers="batch_normalization, 4 relu, dropout rate=0.3"),
}


def trained(spec: RunSpec, epochs: int = 3) -> Snapshot:
    return next(snapshot for snapshot in train(spec) if snapshot.epoch >= epochs)


@pytest.mark.parametrize("spec", [*NETWORKS.values()], ids=[*NETWORKS])
def test_its_middle_is_the_loss_of_the_network_itself(spec: RunSpec) -> None:
    spec = spec.replace(data=spec.data.replace(samples=200, test_share=0.1))  # few enough that all are measured
    snapshot = trained(spec)
    found = cut(spec, snapshot.parameters, load_data(spec), seed=0, reach=1, side=5)
    assert found.samples == 180
    assert found.losses[2, 2] == pytest.approx(snapshot.metrics.train.loss, rel=1e-5)
    assert found.heights(np.array(0.0), np.array(0.0)) == pytest.approx(snapshot.metrics.train.loss, rel=1e-5)


def test_a_place_is_the_loss_of_the_moved_network() -> None:
    spec = make_spec(layers="3 tanh", data={"samples": 100, "test_share": 0.1})
    snapshot, data = trained(spec), load_data(spec)
    one, other = directions(snapshot.parameters, 7)
    moved = {**snapshot.parameters, **{name: (snapshot.parameters[name] + one[name] - other[name]).astype(np.float32) for name in one}}
    found = cut(spec, snapshot.parameters, data, seed=7, reach=1, side=3)
    there = cut(spec, moved, data, seed=7, reach=1, side=3)
    assert found.losses[0, 2] == pytest.approx(there.losses[1, 1], rel=1e-4)  # one along the first, one back along the second


def test_directions_are_as_long_as_the_network_filter_by_filter() -> None:
    parameters = trained(
        make_spec(dataset="digits", layers="conv2d filters=4, flatten, 8 relu", output="softmax", loss="categorical_crossentropy"), 1
    ).parameters
    for direction in directions(parameters, 0):
        assert all(name.endswith("kernel") for name in direction)  # biases stay
        for name, kernel in direction.items():
            axes = tuple(range(kernel.ndim - 1))
            np.testing.assert_allclose((kernel**2).sum(axes), (parameters[name].astype(float) ** 2).sum(axes), rtol=1e-5)


def a_slice() -> Slice:
    places = np.linspace(-2, 2, 31)
    x, y = places[None, :], places[:, None]
    return Slice(1 + x**2 + 0.5 * np.sin(3 * y) * x + y**2, 2.0, 1)


def test_between_the_grid_it_is_interpolated_smoothly() -> None:
    found = a_slice()
    rng = np.random.default_rng(0)
    x, y = rng.uniform(-1.8, 1.8, (2, 200))
    np.testing.assert_allclose(found.heights(x, y), 1 + x**2 + 0.5 * np.sin(3 * y) * x + y**2, atol=0.01)


def test_its_slope_is_that_of_what_is_drawn() -> None:
    found, h = a_slice(), 1e-5
    for x, y in np.random.default_rng(1).uniform(-1.9, 1.9, (50, 2)):
        across = (found.heights(np.array(x + h), np.array(y)) - found.heights(np.array(x - h), np.array(y))) / (2 * h)
        up = (found.heights(np.array(x), np.array(y + h)) - found.heights(np.array(x), np.array(y - h))) / (2 * h)
        np.testing.assert_allclose(found.slope(x, y), (across, up), atol=1e-4)


def test_at_the_foot_of_a_cliff_the_loss_is_never_lower_than_what_is_known() -> None:
    losses = np.full((31, 31), 1e-6)
    losses[:, 20:] = 10.0
    found = Slice(losses, 1.0, 1)
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 500))
    assert found.heights(x, y).min() == 1e-6
    flat = found.heights(x, y) == 1e-6
    assert np.abs(np.array(found.slope(x, y))[:, flat & (x < 0.2)]).max() < 1e-15


def test_optimizers_walk_on_it_and_end_where_it_is_not_known() -> None:
    found = a_slice()
    walked = walk(found, OptimizerChoice(name="adam", settings={"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7}), (1.5, 1.5), 0.05, 100)
    assert walked.heights[-1] < walked.heights[0]
    assert not walked.lost
    flown = walk(found, OptimizerChoice(name="sgd"), (1.5, 1.5), 10.0, 100)
    assert flown.lost
    assert (np.abs(flown.path) <= 2).all()


def test_what_is_no_number_counts_as_the_highest_that_is_one() -> None:
    spec = make_spec(layers="3 relu", output="linear", loss="mean_squared_error", data={"samples": 50})
    huge = {name: array * np.float32(1e12) for name, array in trained(spec, 1).parameters.items()}
    found = cut(spec, huge, load_data(spec), seed=0, reach=3, side=3)
    assert np.isfinite(found.losses).all()


def test_large_networks_are_asked_about_fewer_samples() -> None:
    assert samples_for(DEFAULT) == MOST_SAMPLES
    assert FEWEST_SAMPLES <= samples_for(preset("mnist-dense")) < MOST_SAMPLES


def test_the_picture_of_a_slice_is_its_heights() -> None:
    heights = picture(a_slice(), 50)
    assert heights.shape == (50, 50)
    assert heights.min() == pytest.approx(a_slice().losses.min(), abs=0.05)
