"""What each test picture was taken for, as it is kept with a measurement."""

import numpy as np
import pytest

from playground.engine import Training, predict
from playground.snapshot import Measured
from tests.support import CLASSES, make_spec, random_data


def confusion(predicted: np.ndarray, labels: np.ndarray) -> list[list[int]]:
    return [[int(((labels == row) & (predicted == column)).sum()) for column in range(10)] for row in range(10)]


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_predictions_are_kept_with_the_matrix_that_was_counted_from_them(engine: str) -> None:
    spec = make_spec(dataset="digits", layers="flatten, 12 relu", data={"samples": 300}, engine=engine, **CLASSES)
    training = Training(spec, random_data(spec, 300))
    while not training.advance(50):
        pass
    kept = training.metrics.test.predictions
    assert kept is not None
    says = predict(spec, training.parameters(), training.data.test.raw)
    assert kept.classes.tolist() == says.argmax(axis=1).tolist()
    assert kept.confidences == pytest.approx(says.max(axis=1), abs=1e-5)
    assert confusion(kept.classes, training.data.test.labels) == [list(row) for row in training.metrics.test.confusion]
    assert training.metrics.train.predictions is None


def test_those_of_the_best_epoch_come_back_with_its_weights() -> None:
    stop = {"patience": 1}
    spec = make_spec(dataset="digits", layers="flatten, 12 relu", data={"samples": 300}, learning_rate=3.0, epochs=40, stop=stop, **CLASSES)
    training = Training(spec, random_data(spec, 300))
    while training.stopped is None and training.diverged is None and training.step < 2000:
        training.advance(50)
    assert training.stopped is not None
    kept = training.metrics.test.predictions
    assert kept is not None
    assert kept.classes.tolist() == predict(spec, training.parameters(), training.data.test.raw).argmax(axis=1).tolist()


def test_points_keep_no_predictions() -> None:
    spec = make_spec()
    assert Training(spec, random_data(spec, 50)).metrics.test.predictions is None


def test_measurements_are_equal_whatever_is_kept_with_them() -> None:
    spec = make_spec(dataset="digits", layers="flatten", data={"samples": 100}, **CLASSES)
    measured = Training(spec, random_data(spec, 100)).metrics.test
    assert measured == Measured(measured.loss, measured.confusion)
