"""Comparisons as Keras programs: that they compile, that their networks are those of the project, and that they come to its numbers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from playground.engine.base import initial_parameters, says, targets
from playground.engine.course import Course
from playground.engine.network import answers, forward, inputs
from playground.nn.activations import ACTIVATIONS
from playground.nn.clipping import CLIPPINGS
from playground.nn.initializers import INITIALIZERS
from playground.nn.layers import LAYERS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.regularizers import REGULARIZERS
from playground.nn.schedules import SCHEDULES
from playground.race import AXES, AxisSpec, RaceSpec, run
from playground.race.axes import fits, values_for
from playground.race.beginnings import comparison_of, suggested
from playground.race.json_file import race_from_json
from playground.race.script import keras_script
from playground.race.script.source import LINE
from playground.spec import PRESETS, preset
from tests.support import CLASSES, FITTING, NUMBERS, make_spec, random_data

ROOT = Path(__file__).parents[2]


def race_of(base, *axes, seeds=1):
    """A comparison in one line: `"activation relu tanh"`; without any it has one entry, the base itself."""
    texts = [text.split(" ") for text in axes] or [["batch_size", str(base.training.batch_size)]]
    return RaceSpec(base=base, axes=tuple(AxisSpec(name=name, values=tuple(values)) for name, *values in texts), seeds=seeds)


def executed(race):
    """What a script defines; Keras has to be loaded."""
    names = {"__name__": "script"}
    exec(compile(keras_script(race), "compare.py", "exec"), names)
    return names


def model_of(names, label, spec, samples):
    """The model of an entry, with the weights that it starts from."""
    entry = {name: value for name, value in names["ENTRIES"][label].items() if name not in ("batch_size", "targets", "score")}
    steps = {"steps_per_epoch": Course(spec, samples).steps_per_epoch} if "steps_per_epoch" in _arguments(names["build"]) else {}
    model = names["build"](spec.shapes[0], **steps, **entry)
    weights = [weight for weight in model.weights if weight.name != "draw"]
    for weight, start in zip(weights, initial_parameters(spec).values(), strict=True):
        assert tuple(weight.shape) == start.shape
        weight.assign(start)
    return model


def _arguments(function):
    return function.__code__.co_varnames[: function.__code__.co_argcount]


def agree(race, samples=23):
    """See that each network says what the project's own says, and that loss, targets and learning rate are the same."""
    names = executed(race)
    assert len(names["ENTRIES"]) == len(race.entries)
    for entry in race.entries:
        spec = entry.spec
        data = random_data(spec, samples)
        x = inputs(spec, data.train.raw)
        model = model_of(names, entry.label, spec, samples)
        z = forward(spec, initial_parameters(spec), x)
        a = answers(spec, z)
        loss, from_logits = spec.training.loss, spec.training.loss.entry.from_logits(spec.model.output.activation.name)
        said = model(x.reshape(-1, *spec.shapes[0]), training=False).numpy()
        np.testing.assert_allclose(said, z if from_logits else a, rtol=1e-4, atol=1e-5)
        own = names["ENTRIES"][entry.label]
        extra = {name: own[name] for name in ("targets",) if name in own}
        given, y = names["samples"](spec, data.train.raw, data.train.labels, **extra)
        np.testing.assert_array_equal(given.reshape(samples, -1), x)
        np.testing.assert_array_equal(y, targets(spec, data.train.labels))
        value = loss.entry.value_from_logits(y, z, **loss.settings) if from_logits else loss.entry.value(y, a, **loss.settings)
        np.testing.assert_allclose(model.loss(y, said), value.mean(), rtol=1e-4)
        rates = Course(spec, samples).rates(0, 60)
        rate = model.optimizer._learning_rate
        found = [float(rate(step)) for step in range(60)] if callable(rate) else [float(rate)] * 60
        np.testing.assert_allclose(found, rates, rtol=1e-5, atol=1e-9)


# As text


def is_tidy(race):
    text = keras_script(race)
    compile(text, "compare.py", "exec")
    assert race_from_json(re.search(r'COMPARISON = """\n(.*?)"""', text, re.DOTALL)[1]) == race
    return text


@pytest.mark.parametrize("axis", [*AXES])
@pytest.mark.parametrize("name", [*PRESETS])
def test_every_axis_of_every_preset_is_a_program(name, axis):
    race = comparison_of(preset(name))
    if not fits(AXES[axis], race.base):
        pytest.skip("nothing to compare")
    values = suggested(axis, race.base)
    is_tidy(race.replace(axes=[AxisSpec(name=axis, values=tuple(values))]))


