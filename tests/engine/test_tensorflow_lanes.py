"""Lanes in TensorFlow against each of their specs trained alone, and against themselves.

Parametrised over the registries by way of the line-ups: what is added there gets a lane here.
"""

from itertools import cycle, islice

import numpy as np
import pytest

from playground.engine.base import initial_parameters
from playground.engine.course import Course
from playground.engine.lanes import line_up
from playground.engine.lanes.base import make_lanes_engine
from playground.engine.lanes.neighbours import activation_of, neighbourly, optimizer_of
from playground.engine.network import forward, inputs, kept
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.clipping import CLIPPINGS
from playground.nn.initializers import INITIALIZERS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.regularizers import REGULARIZERS
from playground.nn.schedules import SCHEDULES
from tests.support import CLASSES, NUMBERS, make_spec

UNEVEN = 506
"""Points of which 253 are to train on: the last batch of each epoch has 3 of them instead of 10."""


def lane(number, **settings):
    """A spec for a lane of 2-5-4-outputs. Momentum, since Adam would make up for a gradient of the wrong size."""
    usual = {"layers": "5 tanh, 4 tanh", "optimizer": "momentum", "learning_rate": 0.01, "epochs": 8}
    return make_spec(engine="tensorflow", seed=number % 2, **{**usual, **settings})


def everything():
    """A line-up in which each entry of each registry has a lane, and neighbours have nothing in common."""
    losses = [loss for loss in LOSSES.values() if loss.outputs[0] != "softmax"]
    initializers = [name for name in INITIALIZERS if name not in ("zeros", "constant")]
    registries = (list(HIDDEN_ACTIVATIONS), list(OPTIMIZERS.values()), losses, REGULARIZERS, SCHEDULES, initializers)
    most = max(len(registry) for registry in registries)
    rows = zip(*(islice(cycle(registry), most) for registry in registries), strict=True)
    return [
        lane(
            number,
            layers=[
                {"kind": "dense", "units": 5, "activation": activation, "initializer": initializer},
                {"kind": "dense", "units": 4, "activation": "tanh", "regularizer": regularizer},
            ],
            output=loss.outputs[0],
            loss=loss.name,
            optimizer=optimizer.name,
            learning_rate=optimizer.learning_rate * (0.1 + 0.02 * number),
            schedule=schedule,
            warm_up=number % 3,
            data={"samples": UNEVEN, "noise": 0.1 * (number % 3)},
        )
        for number, (activation, optimizer, loss, regularizer, schedule, initializer) in enumerate(rows)
    ]


def clipped(clipping):
    settings = {name: 0.02 for name in CLIPPINGS[clipping].settings({})}
    return [
        lane(number, optimizer=optimizer, learning_rate=rate, clipping={"name": clipping, **settings})
        for number, (optimizer, rate) in enumerate([("sgd", 0.1), ("adamw", 0.01), ("sgd", 0.3), ("adam", 0.003)])
    ]


LINE_UPS = {
    "everything": everything,
    **{f"clipping: {name}": lambda name=name: clipped(name) for name in CLIPPINGS if name != "none"},
    "several classes": lambda: [
        lane(number, dataset={"name": "blobs", "classes": 4}, **{**CLASSES, "loss": loss}, data={"noise": 0.3})
        for number, loss in enumerate(loss.name for loss in LOSSES.values() if "softmax" in loss.outputs)
    ],
    "numbers, in wide layers and large batches": lambda: [
        lane(number, dataset="ripple", **NUMBERS, batch_size=32, layers="20 sine, 20 tanh") for number in (0, 1)
    ],
    "pictures": lambda: [lane(seed, dataset="digits", **CLASSES, layers="flatten, 6 relu", data={"samples": 200}) for seed in (0, 1)],
    "no hidden layer, less than one batch": lambda: [lane(seed, layers="", batch_size=300, data={"samples": 300}) for seed in (0, 1)],
}  # fmt: skip


