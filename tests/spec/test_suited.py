"""Another data set for a spec: what can stay does, and the rest suits the data."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data import DATASETS
from playground.data.datasets.painted import STARTER
from playground.errors import SpecError, UnknownName
from playground.spec import DEFAULT, PRESETS, from_query, preset, to_query
from playground.spec.misfits import misfit
from playground.spec.suited import with_dataset, with_usual_answers
from tests.support import settings_of, specs

PAIRS = [*itertools.product(DATASETS, DATASETS)]
POINTS = [name for name in DATASETS if DATASETS[name].kind in ("plane", "line")]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_data_set_can_follow_every_other_without_a_misfit(old, new):
    before = with_dataset(DEFAULT.replace(seed=7), old)
    spec = with_dataset(before, new)
    assert spec.data.dataset.name == new
    assert spec.data.settings == DATASETS[new].settings({})
    assert spec.seed == 7
    assert misfit(spec) is None
    assert from_query(to_query(spec)) == spec


@pytest.mark.parametrize("name", DATASETS)
def test_the_same_data_set_changes_nothing(name):
    spec = with_dataset(DEFAULT, name)
    assert with_dataset(spec, name, spec.data.settings) == spec


@pytest.mark.parametrize("preset_name", PRESETS)
@pytest.mark.parametrize("name", DATASETS)
def test_a_preset_can_be_given_any_data(preset_name, name):
    assert misfit(with_dataset(preset(preset_name), name)) is None


@pytest.mark.parametrize(("old", "new"), [*itertools.product(POINTS, POINTS)])
def test_among_points_all_stays_that_can(old, new):
    before = with_dataset(DEFAULT, old)
    before = before.replace(
        data=before.data.replace(noise=0.25, test_share=0.3, samples=321),
        model=before.model.replace(layers=[{"units": 7, "activation": "elu"}, {"kind": "dropout", "rate": 0.25}]),
        training=before.training.replace(learning_rate=0.5, stop={"patience": 3}, epochs=77),
        engine="tensorflow",
    )
    spec = with_dataset(before, new)
    assert spec.model.layers == before.model.layers
    assert spec.training.replace(loss=before.training.loss) == before.training
    assert (spec.data.noise, spec.data.test_share, spec.data.samples, spec.engine) == (0.25, 0.3, 321, "tensorflow")
    assert set(spec.data.features) <= set(before.data.features) | {"x1", "x2"}


@pytest.mark.parametrize("other", POINTS)
def test_painted_points_come_and_go_with_all_that_can_stay(other):
    before = with_dataset(DEFAULT, other)
    before = before.replace(
        data=before.data.replace(test_share=0.3), training=before.training.replace(learning_rate=0.5), engine="tensorflow"
    )
    painted = with_dataset(before, "painted")
    assert painted.data.painted_points == STARTER
    assert painted.model.layers == before.model.layers
    assert (painted.data.test_share, painted.training.learning_rate, painted.engine) == (0.3, 0.5, "tensorflow")
    assert with_dataset(painted, other).data.test_share == 0.3
    assert with_dataset(painted, other).data.painted_points == ""


def test_inputs_that_the_line_does_not_have_are_left_out():
    spec = DEFAULT.replace(data=DEFAULT.data.replace(features=("x2", "sin_x1", "x1_x2")))
    assert with_dataset(spec, "sine").data.features == ("sin_x1",)
    assert with_dataset(spec.replace(data=spec.data.replace(features=("x2",))), "sine").data.features == ("x1",)
    assert with_dataset(spec, "xor").data.features == ("x2", "sin_x1", "x1_x2")


def test_pictures_keep_their_network_where_they_are_as_large():
    spec = preset("mnist-cnn")
    spec = spec.replace(data=spec.data.replace(samples=5000, augmentation={"shift": 2}))
    fashion = with_dataset(spec, "fashion_mnist")
    assert fashion.model == spec.model
    assert fashion.data.augmentation == spec.data.augmentation
    assert fashion.data.samples == 5000
    small = with_dataset(spec, "digits")
    assert small.data.samples <= DATASETS["digits"].most


def test_from_pictures_to_points_starts_from_the_default_and_back_from_the_tutorial():
    assert with_dataset(preset("mnist-cnn"), "circle") == DEFAULT
    assert with_dataset(DEFAULT, "mnist") == preset("mnist-dense")


def test_a_loss_that_somebody_chose_stays_as_long_as_the_answer_is_of_the_same_kind():
    spec = DEFAULT.replace(
        training=DEFAULT.training.replace(loss={"name": "huber", "delta": 3.0}), model=DEFAULT.model.replace(output="tanh")
    )
    xor = with_dataset(spec, "xor")
    assert (xor.training.loss, xor.model.output) == (spec.training.loss, spec.model.output)
    rings = with_dataset(spec, "rings")
    assert (rings.training.loss.name, rings.model.output.activation.name) == ("categorical_crossentropy", "softmax")
    assert with_dataset(spec, "rings", {"classes": 2}).training.loss == spec.training.loss


def test_the_usual_answers_keep_what_else_was_said_about_the_output():
    spec = DEFAULT.replace(model=DEFAULT.model.replace(output={"activation": "relu", "initializer": "zeros", "regularizer": "l2"}))
    output = with_usual_answers(spec).model.output
    assert (output.activation.name, output.initializer.name, output.regularizer.name) == ("sigmoid", "zeros", "l2")


@given(specs(), st.sampled_from([*DATASETS]), st.data())
def test_any_spec_can_be_given_any_data_with_any_settings(spec, name, data):
    settings = data.draw(settings_of(DATASETS[name]))
    changed = with_dataset(spec, name, settings)
    assert (changed.data.dataset.name, changed.data.settings) == (name, settings)
    assert from_query(to_query(changed)) == changed


def test_unknown_data_and_settings_are_refused():
    with pytest.raises(UnknownName, match="Unknown data set 'nope'. Known: circle, "):
        with_dataset(DEFAULT, "nope")
    with pytest.raises(SpecError, match="Rings classes should be from 2 to 6, got 7"):
        with_dataset(DEFAULT, "rings", {"classes": 7})
    with pytest.raises(SpecError, match="Circle has no setting 'classes'. Known: none"):
        with_dataset(DEFAULT, "circle", {"classes": 3})
