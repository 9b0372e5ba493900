"""Any spec at all, through both engines for a few steps: nothing that validation lets through may break one of them, or part them."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings

from playground.data import Dataset
from playground.engine import Training
from playground.engine.base import Engine, initial_parameters
from playground.engine.network import kept
from playground.engine.numpy_engine import NumpyEngine
from playground.spec import RunSpec
from playground.spec.misfits import misfit
from tests.support import random_data, specs

STEPS = 3
SAMPLES = 11
MOST_BATCH = 6
MOST_RATE = 0.001

pytestmark = pytest.mark.usefixtures("eagerly")


@pytest.fixture(scope="module")
def eagerly() -> Iterator[None]:
    """Each operation at once, without a graph: a graph takes a second to trace, and is used three times here."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def engines(spec: RunSpec, data: Dataset) -> list[Engine]:
    from playground.engine.tensorflow_engine import TensorFlowEngine

    return [NumpyEngine(spec, data), TensorFlowEngine(spec, data, compiled=False)]


def trained(spec: RunSpec, data: Dataset, engine: Engine) -> Training:
    training = Training(spec, data, engine)
    while training.measuring or (training.step < STEPS and training.diverged is None and not training.finished):
        training.advance(STEPS - training.step)
    return training


def in_small_batches(spec: RunSpec) -> RunSpec:
    return spec.replace(training=spec.training.replace(batch_size=min(spec.training.batch_size, MOST_BATCH)))


def gentle(spec: RunSpec) -> RunSpec:
    """The spec without what makes a small difference a large one: a loss that does not fit, large steps, and optimizers that divide a
    gradient by its size, which make as much of a rounding error as of a gradient (they are compared one by one in `test_parity.py`)."""
    while (found := misfit(spec)) is not None:
        spec = found.spec
    training = spec.training
    return spec.replace(training=training.replace(learning_rate=min(training.learning_rate, MOST_RATE), optimizer="sgd"))


def moved(training: Training) -> np.ndarray:
    before, after = initial_parameters(training.spec), training.parameters()
    return np.concatenate([(after[name].astype(np.float64) - before[name]).ravel() for name in before])


@pytest.mark.filterwarnings("ignore:In loss categorical:SyntaxWarning")  # Keras knows of misfits, too
@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1:UserWarning")
@settings(max_examples=60)
@given(specs(most_layers=4))
def test_any_spec_trains_or_diverges_with_a_sentence(spec: RunSpec) -> None:
    spec = in_small_batches(spec)
    data = random_data(spec, SAMPLES)
    for engine in engines(spec, data):
        training = trained(spec, data, engine)
        if training.diverged is None:
            assert training.step >= 1
        else:
            assert training.diverged.startswith("Training diverged in epoch ")


@settings(max_examples=100)
@given(specs(most_layers=4))
def test_the_engines_take_the_same_steps_on_any_spec(spec: RunSpec) -> None:
    spec = gentle(in_small_batches(spec))
    data = random_data(spec, SAMPLES)
    ours, keras = (trained(spec, data, engine) for engine in engines(spec, data))
    assert (ours.step, ours.diverged, ours.stopped) == (keras.step, keras.diverged, keras.stopped)
    size = sum(np.abs(array).sum(dtype=np.float64) for array in initial_parameters(spec).values())
    # A hundredth of the way, or what a float32 of their size cannot tell apart.
    assert np.abs(moved(ours) - moved(keras)).sum() <= 0.01 * np.abs(moved(ours)).sum() + 3e-7 * size
    says = [training._engine.outputs(kept(spec, data.test.raw)) for training in (ours, keras)]
    np.testing.assert_allclose(*says, rtol=1e-3, atol=1e-4 * max(1.0, float(np.abs(says[0]).max())))
