"""Each rule finds its illness, its fix helps, and no preset is ill."""

import numpy as np
import pytest

from playground.doctor import RULES
from playground.engine import Training
from playground.spec import PRESETS, RunSpec, from_query, to_query
from playground.spec.changes import goes_on
from tests.doctor.cases import ILL, Watched
from tests.support import make_spec


def names(watched: Watched) -> set[str]:
    return {finding.rule for finding in watched.findings}


def test_there_is_a_sick_run_for_every_rule() -> None:
    assert set(ILL) == set(RULES)


@pytest.mark.parametrize("rule", ILL)
def test_an_illness_is_found_and_said_with_its_numbers(rule: str) -> None:
    spec, epochs = ILL[rule]
    watched = Watched(spec)
    assert watched.train_until(epochs, lambda: rule in names(watched))
    finding = next(each for each in watched.findings if each.rule == rule)
    assert finding.text.endswith(".")
    assert any(character.isdigit() for character in finding.text) or rule == "misfit"
    assert finding.fix


@pytest.mark.parametrize("rule", ILL)
def test_what_helps_is_another_spec_that_has_a_link(rule: str) -> None:
    spec, _ = ILL[rule]
    fix = RULES[rule].fix(spec)
    assert fix is not None
    assert fix.spec != spec
    assert from_query(to_query(fix.spec)) == fix.spec


@pytest.mark.parametrize("rule", ILL)
def test_the_fix_helps(rule: str) -> None:
    spec, epochs = ILL[rule]
    ill = Watched(spec)
    start = ill.training.moment()
    ill.train_until(epochs, lambda: rule in names(ill))
    back = RULES[rule].back is not None or ill.training.diverged is not None
    fix = RULES[rule].fix(spec)
    assert fix is not None
    begin = None if not goes_on(spec, fix.spec) else start if back else ill.training.moment()
    treated = Watched(fix.spec, Training(fix.spec, Watched(fix.spec).training.data, begin=begin))
    for each in (treated, ill):
        each.train(max(epochs, 150))
    assert rule not in names(treated)
    measured = "test" if rule == "over_fitting" else "train"
    losses = [getattr(each.training.metrics, measured).loss for each in (treated, ill)]
    assert losses[0] < losses[1] or not np.isfinite(losses[1])


POINTS = (
    [name for name, entry in PRESETS.items() if not entry.spec.data.is_image]
    if hasattr(PRESETS, "items")
    else [name for name in PRESETS if not PRESETS[name].spec.data.is_image]
)


@pytest.mark.parametrize("name", POINTS)
def test_no_preset_on_points_is_ill(name: str) -> None:
    watched = Watched(PRESETS[name].spec.replace(engine="numpy"))
    while watched.training.epoch < min(PRESETS[name].spec.training.epochs, 400):
        watched.train(5)
        assert not watched.findings, watched.training.epoch


@pytest.mark.parametrize("name", [name for name in PRESETS if name not in POINTS])
def test_no_preset_on_pictures_is_ill(name: str) -> None:
    watched = Watched(fewer(PRESETS[name].spec))
    for _ in range(20):
        watched.train(0.1)
        assert not watched.findings, watched.training.epoch


def fewer(spec: RunSpec) -> RunSpec:
    """The spec with fewer digits, from those that need no download."""
    dataset = {"name": "mnist", "source": "small"} if spec.data.dataset.name == "mnist" else spec.data.dataset
    return spec.replace(engine="numpy", data=spec.data.replace(dataset=dataset, samples=min(spec.data.samples, 2000)))


def test_nothing_is_wrong_with_a_run_that_has_not_begun() -> None:
    assert not Watched(make_spec()).findings


def test_a_normalized_network_is_not_told_to_normalize() -> None:
    spec, _ = ILL["unscaled"]
    fix = RULES["unscaled"].fix(spec)
    assert fix is not None
    assert fix.spec.model.layers[0].kind == "batch_normalization"


def test_a_fix_that_would_leave_the_bounds_is_none() -> None:
    spec = make_spec(learning_rate=10.0)
    assert RULES["rate_too_low"].fix(spec) is None
