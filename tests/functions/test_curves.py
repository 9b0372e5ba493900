"""Curves and histograms of everything in the registries, against differences and against their own formulas."""

import numpy as np
import pytest

from playground.functions import curves, responses
from playground.functions.asked import ActivationsAsked, InitializersAsked, LossesAsked, OptimizersAsked, SchedulesAsked
from playground.nn.activations import ACTIVATIONS
from playground.nn.initializers import INITIALIZERS
from playground.nn.losses import LOSSES, Loss
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.schedules import SCHEDULES
from playground.spec.part import parse


def differences(x: np.ndarray, values: np.ndarray) -> np.ndarray:
    return (values[2:] - values[:-2]) / (x[2:] - x[:-2])


def smooth(values: np.ndarray) -> np.ndarray:
    """Where there is no corner near: at a corner a difference says what neither side is."""
    bends = np.abs(np.diff(values, 2))
    corner = bends > 8 * np.median(bends) + 1e-6
    near = corner.copy()
    for shift in (1, 2):
        near[shift:] |= corner[:-shift]
        near[:-shift] |= corner[shift:]
    return ~near


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_dashed_curve_of_an_activation_is_the_slope_of_the_solid_one(name: str) -> None:
    found = curves.activations(parse(ActivationsAsked, {"show": [name], "reach": 4}))
    expected = differences(found.x, found.values[0])
    flat = smooth(found.values[0])
    assert flat.mean() > 0.7
    np.testing.assert_allclose(found.slopes[0][1:-1][flat], expected[flat], atol=5e-3)


@pytest.mark.parametrize("target", [0, 0.3, 1])
@pytest.mark.parametrize("name", LOSSES)
def test_the_dashed_curve_of_a_loss_is_the_slope_of_the_solid_one(name: str, target: float) -> None:
    found = curves.losses(parse(LossesAsked, {"show": [name], "target": target, "reach": 2}))
    inside = np.isfinite(found.values[0])
    x, values, slopes = found.x[inside], found.values[0][inside], found.slopes[0][inside]
    middle = slice(5, -5)  # a logarithm is too steep at its end for a difference
    flat = smooth(values[middle])
    np.testing.assert_allclose(slopes[middle][1:-1][flat], differences(x[middle], values[middle])[flat], rtol=0.03, atol=0.02)


@pytest.mark.parametrize("loss", [*LOSSES.values()], ids=lambda loss: loss.name)
def test_a_loss_is_lowest_at_its_target_and_drawn_where_its_outputs_are(loss: Loss) -> None:
    found = curves.losses(parse(LossesAsked, {"show": [loss.name], "target": 1}))
    (values,) = found.values
    best = found.x[np.nanargmin(values)]
    assert best >= 0.99
    assert np.isnan(values[found.x < 0]).all() == curves.takes_probabilities(loss)


def test_a_target_in_the_middle_is_in_the_middle_for_hinges_too() -> None:
    found = curves.losses(parse(LossesAsked, {"show": ["hinge", "squared_hinge"], "target": 0.5}))
    np.testing.assert_allclose(found.values, 1, atol=1e-9)  # y = 0, so y a says nothing
    np.testing.assert_allclose(found.slopes, 0, atol=1e-9)


def test_probabilities_are_asked_of_cross_entropies_alone() -> None:
    assert {loss.name for loss in LOSSES.values() if curves.takes_probabilities(loss)} == {
        name for name in LOSSES if "crossentropy" in name
    }


def test_softmax_is_drawn_beside_a_unit_that_says_nothing() -> None:
    found = curves.activations(parse(ActivationsAsked, {"show": ["softmax", "sigmoid"]}))
    np.testing.assert_allclose(found.values[0], found.values[1], atol=1e-6)
    np.testing.assert_allclose(found.slopes[0], found.slopes[1], atol=1e-6)


def test_settings_move_the_curve() -> None:
    show = [{"name": "leaky_relu", "negative_slope": slope} for slope in (0.1, 0.5)]
    found = curves.activations(parse(ActivationsAsked, {"show": show, "reach": 4}))
    np.testing.assert_allclose(found.values[:, 0], [-0.4, -2])


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_starts_at_the_learning_rate_and_never_exceeds_it(name: str) -> None:
    found = curves.schedules(parse(SchedulesAsked, {"show": [name], "rate": 0.2, "epochs": 30}))
    assert found.x[0] == 0
    assert found.x[-1] == 30
    assert found.values[0, 0] == pytest.approx(0.2)
    assert found.values.max() == pytest.approx(0.2)


def test_a_warm_up_rises_from_nothing() -> None:
    found = curves.schedules(parse(SchedulesAsked, {"show": ["constant"], "rate": 1, "epochs": 20, "warm_up": 10}))
    np.testing.assert_allclose(np.interp([0, 5, 10, 20], found.x, found.values[0]), [0, 0.5, 1, 1], atol=1e-6)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_are_as_wide_as_their_formula_says(name: str) -> None:
    found = curves.initializers(parse(InitializersAsked, {"show": [name], "fan_in": 300, "fan_out": 200}))
    assert found.deviations[0] == pytest.approx(found.expected[0], rel=0.02, abs=1e-9)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_all_weights_are_in_the_histogram(name: str) -> None:
    found = curves.initializers(parse(InitializersAsked, {"show": [name], "fan_in": 40, "fan_out": 50}))
    assert (found.densities * np.diff(found.edges)).sum() == pytest.approx(1)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("gradient", responses.SIGNALS)
def test_each_optimizer_has_finite_steps_for_each_gradient(name: str, gradient: str) -> None:
    found = responses.responses(parse(OptimizersAsked, {"show": [name], "gradient": gradient}))
    assert np.isfinite(found.values).all()


def test_the_steps_of_plain_descent_are_the_gradient_itself() -> None:
    asked = parse(OptimizersAsked, {"show": ["sgd"], "gradient": "noisy", "size": 3})
    np.testing.assert_allclose(responses.responses(asked).values[0], responses.gradient(asked))


def test_adam_does_not_care_how_large_gradients_are() -> None:
    small, large = (responses.responses(parse(OptimizersAsked, {"show": ["adam"], "size": size})).values for size in (1, 100))
    np.testing.assert_allclose(small, large, rtol=1e-3)


def test_nothing_to_compare_is_no_curve() -> None:
    assert curves.activations(ActivationsAsked()).values.shape == (0, curves.POINTS)
    assert curves.schedules(SchedulesAsked()).values.shape[0] == 0
    assert curves.initializers(InitializersAsked()).densities.shape == (0, curves.BINS)
