"""Surfaces, and optimizers that walk on them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.functions.asked import WalksAsked
from playground.functions.landscape import picture
from playground.functions.surfaces import SURFACES, Ground, Surface, ground
from playground.functions.walks import LONGEST_STEP, tuned, walk, walks
from playground.nn.optimizers import OPTIMIZERS
from playground.registry import FrozenSettings
from playground.spec.choice import OptimizerChoice
from playground.spec.part import parse
from tests.support import settings_of

EVERY = pytest.mark.parametrize("surface", [*SURFACES.values()], ids=lambda surface: surface.name)


def default(surface: Surface) -> Ground:
    return ground(surface.name, FrozenSettings(surface.settings({})))


def choice(name: str, **settings: float) -> OptimizerChoice:
    return parse(OptimizerChoice, {"name": name, **settings})


@EVERY
@given(data=st.data())
def test_the_gradient_of_a_surface_is_that_of_finite_differences(surface: Surface, data: st.DataObject) -> None:
    window = surface.window
    x = data.draw(st.floats(window.left, window.right))
    y = data.draw(st.floats(window.bottom, window.top))
    settings = data.draw(settings_of(surface))
    h = 1e-5
    expected = [
        (surface.function(x + dx, y + dy, **settings) - surface.function(x - dx, y - dy, **settings)) / (2 * h)
        for dx, dy in ((h, 0), (0, h))
    ]
    np.testing.assert_allclose(surface.gradient(x, y, **settings), expected, rtol=1e-4, atol=1e-3)


@EVERY
@given(data=st.data())
def test_its_minima_are_flat_and_nowhere_in_the_window_is_lower(surface: Surface, data: st.DataObject) -> None:
    settings = data.draw(settings_of(surface))
    x, y = surface.window.centres(60)
    lowest = np.min(surface.function(x[None], y[:, None], **settings))
    assert surface.minima
    for place in surface.minima:
        np.testing.assert_allclose(surface.gradient(*place, **settings), 0, atol=1e-9)
        assert surface.function(*place, **settings) <= lowest + 1e-9


@EVERY
def test_the_start_and_the_minima_are_in_the_window(surface: Surface) -> None:
    window = surface.window
    for x, y in (surface.start, *surface.minima):
        assert window.left < x < window.right
        assert window.bottom < y < window.top


def test_the_top_of_a_picture_is_the_top_of_the_window() -> None:
    surface = SURFACES["rosenbrock"]
    heights = picture(default(surface), 40)
    assert heights[0, 20] == pytest.approx(surface.function(0.05, 2.95, steepness=100), rel=1e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
@EVERY
def test_a_walk_is_the_optimizers_own_updates(surface: Surface, name: str) -> None:
    landscape, optimizer = default(surface), OPTIMIZERS[name]
    settings = optimizer.settings({})
    found = walk(landscape, choice(name), surface.start, 1e-3, 20)
    weights = np.array(surface.start)
    state = optimizer.start(weights, settings)
    for step in range(1, 21):
        optimizer.apply(weights, np.array(landscape.slope(*weights), np.float64), state, 1e-3, settings)
        np.testing.assert_allclose(found.path[step], weights, rtol=1e-12)
    assert not found.lost
    np.testing.assert_allclose(found.heights, [surface.function(x, y, **landscape.settings) for x, y in found.path])


@given(curvature=st.floats(0.1, 10), part=st.floats(0.05, 0.99) | st.floats(1.01, 3))
def test_descent_on_a_bowl_arrives_if_and_only_if_its_rate_is_below_two_over_the_curvature(curvature: float, part: float) -> None:
    landscape = ground("bowl", FrozenSettings({"curvature": curvature}))
    found = walk(landscape, choice("sgd"), landscape.start, part * 2 / curvature, 500)
    first, last = found.distances(landscape.minima)[[0, -1]]
    assert (not found.lost and last < first / 2) if part < 1 else (found.lost or last > first)


def test_a_walk_that_flies_off_is_marked_and_stops_alone() -> None:
    asked = parse(WalksAsked, {"show": ["sgd", "adam"], "surface": "rosenbrock", "rates": [1.0, 0.01], "steps": 50})
    flown, fine = walks(asked, default(SURFACES["rosenbrock"]))
    assert flown.lost
    assert len(flown.path) < 51
    assert np.isfinite(flown.path).all()
    assert not fine.lost
    assert len(fine.path) == 51


@pytest.mark.parametrize("name", OPTIMIZERS)
@EVERY
def test_a_rate_that_was_looked_for_leads_down_without_jumping(surface: Surface, name: str) -> None:
    landscape = default(surface)
    found = walk(landscape, choice(name), landscape.start, tuned(landscape, choice(name)), 120)
    window = landscape.window
    assert not found.lost
    assert (np.abs(np.diff(found.path, axis=0)) <= 1.01 * LONGEST_STEP * np.array([window.across, window.up])).all()
    assert found.heights.min() < found.heights[0]


def test_noise_comes_from_its_seed() -> None:
    landscape = default(SURFACES["bowl"])
    one, same, other = (walk(landscape, choice("sgd"), (1, 1), 0.1, 30, noise=0.5, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.path, same.path)
    assert not np.allclose(one.path, other.path)


def test_a_walk_starts_where_one_says() -> None:
    (found,) = walks(parse(WalksAsked, {"show": ["sgd"], "x": 2.5, "y": -1}), default(SURFACES["bowl"]))
    np.testing.assert_array_equal(found.path[0], [2.5, -1])
