"""What fits onto what: shapes through the whole network, and networks that would be too large."""

import pytest
from hypothesis import given

from playground.data import DATASETS
from playground.errors import SpecError
from playground.nn.layers import LAYERS
from playground.spec import MAX_PARAMETERS, ModelSpec, parse
from playground.spec.model import MAX_HIDDEN_LAYERS, MAX_LAYERS, MAX_NUMBERS, MAX_UNITS_PLANE
from tests.support import CLASSES, make_spec, specs

PICTURES = {"dataset": "mnist", **CLASSES}
MAX_UNITS = int(LAYERS["dense"].hyperparameters[0].high)


@pytest.mark.parametrize(
    ("spec", "shapes", "parameters"),
    [
        (make_spec(layers="4 tanh, 2 relu"), [(2,), (4,), (2,), (1,)], 12 + 10 + 3),
        (make_spec(layers=""), [(2,), (1,)], 3),
        (make_spec(layers="", **CLASSES), [(2,), (2,)], 6),
        (make_spec(layers="3 relu, dropout, batch_normalization", dataset="rings", **CLASSES), [(2,), (3,), (3,), (3,), (3,)], 9 + 12 + 12),
        (make_spec(layers="flatten, 128 relu", **PICTURES), [(28, 28, 1), (784,), (128,), (10,)], 101_770),
        (
            make_spec(layers="conv2d filters=4, max_pooling2d, global_average_pooling2d", **PICTURES),
            [(28, 28, 1), (26, 26, 4), (13, 13, 4), (4,), (10,)],
            40 + 50,
        ),
    ],
)
def test_shapes_and_parameters_follow_from_the_spec(spec, shapes, parameters):
    assert list(spec.shapes) == shapes
    assert spec.parameters == sum(spec.parameter_counts) == parameters


def test_the_output_is_the_last_layer_and_layers_of_a_kind_are_counted():
    spec = make_spec(layers="conv2d filters=4, flatten, 8 relu, dropout, 4 relu", **PICTURES)
    assert spec.layer_names == ("conv2d_1", "flatten_1", "dense_1", "dropout_1", "dense_2", "output")
    assert spec.layers[:-1] == spec.model.layers
    assert (spec.layers[-1].kind, spec.layers[-1].activation) == ("dense", spec.model.output.activation)


@pytest.mark.parametrize(("dataset", "output", "units"), [
    ("circle", "sigmoid", 1), ("circle", "tanh", 1), ("circle", "softmax", 2), ("mnist", "softmax", 10), ("sine", "linear", 1),
    ({"name": "rings", "classes": 2}, "sigmoid", 1), ({"name": "rings", "classes": 5}, "softmax", 5), ("plane", "softmax", 1),
    ("mnist", "sigmoid", 10),
])  # fmt: skip
def test_there_are_as_many_outputs_as_answers(dataset, output, units):
    layers = "flatten" if dataset == "mnist" else ""
    assert make_spec(dataset=dataset, layers=layers, output=output).output_units == units


@given(specs())
def test_every_valid_spec_fits_into_its_bounds(spec):
    assert len(spec.shapes) == len(spec.layers) + 1 <= MAX_LAYERS + 2
    assert spec.shapes[-1] == (spec.output_units,)
    assert all(size >= 1 for shape in spec.shapes for size in shape)
    assert spec.parameters <= MAX_PARAMETERS
    assert spec.kept_numbers * spec.training.batch_size <= MAX_NUMBERS


@pytest.mark.parametrize("entry", [each for each in LAYERS.values() if each.ranks == (3,)], ids=lambda entry: entry.name)
@pytest.mark.parametrize("dataset", [name for name, entry in zip(DATASETS, DATASETS.values(), strict=True) if entry.coordinates])
def test_layers_for_pictures_say_that_points_are_none(dataset, entry):
    with pytest.raises(SpecError, match=rf"^Layer 2: {entry.label} takes pictures and gets 4 units: .*on picture data\.$"):
        make_spec(dataset=dataset, layers=[{}, {"kind": entry.name}])


@pytest.mark.parametrize("entry", [each for each in LAYERS.values() if each.ranks == (1,)], ids=lambda entry: entry.name)
@pytest.mark.parametrize("dataset", [entry.name for entry in DATASETS.values() if entry.kind == "image"])
def test_layers_for_units_say_that_pictures_are_to_be_flattened(dataset, entry):
    size = "{0} by {0} by 1".format(DATASETS[dataset].side)
    with pytest.raises(
        SpecError, match=rf"^Layer 1: {entry.label} takes units and gets pictures of {size}: put Flatten or .* before it\.$"
    ):
        make_spec(dataset=dataset, layers=[{"kind": entry.name}], **CLASSES)


