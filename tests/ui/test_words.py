"""What the sidebar takes from the spec, and how words from outside are shown."""

import pytest

from playground.spec import DataSpec, LayerSpec, RunSpec, TrainingSpec
from playground.spec.model import SpecPart
from playground.ui import text, widgets


@pytest.mark.parametrize("part", [DataSpec, LayerSpec, TrainingSpec, RunSpec])
def test_every_field_that_has_bounds_gives_them_to_its_control(part: type[SpecPart]) -> None:
    for name, field in part.model_fields.items():
        if field.annotation in {int, float}:
            low, high = widgets.bounds(part, name)
            assert low <= getattr(part(), name) <= high


@pytest.mark.parametrize("part", [DataSpec, LayerSpec, TrainingSpec])
def test_every_field_says_what_it_is(part: type[SpecPart]) -> None:
    assert all(widgets.described(part, name) for name in part.model_fields)


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
