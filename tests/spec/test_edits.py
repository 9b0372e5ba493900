"""A spec with other layers, as a person changes them on the picture of the network."""

import pytest

from playground.errors import SpecError
from playground.spec.edits import with_layer, with_units, without_layer
from tests.support import CLASSES, make_spec

SPEC = make_spec(layers="4 tanh, dropout, 2 relu")
PICTURES = make_spec(dataset="digits", layers="conv2d filters=4, flatten, 8 relu", **CLASSES)


def read(spec):
    return [(layer.kind, *layer.settings.values(), layer.activation.name) for layer in spec.model.layers]


def test_a_layer_gets_more_units_and_keeps_the_rest():
    assert read(with_units(SPEC, 3, 5)) == [("dense", 4, "tanh"), ("dropout", 0.5, "linear"), ("dense", 5, "relu")]
    assert read(with_units(PICTURES, 1, 6))[0][:2] == ("conv2d", 6)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, ("dense", 4, "tanh")), (2, ("dense", 4, "tanh")), (3, ("dense", 4, "tanh")), (4, ("dense", 2, "relu"))],
)
def test_a_new_layer_is_like_the_one_before_it(number, expected):
    spec = with_layer(SPEC, number)
    assert read(spec)[number - 1] == expected
    assert read(without_layer(spec, number)) == read(SPEC)


def test_the_first_layer_of_all_has_a_few_units():
    assert read(with_layer(make_spec(layers=""), 1)) == [("dense", 4, "tanh")]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda: with_units(SPEC, 1, 0), "should be from 1 to 1024, got 0"),
        (lambda: with_units(SPEC, 1, 33), "at most 32 units, got 33"),
        (lambda: with_units(SPEC, 2, 3), "Layer 2, Dropout, has no units to set."),
        (lambda: with_units(SPEC, 4, 3), "hidden layers 1 to 3, got 4."),
        (lambda: without_layer(SPEC, 0), "hidden layers 1 to 3, got 0."),
        (lambda: with_layer(SPEC, 5), "from 1 to 4, got 5."),
        (lambda: with_layer(make_spec(layers=", ".join(["2 tanh"] * 8)), 1), "at most 8 hidden layers of weights, got 9."),
        (lambda: with_layer(PICTURES, 1), "Layer 1: Dense takes"),
        (lambda: without_layer(PICTURES, 2), "Dense takes"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(edit, sentence):
    with pytest.raises(SpecError, match=sentence):
        edit()
