"""Every hyperparameter of every entry: its bounds are taken, and what is beyond is refused in a sentence."""

import math

import numpy as np
import pytest

from playground.errors import SpecError, UnknownName
from playground.nn.layers import LAYERS
from playground.registry import FrozenSettings
from playground.spec import DEFAULT, LayerSpec, layer, parse
from playground.spec.choice import Choice

CHOICES = [choice for choice in Choice.__subclasses__() if choice.__module__.startswith("playground.spec.")]
REGISTRIES = {choice.registry.kind: (choice, choice.registry) for choice in CHOICES} | {"layer": (LayerSpec, LAYERS)}
ENTRIES = [
    pytest.param(part, entry, id=f"{kind}-{entry.name}") for kind, (part, registry) in REGISTRIES.items() for entry in registry.values()
]
EVERY = [
    pytest.param(part, entry, each, id=f"{kind}-{entry.name}-{each.name}")
    for kind, (part, registry) in REGISTRIES.items()
    for entry in registry.values()
    for each in entry.hyperparameters
]
NUMBERS = [case for case in EVERY if not case.values[2].options and not isinstance(case.values[2].default, bool)]
OTHERS = [case for case in EVERY if case not in NUMBERS]


def given(part, entry, **settings):
    """A part of a spec with these settings."""
    return parse(part, {"kind" if part is LayerSpec else "name": entry.name, **settings})


def beyond(each):
    """The nearest numbers that are out of bounds."""
    if isinstance(each.default, int):
        return each.low - 1, each.high + 1
    return np.nextafter(each.low, -math.inf).item(), np.nextafter(each.high, math.inf).item()


def test_all_registries_that_a_spec_chooses_from_are_tested():
    assert len(REGISTRIES) == 9


@pytest.mark.parametrize(("part", "entry"), ENTRIES)
def test_an_entry_is_complete_whether_or_not_its_settings_are_given(part, entry):
    defaults = {each.name: each.default for each in entry.hyperparameters}
    assert (
        given(part, entry).settings == given(part, entry, **defaults).settings == given(part, entry, settings=defaults).settings == defaults
    )
    assert [*given(part, entry).settings] == [*defaults]


@pytest.mark.parametrize(("part", "entry"), ENTRIES)
def test_a_setting_that_an_entry_does_not_have_is_refused_with_those_it_has(part, entry):
    known = ", ".join(each.name for each in entry.hyperparameters) or "none"
    for name in ("nope", "__class__", "x" * 5000):
        with pytest.raises(SpecError) as error:
            given(part, entry, **{name: 1})
        assert str(error.value) == f"{entry.label} has no setting {name[:40]!r}. Known: {known}."


@pytest.mark.parametrize(("part", "entry", "each"), EVERY)
def test_a_default_is_within_bounds_and_says_what_it_is(part, entry, each):
    assert each.check(each.default, "") == each.default
    assert 1 <= len(each.label) <= 40
    assert each.help.endswith(".")
    assert each.options or isinstance(each.default, bool) or math.isfinite(each.low) and math.isfinite(each.high)


@pytest.mark.parametrize(("part", "entry", "each"), NUMBERS)
def test_both_bounds_are_taken_and_the_next_numbers_refused(part, entry, each):
    for value in (each.low, each.high):
        found = given(part, entry, **{each.name: value}).settings[each.name]
        assert found == value
        assert type(found) is type(each.default)
    for value in beyond(each):
        with pytest.raises(SpecError) as error:
            given(part, entry, **{each.name: value})
        assert str(error.value) == f"{entry.label} {each.name} should be from {each.low:.10g} to {each.high:.10g}, got {value!r}."


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, True, "1e9", "1", None, [1], {"a": 1}, b"1", 1j, np.float32(0.5), pytest.param(10**5000, id="digits")],
)
@pytest.mark.parametrize(("part", "entry", "each"), NUMBERS)
def test_what_is_no_finite_number_is_refused(part, entry, each, value):
    with pytest.raises(
        SpecError, match=f"^{entry.label} {each.name} should be (a number|a whole number|from .* to .*), got .*\\.$"
    ) as error:
        given(part, entry, **{each.name: value})
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("value", [1.0, 2.5, 1e9])
@pytest.mark.parametrize(("part", "entry", "each"), [case for case in NUMBERS if isinstance(case.values[2].default, int)])
def test_a_whole_number_is_whole(part, entry, each, value):
    with pytest.raises(SpecError, match=f"{each.name} should be a whole number, got {value!r}"):
        given(part, entry, **{each.name: value})


