"""Every preset is a spec that can be run; that they learn is tested with the engines."""

import pytest

from playground.errors import UnknownName
from playground.spec import DEFAULT, PRESETS, preset

SEVEN = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")


def test_the_default_is_the_first_preset():
    assert preset(next(iter(PRESETS))) == DEFAULT


def test_an_unknown_preset_says_which_there_are():
    with pytest.raises(UnknownName, match="Unknown preset 'nope'. Known: circle, "):
        preset("nope")


def test_the_tutorials_network_is_the_tutorials():
    spec = preset("mnist-dense")
    assert spec.widths == (784, 128, 10)
    assert spec.activations == ("relu", "softmax")
    training = spec.training
    assert (training.optimizer, training.learning_rate, training.batch_size, training.epochs) == ("adam", 0.001, 32, 5)
    assert (spec.data.samples, spec.training.loss) == (60_000, "categorical_crossentropy")


def test_the_network_that_rivals_are_measured_with_has_seven_inputs():
    spec = preset("spiral-features")
    assert spec.data.features == SEVEN
    assert spec.widths == (7, 8, 8, 8, 1)
