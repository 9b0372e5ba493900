"""Bounds and rules of specs: what is refused, and in which words."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from playground.data import DATASETS, FEATURES
from playground.errors import SpecError, UnknownName
from playground.spec import MAX_PARAMETERS, DataSpec, LayerSpec, ModelSpec, RunSpec, TrainingSpec, parse
from playground.spec.model import MAX_HIDDEN_LAYERS, MAX_UNITS, MAX_UNITS_PLANE
from tests.support import bounds, make_spec

# The contract, from the design; a bound that moves by accident breaks links.
BOUNDS = [
    (DataSpec, "samples", 10, 70_000),
    (DataSpec, "noise", 0, 1),
    (DataSpec, "test_share", 0.05, 0.95),
    (LayerSpec, "units", 1, 1024),
    (TrainingSpec, "learning_rate", 1e-6, 10),
    (TrainingSpec, "batch_size", 1, 1024),
    (TrainingSpec, "epochs", 1, 10_000),
    (RunSpec, "seed", 0, 2**32 - 1),
]
WHOLE = [(part, field) for part, field, low, high in BOUNDS if isinstance(high, int) and field not in ("noise", "learning_rate")]


def fits(part, field, value):
    """Whether a part of a spec takes a value; the other fields are chosen so that they do not stand in the way."""
    if part is RunSpec:
        return parse(RunSpec, {field: value})
    return parse(part, {"dataset": "mnist", field: value} if field == "samples" and value == 60_000 else {field: value})


@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_bounds_are_those_of_the_design(part, field, low, high):
    assert bounds(part, field) == (low, high)


@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_values_at_the_bounds_are_taken_and_those_beyond_refused(part, field, low, high):
    assert getattr(fits(part, field, low), field) == low
    if field != "samples":  # no data set has that many
        assert getattr(fits(part, field, high), field) == high
    step = 1 if (part, field) in WHOLE else 1e-7
    for value, sentence in ((low - step, f"at least {low}"), (high + step, f"at most {high}")):
        with pytest.raises(SpecError, match=rf"^{field} should be {sentence}, got {value!r}\.$"):
            fits(part, field, value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "1", None, [1], {"a": 1}, "1e9", b"1", 1j, np.float32(0.5)])
@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_what_is_no_finite_number_is_refused(part, field, low, high, value):
    with pytest.raises(SpecError, match=rf"^{field} "):
        fits(part, field, value)


@pytest.mark.parametrize("value", [2.0, 1e9, "2", True])
@pytest.mark.parametrize(("part", "field"), WHOLE)
def test_whole_numbers_are_whole_and_never_guessed(part, field, value):
    with pytest.raises(SpecError, match=f"^{field} must be a whole number, got "):
        fits(part, field, value)


@pytest.mark.parametrize("digits", [20, 400, 5000])
@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_numbers_with_thousands_of_digits_are_refused_in_a_short_sentence(part, field, low, high, digits):
    with pytest.raises(SpecError) as error:
        fits(part, field, 10**digits)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    ("part", "field"),
    [(DataSpec, "dataset"), (LayerSpec, "activation"), (ModelSpec, "output"), (TrainingSpec, "loss"), (TrainingSpec, "optimizer")],
)
@pytest.mark.parametrize("name", ["rleu", "", "__class__", "Relu", "relu ", "\x00", "x" * 10_000])
def test_an_unknown_name_says_what_there_is(part, field, name):
    with pytest.raises(UnknownName, match=r"(?s)^Unknown .* Known: .+\.$") as error:
        parse(part, {field: name})
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("engine", ["jax", "", None, 3])
def test_an_unknown_engine_is_refused(engine):
    with pytest.raises(SpecError, match="^engine .*'numpy' or 'tensorflow'"):
        parse(RunSpec, {"engine": engine})


@pytest.mark.parametrize(
    "value", [None, 3, "circle", [], [("seed", 1)], {"seeds": 1}, {"data": 3}, {"data": {"data": {}}}, {"__class__": 1}]
)
def test_what_is_no_spec_is_refused(value):
    with pytest.raises(SpecError, match=r"\.$"):
        parse(RunSpec, value)


def test_features_are_known_used_once_and_at_least_one():
    assert parse(DataSpec, {"features": [*FEATURES]}).features == tuple(FEATURES)
    with pytest.raises(SpecError, match="Unknown feature 'x3'. Known: x1"):
        DataSpec(features=["x3"])
    with pytest.raises(SpecError, match="once, got x1, x1"):
        DataSpec(features=["x1", "x1"])
    with pytest.raises(SpecError, match="at least one input feature"):
        DataSpec(features=[])


@pytest.mark.parametrize("change", [{"noise": 0.5}, {"test_share": 0.2}, {"features": ["x1"]}])
def test_pictures_have_no_settings_of_points(change):
    with pytest.raises(SpecError, match="MNIST digits has no .* to set"):
        DataSpec(dataset="mnist", **change)


@pytest.mark.parametrize("entry", [*DATASETS.values()], ids=lambda entry: entry.name)
def test_a_data_set_gives_no_more_samples_than_it_has(entry):
    assert DataSpec(dataset=entry.name, samples=entry.most).samples == entry.most
    with pytest.raises(SpecError, match=f"at most {entry.most:,} samples"):
        DataSpec(dataset=entry.name, samples=entry.most + 1)


@pytest.mark.parametrize("output", ["tanh", "relu", "linear", "softmax"])
def test_an_output_has_to_fit_the_loss(output):
    with pytest.raises(SpecError, match=f"'binary_crossentropy' needs one of these outputs: sigmoid; got '{output}'"):
        make_spec(output=output)


def test_softmax_belongs_on_the_output():
    with pytest.raises(SpecError, match="Softmax belongs on the output.*Known there: relu"):
        LayerSpec(activation="softmax")


def test_layers_are_at_most_eight_and_on_points_at_most_32_units_wide():
    assert MAX_HIDDEN_LAYERS == 8
    make_spec(layers=", ".join([f"{MAX_UNITS_PLANE} relu"] * MAX_HIDDEN_LAYERS))
    with pytest.raises(SpecError, match="layers should have at most 8 entries, got 9"):
        parse(ModelSpec, {"layers": [{}] * 9})
    with pytest.raises(SpecError, match="2-D data has at most 32 units, got 33"):
        make_spec(layers="33 relu")


def test_parameters_are_counted_before_anything_is_allocated():
    layers = ", ".join([f"{MAX_UNITS} relu"] * 2)
    tutorial = {"dataset": "mnist", "output": "softmax", "loss": "categorical_crossentropy"}
    assert make_spec(layers=layers, **tutorial).parameters == 785 * 1024 + 1025 * 1024 + 1025 * 10 <= MAX_PARAMETERS
    with pytest.raises(SpecError, match="at most 2,000,000 parameters, this one would have 2,9"):
        make_spec(layers=f"{layers}, 1024 relu", **tutorial)


@pytest.mark.parametrize(
    ("spec", "widths", "parameters"),
    [
        (make_spec(layers="4 tanh, 2 relu"), (2, 4, 2, 1), 12 + 10 + 3),
        (make_spec(layers=""), (2, 1), 3),
        (make_spec(layers="", output="softmax", loss="categorical_crossentropy"), (2, 2), 6),
        (make_spec(dataset="mnist", layers="128 relu", output="softmax", loss="categorical_crossentropy"), (784, 128, 10), 101_770),
    ],
)
def test_shapes_follow_from_the_spec(spec, widths, parameters):
    assert spec.widths == widths
    assert spec.parameters == parameters
    assert spec.activations == (*(layer.activation for layer in spec.model.layers), spec.model.output)


def test_specs_are_frozen_and_can_be_keys():
    spec = RunSpec()
    with pytest.raises(ValidationError, match="frozen"):
        spec.seed = 1
    with pytest.raises(ValidationError, match="frozen"):
        spec.data.noise = 0.5
    assert {spec: 1}[RunSpec()] == 1


def test_replace_changes_a_copy_and_validates_it():
    spec = RunSpec()
    changed = spec.replace(seed=7, training=spec.training.replace(epochs=3))
    assert (changed.seed, changed.training.epochs, spec.seed) == (7, 3, 0)
    assert changed.data == spec.data
    with pytest.raises(SpecError, match="seed should be at least 0, got -1"):
        spec.replace(seed=-1)
    with pytest.raises(SpecError, match="needs one of these outputs"):
        spec.replace(model=spec.model.replace(output="relu"))
    with pytest.raises(SpecError, match="seeed"):
        spec.replace(seeed=1)


def test_a_sentence_names_the_field_and_what_it_got():
    with pytest.raises(SpecError) as error:
        parse(RunSpec, {"model": {"layers": [{}, {"units": "<script>alert(1)</script>" * 100}]}})
    assert str(error.value).startswith("model.layers.1.units must be a whole number, got '<script>")
    assert len(str(error.value)) < 120