@pytest.mark.parametrize(("part", "entry", "each"), [case for case in NUMBERS if isinstance(case.values[2].default, float)])
def test_minus_nothing_is_nothing_and_a_whole_number_becomes_one_with_a_point(part, entry, each):
    if each.low <= 0 <= each.high:
        assert math.copysign(1, given(part, entry, **{each.name: -0.0}).settings[each.name]) == 1
    whole = math.ceil(each.low)
    if whole <= each.high:
        assert type(given(part, entry, **{each.name: whole}).settings[each.name]) is float


@pytest.mark.parametrize("value", [None, 2, 0.5, "", "yes", "true", [], {}, "x" * 5000])
@pytest.mark.parametrize(("part", "entry", "each"), OTHERS)
def test_only_what_is_offered_can_be_chosen(part, entry, each, value):
    allowed = f"one of {', '.join(map(str, each.options))}" if each.options else "true or false"
    for option in each.options or (True, False):
        assert given(part, entry, **{each.name: option}).settings[each.name] is option
    with pytest.raises(SpecError, match=f"^{entry.label} {each.name} should be {allowed}, got ") as error:
        given(part, entry, **{each.name: value})
    assert len(str(error.value)) < 200


def test_true_and_one_are_not_mixed_up_where_numbers_are_offered():
    with pytest.raises(SpecError, match="kernel_size should be one of 1, 3, 5, 7, got True"):
        layer("conv2d", kernel_size=True)
    with pytest.raises(SpecError, match="centered should be true or false, got 1"):
        parse(type(DEFAULT.training.optimizer), {"name": "rmsprop", "centered": 1})


@pytest.mark.parametrize("part", Choice.__subclasses__(), ids=lambda part: part.registry.kind)
@pytest.mark.parametrize("name", ["rleu", "", "__class__", "Relu", "relu ", "\x00", "x" * 10_000])
def test_an_unknown_name_says_what_there_is(part, name):
    for value in (name, {"name": name}):
        with pytest.raises(UnknownName, match=rf"(?s)^Unknown {part.registry.kind} .* Known: {', '.join(part.registry)}\.$") as error:
            parse(part, value)
        assert len(str(error.value)) < 400


@pytest.mark.parametrize("part", Choice.__subclasses__(), ids=lambda part: part.registry.kind)
@pytest.mark.parametrize("value", [None, 3, [], {}, {"name": None}, {"name": 3}, {"name": ["a"]}, {"settings": {}}])
def test_what_is_no_choice_is_refused(part, value):
    with pytest.raises(SpecError, match=r"should be an object|name should be text|name is missing"):
        parse(part, value)


@pytest.mark.parametrize("settings", [None, 3, "delta", [("delta", 1)]])
def test_settings_that_are_no_object_are_refused(settings):
    with pytest.raises(SpecError, match="Huber has no setting 'settings'"):
        parse(type(DEFAULT.training.loss), {"name": "huber", "settings": settings})


@pytest.mark.parametrize(
    "change",
    [
        lambda settings: settings.update(beta_1=0),
        lambda settings: settings.__setitem__("beta_1", 0),
        lambda settings: settings.__delitem__("beta_1"),
        lambda settings: settings.__ior__({"beta_1": 0}),
        lambda settings: settings.setdefault("beta_3", 0),
        lambda settings: settings.pop("beta_1"),
        lambda settings: settings.popitem(),
        lambda settings: settings.clear(),
    ],
)
def test_settings_cannot_be_changed_behind_the_back_of_a_spec(change):
    settings = DEFAULT.training.optimizer.settings
    assert isinstance(settings, FrozenSettings)
    with pytest.raises(TypeError, match="frozen"):
        change(settings)
    assert settings == DEFAULT.training.optimizer.entry.settings({})
