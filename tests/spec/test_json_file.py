"""Specs as JSON: what goes out comes back, and what is hostile is refused in one sentence."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.errors import SpecError
from playground.spec import DEFAULT, PRESETS, RunSpec, from_json, parse, to_json
from playground.spec.json_file import MOST_JSON_CHARACTERS
from tests.support import make_spec, specs


def refused_or_valid(read, value):
    """Nothing but a valid spec or a short sentence may come of it."""
    sentence = "valid"
    try:
        spec = read(value)
    except SpecError as error:
        sentence = str(error)
    else:
        assert from_json(to_json(spec)) == spec
    assert 0 < len(sentence) < 500
    assert "\n" not in sentence


@given(specs())
@example(make_spec(data={"noise": 5e-324}))
@example(make_spec(data={"noise": -0.0}))
def test_a_spec_survives_the_file(spec):
    text = to_json(spec)
    assert from_json(text) == spec
    assert len(text) <= MOST_JSON_CHARACTERS


@pytest.mark.parametrize("name", PRESETS)
def test_presets_survive_the_file(name):
    assert from_json(to_json(PRESETS[name].spec)) == PRESETS[name].spec


def test_an_empty_object_is_the_default():
    assert from_json("{}") == DEFAULT


def test_json_can_be_read_by_a_person():
    tree = json.loads(to_json(make_spec(loss={"name": "huber", "delta": 2.0}, layers="4 tanh, dropout rate=0.25")))
    assert tree["training"]["loss"] == {"name": "huber", "delta": 2.0}
    assert tree["training"]["clipping"] == "none"
    dense = {"kind": "dense", "units": 4, "activation": "tanh", "initializer": "glorot_uniform", "regularizer": "none"}
    assert tree["model"]["layers"] == [dense, {"kind": "dropout", "rate": 0.25}]


def test_a_choice_may_be_its_name_alone_or_an_object_with_some_of_its_settings():
    plain, named = (
        from_json('{"training": {"optimizer": "adam"}}'),
        from_json('{"training": {"optimizer": {"name": "adam", "beta_1": 0.9}}}'),
    )
    assert plain == named == DEFAULT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("\x00", "not JSON"),
        ("nonsense", "not JSON"),
        ('{"seed": 1, "seed": 2}', "'seed' twice"),
        ('{"training": {"loss": {"name": "huber", "delta": 1, "delta": 2}}}', "'delta' twice"),
        ('{"training": {"learning_rate": NaN}}', "not finite: NaN"),
        ('{"training": {"learning_rate": Infinity}}', "not finite: Infinity"),
        ('{"training": {"learning_rate": 1e999}}', "learning_rate .*got inf"),
        ('{"training": {"loss": {"name": "huber", "delta": 1e999}}}', "^Huber delta should be from 0.001 to 100, got inf"),
        ('{"seed": 1e0}', "seed must be a whole number"),
        ('{"seed": true}', "seed must be a whole number"),
        ('{"seed": "1"}', "seed must be a whole number"),
        ('{"seed": ' + "9" * 5000 + "}", "."),
        ('{"training": {"learning_rate": ' + "9" * 5000 + "}}", "."),
        ('{"training": {"learning_rate": ' + "9" * 4000 + "}}", "learning_rate should be nearer to 0, got 9"),
        ('{"sed": 1}', "^spec has no setting 'sed'. Known: data, model, training, engine, seed.$"),
        ('{"training": {"rate": 1}}', "^training has no setting 'rate'. Known: loss, "),
        ('{"training": {"stop": {"hours": 1}}}', "^training.stop has no setting 'hours'. Known: seconds, loss, accuracy, patience.$"),
        ('{"model": {"layers": [{}, {"kind": "dropout", "units": 3}]}}', "^Layer 2: Dropout has no setting 'units'. Known: rate.$"),
        ('{"__class__": "os"}', "__class__"),
        ('{"' + "x" * 9_000 + '": 1}', "has no setting 'xxx"),
        ("[]", "spec should be an object"),
        ("null", "spec should be an object"),
        ('"circle"', "spec should be an object"),
        ("[" * 9 + "]" * 9, "more than 8 deep"),
        ("[" * 700 + "]" * 700, "more than 8 deep"),  # what Python's parser still takes, and a recursion of one's own does not
        ("[" * 16_000, "not JSON"),
        ('{"a":' * 3000 + "1" + "}" * 3000, "."),
        (" " * (MOST_JSON_CHARACTERS + 1), "at most 16,384 characters"),
        (json.dumps({"data": {"features": ["x1"] * 2000}}), "features should have at most"),
        (json.dumps({"model": {"layers": [{}] * 1000}}), "layers should have at most 16 entries, got 1000"),
    ],
    ids=lambda value: value[:24],
)
def test_hostile_json_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(SpecError, match=sentence) as error:
        from_json(text)
    assert len(str(error.value)) < 400


@given(st.text(max_size=50))
def test_any_text_as_json_is_refused_or_valid(text):
    refused_or_valid(from_json, text)


KEYS = st.sampled_from(
    ["data", "model", "training", "dataset", "layers", "kind", "name", "settings", "loss", "optimizer", "stop", "output", "units"]
)  # fmt: skip
NAMES = st.sampled_from(["circle", "mnist", "sine", "dense", "conv2d", "huber", "adam", "relu", "softmax", "x1", "numpy"])
SOUP = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*RunSpec.model_fields]), SOUP, max_size=5))
def test_any_soup_of_objects_is_refused_or_valid(value):
    refused_or_valid(lambda each: parse(RunSpec, each), value)
    refused_or_valid(from_json, json.dumps(value))


@st.composite
def spoilt(draw):
    """A valid spec as plain values, with something else in one place."""
    tree = part = json.loads(to_json(draw(specs(most_layers=3))))
    while True:
        key = draw(st.sampled_from([*part] if isinstance(part, dict) else range(len(part))))
        inner = part[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.integers(0, 3)) == 0:
            part[key] = draw(SOUP | st.dictionaries(st.integers() | st.none(), st.integers(), max_size=2))
            return tree
        part = inner


@given(spoilt())
def test_a_valid_spec_with_anything_in_one_place_is_refused_or_valid(tree):
    refused_or_valid(lambda each: parse(RunSpec, each), tree)