class Race:
    """A line-up, its engine, and what it is given step by step."""

    def __init__(self, specs):
        self.lineup = line_up(specs)
        self.engine = make_lanes_engine(self.lineup)
        samples = len(self.lineup.datasets[0].train)
        self.courses = [Course(spec, samples) for spec in specs]
        self.steps_per_epoch = self.courses[0].steps_per_epoch
        self.firsts = [self.lineup.dataset_of.tolist().index(number) for number in range(len(self.lineup.datasets))]

    def train(self, step, count):
        first, last = step // self.steps_per_epoch, (step + count - 1) // self.steps_per_epoch
        orders = np.stack([self.courses[lane].orders(first, last - first + 1) for lane in self.firsts], 1)
        rates = np.stack([course.rates(step, count) for course in self.courses], 1)
        self.engine.train(orders, step, rates)

    def run(self, *portions):
        self.engine.reset()
        step = 0
        for portion in portions:
            most = self.engine.epochs_at_once * self.steps_per_epoch
            for first in range(0, portion, most):
                count = min(most, portion - first)
                self.train(step, count)
                step += count
        return self.engine.parameters()

    def alone(self, number, steps):
        """The parameters of a lane's spec trained by itself."""
        from playground.engine.tensorflow_engine import TensorFlowEngine

        course, spe = self.courses[number], self.steps_per_epoch
        engine = TensorFlowEngine(self.lineup.specs[number], self.lineup.datasets[self.lineup.dataset_of[number]], compiled=False)
        for step in range(0, steps, spe):
            engine.train(course.orders(step // spe, 1), step, course.rates(step, min(spe, steps - step)))
        return engine.parameters()


@pytest.fixture(scope="module")
def of_everything(keras):
    return Race(everything())


def bits(parameters, lanes=slice(None)):
    return {name: array[lanes].tobytes() for name, array in parameters.items()}


def distance(some, others):
    """How far apart parameters are, beside the largest of them."""
    return max(np.abs(some[name] - others[name]).max() for name in others) / max(np.abs(array).max() for array in others.values())


@pytest.mark.parametrize("name", LINE_UPS)
def test_every_lane_trains_as_its_spec_does_alone(keras, request, name):
    race = request.getfixturevalue("of_everything") if name == "everything" else Race(LINE_UPS[name]())
    together = race.run(200)
    for number, spec in enumerate(race.lineup.specs):
        alone = race.alone(number, 200)
        start = initial_parameters(spec)
        assert distance(start, alone) > 1e-3  # it has learned something
        assert distance({key: array[number] for key, array in together.items()}, alone) < 1e-5, f"lane {number}: {spec}"


def test_training_in_other_portions_gives_the_same_bits(of_everything):
    race = of_everything
    at_once = bits(race.run(100))
    assert bits(race.run(1, 25, 1, 3, 60, 10)) == at_once
    assert bits(race.run(100)) == at_once


def test_the_same_line_up_gives_the_same_bits_in_another_engine(keras, of_everything):
    few = of_everything.lineup.specs[:3]
    assert bits(Race(few).run(60)) == bits(Race(few).run(60))


def test_a_lane_that_diverges_leaves_the_others_as_they_are(keras):
    specs = [lane(number, layers="5 relu, 4 elu", optimizer="sgd", output="linear", loss="mean_squared_error") for number in range(4)]
    wild = specs[1].replace(training=specs[1].training.replace(learning_rate=10.0))
    calm, with_wild, without = (Race(each).run(200) for each in (specs, [specs[0], wild, *specs[2:]], [specs[0], *specs[2:]]))
    assert not all(np.isfinite(array[1]).all() for array in with_wild.values())
    assert bits(with_wild, [0, 2, 3]) == bits(calm, [0, 2, 3])
    assert bits(with_wild, [0, 2, 3]) == bits(without)


def test_outputs_are_those_of_the_networks_for_any_number_of_samples(of_everything):
    race = of_everything
    rng = np.random.default_rng(0)
    race.engine.reset()
    for _ in range(2):
        for samples in (1, 130, 700):
            raw = [rng.uniform(-2, 2, (samples, 2)).astype(np.float32) for _ in race.lineup.datasets]
            z = race.engine.outputs([kept(race.lineup.common, each) for each in raw])
            parameters = race.engine.parameters()
            assert z.shape == (len(race.lineup), samples, 1)
            for number, spec in enumerate(race.lineup.specs):
                own = {name: array[number] for name, array in parameters.items()}
                np.testing.assert_allclose(
                    z[number], forward(spec, own, inputs(spec, raw[race.lineup.dataset_of[number]])), rtol=1e-4, atol=1e-5
                )
        race.train(0, 30)


def test_the_first_outputs_do_not_wait_for_the_compiler(keras):
    engine = Race([lane(0), lane(1)]).engine
    engine.outputs([np.zeros((3, 2), np.float32)] * 2)
    assert engine._outputs.experimental_get_tracing_count() == 0


def test_parameters_that_are_loaded_are_the_parameters(of_everything):
    engine = of_everything.engine
    changed = {
        name: array + np.arange(len(array), dtype=np.float32).reshape(-1, *[1] * (array.ndim - 1))
        for name, array in engine.parameters().items()
    }
    engine.load(changed)
    assert bits(engine.parameters()) == bits(changed)


def test_the_loop_is_compiled_once_for_all_starts_and_counts(keras):
    """XLA bakes in what it takes for a constant, and compiles anew for each new value: then training would stand still."""
    race = Race([lane(number, data={"samples": UNEVEN}, layers="3 tanh") for number in range(2)])
    loops, calls = {}, {}

    def listen(name):
        loops[name] = getattr(race.engine, name)
        calls[name] = []

        def called(*arguments):
            calls[name].append(arguments)
            return loops[name](*arguments)

        setattr(race.engine, name, called)

    listen("_span")
    listen("_outputs")
    for start, count in [(0, 1), (0, 30), (7, 3)]:
        race.train(start, count)
    for samples in (3, 200):
        race.engine.outputs([np.zeros((samples, 2), np.float32)] * 2)
    for name, loop in loops.items():
        assert len({loop.experimental_get_compiler_ir(*arguments)(stage="hlo") for arguments in calls[name]}) == 1
        assert loop.experimental_get_tracing_count() == 1


def test_lanes_with_something_in_common_stand_side_by_side():
    specs = [
        lane(number, optimizer=o, layers=f"5 {a}")
        for number, (a, o) in enumerate((a, o) for a in ("relu", "tanh", "elu") for o in ("adam", "sgd"))
    ]
    lineup = line_up(specs)
    order, together = neighbourly(lineup)
    assert together.specs == tuple(specs[number] for number in order)
    assert together.dataset_of.tolist() == lineup.dataset_of[order].tolist()
    assert len(together.stretches(optimizer_of)) == 2
    assert len(together.stretches(activation_of(0))) == 6


def test_every_activation_of_an_output_trains(keras):
    race = Race([lane(number, output=name, loss="mean_squared_error") for number, name in enumerate(ACTIVATIONS) if name != "softmax"])
    assert all(np.isfinite(array).all() for array in race.run(30).values())
