"""Links and JSON: what goes out comes back, and what is hostile is refused in one sentence."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.errors import SpecError
from playground.spec import DEFAULT, PRESETS, RunSpec, from_json, from_query, to_json, to_query
from playground.spec.codec import KEYS
from tests.support import make_spec, specs

# What a number, a name or a list of either should survive.
HOSTILE = [
    "nan", "inf", "-inf", "-1", "1e9", "1e999", "-0", "", " ", "0x10", "1_000", "+1", "1.", ".5", "1e", "True", "None", "null",
    "[]", "[1,2]", "{}", "()", "x1.", "x1.x1", "x1,x2", ".", ",",
    "4-", "-tanh", "4-tanh-", "4-softmax", "4-rleu", "4 tanh", ".".join(["4-tanh"] * 9),
    "1025-relu", "99999999999-relu", "9" * 10, "9" * 11, "0.1e-99", "0." + "1" * 21, "٣", "３", "²", "x\x00y", "\ud800", "‮", "\n",
    "__class__", "__import__('os').system('true')", "${HOME}", "../../etc/passwd", "<script>alert(1)</script>", "%00", "' OR 1=1 --",
]  # fmt: skip


def refused_or_valid(query):
    """Read a link; nothing but a valid spec or a short sentence may come of it."""
    sentence = "valid"
    try:
        spec = from_query(query)
    except SpecError as error:
        sentence = str(error)
    else:
        assert from_query(to_query(spec)) == spec
    assert 0 < len(sentence) < 400


@given(specs())
@example(make_spec(data={"noise": 5e-324}))
@example(make_spec(data={"noise": -0.0}))
@example(make_spec(learning_rate=1.2345678901234567e-05))
def test_a_spec_survives_the_link_and_the_file(spec):
    assert from_query(to_query(spec)) == spec
    assert from_json(to_json(spec)) == spec


@pytest.mark.parametrize("name", PRESETS)
def test_presets_survive_the_link_and_the_file(name):
    spec = PRESETS[name].spec
    assert from_query(to_query(spec)) == from_json(to_json(spec)) == spec


def test_a_link_says_everything_in_readable_words():
    spec = make_spec(
        data={"samples": 300, "noise": 0.1}, layers="4 tanh, 2 relu", optimizer="sgd", learning_rate=0.03, batch_size=20, epochs=50, seed=7
    )
    assert to_query(spec) == {
        "data": "circle", "samples": "300", "noise": "0.1", "test": "0.5", "inputs": "x1.x2",
        "layers": "4-tanh.2-relu", "output": "sigmoid",
        "loss": "binary_crossentropy", "optimizer": "sgd", "rate": "0.03", "batch": "20", "epochs": "50",
        "engine": "numpy", "seed": "7",
    }  # fmt: skip
    assert set(to_query(spec)) == KEYS


def test_an_empty_link_is_the_default():
    assert from_query({}) == from_json("{}") == DEFAULT


def test_a_key_on_its_own_changes_only_what_it_says():
    assert from_query({"seed": "7", "layers": ""}) == make_spec(layers="", seed=7)


def test_a_list_of_one_is_that_one():
    assert from_query({"seed": ["7"]}).seed == 7


@pytest.mark.parametrize("key", sorted(KEYS))
@pytest.mark.parametrize("value", [pytest.param(value, id=ascii(value)[:24]) for value in HOSTILE])
def test_a_hostile_value_is_refused_in_a_sentence(key, value):
    refused_or_valid({key: value})


@pytest.mark.parametrize("key", sorted(KEYS - {"inputs", "layers"}))
@pytest.mark.parametrize("value", ["", "nan", "inf", "-1", "1e9", "1e999", "٣", "__class__", "[1,2]"])
def test_no_single_setting_takes_these(key, value):
    with pytest.raises(SpecError):
        from_query({key: value})


@pytest.mark.parametrize("key", sorted(KEYS))
def test_long_doubled_and_missing_values_are_refused(key):
    with pytest.raises(SpecError, match=f"'{key}' is longer than 256"):
        from_query({key: "1" * 10_240})
    with pytest.raises(SpecError, match=f"gives '{key}' 2 times"):
        from_query({key: ["1", "1"]})
    with pytest.raises(SpecError, match=f"gives '{key}' 0 times"):
        from_query({key: []})


@pytest.mark.parametrize("key", ["__class__", "Seed", "", "seed ", "x" * 10_000, "data[dataset]", "model.output"])
def test_an_unknown_key_is_refused_with_those_there_are(key):
    with pytest.raises(SpecError, match=r"(?s)unknown setting .*Known: batch, data") as error:
        from_query({key: "1"})
    assert len(str(error.value)) < 300


def test_too_many_keys_are_refused():
    with pytest.raises(SpecError, match="41 settings; it may have 40"):
        from_query({f"k{i}": "" for i in range(41)})


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), st.text(max_size=300), max_size=4))
def test_any_text_in_a_link_is_refused_or_valid(query):
    refused_or_valid(query)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3), max_size=45))
def test_any_link_is_refused_or_valid(query):
    refused_or_valid(query)


@given(specs(), st.sampled_from(sorted(KEYS)), st.sampled_from(HOSTILE))
def test_a_valid_link_with_one_hostile_value_is_refused_or_valid(spec, key, value):
    refused_or_valid(to_query(spec) | {key: value})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("\x00", "not JSON"),
        ("nonsense", "not JSON"),
        ('{"seed": 1, "seed": 2}', "'seed' twice"),
        ('{"training": {"learning_rate": NaN}}', "not finite: NaN"),
        ('{"training": {"learning_rate": Infinity}}', "not finite: Infinity"),
        ('{"training": {"learning_rate": 1e999}}', "learning_rate .*got inf"),
        ('{"seed": 1e0}', "seed must be a whole number"),
        ('{"seed": true}', "seed must be a whole number"),
        ('{"seed": "1"}', "seed must be a whole number"),
        ('{"seed": ' + "9" * 5000 + "}", "."),
        ('{"training": {"learning_rate": ' + "9" * 5000 + "}}", "."),
        ('{"training": {"learning_rate": ' + "9" * 4000 + "}}", "."),
        ('{"sed": 1}', "sed"),
        ('{"__class__": "os"}', "__class__"),
        ("[]", "."),
        ("null", "."),
        ('"circle"', "."),
        ("[" * 9 + "]" * 9, "more than 8 deep"),
        ("[" * 16_000, "not JSON"),
        ('{"a":' * 3000 + "1" + "}" * 3000, "."),
        (" " * 16_385, "at most 16,384 characters"),
    ],
    ids=lambda value: value[:24],
)
def test_hostile_json_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(SpecError, match=sentence) as error:
        from_json(text)
    assert len(str(error.value)) < 400


@given(st.text(max_size=50))
def test_any_text_as_json_is_refused_or_valid(text):
    try:
        assert isinstance(from_json(text), RunSpec)
    except SpecError:
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["data", "model", "training", "engine", "seed"]), JSON)
def test_anything_in_place_of_a_part_is_refused_or_valid(key, value):
    try:
        assert isinstance(from_json(json.dumps({key: value})), RunSpec)
    except SpecError:
        pass


def test_json_can_be_read_by_a_person_and_says_what_a_link_says():
    tree = json.loads(to_json(DEFAULT))
    assert tree["training"]["optimizer"] == "adam"
    assert tree["model"]["layers"][0] == {"units": 4, "activation": "tanh"}
