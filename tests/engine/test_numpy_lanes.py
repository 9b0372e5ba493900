"""Networks that train in lanes: each comes out as the same spec does alone."""

import numpy as np
import pytest

from playground.engine.base import make_engine
from playground.engine.course import Course
from playground.engine.inside import Inside
from playground.engine.lanes import LanesInside, LanesTraining, Lineup, groups, line_up
from playground.engine.samples import load_data
from playground.engine.training import Training
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.clipping import CLIPPINGS
from playground.nn.initializers import INITIALIZERS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.regularizers import REGULARIZERS
from playground.nn.schedules import SCHEDULES
from playground.spec import RunSpec, layer
from playground.spec.part import parse

STEPS = 200
TOLERANCE = 1e-5


def spec(*, activation="tanh", output="sigmoid", data="circle", seed=0, initializer="glorot_uniform", regularizer="none", **training):
    units = layer("dense", units=6, activation=activation, initializer=initializer, regularizer=regularizer)
    noise = training.pop("noise", 0.0)
    return parse(
        RunSpec,
        {
            "data": {"dataset": data, "samples": 150, "noise": noise},
            "model": {"layers": [units, units], "output": output},
            "training": {"loss": "binary_crossentropy", "learning_rate": 0.01, "batch_size": 10, "epochs": 100, **training},
            "seed": seed,
        },
    )


def with_loss(name: str) -> RunSpec:
    loss = LOSSES[name]
    data = "gauss" if "classification" in loss.tasks else "plane"
    output = loss.outputs[0]
    if output == "softmax":
        data = "rings"
    return spec(loss=name, output=output, data=data)


LINEUPS = {
    "activations": [spec(activation=name, seed=seed) for name in HIDDEN_ACTIVATIONS for seed in (0, 1)],
    "optimizers": [
        spec(optimizer=name, learning_rate=entry.learning_rate * factor)
        for name, entry in ((each.name, each) for each in OPTIMIZERS.values())
        for factor in (1, 0.3)
    ],
    "initializers": [spec(initializer=name) for name in INITIALIZERS],
    "regularizers": [spec(regularizer=name) for name in REGULARIZERS],
    "schedules": [spec(schedule=name, warm_up=warm_up) for name in SCHEDULES for warm_up in (0, 2)],
    "noises": [spec(noise=noise, seed=seed) for noise in (0, 0.2, 0.4) for seed in (3, 4)],
    "smaller last batches": [spec(activation=name, batch_size=20) for name in ("relu", "tanh")],
    **{f"clipping {name}": [spec(clipping=name, optimizer="sgd", learning_rate=rate) for rate in (0.03, 0.3)] for name in CLIPPINGS},
    **{f"loss {name}": [with_loss(name).replace(seed=seed) for seed in (0, 1)] for name in LOSSES},
    "losses with the same output": [spec(loss=name) for name in LOSSES if "sigmoid" in LOSSES[name].outputs],
}


def trained(lineup: Lineup, steps: int = STEPS) -> LanesTraining:
    training = LanesTraining(lineup)
    training.train(steps)
    return training


