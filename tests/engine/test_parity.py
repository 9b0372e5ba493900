"""The two engines, from the same weights and with the same batches; and both against Keras as a student writes it.

Parametrised over the registries: what is added there is compared here.
"""

import numpy as np
import pytest

from playground.data import DATASETS
from playground.engine import Training, make_engine
from playground.engine.base import initial_parameters, targets
from playground.engine.course import Course
from playground.engine.network import inputs
from playground.engine.numpy_engine import NumpyEngine
from playground.engine.samples import load_data
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.clipping import CLIPPINGS
from playground.nn.initializers import INITIALIZERS
from playground.nn.layers import LAYERS
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.regularizers import REGULARIZERS
from playground.nn.schedules import SCHEDULES
from playground.randomness import Stream, generator
from tests.support import CLASSES, FITTING, NUMBERS, make_spec, random_data

ENGINES = ("numpy", "tensorflow")
STEPS = (1, 2, 10, 37, 50)

# 253 points to train on: the last batch of each epoch has 3 of them instead of 10.
UNEVEN = {"samples": 506, "noise": 0.2}

PICTURES = {"dataset": "digits", **CLASSES}


def engine_of(spec, data, *, compiled=False):
    """The engine of a spec; XLA takes seconds for each network, so that most comparisons do without."""
    if spec.engine == "numpy":
        return NumpyEngine(spec, data)
    from playground.engine.tensorflow_engine import TensorFlowEngine

    return TensorFlowEngine(spec, data, compiled=compiled)


def losses_along(spec, data, *, compiled=False):
    """The loss after each number of `STEPS`, on training and on test data."""
    training = Training(spec, data, engine_of(spec, data, compiled=compiled))
    found = []
    for step in STEPS:
        while training.step < step:
            training.advance(step - training.step)
        for part in (training._on_train, training._on_test):
            found.append(_at_once(part, training._engine).loss)
    return found


def _at_once(evaluation, engine):
    measuring = evaluation.in_chunks(engine)
    while True:
        try:
            next(measuring)
        except StopIteration as done:
            return done.value


def agree(spec, data, *, compiled=False):
    numpy, tensorflow = (losses_along(spec.replace(engine=engine), data, compiled=compiled) for engine in ENGINES)
    assert np.ptp(numpy) > 3e-4 * max(numpy)  # something has been learned
    np.testing.assert_allclose(numpy, tensorflow, rtol=1e-4)


COMPILED = {
    "points": {"layers": "8 tanh, 8 relu, 5 gelu"},
    "a smaller last batch": {"layers": "8 tanh", "data": UNEVEN},
    "several classes": {"dataset": {"name": "rings", "classes": 5}, "layers": "8 elu, layer_normalization", **CLASSES},
    "a number": {"dataset": "bumps", "layers": "8 sine", **NUMBERS, "optimizer": "nadam", "schedule": "cosine", "warm_up": 0.5},
    "random numbers": {"layers": "8 tanh, dropout rate=0.2, 6 tanh, gaussian_noise, batch_normalization"},
    "pictures in a row": {**PICTURES, "layers": "flatten, 40 relu", "data": {"samples": 200}},
}


@pytest.mark.parametrize("settings", COMPILED.values(), ids=[*COMPILED])
def test_engines_agree_when_xla_has_compiled_the_loop(keras, settings):
    spec = make_spec(**settings, learning_rate=0.003, epochs=4)
    agree(spec, load_data(spec), compiled=True)


@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
def test_engines_agree_on_every_hidden_activation(keras, hidden):
    spec = make_spec(layers=f"8 {hidden}, 8 {hidden}", data=UNEVEN)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("optimizer", [*OPTIMIZERS])
def test_engines_agree_on_every_optimizer(keras, optimizer):
    spec = make_spec(data=UNEVEN, optimizer=optimizer, learning_rate=OPTIMIZERS[optimizer].learning_rate)
    agree(spec, load_data(spec))


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_engines_agree_on_every_loss_with_every_output_that_fits(keras, loss, output):
    spec = make_spec(layers="6 tanh", loss=loss, output=output, learning_rate=0.01)
    agree(spec, random_data(spec, 253))


@pytest.mark.parametrize(
    "loss", ["mean_squared_error", "categorical_crossentropy", "binary_crossentropy", "categorical_focal_crossentropy"]
)
@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_engines_agree_on_several_classes(keras, loss, output):
    spec = make_spec(dataset={"name": "blobs", "classes": 4}, layers="6 tanh", loss=loss, output=output, learning_rate=0.003)
    agree(spec, random_data(spec, 253))


@pytest.mark.parametrize("gamma", [0.0, 0.5])
def test_engines_agree_on_certain_outputs_with_little_focus(keras, gamma):
    """Where Keras by itself says NaN."""
    sure = {"activation": "sigmoid", "initializer": {"name": "normal", "stddev": 10.0}}
    spec = make_spec(layers="6 tanh", loss={"name": "binary_focal_crossentropy", "gamma": gamma}, output=sure, learning_rate=0.01)
    agree(spec, random_data(spec, 253))


