"""Links: what goes out comes back, and what is hostile is refused in one sentence."""

import itertools
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.data.datasets.painted import STARTER
from playground.data.features import features_for
from playground.data.painting import MOST_CHARACTERS, MOST_POINTS
from playground.errors import SpecError
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.initializers import INITIALIZERS
from playground.nn.layers import LAYERS
from playground.nn.regularizers import REGULARIZERS
from playground.spec import DEFAULT, PRESETS, from_json, from_query, layer, to_query
from playground.spec.link import KEYS, MOST_KEYS, MOST_QUERY_CHARACTERS, MOST_VALUE_CHARACTERS
from playground.spec.model import MAX_HIDDEN_LAYERS, MAX_LAYERS
from tests.support import CLASSES, NUMBERS, make_spec, painted_points, specs

# What a number, a name or a list of either should survive.
HOSTILE = [
    "nan", "inf", "-inf", "-1", "1e9", "1e999", "-0", "", " ", "0x10", "1_000", "+1", "1.", ".5", "1e", "True", "None", "null",
    "[]", "[1,2]", "{}", "()", "x1.", "x1.x1", "x1,x2", ".", ",",
    "4-", "-tanh", "4-tanh-", "4-softmax", "4-rleu", "4 tanh", ".".join(["4-tanh"] * 9),
    "1025-relu", "-", "--", "~", "~~", "-~", "~-", "dense", "dense-", "dense--tanh", "dense-4", "dense-4-tanh", "dense~4~tanh",
    "dense-4-tanh~1",
    "dense-4-tanh-zeros-none-none", "dense-4-elu~", "dense-4-elu~-1", "dense-4--1-tanh", "dropout-0.5-relu", "flatten-0",
    "conv2d-8-2-1-valid-relu",
    "conv2d-8-3-1-tight-relu", "adam~0.9~0.999~1e-07~1", "adam~-0.9", "adam-0.9", "adam~1e", "adam~nan", "mnist~full~full", "rings~3.0",
    "17", "999", "1e-2", "-0.5-",
    "99999999999-relu", "9" * 10, "9" * 11, "0.1e-99", "0." + "1" * 21, "٣", "３", "²", "x\x00y", "\ud800", "‮", "\n",
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
    assert 0 < len(sentence) < 500
    assert "\n" not in sentence


def longest(key):
    """How long a value of a key may be."""
    return MOST_CHARACTERS if key == "painted" else MOST_VALUE_CHARACTERS


def size(query):
    """Characters of a link: `?key=value&key=value`."""
    return len(urlencode(query)) + 1


@given(specs())
@example(make_spec(data={"noise": 5e-324}))
@example(make_spec(data={"noise": -0.0}))
@example(make_spec(learning_rate=1.2345678901234567e-05))
@example(
    make_spec(
        layers=[{"activation": {"name": "elu", "alpha": 1e-300}, "initializer": {"name": "uniform", "minval": -1e-07, "maxval": -0.0}}]
    )
)
def test_a_spec_survives_the_link(spec):
    query = to_query(spec)
    assert from_query(query) == spec
    assert set(query) <= KEYS
    assert len(query) <= MOST_KEYS
    assert all(len(value) <= longest(key) for key, value in query.items())
    assert size(query) <= MOST_QUERY_CHARACTERS
    assert "%" not in urlencode(query), "nothing in a link needs an escape, which would make it hard to read"


@pytest.mark.parametrize("name", PRESETS)
def test_presets_survive_the_link(name):
    assert from_query(to_query(PRESETS[name].spec)) == PRESETS[name].spec


def long_choice(registry, names=None):
    """The entry whose link is the longest, each setting as long as a number gets."""
    entries = [registry[name] for name in names or registry]
    entry = max(entries, key=lambda each: (len(each.hyperparameters), len(each.name)))
    return {"name": entry.name} | {each.name: long_value(each) for each in entry.hyperparameters}


def long_value(each):
    numbers = [1.2345678901234567e-05, -1.2345678901234567e-05]
    if isinstance(each.default, bool | str) or each.options:
        return each.default
    if isinstance(each.default, int):
        return int(each.high)
    return max((value for value in numbers if each.low <= value <= each.high), key=lambda value: len(repr(value)), default=each.high)


LONG = 1.2345678901234567e-05
NORMAL = {"kind": "batch_normalization", "momentum": LONG, "epsilon": LONG}


def longest_weights():
    return {
        "activation": long_choice(ACTIVATIONS, HIDDEN_ACTIVATIONS),
        "initializer": long_choice(INITIALIZERS),
        "regularizer": long_choice(REGULARIZERS),
    }


def longest_spec(dataset, *, layers, data, output):
    """A spec with as long a link as training and output can make it."""
    return make_spec(
        dataset=dataset,
        layers=layers,
        output={**longest_weights(), "activation": output},
        loss={"name": "categorical_focal_crossentropy", "gamma": LONG, "alpha": LONG},
        data=data,
        optimizer={"name": "adamw", "weight_decay": LONG, "beta_1": LONG, "beta_2": LONG, "epsilon": LONG},
        schedule={"name": "step", "every": 1.2345678901234567, "factor": 0.12345678901234567},
        clipping={"name": "norm", "global_clipnorm": LONG},
        stop={"seconds": 1.2345678901234567, "loss": LONG, "accuracy": LONG, "patience": 1000},
        learning_rate=LONG,
        warm_up=LONG,
        seed=2**32 - 1,
        engine="tensorflow",
    )


def test_the_longest_link_fits():
    convolutions = [{"kind": "conv2d", "filters": 10, "padding": "valid", **longest_weights()}] * MAX_HIDDEN_LAYERS
    other = max((each for each in LAYERS.values() if 3 in each.ranks and not each.activation), key=lambda each: len(each.name))
    assert other.name == "global_average_pooling2d"
    spec = longest_spec(
        "mnist",
        layers=[*convolutions, *[NORMAL] * (MAX_LAYERS - MAX_HIDDEN_LAYERS - 1), {"kind": other.name}],
        data={"samples": 60_000, "augmentation": {"shift": LONG, "rotate": LONG, "thickness": LONG}},
        output="softmax",
    )
    query = to_query(spec)
    assert from_query(query) == spec
    assert len(query) == len(KEYS - {"table", "painted"}) <= MOST_KEYS, "a table has none of the settings of pictures"
    assert max(map(len, query.values())) <= MOST_VALUE_CHARACTERS
    assert size(query) <= MOST_QUERY_CHARACTERS


def test_the_longest_table_fits():
    table = {"file": "0123456789abcdef", "classes": 10, "target": 64, "inputs": [*range(1, 64)]}
    spec = make_spec(dataset="table", data={"table": table}, **CLASSES)
    assert len(to_query(spec)["table"]) <= MOST_VALUE_CHARACTERS
    assert from_query(to_query(spec)) == spec


def test_a_table_is_its_file_its_classes_its_target_and_its_inputs():
    table = {"file": "0123456789abcdef", "classes": 0, "target": 3, "inputs": [7, 1]}
    query = to_query(make_spec(dataset="table", data={"table": table}, **NUMBERS))
    assert (query["data"], query["table"]) == ("table", "0123456789abcdef~0~3~7~1")
    assert "table" not in to_query(DEFAULT)


@pytest.mark.parametrize("text", [*HOSTILE, "iris", "iris~3~5", "iris~3~5~", "iris~3~5~x1", "iris~1~5~1", "iris~3~5~5", "iris~3~5~1~1",
    "iris~3~65~1", "iris~3~5~0", "iris~11~5~1", "../iris~3~5~1", "0123456789ABCDEF~3~5~1", "0123456789abcde~3~5~1", "~3~5~1",
    "iris~3~5" + "~1" * 64, "iris~3~5" + "~1" * 200])  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(text):
    refused_or_valid({"data": "table", "output": "softmax", "loss": "categorical_crossentropy", "table": text})
    with pytest.raises(SpecError):
        from_query({"data": "table", "table": text})


def test_only_a_table_has_a_table():
    with pytest.raises(SpecError, match="Circle has no table to set, got {'classes': 2, 'inputs': "):
        from_query({"table": "iris~2~5~1"})
    with pytest.raises(SpecError, match="The link's 'table' should be a file, its classes, its target and its inputs, like "):
        from_query({"data": "table", "table": "iris"})


def test_the_most_painted_points_fit_beside_the_largest_network():
    spec = longest_spec(
        "painted",
        layers=[*[{"kind": "dense", "units": 32, **longest_weights()}] * MAX_HIDDEN_LAYERS, *[NORMAL] * (MAX_LAYERS - MAX_HIDDEN_LAYERS)],
        data={"painted_points": "w0_" * MOST_POINTS + ".....", "test_share": 0.12345678901234567, "features": features_for("painted")},
        output=long_choice(ACTIVATIONS),
    )
    query = to_query(spec)
    assert from_query(query) == spec
    assert len(query["painted"]) == MOST_CHARACTERS
    assert size(query) <= MOST_QUERY_CHARACTERS - 100, "numbers may be a little longer still"


@given(painted_points())
def test_painted_points_are_one_readable_value(points):
    query = to_query(make_spec(dataset="painted", data={"painted_points": points}))
    assert query["painted"] == points
    assert from_query(query).data.painted_points == points


PAINTABLE = {".", "dropout-0.5-relu"}
"""No points, and five."""


@pytest.mark.parametrize("text", [*(text for text in HOSTILE if text not in PAINTABLE), "AAA", "AAA.AA", "AAA.AA~", "AA+.", "AAA.......",
    "AAA.ÄÄÄ", "AAA.AAA\n", "." * 9,
    "AAA" * (MOST_POINTS + 1) + ".", "AAA" * MOST_POINTS + "......"])  # fmt: skip
def test_what_are_no_painted_points_is_refused_in_a_sentence(text):
    with pytest.raises(SpecError, match=r"(?s)\.$"):
        from_query({"data": "painted", "painted": text})


def test_only_painted_data_have_painted_points():
    with pytest.raises(SpecError, match=r"^Circle has no painted points to set, got 'AAA\.'\.$"):
        from_query({"painted": "AAA."})
    assert from_query({"data": "painted"}).data.painted_points == STARTER
    assert from_query({"data": "painted", "painted": "."}).data.has_samples is False
    assert "painted" not in to_query(DEFAULT)


def test_a_link_says_everything_in_readable_words():
    spec = make_spec(
        data={"samples": 300, "noise": 0.1}, layers="4 tanh, dropout rate=0.25, 2 relu", optimizer="sgd", learning_rate=0.03, batch_size=20,
        epochs=50, seed=7,
    )  # fmt: skip
    assert to_query(spec) == {
        "data": "circle", "samples": "300", "noise": "0.1", "test": "0.5", "inputs": "x1.x2",
        "layers": "3", "layer1": "dense-4-tanh", "layer2": "dropout-0.25", "layer3": "dense-2-relu", "output": "sigmoid",
        "loss": "binary_crossentropy~0", "optimizer": "sgd", "schedule": "constant", "clipping": "none", "rate": "0.03", "batch": "20",
        "epochs": "50", "engine": "numpy", "seed": "7",
    }  # fmt: skip


def test_settings_stand_behind_the_name_and_what_is_on_has_a_key():
    normal = {"name": "normal", "mean": -0.5, "stddev": 1e-07}
    spec = make_spec(
        dataset={"name": "rings", "classes": 5},
        **CLASSES,
        layers=[
            {
                "units": 4,
                "activation": {"name": "elu", "alpha": 2},
                "initializer": normal,
                "regularizer": {"name": "l1_l2", "l1": 0, "l2": 2},
            }
        ],
        optimizer={"name": "rmsprop", "centered": True},
        warm_up=2,
        stop={"loss": 0.0, "patience": 5},
    )
    query = to_query(spec)
    assert query["data"] == "rings~5"
    assert query["layer1"] == "dense-4-elu~2-normal~-0.5~1e-07-l1_l2~0~2"
    assert query["optimizer"] == "rmsprop~0.9~0~1e-07~1"
    assert (query["warm_up"], query["stop_loss"], query["patience"]) == ("2", "0", "5")
    assert "stop_seconds" not in query
    assert from_query(query) == spec


def test_settings_that_a_link_leaves_out_are_the_defaults():
    assert from_query({"optimizer": "adam~0.9"}) == from_query({"optimizer": "adam"}) == DEFAULT
    assert from_query({"layers": "1", "layer1": "dropout"}).model.layers == (layer("dropout"),)


def test_a_layer_that_says_no_more_than_its_activation_means_the_same_for_ever():
    (found,) = from_query({"layers": "1", "layer1": "dense-4-tanh"}).model.layers
    assert (found.initializer.name, found.regularizer.name) == ("glorot_uniform", "none")


# Links that were shared while there were dense layers only.
OLD = {
    "data": "circle", "samples": "500", "noise": "0", "test": "0.5", "inputs": "x1.x2", "layers": "4-tanh.2-tanh", "output": "sigmoid",
    "loss": "binary_crossentropy", "optimizer": "adam", "rate": "0.003", "batch": "10", "epochs": "1000", "engine": "numpy", "seed": "0",
}  # fmt: skip
OLD_DIGITS = {
    "data": "mnist", "samples": "60000", "noise": "0", "test": "0.5", "inputs": "x1.x2", "layers": "128-relu", "output": "softmax",
    "loss": "categorical_crossentropy", "optimizer": "adam", "rate": "0.001", "batch": "32", "epochs": "5", "engine": "tensorflow",
    "seed": "0",
}  # fmt: skip


def test_old_links_mean_what_they_meant():
    assert from_query(OLD) == DEFAULT
    assert from_query(OLD_DIGITS) == PRESETS["mnist-dense"].spec


def test_old_links_without_hidden_layers_have_none_still():
    assert from_query(OLD | {"layers": ""}).model.layers == ()
    assert from_query(OLD_DIGITS | {"layers": ""}).model.layers == (layer("flatten"),)


def test_an_empty_link_is_the_default():
    assert from_query({}) == from_json("{}") == DEFAULT


def test_a_key_on_its_own_changes_only_what_it_says():
    assert from_query({"seed": "7", "layers": "0"}) == from_query({"seed": "7", "layers": ""}) == make_spec(layers="", seed=7)


def test_a_list_of_one_is_that_one():
    assert from_query({"seed": ["7"]}).seed == 7


LAYER_KEYS = {key for key in KEYS if key.startswith("layer") and key != "layers"}
ALONE = sorted(KEYS - LAYER_KEYS | {"layer1"})


def query_with(key, value):
    """A link that says one thing, and how many layers there are if that is about a layer."""
    return {"layers": "1", key: value} if key in LAYER_KEYS else {key: value}


@pytest.mark.parametrize("key", ALONE)
@pytest.mark.parametrize("value", [pytest.param(value, id=ascii(value)[:24]) for value in HOSTILE])
def test_a_hostile_value_is_refused_in_a_sentence(key, value):
    refused_or_valid(query_with(key, value))


@pytest.mark.parametrize("key", [key for key in ALONE if key not in ("layers", "painted")])
@pytest.mark.parametrize("value", ["", "nan", "inf", "-1", "1e9", "1e999", "٣", "__class__", "[1,2]"])
def test_no_single_setting_takes_these(key, value):
    with pytest.raises(SpecError):
        from_query(query_with(key, value))


@pytest.mark.parametrize("key", sorted(KEYS))
def test_long_doubled_and_missing_values_are_refused(key):
    with pytest.raises(SpecError, match=f"'{key}' is longer than {longest(key)}"):
        from_query({key: "1" * 10_240})
    with pytest.raises(SpecError, match=f"gives '{key}' 2 times"):
        from_query({key: ["1", "1"]})
    with pytest.raises(SpecError, match=f"gives '{key}' 0 times"):
        from_query({key: []})


@pytest.mark.parametrize(
    "key",
    [
        "__class__",
        "Seed",
        "",
        "seed ",
        "x" * 10_000,
        "data[dataset]",
        "model.output",
        "layer0",
        "layer17",
        "layer01",
        "layer-1",
        "layer1.kind",
    ],
)
def test_an_unknown_key_is_refused_with_those_there_are(key):
    with pytest.raises(SpecError, match=r"(?s)unknown setting .*Known: batch, clipping") as error:
        from_query({key: "1"})
    assert len(str(error.value)) < 400


@pytest.mark.parametrize("name", [*LAYERS])
def test_every_kind_of_layer_says_what_is_wrong_about_its_settings(name):
    entry = LAYERS[name]
    many = "-".join([name, *["1"] * 20])
    with pytest.raises(SpecError, match=r"^The link's 'layer1' |^Layer 1: "):
        from_query({"data": "mnist", "layers": "1", "layer1": many})
    for number, each in enumerate(entry.hyperparameters):
        texts = [*(str(other.default) for other in entry.hyperparameters[:number]), "x"]
        with pytest.raises(SpecError, match=rf"'layer1' should be a .*number, got 'x'|{entry.label} {each.name} should be one of"):
            from_query({"data": "mnist", "layers": "1", "layer1": "-".join([name, *texts, *(["relu"] if entry.activation else [])])})


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"layers": "2", "layer1": "dense-4-tanh"}, "'layers' is 2, and 'layer2' is missing"),
        ({"layers": "1", "layer2": "dense-4-tanh"}, "'layers' is 1, and 'layer1' is missing"),
        ({"layers": "0", "layer1": "dense-4-tanh"}, "'layers' is 0, and 'layer1' is one too many"),
        ({"layer1": "dense-4-tanh"}, "does not say how many: it needs the setting 'layers'"),
        ({"layers": "4-tanh", "layer1": "dense-4-tanh"}, "'layers' should be a whole number beside 'layer1', got '4-tanh'"),
        ({"layers": "17"}, "'layers' should be at most 16, got 17"),
        ({"layers": "999"}, "'layers' should be at most 16, got 999"),
        ({"layers": "-1"}, "'layers' should be a whole number"),
        ({"layers": "99999"}, "'layers' should be at most 16, got 99999"),
        ({"layers": "1", "layer1": "dense-4-tanh~1"}, "'layer1' gives Tanh 1 settings; it has 0"),
        ({"layers": "1", "layer1": "dense"}, "'layer1' should end with an activation"),
        ({"layers": "1", "layer1": "dense-4-tanh-zeros-none-none"}, "'layer1' should end with an activation, an initializer and"),
        ({"layers": "1", "layer1": "dropout-0.5-relu"}, "'layer1' says more than Dropout can take"),
        ({"layers": "1", "layer1": "dropout-5"}, "^Layer 1: Dropout rate should be from 0 to 0.9, got 5"),
        ({"layers": "1", "layer1": "flatten"}, "^Layer 1: Flatten takes pictures and gets 2 units"),
        ({"data": "mnist"}, "^Layer 1: Dense takes units and gets pictures of 28 by 28 by 1: put Flatten"),
        ({"optimizer": "adam~0.9~0.9~1e-07~3"}, "'optimizer' gives Adam 4 settings; it has 3"),
        ({"optimizer": "adam~"}, "'optimizer' should be a number, got ''"),
        ({"data": "mnist~tiny"}, "MNIST digits source should be one of full, small, got 'tiny'"),
        ({"optimizer": "rmsprop~0.9~0~1e-07~2"}, "RMSprop centered should be true or false, got '2'"),
        ({"patience": "5000"}, r"^training.stop.patience should be at most 1000, got 5000\.$"),
        ({"stop_seconds": "0"}, r"^training.stop.seconds should be at least 1, got 0"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_said(query, sentence):
    with pytest.raises(SpecError, match=sentence):
        from_query(query)


PIECES = ["dense", "conv2d", "dropout", "4", "3", "0.5", "-1", "1e-07", "valid", "tanh", "elu", "normal", "l2", "-", "~", ".", "", "e", "٣"]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", "-", "~"]))
def test_any_heap_of_pieces_in_place_of_a_layer_is_refused_or_valid(pieces, between):
    refused_or_valid({"layers": "1", "layer1": between.join(pieces)})


def test_odd_joints_of_a_layer_are_refused_or_valid():
    for joints in itertools.product(["-", "~", "--", "-~", "~-", "", "."], repeat=3):
        refused_or_valid({"layers": "1", "layer1": "dense{}4{}elu{}1".format(*joints)})
        refused_or_valid({"output": "elu{}1{}normal{}0".format(*joints)})


def test_too_many_keys_are_refused():
    with pytest.raises(SpecError, match="41 settings; it may have 40"):
        from_query({f"k{i}": "" for i in range(41)})


def test_a_long_link_is_refused():
    with pytest.raises(SpecError, match="longer than 4096 characters"):
        from_query({key: "x" * MOST_VALUE_CHARACTERS for key in sorted(LAYER_KEYS)})


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), st.text(max_size=300), max_size=4))
def test_any_text_in_a_link_is_refused_or_valid(query):
    refused_or_valid(query)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3), max_size=45))
def test_any_link_is_refused_or_valid(query):
    refused_or_valid(query)


@given(specs(), st.sampled_from(sorted(KEYS)), st.sampled_from(HOSTILE))
def test_a_valid_link_with_one_hostile_value_is_refused_or_valid(spec, key, value):
    refused_or_valid(to_query(spec) | {key: value})