def alone(one: RunSpec, steps: int = STEPS) -> dict:
    data = load_data(one)
    engine, course = make_engine(one, data), Course(one, len(data.train))
    for epoch in range(-(-steps // course.steps_per_epoch)):
        step = epoch * course.steps_per_epoch
        engine.train(course.orders(epoch, 1), step, course.rates(step, min(course.steps_per_epoch, steps - step)))
    return dict(engine.parameters())


def largest_difference(one: dict, other: dict) -> float:
    """Relative to the largest number of the network."""
    size = max(np.abs(array).max() for array in other.values())
    return max(np.abs(one[name] - other[name]).max() for name in other) / size


def lane(parameters: dict, number: int) -> dict:
    return {name: array[number] for name, array in parameters.items()}


def advance_alone(one: RunSpec, steps: int) -> Training:
    training = Training(one, load_data(one))
    while training.step < steps or training.measuring:
        training.advance(steps - training.step)
    return training


def measured(training: LanesTraining):
    measuring = training.measure()
    while True:
        try:
            next(measuring)
        except StopIteration as done:
            return done.value


@pytest.mark.parametrize("specs", LINEUPS.values(), ids=LINEUPS)
def test_each_lane_is_what_its_spec_is_alone(specs):
    assert groups(specs) == [list(range(len(specs)))], "they train together"
    parameters = trained(line_up(specs)).parameters()
    for number, one in enumerate(specs):
        assert largest_difference(lane(parameters, number), alone(one)) < TOLERANCE, one


def test_lanes_start_from_the_weights_of_their_seed():
    specs = LINEUPS["activations"]
    parameters = LanesTraining(line_up(specs)).parameters()
    for number, one in enumerate(specs):
        assert largest_difference(lane(parameters, number), alone(one, steps=0)) == 0


def test_the_same_lineup_gives_the_same_bits():
    one, other = (trained(line_up(LINEUPS["activations"])).parameters() for _ in range(2))
    assert all((one[name] == other[name]).all() for name in one)


def test_how_training_is_cut_changes_nothing():
    whole, cut = LanesTraining(line_up(LINEUPS["schedules"])), LanesTraining(line_up(LINEUPS["schedules"]))
    whole.train(45)
    for count in (1, 7, 2, 15, 20):
        cut.train(count)
    assert all((whole.parameters()[name] == cut.parameters()[name]).all() for name in whole.parameters())


def test_a_lane_that_diverges_leaves_the_others_alone():
    wild = spec(learning_rate=10, optimizer="sgd", loss="mean_squared_error", output="linear", activation="relu", data="gauss")
    calm = [wild.replace(training=wild.training.replace(learning_rate=0.01), seed=seed) for seed in (0, 1)]
    together, without = trained(line_up([calm[0], wild, calm[1]])), trained(line_up(calm))
    measured(together)
    assert [text is None for text in together.diverged] == [True, False, True]
    assert "Try a lower learning rate than 10." in together.diverged[1]
    for number, position in ((0, 0), (1, 2)):
        assert largest_difference(lane(together.parameters(), position), lane(without.parameters(), number)) == 0


@pytest.mark.parametrize("specs", [LINEUPS["activations"], LINEUPS["losses with the same output"], LINEUPS["noises"]])
def test_lanes_are_measured_as_they_are_alone(specs):
    training = trained(line_up(specs), steps=80)
    point = measured(training)
    for one, metrics in zip(specs, point.metrics, strict=True):
        expected = advance_alone(one, 80).metrics
        assert metrics.test.loss == pytest.approx(expected.test.loss, rel=1e-4)
        assert metrics.train.loss == pytest.approx(expected.train.loss, rel=1e-4)
        assert metrics.test.accuracy == pytest.approx(expected.test.accuracy, abs=0.02)


def test_a_reset_goes_back_to_the_start():
    training = LanesTraining(line_up(LINEUPS["optimizers"]))
    training.train(30)
    before = training.parameters()
    training.reset()
    assert training.step == 0
    training.train(30)
    assert all((before[name] == training.parameters()[name]).all() for name in before)


def test_a_look_inside_lanes_sees_what_a_look_inside_each_does():
    specs = LINEUPS["activations"] + LINEUPS["regularizers"]
    training = trained(line_up(specs))
    gradients, dead = LanesInside(line_up(specs))(training.parameters())
    for number, one in enumerate(specs):
        states = Inside(one, load_data(one))(lane(training.parameters(), number))
        assert gradients[number] == pytest.approx([state.gradient for state in states], rel=1e-4)
        assert dead[number] == pytest.approx([state.dead for state in states], nan_ok=True)


def test_networks_of_other_shapes_train_apart():
    wide = spec().replace(model=spec().model.replace(layers=(layer("dense", units=7),)))
    noisy = spec(noise=0.3)
    assert groups([spec(), wide, spec(seed=1), noisy, wide.replace(seed=1)]) == [[0, 2, 3], [1, 4]]


@pytest.mark.parametrize(
    "other",
    [spec().replace(engine="tensorflow"), spec(batch_size=20), spec(clipping="norm"), spec(data="xor"), spec(epochs=7)],
    ids=["engine", "batch size", "clipping", "data", "epochs"],
)
def test_what_gives_arrays_their_shapes_keeps_lanes_apart(other):
    assert len(groups([spec(), other])) == 2


def test_layers_that_have_no_lanes_and_large_networks_train_alone():
    noisy = spec().replace(model=spec().model.replace(layers=(layer("dropout"), layer("dense", units=4))))
    large = spec().replace(model=spec().model.replace(layers=(layer("dense", units=32),) * 7))
    assert groups([noisy, noisy, large, large]) == [[0], [1], [2], [3]]


def test_many_lanes_are_shared_out_evenly():
    assert [len(group) for group in groups([spec(seed=seed) for seed in range(50)], most=20)] == [16, 17, 17]
