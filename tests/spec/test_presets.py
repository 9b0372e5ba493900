"""Every preset is a spec that can be run; that they learn is tested with the engines."""

import pytest

from playground.data import DATASETS
from playground.errors import UnknownName
from playground.spec import DEFAULT, PRESETS, RunSpec, from_json, preset, to_json

SEVEN = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_valid_through_and_through(name):
    spec = preset(name)
    assert isinstance(spec, RunSpec)
    assert from_json(to_json(spec)).shapes == spec.shapes


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_a_preset(name):
    assert any(preset(each).data.dataset.name == name for each in PRESETS)


def test_the_default_is_the_first_preset():
    assert preset(next(iter(PRESETS))) == DEFAULT


def test_an_unknown_preset_says_which_there_are():
    with pytest.raises(UnknownName, match="Unknown preset 'nope'. Known: circle, "):
        preset("nope")


def test_the_tutorials_network_is_the_tutorials():
    spec = preset("mnist-dense")
    assert spec.shapes == ((28, 28, 1), (784,), (128,), (10,))
    assert [each.kind for each in spec.layers] == ["flatten", "dense", "dense"]
    assert [each.activation.name for each in spec.layers[1:]] == ["relu", "softmax"]
    training = spec.training
    assert (training.optimizer.name, training.learning_rate, training.batch_size, training.epochs) == ("adam", 0.001, 32, 5)
    assert (spec.data.samples, spec.training.loss.name) == (60_000, "categorical_crossentropy")


def test_the_network_that_rivals_are_measured_with_has_seven_inputs():
    spec = preset("spiral-features")
    assert spec.data.features == SEVEN
    assert spec.shapes == ((7,), (8,), (8,), (8,), (1,))


def test_the_deep_one_has_six_hidden_layers_and_seven_inputs():
    spec = preset("deep")
    assert spec.data.features == SEVEN
    assert spec.shapes == ((7,), *6 * [(8,)], (1,))
