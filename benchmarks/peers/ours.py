"""This project's own engines: the updates alone, or training as the page and the command line have it, with all its measuring."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.peers import Round
from benchmarks.work import RACE_ACTIVATIONS, RACE_SEEDS, SPECS, race_spec
from playground.engine import NeuronMaps, Training, make_engine
from playground.engine.base import initial_parameters
from playground.engine.course import Course
from playground.engine.lanes import LanesTraining, line_up
from playground.engine.samples import load_data
from playground.spec import RunSpec

TOY_EPOCHS = 320
"""In a round: some calls of several epochs each."""
CNN_BATCHES = 600


def tensorflow(work: str, _: Path) -> Round:
    """Training on the TensorFlow engine, measuring all the way."""
    return _measured(SPECS[work].replace(engine="tensorflow"), *_counted(work))


def numpy(work: str, _: Path) -> Round:
    """Training on the NumPy engine, measuring all the way."""
    return _measured(SPECS[work].replace(engine="numpy"), *_counted(work))


def tensorflow_updates(work: str, _: Path) -> Round:
    """The TensorFlow engine's updates alone, each epoch in an order of its own."""
    return _updates(work, SPECS[work].replace(engine="tensorflow"))


def numpy_updates(work: str, _: Path) -> Round:
    """The NumPy engine's updates alone, each epoch in an order of its own."""
    return _updates(work, SPECS[work].replace(engine="numpy"))


def maps(_: str, __: Path) -> Round:
    """What each neuron of 2-8-8-8-1 says at 100x100 points; a round is 50 pictures of all neurons."""
    spec = SPECS["toy"]
    axis = np.linspace(-6, 6, 100, dtype=np.float32)
    neuron_maps = NeuronMaps(spec, np.ascontiguousarray(np.stack(np.meshgrid(axis, axis)).reshape(2, -1)))
    parameters = initial_parameters(spec)

    def one_round() -> float:
        for _ in range(50):
            neuron_maps(parameters)
        return 50

    one_round()
    return one_round


def lanes_tensorflow(_: str, __: Path) -> Round:
    """All lanes of the race as one computation of TensorFlow."""
    return _lanes("tensorflow", 320)


def lanes_numpy(_: str, __: Path) -> Round:
    """All lanes of the race as one computation of NumPy."""
    return _lanes("numpy", 64)


def one_by_one_tensorflow(_: str, __: Path) -> Round:
    """Lanes of the race, one after another on the TensorFlow engine."""
    return _one_by_one("tensorflow", 64)


def one_by_one_numpy(_: str, __: Path) -> Round:
    """Lanes of the race, one after another on the NumPy engine."""
    return _one_by_one("numpy", 8)


def _lanes(engine: str, epochs: int) -> Round:
    """The updates alone, with the shuffling of the samples; counted in epochs of one lane."""
    specs = [race_spec(name, seed).replace(engine=engine) for name in RACE_ACTIVATIONS for seed in range(RACE_SEEDS)]
    training = LanesTraining(line_up(specs))
    training.prepare()

    def one_round() -> float:
        training.train(epochs * training.steps_per_epoch)
        return epochs * len(specs)

    one_round()
    return one_round


def _one_by_one(engine: str, epochs: int) -> Round:
    """The same for one lane of each activation, which take as long as the lanes of the other seeds."""
    specs = [race_spec(name, 0).replace(engine=engine) for name in RACE_ACTIVATIONS]
    runs = [(make_engine(spec, data), Course(spec, len(data.train))) for spec in specs for data in [load_data(spec)]]
    for single, _ in runs:
        single.prepare()

    def one_round() -> float:
        for single, course in runs:
            for epoch in range(0, epochs, single.epochs_at_once):
                orders = course.orders(epoch, single.epochs_at_once)
                step = epoch * course.steps_per_epoch
                single.train(orders, step, course.rates(step, single.epochs_at_once * course.steps_per_epoch))
        return epochs * len(specs)

    one_round()
    return one_round


def _counted(work: str) -> tuple[int, bool]:
    """Epochs in a round, and whether the work is counted in epochs; otherwise in samples."""
    return (TOY_EPOCHS, True) if work == "toy" else (1, False)


def _measured(spec: RunSpec, epochs: int, in_epochs: bool) -> Round:
    training = Training(spec, load_data(spec))
    training.prepare()
    each = 1 if in_epochs else len(training.data.train)

    def one_round() -> float:
        begun = training.epoch
        while training.epoch < begun + epochs or training.measuring:
            training.advance(10**9)
        return (training.epoch - begun) * each

    one_round()
    return one_round


def _updates(work: str, spec: RunSpec) -> Round:
    """A round is an epoch of the digits, part of one with convolutions, or many epochs of the points."""
    data = load_data(spec)
    engine = make_engine(spec, data)
    engine.prepare()
    samples, size, rng = len(data.train), spec.training.batch_size, np.random.default_rng(0)
    batches = -(-samples // size)

    def rates(count: int) -> np.ndarray:
        return np.full(count, spec.training.learning_rate, np.float32)

    def orders(epochs: int) -> np.ndarray:
        return np.stack([rng.permutation(samples) for _ in range(epochs)]).astype(np.int32)

    def digits() -> float:
        count = min(CNN_BATCHES, batches) if work == "cnn" else batches
        engine.train(orders(1), 0, rates(count))
        return min(count * size, samples)

    def points() -> float:
        at_once = engine.epochs_at_once
        for _ in range(TOY_EPOCHS // at_once):
            engine.train(orders(at_once), 0, rates(at_once * batches))
        return TOY_EPOCHS // at_once * at_once

    one_round: Callable[[], float] = points if work == "toy" else digits
    one_round()
    return one_round