def test_an_output_onto_a_picture_is_refused():
    with pytest.raises(SpecError, match="^The output: Dense takes units and gets pictures of 26 by 26 by 8: put Flatten"):
        make_spec(layers="conv2d", **PICTURES)


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (
            "conv2d kernel_size=7, conv2d kernel_size=3, flatten",
            "^Layer 2: Conv2D .*3 by 3 does not fit in a picture of 2 by 2; at most 2 by 2",
        ),
        ("max_pooling2d pool_size=4, max_pooling2d pool_size=3, flatten", "^Layer 2: Pooling .*3 by 3 does not fit .* 2 by 2"),
        ("average_pooling2d pool_size=4, average_pooling2d pool_size=4, flatten", "^Layer 2: Pooling .* at most 2 by 2 would"),
        ("flatten, conv2d", "^Layer 2: Conv2D takes pictures and gets 64 units: it has to stand before Flatten"),
        ("flatten, flatten", "^Layer 2: Flatten takes pictures and gets 64 units"),
        ("global_average_pooling2d, max_pooling2d", "^Layer 2: MaxPooling2D takes pictures and gets 1 units"),
    ],
)
def test_what_does_not_fit_says_which_layer_and_what_would(layers, sentence):
    with pytest.raises(SpecError, match=sentence):
        make_spec(dataset="digits", layers=layers, **CLASSES)


def test_a_wrong_layer_is_counted_from_one_whatever_is_wrong():
    for wrong, sentence in (
        ({"units": 0}, "Dense units should be from 1 to 1024, got 0."),
        ({"kind": "dence"}, "Unknown layer 'dence'. Known: dense, "),
        ({"kind": 3}, "kind should be text, got 3."),
        ({"activation": "softmax"}, "Softmax belongs on the output, not in a hidden layer. Known there: relu, "),
        ({"kind": "dropout", "activation": "relu"}, "Dropout has no activation to set, got 'relu'."),
        ({"kind": "flatten", "initializer": "zeros"}, "Flatten has no initializer to set, got 'zeros'."),
        ({"kind": "dropout", "regularizer": "l2"}, "Dropout has no regularizer to set, got 'l2'."),
        (3, "spec should be an object, got 3."),
    ):
        with pytest.raises(SpecError) as error:
            parse(ModelSpec, {"layers": [{}, {}, wrong]})
        assert str(error.value).startswith(f"Layer 3: {sentence}")


def test_a_link_of_a_few_hundred_layers_or_units_builds_nothing():
    make_spec(layers=", ".join([f"{MAX_UNITS_PLANE} relu"] * MAX_HIDDEN_LAYERS))
    make_spec(layers=", ".join(["dropout"] * MAX_LAYERS))
    with pytest.raises(
        SpecError, match=f"^A network has at most {MAX_HIDDEN_LAYERS} hidden layers of weights, got {MAX_HIDDEN_LAYERS + 1}"
    ):
        make_spec(layers=", ".join(["4 relu"] * (MAX_HIDDEN_LAYERS + 1)))
    with pytest.raises(SpecError, match=f"^layers should have at most {MAX_LAYERS} entries, got {MAX_LAYERS + 1}"):
        parse(ModelSpec, {"layers": [{"kind": "dropout"}] * (MAX_LAYERS + 1)})


@pytest.mark.parametrize("dataset", ["circle", "rings", "plane", "sine"])
def test_networks_on_points_are_at_most_32_units_wide(dataset):
    make_spec(dataset=dataset, layers=f"{MAX_UNITS_PLANE} relu")
    with pytest.raises(SpecError, match=f"^A layer on {DATASETS[dataset].label} has at most 32 units, got 33"):
        make_spec(dataset=dataset, layers="4 relu, 33 relu")
    make_spec(layers=f"flatten, {MAX_UNITS} relu", **PICTURES)


def test_parameters_are_counted_before_anything_is_allocated():
    layers = ", ".join(["flatten", *[f"{MAX_UNITS} relu"] * 2])
    assert make_spec(layers=layers, **PICTURES).parameters == 785 * 1024 + 1025 * 1024 + 1025 * 10 <= MAX_PARAMETERS
    with pytest.raises(SpecError, match=r"^A network has at most 2,000,000 parameters, this one would have 2,9\d\d,\d\d\d\.$"):
        make_spec(layers=f"{layers}, 1024 relu", **PICTURES)


def test_a_batch_that_does_not_fit_in_memory_says_how_large_it_may_be():
    layers = "conv2d filters=64, conv2d filters=64, flatten"
    with pytest.raises(
        SpecError, match=r"^Batches of 1024 would keep .* numbers in the layers, .*: with this network a batch has at most \d+ samples\.$"
    ) as error:
        make_spec(layers=layers, batch_size=1024, **PICTURES)
    most = int(str(error.value).split()[-2])
    make_spec(layers=layers, batch_size=most, **PICTURES)
    with pytest.raises(SpecError, match=f"^Batches of {most + 1} "):
        make_spec(layers=layers, batch_size=most + 1, **PICTURES)


def test_no_valid_network_needs_batches_of_less_than_one():
    """The largest pictures through the most filters, all the way: even then one sample fits."""
    widest = [{"kind": "conv2d", "filters": 64, "kernel_size": 7, "padding": "same"}] * MAX_HIDDEN_LAYERS
    rest = [{"kind": "batch_normalization"}] * (MAX_LAYERS - MAX_HIDDEN_LAYERS - 1)
    spec = make_spec(layers=[*widest, *rest, {"kind": "flatten"}], batch_size=1, **PICTURES)
    assert spec.kept_numbers <= MAX_NUMBERS
