"""Bounds and rules of specs: what is refused, and in which words."""

import copy
import math
import pickle

import numpy as np
import pytest
from pydantic import ValidationError

from playground.data import DATASETS, FEATURES
from playground.data.features import features_for
from playground.errors import SpecError
from playground.spec import AugmentationSpec, DataSpec, RunSpec, StopSpec, TrainingSpec, parse
from tests.support import CLASSES, bounds, make_spec

# The contract, from the design; a bound that moves by accident breaks links.
BOUNDS = [
    (DataSpec, "samples", 10, 70_000),
    (DataSpec, "noise", 0, 1),
    (DataSpec, "test_share", 0.05, 0.95),
    (AugmentationSpec, "shift", 0, 4),
    (AugmentationSpec, "rotate", 0, 45),
    (AugmentationSpec, "thickness", 0, 2),
    (TrainingSpec, "learning_rate", 1e-6, 10),
    (TrainingSpec, "warm_up", 0, 1000),
    (TrainingSpec, "batch_size", 1, 1024),
    (TrainingSpec, "epochs", 1, 10_000),
    (StopSpec, "seconds", 1, 600),
    (StopSpec, "loss", 0, 1e6),
    (StopSpec, "accuracy", 0, 1),
    (StopSpec, "patience", 1, 1000),
    (RunSpec, "seed", 0, 2**32 - 1),
]
WHOLE_FIELDS = {"samples", "batch_size", "epochs", "patience", "seed"}
WHOLE = [(part, field) for part, field, _, _ in BOUNDS if field in WHOLE_FIELDS]
PLACES = {
    DataSpec: ("data",),
    AugmentationSpec: ("data", "augmentation"),
    TrainingSpec: ("training",),
    StopSpec: ("training", "stop"),
    RunSpec: (),
}
"""Where each part stands in a spec."""


def within(part, field, value):
    """A field's value, in the whole of a spec."""
    tree = {field: value}
    for name in reversed(PLACES[part]):
        tree = {name: tree}
    if part is AugmentationSpec:
        tree["data"]["dataset"] = "mnist"
        tree["model"] = {"layers": [{"kind": "flatten"}]}
    return parse(RunSpec, tree)


def read(spec, part, field):
    for name in (*PLACES[part], field):
        spec = getattr(spec, name)
    return spec


@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_bounds_are_those_of_the_design(part, field, low, high):
    assert bounds(part, field) == (low, high)


def test_every_number_in_a_spec_is_in_the_table_of_bounds():
    fields = {
        (part, name)
        for part in PLACES
        for name, field in part.model_fields.items()
        if "int" in str(field.annotation) or "float" in str(field.annotation)
    }
    assert fields == {(part, field) for part, field, _, _ in BOUNDS}


@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_values_at_the_bounds_are_taken_and_those_beyond_refused(part, field, low, high):
    where = ".".join((*PLACES[part], field))
    assert read(within(part, field, low), part, field) == low
    if field != "samples":  # no data set has that many
        assert read(within(part, field, high), part, field) == high
    step = 1 if field in WHOLE_FIELDS else 1e-7
    for value, sentence in ((low - step, f"at least {low:.10g}"), (high + step, f"at most {high:.10g}")):
        with pytest.raises(SpecError) as error:
            within(part, field, value)
        assert str(error.value) == f"{where} should be {sentence}, got {value!r}."


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "1", [1], {"a": 1}, "1e9", b"1", 1j, np.float32(0.5)])
@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_what_is_no_finite_number_is_refused(part, field, low, high, value):
    where = ".".join((*PLACES[part], field))
    with pytest.raises(
        SpecError, match=rf"^{where} (must be a number|must be a whole number|should be (finite|at most .*|at least .*)), got .*\.$"
    ):
        within(part, field, value)


@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_nothing_is_a_value_of_stop_conditions_only(part, field, low, high):
    if part is StopSpec:
        assert read(within(part, field, None), part, field) is None
    else:
        with pytest.raises(SpecError, match=rf"{field} must be a (whole )?number, got None\.$"):
            within(part, field, None)


@pytest.mark.parametrize("value", [2.0, 1e9, "2", True])
@pytest.mark.parametrize(("part", "field"), WHOLE)
def test_whole_numbers_are_whole_and_never_guessed(part, field, value):
    with pytest.raises(SpecError, match=f"{field} must be a whole number, got "):
        within(part, field, value)


@pytest.mark.parametrize("digits", [20, 400, 5000])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("part", "field", "low", "high"), BOUNDS)
def test_numbers_with_thousands_of_digits_are_refused_in_a_short_sentence(part, field, low, high, digits, sign):
    with pytest.raises(SpecError, match="should be (at most|at least|nearer to)") as error:
        within(part, field, sign * 10**digits)
    assert len(str(error.value)) < 200


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


