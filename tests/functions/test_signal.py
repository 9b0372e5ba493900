"""Signals through many layers, against the theory where there is one."""

from typing import Any

import numpy as np
import pytest

from playground.errors import SpecError
from playground.functions.asked import SignalAsked
from playground.functions.signal import Course, courses, fate
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.initializers import INITIALIZERS
from playground.spec.part import parse


def course(activation: Any, initializer: Any, **fields: Any) -> Course:
    (found,) = courses(parse(SignalAsked, {"activations": [activation], "initializers": [initializer], **fields}))
    return found


def mean_factor(activation: Any, initializer: Any, part: str) -> float:
    """By how much a layer multiplies the variance, on the way that it goes: the geometric mean over layers and seeds."""
    logarithms = []
    for seed in range(15):
        values = getattr(course(activation, initializer, units=128, seed=seed), part)
        steps = np.diff(np.log(values))
        logarithms.append(steps.mean() if part == "forward" else -steps.mean())
    return float(np.exp(np.mean(logarithms)))


@pytest.mark.parametrize("part", ["forward", "backward"])
@pytest.mark.parametrize(
    ("activation", "initializer"),
    [("relu", "he_normal"), ("relu", "he_uniform"), ("linear", "glorot_uniform"), ("linear", "glorot_normal")],
)
def test_he_keeps_the_variance_of_relu_and_glorot_that_of_linear_units(activation: str, initializer: str, part: str) -> None:
    assert mean_factor(activation, initializer, part) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("part", ["forward", "backward"])
def test_half_of_the_variance_is_lost_with_glorot_and_relu(part: str) -> None:
    assert mean_factor("relu", "glorot_normal", part) == pytest.approx(0.5, rel=0.05)


def test_orthogonal_weights_keep_linear_signals_exactly() -> None:
    found = course("linear", "orthogonal")
    np.testing.assert_allclose(found.forward, found.forward[0], rtol=1e-3)
    np.testing.assert_allclose(found.backward, found.backward[0], rtol=1e-3)


def test_sigmoid_keeps_the_signal_and_loses_the_gradient() -> None:
    found = course("sigmoid", "glorot_uniform")
    assert fate(found.forward[0], found.forward[-1]) in ("kept", "fades")
    assert fate(found.backward[-1], found.backward[0]) == "vanishes"
    assert fate(found.between[0], found.between[-1]) == "vanishes"  # and all samples look alike


@pytest.mark.parametrize(("deviation", "expected"), [(0.01, "vanishes"), (1.0, "explodes"), (0.0, "dies")])
def test_weights_of_the_wrong_size_lose_the_signal(deviation: float, expected: str) -> None:
    found = course("relu", {"name": "normal", "stddev": deviation})
    assert fate(found.forward[0], found.forward[-1]) == expected
    assert fate(found.backward[-1], found.backward[0]) == expected


@pytest.mark.parametrize("activation", HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_every_pair_has_a_course_without_a_warning(activation: str, initializer: str) -> None:
    found = course(activation, initializer, units=20, layers=5)
    assert found.forward.shape == found.between.shape == found.backward.shape == (5,)


def test_the_gradient_of_the_first_layer_is_that_of_finite_differences() -> None:
    """Backward is what `Activation.backward` and the kernels say; one number of it, by hand."""
    found = course("tanh", "glorot_uniform", layers=2, units=3)
    rng = np.random.default_rng([0, 0])
    a, gradient = rng.standard_normal((200, 3)), rng.standard_normal((200, 3))
    first, second = (INITIALIZERS["glorot_uniform"].function((3, 3), np.random.default_rng([0, 1 + k])).astype(float) for k in range(2))
    z = a @ first

    def loss(z: np.ndarray) -> np.ndarray:
        return (np.tanh(np.tanh(z) @ second) * gradient).sum(axis=1)

    slopes = np.column_stack([(loss(z + step) - loss(z - step)) / 2e-6 for step in 1e-6 * np.eye(3)])
    assert found.backward[0] == pytest.approx(np.var(slopes), rel=1e-5)


def test_what_is_for_outputs_only_cannot_be_in_all_layers() -> None:
    outputs = [name for name in ACTIVATIONS if name not in HIDDEN_ACTIVATIONS]
    for name in outputs:
        with pytest.raises(SpecError, match="is for outputs only"):
            course(name, "he_normal")
