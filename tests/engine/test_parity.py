"""NumPy and TensorFlow, from the same weights and with the same batches; and TensorFlow's fast loop against Keras' own."""

import numpy as np
import pytest

from playground.engine import Training, make_engine
from playground.engine.base import initial_parameters, targets
from playground.engine.evaluation import Evaluation
from playground.engine.network import inputs
from playground.engine.train import load_data
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.randomness import Stream, generator
from tests.support import FITTING, make_spec, random_data

ENGINES = ("numpy", "tensorflow")
STEPS = (1, 2, 10, 37, 100)

# 253 points to train on: the last batch of each epoch has 3 of them instead of 10.
UNEVEN = {"samples": 506, "noise": 0.2}


def losses_along(spec, data):
    """The loss after each number of `STEPS`, on training and on test data."""
    training = Training(spec, data)
    found = []
    for step in STEPS:
        while training.step < step:
            training.advance(step - training.step)
        for split in (data.train, data.test):
            found.append(Evaluation(spec, split).measure(training.parameters())[0])
    return found


def agree(spec, data):
    numpy, tensorflow = (losses_along(spec.replace(engine=engine), data) for engine in ENGINES)
    assert np.ptp(numpy) > 1e-3 * max(numpy)  # something has been learned
    np.testing.assert_allclose(numpy, tensorflow, rtol=1e-4)


@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
def test_engines_agree_on_every_hidden_activation(keras, hidden):
    spec = make_spec(layers=f"8 {hidden}, 8 {hidden}", data=UNEVEN)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("optimizer", [*OPTIMIZERS])
def test_engines_agree_on_every_optimizer(keras, optimizer):
    spec = make_spec(data=UNEVEN, optimizer=optimizer, learning_rate=OPTIMIZERS[optimizer].learning_rate)
    agree(spec, load_data(spec))


@pytest.mark.parametrize(("loss", "output"), FITTING)
@pytest.mark.parametrize("dataset", ["circle", "mnist"])
def test_engines_agree_on_every_loss_with_every_output(keras, dataset, loss, output):
    spec = make_spec(dataset=dataset, layers="6 tanh", loss=loss, output=output, learning_rate=0.003)
    agree(spec, random_data(spec, 253))


@pytest.mark.parametrize("samples", [10, 5, 1])
def test_engines_agree_on_very_few_samples(keras, samples):
    """One whole batch, less than one batch, and a single point."""
    spec = make_spec()
    agree(spec, random_data(spec, samples))


def test_engines_agree_on_the_tutorials_network(keras):
    spec = make_spec(
        dataset="mnist", layers="128 relu", output="softmax", loss="categorical_crossentropy", batch_size=32, learning_rate=0.001
    )
    agree(spec, load_data(spec.replace(data=spec.data.replace(samples=4000))))


def plain_keras(keras, spec):
    """The network as a student writes it."""
    model = keras.Sequential([keras.layers.Input([spec.widths[0]])])
    for units, name in zip(spec.widths[1:], spec.activations, strict=True):
        model.add(keras.layers.Dense(units, activation=ACTIVATIONS[name].keras))
    model.set_weights([*initial_parameters(spec).values()])
    optimizer = OPTIMIZERS[spec.training.optimizer]
    settings = {"learning_rate": spec.training.learning_rate} | optimizer.settings({})
    model.compile(getattr(keras.optimizers, optimizer.keras)(**settings), getattr(keras.losses, LOSSES[spec.training.loss].keras)())
    return model


@pytest.mark.parametrize(
    "settings",
    [
        {"layers": "8 tanh, 4 relu", "optimizer": "adam"},
        {"layers": "8 sigmoid", "output": "tanh", "loss": "mean_squared_error", "optimizer": "sgd"},
        {"dataset": "mnist", "layers": "16 relu", "output": "softmax", "loss": "categorical_crossentropy", "optimizer": "momentum"},
    ],
    ids=["yes or no", "regression", "classes"],
)
def test_the_tensorflow_engine_does_what_keras_does(keras, settings):
    spec = make_spec(**settings, engine="tensorflow", learning_rate=0.003)
    data = random_data(spec, 253)
    model = plain_keras(keras, spec)
    engine = make_engine(spec, data)
    x, y = inputs(spec, data.train.raw), targets(spec, data.train.labels)
    order = generator(spec.seed, Stream.ORDER).permutation(253).astype(np.int32)
    for start in range(26):
        batch = order[start * 10 : start * 10 + 10]
        model.train_on_batch(x[batch], y[batch])
    engine.train(order, 0, 26, 0.003)
    for found, expected in zip(engine.parameters().values(), model.get_weights(), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5)


def test_the_fast_loop_is_compiled_once_for_all_starts_and_counts(keras):
    """XLA bakes in what it takes for a constant, and compiles anew for each new value: then live training would stand still."""
    import tensorflow as tf

    spec = make_spec(engine="tensorflow")
    engine = make_engine(spec, random_data(spec, 250))
    order = tf.zeros([250], tf.int32)
    programs = {
        engine._chunk.experimental_get_compiler_ir(order, tf.constant(start), tf.constant(count))(stage="hlo")
        for start, count in [(0, 1), (0, 5), (7, 3)]
    }
    assert len(programs) == 1
    assert engine._chunk.experimental_get_tracing_count() <= 1