@pytest.mark.parametrize("entry", [*DATASETS.values()], ids=lambda entry: entry.name)
def test_features_are_known_used_once_and_at_least_one(entry):
    if not entry.coordinates:
        return
    known = features_for(entry.kind)
    assert parse(DataSpec, {"dataset": entry.name, "features": [*known]}).features == tuple(known)
    assert parse(DataSpec, {"dataset": entry.name}).features == tuple(known[: entry.coordinates])
    with pytest.raises(SpecError, match="Unknown feature 'x3'. Known: x1"):
        DataSpec(dataset=entry.name, features=["x3"])
    with pytest.raises(SpecError, match="once, got x1, x1"):
        DataSpec(dataset=entry.name, features=["x1", "x1"])
    with pytest.raises(SpecError, match=f"at least one input feature, got none. Known: {', '.join(known)}"):
        DataSpec(dataset=entry.name, features=[])
    for name in set(FEATURES) - set(known):
        with pytest.raises(SpecError, match=f"{entry.label} has no second coordinate for the input feature {name}. Known: x1, "):
            DataSpec(dataset=entry.name, features=[name])


def test_a_long_list_of_features_is_refused_in_a_short_sentence():
    with pytest.raises(SpecError, match=f"features should have at most {len(FEATURES)} entries, got 3000"):
        parse(DataSpec, {"features": ["x1"] * 3000})


@pytest.mark.parametrize("change", [{"noise": 0.5}, {"test_share": 0.2}, {"features": ["x1"]}])
@pytest.mark.parametrize("entry", [each for each in DATASETS.values() if each.kind == "image"], ids=lambda entry: entry.name)
def test_pictures_have_no_settings_of_points(entry, change):
    (name,) = change
    with pytest.raises(SpecError, match=f"^{entry.label} has no {name.replace('_', ' ')} to set, got "):
        DataSpec(dataset=entry.name, **change)


@pytest.mark.parametrize("name", AugmentationSpec.model_fields)
@pytest.mark.parametrize("entry", [each for each in DATASETS.values() if each.coordinates], ids=lambda entry: entry.name)
def test_points_have_no_augmentation(entry, name):
    assert not DataSpec(dataset=entry.name, augmentation={name: 0.0}).augmentation.any
    with pytest.raises(SpecError, match=f"^{entry.label} has no augmentation to set, got {{'{name}': 1.0}}"):
        DataSpec(dataset=entry.name, augmentation={name: 1.0})


@pytest.mark.parametrize("entry", [each for each in DATASETS.values() if each.kind != "painted"], ids=lambda entry: entry.name)
def test_a_data_set_gives_no_more_samples_than_it_has(entry):
    assert DataSpec(dataset=entry.name, samples=entry.most).samples == entry.most
    with pytest.raises(SpecError, match=f"at most {entry.most:,} samples"):
        DataSpec(dataset=entry.name, samples=entry.most + 1)


@pytest.mark.parametrize("output", ["tanh", "relu", "linear", "softmax"])
def test_an_output_that_does_not_fit_the_loss_is_allowed(output):
    """That it does not go well is worth a lesson: `playground.spec.misfits` says so, and mends it."""
    assert make_spec(output=output).model.output.activation.name == output


def test_specs_are_frozen_and_can_be_keys():
    spec = RunSpec()
    with pytest.raises(ValidationError, match="frozen"):
        spec.seed = 1
    with pytest.raises(ValidationError, match="frozen"):
        spec.data.noise = 0.5
    assert {spec: 1}[RunSpec()] == 1


def test_a_spec_that_has_been_asked_things_is_still_the_same():
    spec, asked = make_spec(), make_spec()
    assert asked.shapes
    assert asked.parameters
    assert asked == spec
    assert hash(asked) == hash(spec)


def test_specs_can_be_copied_and_sent_to_other_processes():
    spec = make_spec(dataset="mnist", layers="conv2d, flatten, 8 elu", **CLASSES)
    assert spec == pickle.loads(pickle.dumps(spec)) == copy.deepcopy(spec)


def test_replace_changes_a_copy_and_validates_it():
    spec = RunSpec()
    changed = spec.replace(seed=7, training=spec.training.replace(epochs=3))
    assert (changed.seed, changed.training.epochs, spec.seed) == (7, 3, 0)
    assert changed.data == spec.data
    with pytest.raises(SpecError, match="seed should be at least 0, got -1"):
        spec.replace(seed=-1)
    with pytest.raises(SpecError, match="Layer 1: Dense takes units and gets pictures"):
        spec.replace(data=spec.data.replace(dataset="mnist"))
    with pytest.raises(SpecError, match="^spec has no setting 'seeed'. Known: data, model, "):
        spec.replace(seeed=1)


def test_a_sentence_names_the_field_and_what_it_got():
    with pytest.raises(SpecError) as error:
        parse(RunSpec, {"model": {"layers": [{}, {"units": "<script>alert(1)</script>" * 100}]}})
    assert str(error.value).startswith("Layer 2: Dense units should be a whole number, got '<script>")
    assert len(str(error.value)) < 120


def test_an_unknown_setting_is_cut_short_and_answered_with_those_there_are():
    with pytest.raises(SpecError) as error:
        parse(RunSpec, {"training": {"stop": {"x\n" * 5000: 1}}})
    assert str(error.value).startswith(r"training.stop has no setting 'x\nx\n")
    assert str(error.value).endswith("Known: seconds, loss, accuracy, patience.")
    assert len(str(error.value)) < 150
    for key in (1, None, (1, 2)):
        with pytest.raises(SpecError, match="^spec has no setting .* Known: data, model, training, engine, seed.$"):
            parse(RunSpec, {key: 1})
