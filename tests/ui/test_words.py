"""What the sidebar takes from the spec, and how words from outside are shown."""

from typing import get_args

import pytest

from playground.registry import Entry
from playground.spec import PRESETS, AugmentationSpec, DataSpec, LayerSpec, ModelSpec, OutputSpec, RunSpec, SpecPart, StopSpec, TrainingSpec
from playground.spec.catalogue import CATALOGUE
from playground.ui import text, widgets

PARTS = [AugmentationSpec, DataSpec, LayerSpec, ModelSpec, OutputSpec, RunSpec, StopSpec, TrainingSpec]
ENTRIES = [entry for registry in CATALOGUE.values() for entry in registry.values()]


def is_number(annotation: object) -> bool:
    return annotation in {int, float} or bool({int, float} & {*get_args(annotation)})


@pytest.mark.parametrize("part", PARTS)
def test_every_field_that_has_bounds_gives_them_to_its_control(part: type[SpecPart]) -> None:
    for name, field in part.model_fields.items():
        if is_number(field.annotation):
            low, high = widgets.bounds(part, name)
            value = getattr(part(), name)
            assert low < high
            assert value is None or low <= value <= high


@pytest.mark.parametrize("part", [part for part in PARTS if part is not RunSpec])
def test_every_field_says_what_it_is(part: type[SpecPart]) -> None:
    assert all(widgets.described(part, name) for name in part.model_fields)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_control_of_every_setting_can_show_its_bounds_and_its_default(entry: Entry) -> None:
    """Streamlit's number boxes hold whole numbers up to 2**53, and nothing infinite."""
    for each in entry.hyperparameters:
        if not each.options and not isinstance(each.default, bool):
            assert abs(each.low) < 2**53
            assert abs(each.high) < 2**53


def test_every_engine_that_a_spec_can_name_has_a_label() -> None:
    assert [*text.ENGINES] == [*get_args(RunSpec.model_fields["engine"].annotation)]


def test_presets_are_described_in_a_line() -> None:
    assert all(entry.help.endswith(".") and "\n" not in entry.help for entry in PRESETS.values())


@pytest.mark.parametrize(
    "sentence",
    [
        "![picture](https://elsewhere.example/x.png)",
        "[link](javascript:alert(1))",
        "**bold** _it_ `code` ~~no~~",
        "$x^2$ :red[red] :smile:",
        "<b>b</b> a|b # > -",
    ],
)
def test_words_from_outside_keep_every_character_and_lose_their_meaning(sentence: str) -> None:
    shown = text.plain(sentence)
    assert shown.replace("\\", "") == sentence
    assert all(before == "\\" for before, character in zip(shown, shown[1:], strict=False) if character in "![]()*_`~$:<>|#-")