@pytest.mark.parametrize("schedule", [*SCHEDULES])
def test_engines_agree_on_every_schedule(keras, schedule):
    """Whole epochs in one call, too: the schedule goes on inside of it."""
    spec = make_spec(layers="6 tanh", schedule=schedule, warm_up=0.5, learning_rate=0.03, epochs=4)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("clipping", [*CLIPPINGS])
def test_engines_agree_on_every_clipping(keras, clipping):
    settings = {name: 0.01 for name in CLIPPINGS[clipping].settings({})}
    spec = make_spec(optimizer="sgd", learning_rate=0.5, clipping={"name": clipping, **settings}, data=UNEVEN)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("regularizer", [*REGULARIZERS])
def test_engines_agree_on_every_regularizer(keras, regularizer):
    settings = {name: 0.02 for name in REGULARIZERS[regularizer].settings({})}
    layers = [{"kind": "dense", "units": 6, "regularizer": {"name": regularizer, **settings}}]
    spec = make_spec(layers=layers, data=UNEVEN, learning_rate=0.03)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("initializer", [name for name in INITIALIZERS if name not in ("zeros", "constant")])
def test_engines_agree_on_every_initializer(keras, initializer):
    layers = [{"kind": "dense", "units": 6, "initializer": initializer}]
    spec = make_spec(layers=layers, data=UNEVEN, learning_rate=0.03)
    agree(spec, load_data(spec))


ON_UNITS = [entry.name for entry in LAYERS.values() if 1 in entry.ranks]
ON_PICTURES = [entry.name for entry in LAYERS.values() if 3 in entry.ranks]


@pytest.mark.parametrize("kind", ON_UNITS)
def test_engines_agree_on_every_layer_between_units(keras, kind):
    spec = make_spec(layers=f"6 tanh, {kind}, 4 tanh", data=UNEVEN)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("kind", ON_PICTURES)
def test_engines_agree_on_every_layer_between_pictures(keras, kind):
    after = "" if kind in ("flatten", "global_average_pooling2d") else "flatten, "
    spec = make_spec(**PICTURES, layers=f"conv2d filters=3, {kind}, {after}6 relu", learning_rate=0.003)
    agree(spec, random_data(spec, 53))


def test_engines_agree_on_strides_rims_and_a_second_convolution(keras):
    layers = "conv2d filters=4 kernel_size=5 padding=same, batch_normalization, conv2d filters=3 strides=2 padding=same, flatten, dropout"
    spec = make_spec(**PICTURES, layers=layers, learning_rate=0.003)
    agree(spec, random_data(spec, 53))


@pytest.mark.parametrize("dataset", [entry.name for entry in DATASETS.values() if entry.kind != "image"])
def test_engines_agree_on_every_data_set_of_points(keras, dataset):
    answers = NUMBERS if DATASETS[dataset].task == "regression" else CLASSES
    spec = make_spec(dataset=dataset, layers="6 tanh", **answers, learning_rate=0.01)
    agree(spec, load_data(spec))


def test_engines_agree_on_augmented_pictures(keras):
    augmentation = {"shift": 1.0, "rotate": 20.0, "thickness": 0.5}
    spec = make_spec(**PICTURES, layers="flatten, 8 relu", data={"augmentation": augmentation, "samples": 203}, learning_rate=0.003)
    agree(spec, load_data(spec))


@pytest.mark.parametrize("samples", [10, 5, 1])
def test_engines_agree_on_very_few_samples(keras, samples):
    """One whole batch, less than one batch, and a single point."""
    spec = make_spec()
    agree(spec, random_data(spec, samples))


@pytest.mark.parametrize(
    "layers", ["flatten, 128 relu", "conv2d filters=8, max_pooling2d, conv2d filters=16, max_pooling2d, flatten, 64 relu"]
)
def test_engines_agree_on_the_networks_of_the_presets(keras, layers):
    spec = make_spec(dataset="mnist", layers=layers, **CLASSES, batch_size=32, learning_rate=0.001)
    agree(spec, load_data(spec.replace(data=spec.data.replace(samples=1000))))


# Against Keras as a student writes it


