"""What becomes of a spec when somebody paints."""

import itertools

import numpy as np
import pytest

from playground.data import DATASETS, painting
from playground.data.datasets.painted import STARTER
from playground.engine.samples import load_data
from playground.errors import SpecError
from playground.spec import DEFAULT, preset
from playground.spec.changes import goes_on
from playground.spec.painted import can_be_taken_over, taken_over, with_painted_points
from playground.spec.suited import with_dataset
from tests.support import make_spec

PAINTED = preset("painted")
CLASSES = [entry for entry in DATASETS.values() if entry.kind == "plane" and entry.task == "classification"]
OTHERS = [name for name in DATASETS if DATASETS[name] not in CLASSES]


def answers(spec):
    return spec.training.loss.name, spec.model.output.activation.name


def test_other_points_change_nothing_else_and_the_network_goes_on():
    spec = with_painted_points(PAINTED, "AAA.BBB")
    assert spec == PAINTED.replace(data=PAINTED.data.replace(painted_points="AAA.BBB"))
    assert goes_on(PAINTED, spec)
    assert goes_on(spec, with_painted_points(spec, "."))


def test_with_more_classes_loss_and_output_become_what_suits_them_and_back():
    three = with_painted_points(PAINTED, f"{STARTER}.")
    assert answers(three) == ("categorical_crossentropy", "softmax")
    assert three.output_units == 3
    assert goes_on(PAINTED, three)
    assert three.model.layers == PAINTED.model.layers
    assert with_painted_points(three, STARTER) == PAINTED


def test_a_loss_that_somebody_chose_stays_while_the_kind_of_answer_does():
    hinge = PAINTED.replace(training=PAINTED.training.replace(loss="hinge"), model=PAINTED.model.with_output("tanh"))
    assert answers(with_painted_points(hinge, "AAA.BBB")) == ("hinge", "tanh")


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "painted"])
def test_only_painted_points_are_painted_on(name):
    with pytest.raises(SpecError, match=f"Only painted points can be painted on, got {DATASETS[name].label}."):
        with_painted_points(with_dataset(DEFAULT, name), STARTER)


@pytest.mark.parametrize("entry", CLASSES, ids=lambda entry: entry.name)
def test_points_of_the_plane_are_taken_over_with_their_classes_and_the_network_goes_on(entry):
    before = with_dataset(DEFAULT, entry.name)
    before = before.replace(data=before.data.replace(samples=120, noise=0.2, test_share=0.3, features=("x2", "sin_x1")))
    spec = taken_over(before)
    assert (spec.model, spec.training, spec.engine, spec.seed) == (before.model, before.training, before.engine, before.seed)
    assert (spec.data.features, spec.data.test_share, spec.data.classes) == (("x2", "sin_x1"), 0.3, before.data.classes)
    old, new = load_data(before), load_data(spec)
    raw, painted = (np.concatenate([data.train.raw, data.test.raw]) for data in (old, new))
    assert abs(len(painted) - 120) <= 2, "two points may share a place"
    assert max(np.abs(raw - point).max(axis=1).min() for point in painted) <= 12 / painting.STEPS
    assert goes_on(before, spec)
    assert goes_on(spec, before)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_of_too_many_points_an_even_share_of_each_class_stays(classes):
    spec = taken_over(make_spec(dataset={"name": "blobs", "classes": classes}, data={"samples": 5000}))
    counts = painting.counts(spec.data.painted_points)
    assert sum(counts) == painting.MOST_TAKEN_OVER < painting.MOST_POINTS
    assert max(counts) - min(counts) <= 0.1 * max(counts)


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_can_be_taken_over(name):
    spec = with_dataset(DEFAULT, name)
    assert not can_be_taken_over(spec)
    with pytest.raises(SpecError, match="Only points of the plane with classes can be painted on"):
        taken_over(spec)


@pytest.mark.parametrize(("one", "other"), [*itertools.permutations(["circle", "painted", "xor"], 2)])
def test_from_painted_points_to_others_the_network_starts_again(one, other):
    assert not goes_on(with_dataset(DEFAULT, one), with_dataset(DEFAULT, other))


def test_what_was_painted_stays_when_painted_points_are_chosen_again():
    spec = with_painted_points(PAINTED, "AAA.BBB")
    assert with_dataset(spec, "painted") == spec
