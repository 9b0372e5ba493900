"""Everything that can be compared: what is offered can be had, and says what it is."""

import pytest

from playground.errors import SpecError
from playground.race import AXES
from playground.race.axes import fits, values_for
from playground.race.beginnings import comparison_of, suggested
from playground.spec import DEFAULT, PRESETS, layer, preset
from tests.support import make_spec

SPECS = {entry.name: entry.spec for entry in PRESETS.values()}


@pytest.mark.parametrize("axis", [*AXES.values()], ids=[*AXES])
def test_a_value_that_is_applied_is_the_value_that_the_spec_then_has(axis):
    for text in values_for(axis, DEFAULT):
        assert axis.now(axis.apply(DEFAULT, text)) == text


@pytest.mark.parametrize("axis", [*AXES.values()], ids=[*AXES])
def test_what_is_offered_is_written_as_it_is_everywhere(axis):
    for text in values_for(axis, DEFAULT):
        assert axis.canonical(text) == text


@pytest.mark.parametrize("axis", [*AXES.values()], ids=[*AXES])
def test_the_default_can_be_compared_in_every_way(axis):
    assert fits(axis, DEFAULT)
    assert len({axis.value_label(text) for text in values_for(axis, DEFAULT)}) == len(values_for(axis, DEFAULT))


@pytest.mark.parametrize("axis", [*AXES.values()], ids=[*AXES])
def test_a_value_that_is_none_gets_a_sentence(axis):
    for text in ("", "nonsense", "-1", "1e99", "relu~~~", "9" * 400, "x9"):
        with pytest.raises(SpecError) as error:
            axis.apply(DEFAULT, text)
        assert str(error.value).strip()


@pytest.mark.parametrize("axis", [*AXES.values()], ids=[*AXES])
@pytest.mark.parametrize("spec", [*SPECS.values()], ids=[*SPECS])
def test_what_is_offered_for_a_preset_can_be_had(axis, spec):
    """Or nothing is: noise means nothing to pictures."""
    for text in values_for(axis, spec):
        axis.apply(spec, text)


@pytest.mark.parametrize("spec", [*SPECS.values()], ids=[*SPECS])
def test_every_preset_has_a_comparison_to_begin_with(spec):
    race = comparison_of(spec)
    assert 2 <= len(race.entries) <= 12
    (axis,) = race.axes
    assert axis.entry.now(spec) in axis.values, "what the preset has is among them"


@pytest.mark.parametrize("axis", [*AXES.values()], ids=[*AXES])
def test_what_is_suggested_has_the_present_value_in_it(axis):
    values = suggested(axis.name, DEFAULT)
    assert axis.now(DEFAULT) in values
    assert len(values) > 1


def test_a_rate_between_those_that_are_offered_is_suggested_among_its_neighbours():
    spec = DEFAULT.replace(training=DEFAULT.training.replace(learning_rate=0.02))
    assert suggested("learning_rate", spec) == ["0.003", "0.01", "0.02", "0.03"]


def test_the_activation_of_every_hidden_layer_varies_and_the_output_stays():
    spec = AXES["activation"].apply(make_spec(layers="4 tanh, 3 relu"), "sine")
    assert [each.activation.name for each in spec.model.layers] == ["sine", "sine"]
    assert spec.model.output.activation.name == "sigmoid"


def test_a_network_without_hidden_layers_has_no_activation_to_compare():
    assert not fits(AXES["activation"], preset("plane"))
    assert not fits(AXES["width"], preset("plane"))
    assert fits(AXES["depth"], preset("plane"))


def test_depth_takes_layers_away_from_the_end_or_repeats_the_last():
    spec = make_spec(layers="5 tanh, 3 relu")
    units = {depth: [each.settings["units"] for each in AXES["depth"].apply(spec, depth).model.layers] for depth in ("0", "1", "4")}
    assert units == {"0": [], "1": [5], "4": [5, 3, 3, 3]}


def test_depth_leaves_the_layers_that_see_pictures():
    spec = AXES["depth"].apply(preset("mnist-dense"), "2")
    assert [each.kind for each in spec.model.layers] == ["flatten", "dense", "dense"]


def test_a_loss_brings_an_output_that_fits_it():
    spec = AXES["loss"].apply(DEFAULT, "hinge")
    assert (spec.training.loss.name, spec.model.output.activation.name) == ("hinge", "tanh")


def test_a_loss_for_classes_is_not_offered_for_numbers():
    offered = values_for(AXES["loss"], preset("plane"))
    assert not any(text.startswith(("hinge", "binary")) for text in offered)


def test_an_optimizer_may_come_with_the_learning_rate_that_is_usual_for_it():
    same, usual = AXES["optimizer"].apply(DEFAULT, "sgd"), AXES["usual_optimizer"].apply(DEFAULT, "sgd")
    assert same.training.learning_rate == DEFAULT.training.learning_rate
    assert usual.training.learning_rate == 0.03


def test_settings_that_are_not_as_usual_are_part_of_the_label():
    label = AXES["activation"].value_label
    assert (label("leaky_relu"), label("leaky_relu~0.5")) == ("Leaky ReLU", "Leaky ReLU (negative slope 0.5)")


def test_the_first_layer_may_be_of_another_kind():
    spec = make_spec(layers=[layer("dropout", rate=0.2), layer("dense", units=3)])
    assert AXES["width"].apply(spec, "7").model.layers[1].settings["units"] == 7