def plain_keras(keras, spec):
    """The network as a student writes it, with Keras' own `compile`."""
    model = keras.Sequential([keras.layers.Input(spec.shapes[0])])
    for layer in spec.layers:
        arguments = layer.entry.keras_arguments(layer.settings)
        if layer.entry.activation is not None:
            arguments["activation"] = layer.activation.entry.keras_twin(keras, layer.activation.settings)
            regularizer = layer.regularizer
            if regularizer.entry.keras:
                arguments["kernel_regularizer"] = getattr(keras.regularizers, regularizer.entry.keras)(**regularizer.settings)
        model.add(getattr(keras.layers, layer.entry.keras)(**arguments))
    numbers = initial_parameters(spec)
    for layer, name, weights in zip(model.layers, spec.layer_names, spec.weights, strict=True):
        for part in weights:
            getattr(layer, part).assign(numbers[f"{name}/{part}"])
    training = spec.training
    optimizer = training.optimizer
    settings = {**optimizer.entry.keras_arguments, **optimizer.settings, **training.clipping.settings}
    rate = training.learning_rate
    if training.schedule.entry.keras:
        twin = getattr(keras.optimizers.schedules, training.schedule.entry.keras)
        rate = twin(**training.schedule.entry.keras_arguments(rate, 26, training.epochs, **training.schedule.settings))
    loss = getattr(keras.losses, training.loss.entry.keras)(**training.loss.settings)
    model.compile(getattr(keras.optimizers, optimizer.entry.keras)(learning_rate=rate, **settings), loss)
    return model


STUDENTS = {
    "yes or no": {"layers": "8 tanh, 4 relu"},
    "regression": {"dataset": "ripple", "layers": "8 sigmoid", **NUMBERS, "optimizer": "sgd"},
    "classes": {**PICTURES, "layers": "flatten, 16 relu", "optimizer": "momentum"},
    "convolution": {**PICTURES, "layers": "conv2d filters=4, average_pooling2d, flatten, 8 gelu", "optimizer": "adamw"},
    "normalized": {
        **PICTURES,
        "layers": "conv2d filters=4 padding=same, batch_normalization, global_average_pooling2d, layer_normalization",
    },
    "clipped": {"layers": "8 elu", "clipping": {"name": "norm", "global_clipnorm": 0.1}, "optimizer": "nadam"},
    "scheduled": {"layers": "8 mish", "schedule": "cosine", "optimizer": "rmsprop", "epochs": 3},
    "regularized": {
        "layers": [{"kind": "dense", "units": 8, "regularizer": {"name": "l1_l2", "l1": 0.01, "l2": 0.02}}],
        "optimizer": "amsgrad",
    },
    "huber": {"dataset": "sine", "layers": "8 softsign", **NUMBERS, "loss": {"name": "huber", "delta": 0.3}, "optimizer": "lion"},
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("settings", STUDENTS.values(), ids=[*STUDENTS])
def test_an_engine_does_what_keras_does(keras, settings, engine):
    spec = make_spec(**settings, engine=engine, learning_rate=0.003)
    data = random_data(spec, 253)
    model = plain_keras(keras, spec)
    ours = engine_of(spec, data)
    x, y = inputs(spec, data.train.raw).reshape(253, *spec.shapes[0]), targets(spec, data.train.labels)
    order = generator(spec.seed, Stream.ORDER).permutation(253).astype(np.int32)
    training, course = Training(spec, data, ours), Course(spec, 253)
    there, here = [], []
    for step in range(50):
        batch = order[step % 26 * 10 : step % 26 * 10 + 10]
        model.train_on_batch(x[batch], y[batch])
        ours.train(order[None], step, course.rates(step, 1))
        if step + 1 in STEPS:
            there.append(model.loss(y, model(x, training=False)).numpy())
            here.append(_at_once(training._on_train, ours).loss)
        if step == 0:
            for layer, name, weights in zip(model.layers, spec.layer_names, spec.weights, strict=True):
                for part in weights:
                    np.testing.assert_allclose(ours.parameters()[f"{name}/{part}"], getattr(layer, part), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(here, there, rtol=1e-4)


@pytest.mark.parametrize("samples", [250, 253], ids=["spans of epochs", "parts of an epoch"])
def test_the_fast_loop_is_compiled_once_for_all_starts_and_counts(keras, samples):
    """XLA bakes in what it takes for a constant, and compiles anew for each new value: then live training would stand still."""
    import tensorflow as tf

    spec = make_spec(engine="tensorflow", layers="4 tanh, dropout" if samples == 253 else "4 tanh")
    engine = make_engine(spec, random_data(spec, samples))
    calls = []

    def listen(function):
        def called(*arguments):
            calls.append(arguments)
            return function(*arguments)

        return called

    loop = engine._span if samples == 250 else engine._chunk
    engine._span = engine._chunk = listen(loop)
    for start, count in [(0, 1), (0, 5), (7, 3)]:
        engine.train(np.zeros((1, samples), np.int32), start, np.zeros(count, np.float32))
    assert len({loop.experimental_get_compiler_ir(*arguments)(stage="hlo") for arguments in calls}) == 1
    assert loop.experimental_get_tracing_count() == 1
    assert isinstance(calls[0][0], tf.Tensor)


def test_every_activation_of_an_output_trains_on_either_engine(keras):
    for name in ACTIVATIONS:
        spec = make_spec(output=name, loss="mean_squared_error", data={"samples": 60})
        assert all(np.isfinite(losses_along(spec.replace(engine=engine), load_data(spec))).all() for engine in ENGINES)
