"""Two inputs, one tanh unit, one sigmoid output: a whole training step with the numbers written out."""

import numpy as np
import pytest

from playground.data import Dataset, Split
from playground.engine import forward, predict
from playground.engine.evaluation import Evaluation
from playground.engine.network import answers
from playground.engine.numpy_engine import NumpyEngine
from tests.support import make_spec

# a = tanh(0.5 x1 - 0.25 x2 + 0.1), output = sigmoid(2 a - 0.5). One sample: the point (1, 2), which is of class 1.
WEIGHTS = np.array([0.5, -0.25, 0.1, 2.0, -0.5])
SPEC = make_spec(layers="1 tanh", optimizer="sgd", learning_rate=0.5, batch_size=1)
POINT, LABEL = np.array([[1.0, 2.0]], np.float32), np.array([1], np.uint8)

Z_1 = 0.1  # 0.5 * 1 - 0.25 * 2 + 0.1
A_1 = 0.09966799462495582  # tanh(0.1)
Z_2 = -0.3006640107500884  # 2 * 0.09966799462495582 - 0.5
A_2 = 0.4253951704665837  # 1 / (1 + exp(0.3006640107500884))
LOSS = 0.8547367150573346  # -log(0.4253951704665837)
DELTA_2 = -0.5746048295334163  # a - y
DELTA_1 = -1.1377938459520434  # -0.5746048295334163 * 2 * (1 - 0.09966799462495582^2)
GRADIENT = [DELTA_1 * 1, DELTA_1 * 2, DELTA_1, DELTA_2 * A_1, DELTA_2]
GRADIENT_NUMBERS = [-1.1377938459520434, -2.2755876919040868, -1.1377938459520434, -0.05726971108339843, -0.5746048295334163]
UPDATED = [1.0688969229760217, 0.8877938459520434, 0.6688969229760217, 2.028634855541699, -0.21269758523329185]


@pytest.fixture
def engine():
    split = Split(POINT, LABEL)
    engine = NumpyEngine(SPEC, Dataset(split, split, 2, features=("x1", "x2")), dtype=np.float64)
    engine.flat[:] = WEIGHTS
    return engine


def forward_all(engine, count=1):
    """The layers, and the weighted sums of the outputs for the same sample `count` times."""
    layers = engine.layers(count)
    return layers, engine.forward(layers, engine.samples(np.zeros(count, np.intp)), [None, None])


def test_forward(engine):
    layers, z = forward_all(engine)
    assert engine.samples(np.array([0])).tolist() == [[1, 2]]
    assert layers[0].applied.z == pytest.approx(Z_1)
    assert layers[0].applied.a == pytest.approx(A_1)
    assert z == pytest.approx(Z_2)
    assert answers(SPEC, z) == pytest.approx(A_2)


def test_error_and_backward(engine):
    layers, z = forward_all(engine)
    delta = engine.error(z, np.array([[1.0]]))
    assert delta == pytest.approx(DELTA_2)
    engine.backward(layers, delta)
    assert engine.flat_gradient == pytest.approx(GRADIENT)
    assert engine.flat_gradient == pytest.approx(GRADIENT_NUMBERS)


def test_update(engine):
    engine.train(np.zeros((1, 1), np.int32), 0, np.array([SPEC.training.learning_rate]))
    assert engine.flat == pytest.approx(UPDATED)


def test_a_batch_is_the_average_of_its_samples(engine):
    """The same sample twice in a batch has the gradient that it has once."""
    layers, z = forward_all(engine, 2)
    engine.backward(layers, engine.error(z, np.ones((2, 1))))
    assert engine.flat_gradient == pytest.approx(GRADIENT_NUMBERS)


def test_predictions_and_the_loss(engine):
    parameters = engine.parameters()
    assert {name: array.tolist() for name, array in parameters.items()} == {
        "dense_1/kernel": [[0.5], [-0.25]],
        "dense_1/bias": [0.1],
        "output/kernel": [[2.0]],
        "output/bias": [-0.5],
    }
    assert forward(SPEC, parameters, POINT).item() == pytest.approx(Z_2)
    assert predict(SPEC, parameters, [[1, 2]]).item() == pytest.approx(A_2)
    (measured,) = Evaluation(SPEC, Split(POINT, LABEL)).measure(np.array([[[Z_2]]]))
    assert measured.loss == pytest.approx(LOSS)
    assert measured.confusion == ((0, 0), (1, 0))  # a 1, taken for a 0
    assert measured.accuracy == 0
