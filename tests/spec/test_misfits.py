"""Settings that go together badly are allowed, said aloud, and mended."""

import pytest
from hypothesis import given

from playground.data import DATASETS
from playground.nn.activations import ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.spec import PRESETS
from playground.spec.misfits import misfit
from tests.support import FITTING, make_spec, specs

TASKS = {
    "two classes": "circle",
    "two of several": {"name": "rings", "classes": 2},
    "several classes": "rings",
    "numbers of the plane": "plane",
    "numbers of the line": "sine",
    "pictures": "mnist",
}


def spec_for(task, loss, output):
    return make_spec(dataset=TASKS[task], layers="flatten" if task == "pictures" else "4 tanh", loss=loss, output=output)


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("task", TASKS)
def test_what_does_not_fit_is_mended_at_once(task, loss, output):
    spec = spec_for(task, loss, output)
    found = misfit(spec)
    if found is None:
        return
    assert found.text.endswith(".")
    assert len(found.text) < 200
    assert found.fix.startswith("Use ")
    assert len(found.fix) < 60
    assert found.spec != spec
    assert misfit(found.spec) is None
    assert found.spec.replace(model=spec.model, training=spec.training) == spec, "only the loss and the output are mended"


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_a_loss_and_an_output_that_fit_on_classes_are_left_alone(loss, output):
    assert "classification" in LOSSES[loss].tasks
    assert misfit(spec_for("two classes", loss, output)) is None


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_has_a_loss_and_an_output_that_fit(dataset):
    entry = DATASETS[dataset]
    spec = make_spec(dataset=dataset, layers="flatten" if entry.kind == "image" else "")
    mended = misfit(spec)
    assert misfit(mended.spec if mended else spec) is None


def test_a_loss_of_classes_on_numbers_says_so():
    found = misfit(spec_for("numbers of the line", "hinge", "tanh"))
    assert found.text == "Hinge compares classes, but Sine asks for a number."
    assert found.spec.training.loss.entry.tasks[0] in {"regression", "classification"}
    assert "regression" in found.spec.training.loss.entry.tasks


@pytest.mark.parametrize("output", ["relu", "sigmoid", "softmax", "softplus"])
def test_an_output_that_cannot_tell_negative_numbers_does_not_fit_numbers(output):
    assert "does not fit the numbers it should tell" in misfit(spec_for("numbers of the plane", "mean_squared_error", output)).text


@given(specs())
def test_any_spec_is_mended_in_one_go_and_stays_otherwise_as_it_was(spec):
    found = misfit(spec)
    if found:
        assert misfit(found.spec) is None
        assert found.spec.model.layers == spec.model.layers
        assert found.spec.training.replace(loss=spec.training.loss) == spec.training


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_has_a_misfit(name):
    assert misfit(PRESETS[name].spec) is None
