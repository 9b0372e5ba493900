"""What holds for every registry, and for every entry in one."""

import re

import pytest

from playground.errors import SpecError, UnknownName
from playground.registry import Entry, Hyperparameter, Registry
from playground.spec import PRESETS
from playground.spec.catalogue import CATALOGUE, catalogue_lines
from playground.spec.choice import Choice

REGISTRIES = [*CATALOGUE.values(), PRESETS]
ENTRIES = [pytest.param(entry, id=f"{registry.kind}-{entry.name}") for registry in REGISTRIES for entry in registry.values()]


@pytest.fixture
def fruit():
    return Registry("fruit", [Entry(name=name, label=name.title(), help="A fruit.") for name in ("pear", "apple")])


def test_entries_keep_the_order_they_were_registered_in(fruit):
    assert list(fruit) == ["pear", "apple"]
    assert [entry.label for entry in fruit.values()] == ["Pear", "Apple"]
    assert len(fruit) == 2


def test_an_unknown_name_says_what_got_and_known(fruit):
    with pytest.raises(UnknownName, match=r"^Unknown fruit 'plum'\. Known: pear, apple\.$"):
        fruit["plum"]


def test_an_unknown_name_is_a_spec_error_and_is_cut_short(fruit):
    with pytest.raises(SpecError) as error:
        fruit["x" * 10_000]
    assert len(str(error.value)) < 120


@pytest.mark.parametrize("name", ["", "Pear", " pear", None, 3, ["pear"], {}, "__class__", "pear\x00"])
def test_nothing_but_a_registered_name_is_found(fruit, name):
    assert name not in fruit
    with pytest.raises(UnknownName):
        fruit[name]


def test_a_name_can_be_registered_once(fruit):
    with pytest.raises(ValueError, match="fruit 'pear' is registered twice"):
        Registry("fruit", [fruit["pear"], fruit["pear"]])


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.kind)
def test_every_entry_is_found_under_its_name(registry):
    assert len(registry) > 0
    assert all(registry[name].name == name for name in registry)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_can_stand_in_a_link_and_in_a_menu(entry):
    assert re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", entry.name)
    assert 1 <= len(entry.label) <= 40
    assert re.fullmatch(r"[A-Z0-9].*\.", entry.help)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_hyperparameter_can_stand_in_a_link_and_beside_a_control(entry):
    names = [each.name for each in entry.hyperparameters]
    assert len({*names}) == len(names)
    for each in entry.hyperparameters:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", each.name)
        assert each.name not in {"name", "kind", "settings", "activation", "initializer", "regularizer"}, (
            "these mean something else in a spec"
        )
        assert re.fullmatch(r"[A-Z0-9].*\.", each.help)
        assert not any(character in str(option) for option in each.options for character in "~-.")
        assert not each.options or each.default in each.options


def hyperparameter(default, **bounds):
    return Hyperparameter(name="size", label="Size", help="How large.", default=default, **bounds)


@pytest.mark.parametrize(
    ("each", "allowed", "good", "bad"),
    [
        (hyperparameter(3, low=1, high=5), "from 1 to 5", [1, 5], [0, 6, 10**400]),
        (hyperparameter(0.5, low=0, high=1), "from 0 to 1", [0, 1, 0.25], [-1e-9, 1.5, float("nan"), float("inf"), -(10**400)]),
        (hyperparameter(False), "true or false", [True, False], [0, 1, "yes", None]),
        (hyperparameter("a", options=("a", "b")), "one of a, b", ["a", "b"], ["c", "A", None, 1, ["a"]]),
        (hyperparameter(1, options=(1, 3)), "one of 1, 3", [1, 3], [2, True, 1.0, "1", None]),
    ],
)
def test_a_hyperparameter_takes_what_is_allowed_and_says_what_that_is(each, allowed, good, bad):
    assert each.allowed == allowed
    for value in good:
        assert each.check(value, "Fruit") == value
    for value in bad:
        with pytest.raises(SpecError, match=rf"^Fruit size should be {allowed}, got .*\.$"):
            each.check(value, "Fruit")


def test_settings_are_completed_in_the_order_of_the_registry():
    entry = Entry(
        name="pear",
        label="Pear",
        help="A fruit.",
        hyperparameters=(hyperparameter(3, low=1, high=5), Hyperparameter(name="sweet", label="Sweet", help="Is it.", default=True)),
    )
    assert [*entry.settings({"sweet": False}).items()] == [("size", 3), ("sweet", False)]
    with pytest.raises(SpecError, match="^Pear has no setting 'red'. Known: size, sweet.$"):
        entry.settings({"red": 1})


def test_the_catalogue_has_every_registry_that_a_spec_chooses_from():
    listed = [id(registry) for registry in CATALOGUE.values()]
    of_specs = [choice for choice in Choice.__subclasses__() if choice.__module__.startswith("playground.spec.")]
    assert all(id(choice.registry) in listed for choice in of_specs)


def test_the_catalogue_says_all_there_is_to_know():
    sections = "\n".join(catalogue_lines()).split("\n\n")
    assert [section.split("\n")[0] for section in sections] == [*CATALOGUE]
    for section, registry in zip(sections, CATALOGUE.values(), strict=True):
        lines = iter(section.split("\n")[1:])
        for entry in registry.values():
            assert re.fullmatch(rf"  {entry.name} +{re.escape(entry.label)} +{re.escape(entry.help)}", next(lines))
            for each in entry.hyperparameters:
                default = str(each.default).lower()
                text = rf"      {each.name} +{re.escape(each.allowed)}, by default {re.escape(default)}\. {re.escape(each.help)}"
                assert re.fullmatch(text, next(lines))
        assert not [*lines]