FORMATTED = [
    [],
    ["activation relu celu sine gaussian leaky_relu~0.1"],
    ["depth 0 1 3", "activation relu celu"],
    ["usual_optimizer sgd adam lion", "schedule constant cosine step"],
    ["loss binary_crossentropy hinge binary_focal_crossentropy~0.5 categorical_crossentropy"],
    ["clipping none norm value", "regularizer none l2", "initializer he_normal normal"],
    ["samples 100 200", "noise 0 0.1", "features x1.x2 x1"],
]


@pytest.mark.parametrize("axes", FORMATTED)
def test_a_program_is_formatted_and_linted(axes):
    base = make_spec(layers="4 tanh, dropout, 3 relu" if len(axes) == 3 else "4 tanh, 4 tanh", data={"noise": 0.1}, warm_up=0.5)
    text = keras_script(race_of(base, *axes))
    assert max(map(len, text.splitlines())) <= LINE
    for command in (["format", "--diff"], ["check", "--quiet", "--select", "E,F,I,B,UP", "--ignore", "E731"]):
        ruff = [Path(sys.executable).with_name("ruff"), *command, "--line-length", str(LINE), "--stdin-filename", "compare.py", "-"]
        result = subprocess.run(ruff, input=text, capture_output=True, text=True, cwd=ROOT, timeout=60)
        assert result.returncode == 0, result.stdout


def test_the_program_of_the_first_comparison_is_short_and_shows_what_varies():
    text = is_tidy(RaceSpec())
    assert 80 <= text.count("\n") <= 150
    assert '    "Tanh": {"activation": "tanh"},\n' in text
    assert text.count("layers.Dense(8, activation=activation),") == 2


def test_what_all_entries_share_is_in_no_table():
    text = is_tidy(race_of(make_spec(layers="4 tanh"), "learning_rate 0.01 0.1"))
    assert '"0.1": {"learning_rate": 0.1},' in text
    assert 'layers.Dense(4, activation="tanh"),' in text


def test_hidden_layers_of_different_widths_are_written_out_where_their_number_varies():
    text = is_tidy(race_of(make_spec(layers="4 tanh, 2 relu"), "depth 0 1 2"))
    assert '"2 hidden layers": {"hidden": lambda: [layers.Dense(4, activation="tanh"), layers.Dense(2, activation="relu")]},' in text


@pytest.mark.parametrize("text", ["painted", "iris", "mnist-draw", "sine"])
def test_no_program_names_a_path(text):
    assert str(Path.home()) not in keras_script(comparison_of(preset(text)))


# As Keras


@pytest.mark.parametrize("axis", [*AXES])
def test_networks_are_those_of_the_project_for_every_value_of_every_axis(keras, axis):
    base = make_spec(layers="5 tanh, 4 relu", data={"noise": 0.1}, learning_rate=0.01, epochs=20)
    values = values_for(AXES[axis], base)
    for start in range(0, len(values), 12):
        agree(race_of(base, " ".join([axis, *values[start : start + 12]])))


@pytest.mark.parametrize("name", [*ACTIVATIONS])
def test_every_activation_of_an_output(keras, name):
    agree(race_of(make_spec(output=name, loss="mean_squared_error")))


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_every_loss_with_every_output_that_fits(keras, loss, output):
    agree(race_of(make_spec(loss=loss, output=output)))
    if LOSSES[loss].tasks == ("classification",) or output == "softmax":
        agree(race_of(make_spec(dataset={"name": "blobs", "classes": 4}, loss=loss, output=output)))


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("loss", [*LOSSES])
def test_losses_are_given_what_the_outputs_say_even_where_the_two_do_not_fit(keras, loss, output):
    agree(race_of(make_spec(dataset={"name": "blobs", "classes": 4}, loss=loss, output=output)))


@pytest.mark.parametrize("gamma", [0.0, 0.5])
def test_little_focus(keras, gamma):
    agree(race_of(make_spec(loss={"name": "binary_focal_crossentropy", "gamma": gamma})))


@pytest.mark.parametrize("warm_up", [0.0, 0.7, 50.0])
@pytest.mark.parametrize("schedule", [*SCHEDULES])
def test_every_schedule_with_and_without_a_warm_up(keras, schedule, warm_up):
    agree(race_of(make_spec(schedule=schedule, warm_up=warm_up, epochs=15, learning_rate=0.1)))


@pytest.mark.parametrize("kind", [entry.name for entry in LAYERS.values() if 1 in entry.ranks])
def test_every_layer_between_units(keras, kind):
    agree(race_of(make_spec(layers=f"6 tanh, {kind}, 4 tanh")))


@pytest.mark.parametrize("kind", [entry.name for entry in LAYERS.values() if 3 in entry.ranks])
def test_every_layer_between_pictures(keras, kind):
    after = "" if kind in ("flatten", "global_average_pooling2d") else "flatten, "
    agree(race_of(make_spec(dataset="digits", **CLASSES, layers=f"conv2d filters=3 strides=2, {kind}, {after}6 relu")))


