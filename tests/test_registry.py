"""What holds for every registry, and for every entry in one."""

import re

import pytest

from playground.data import DATASETS, FEATURES
from playground.errors import SpecError, UnknownName
from playground.nn.activations import ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.registry import Entry, Registry
from playground.spec import PRESETS

REGISTRIES = [ACTIVATIONS, LOSSES, OPTIMIZERS, DATASETS, FEATURES, PRESETS]
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