SETTINGS = [("optimizer", OPTIMIZERS), ("clipping", CLIPPINGS)]


@pytest.mark.parametrize(("part", "name"), [(part, name) for part, registry in SETTINGS for name in registry])
def test_every_optimizer_and_every_clipping_has_its_settings(keras, part, name):
    spec = make_spec(**{part: name})
    (entry,) = race_of(spec).entries
    model = model_of(executed(race_of(spec)), entry.label, entry.spec, 23)
    chosen = getattr(spec.training, part)
    assert type(model.optimizer).__name__ == spec.training.optimizer.entry.keras
    found = model.optimizer.get_config()
    expected = {**getattr(chosen.entry, "keras_arguments", {}), **chosen.settings}
    assert {each: found[each] for each in expected} == pytest.approx(expected)


@pytest.mark.parametrize("name", [*REGULARIZERS])
def test_every_regularizer(keras, name):
    layers = [{"kind": "dense", "units": 3, "regularizer": name}]
    race = race_of(make_spec(layers=layers))
    spec = race.entries[0].spec
    model = model_of(executed(race), race.entries[0].label, spec, 23)
    regularizer = spec.layers[0].regularizer
    expected = regularizer.entry.penalty(initial_parameters(spec)["dense_1/kernel"], **regularizer.settings)
    assert sum(map(float, model.losses)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", [*INITIALIZERS])
def test_every_initializer_is_written_as_keras_has_it(keras, name):
    race = race_of(make_spec(layers=[{"kind": "dense", "units": 3, "initializer": name}]))
    spec = race.entries[0].spec
    layer = model_of(executed(race), race.entries[0].label, spec, 23).layers[0]
    assert type(layer.kernel_initializer).__name__ == INITIALIZERS[name].keras


@pytest.mark.parametrize("name", [*PRESETS])
def test_the_networks_of_presets(keras, name):
    agree(race_of(preset(name)), samples=20)


# As programs


def printed(race, tmp_path):
    """The test loss and the score that a program prints for each lane."""
    path = tmp_path / "compare.py"
    path.write_text(keras_script(race))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    result = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=300, env=environment)
    assert result.returncode == 0, result.stderr[-2000:]
    assert len(re.findall(r"(?m)^ +\d+ ", result.stdout)) == len(race.entries)
    found = re.findall(r"test loss ([-\d.e]+), (?:accuracy|R²) ([-\d.e]+)", result.stdout)
    return [(float(loss), float(score)) for loss, score in found]


PROGRAMS = {
    "points": race_of(
        make_spec(layers="5 tanh, 3 tanh", data={"samples": 106, "noise": 0.2}, learning_rate=0.01, epochs=4, schedule="step"),
        "activation relu celu",
        "usual_optimizer adamw nesterov",
        "clipping none norm~0.1",
        seeds=2,
    ),
    "chance": race_of(
        make_spec(
            dataset="digits",
            **CLASSES,
            layers="conv2d filters=3 strides=2, batch_normalization, dropout rate=0.3, flatten, gaussian_noise",
            data={"samples": 103, "augmentation": {"shift": 1.0, "rotate": 10.0}},
            learning_rate=0.01,
            epochs=3,
        ),
        "batch_size 10 16",
        "loss categorical_crossentropy mean_squared_error",
    ),
    "numbers": race_of(
        make_spec(dataset="ripple", **NUMBERS, layers="6 sine", epochs=5, learning_rate=0.01, data={"samples": 80}, warm_up=1.5),
        "depth 0 2",
        "loss huber mean_squared_error",
        "regularizer none l1_l2",
    ),
}
"""Together they have a small last batch, a schedule, a warm-up, clipping, chance inside the network, changed pictures, and every kind of
answer."""


@pytest.mark.parametrize("race", PROGRAMS.values(), ids=[*PROGRAMS])
def test_a_program_comes_to_the_same_numbers(race, tmp_path):
    *_, record = run(race)
    expected = [(facts.loss, facts.score) for facts in record.lanes]
    np.testing.assert_allclose(printed(race, tmp_path), expected, rtol=1e-3)


def test_yes_is_where_the_project_says_it_is(keras):
    """Accuracy, for outputs that end at 0 and 1, at -1 and 1, and for sums."""
    race = race_of(make_spec(), "loss binary_crossentropy hinge mean_squared_error")
    names = executed(race)
    for entry in race.entries:
        low, high = says(entry.spec)
        y = np.array([[low], [high], [high]], np.float32)
        own = names["ENTRIES"][entry.label]
        sums = entry.spec.training.loss.entry.from_logits(entry.spec.model.output.activation.name)
        a = y * 2 - 1 if sums else y
        assert own["score"](y, a) == 1
        assert own["score"](y, a[::-1]) == pytest.approx(1 / 3)
