"""Heats: lanes that train as one computation, and lanes that train alone, are measured in the same way and kept in step."""

import numpy as np
import pytest

from playground.engine.evaluation import Evaluation
from playground.engine.inside import Inside
from playground.engine.samples import load_data
from playground.engine.training import Training
from playground.race import Pack, board, run
from playground.race.marks import BEFORE_LAYERS, EPOCH, LANE, TEST_LOSS, TEST_SCORE, TRAIN_LOSS
from playground.spec import layer
from tests.race.races import race


def marks_of(found, parts=None):
    pack = Pack(found, found.groups if parts is None else parts)
    rows = []
    while pack.has_work(found.epochs):
        rows += pack.advance(found.epochs)[1]
    assert pack.finished
    rows = np.stack(rows)
    return rows[np.lexsort((rows[:, EPOCH], rows[:, LANE]))]


def alone(spec):
    """The points of a spec's own curve, and what is inside at the end."""
    data = load_data(spec)
    training = Training(spec, data)
    points = [training.point]
    while not training.finished:
        points += training.advance(10**6)
    return points, Inside(spec, data)(training.parameters())


def test_marks_are_the_points_of_each_lanes_own_curve():
    found = race("activation relu tanh", epochs=12)
    rows = marks_of(found)
    for lane, spec in enumerate(found.lanes):
        points, inside = alone(spec)
        mine = rows[rows[:, LANE] == lane]
        assert mine[:, EPOCH].tolist() == [point.epoch for point in points]
        assert mine[:, TRAIN_LOSS] == pytest.approx([point.metrics.train.loss for point in points], rel=1e-4)
        assert mine[:, TEST_LOSS] == pytest.approx([point.metrics.test.loss for point in points], rel=1e-4)
        assert mine[:, TEST_SCORE] == pytest.approx([point.metrics.test.accuracy for point in points], abs=0.021)
        assert mine[-1, BEFORE_LAYERS : BEFORE_LAYERS + 3] == pytest.approx([state.gradient for state in inside], rel=1e-3)


def test_lanes_that_train_apart_have_the_same_marks():
    found = race("activation relu tanh")
    together, apart = marks_of(found), marks_of(found, [[lane] for lane in range(4)])
    np.testing.assert_allclose(together, apart, rtol=2e-4, atol=1e-5)


def test_an_entry_with_fewer_layers_has_its_output_in_the_last_place():
    rows = marks_of(race("depth 1 3", epochs=1, seeds=1))
    gradients = rows[:, BEFORE_LAYERS : BEFORE_LAYERS + 4]
    assert np.isnan(gradients[rows[:, LANE] == 0][:, 1:3]).all()
    assert np.isfinite(gradients[rows[:, LANE] == 0][:, [0, 3]]).all()
    assert np.isfinite(gradients[rows[:, LANE] == 1]).all()


def test_the_heat_that_is_furthest_behind_goes_first():
    found = race("width 2 4 8", epochs=200)
    pack = Pack(found, found.groups)
    while pack.has_work(200):
        pack.advance(200)
        assert pack.ahead - pack.epoch < 60


def test_nobody_trains_past_where_it_may():
    found = race("width 2 4")
    pack = Pack(found, found.groups)
    while pack.has_work(3.41):
        pack.advance(3.41)
    assert [heat.epoch for heat in pack.heats] == [3.6, 3.6], "five batches are an epoch"


@pytest.mark.parametrize("layers", ["4 tanh", [layer("dropout", rate=0.1), layer("dense", units=3)]])
def test_a_reset_gives_the_same_marks_again(layers):
    found = race("learning_rate 0.01 0.1", layers=layers)
    pack = Pack(found, found.groups)
    rounds = []
    for _ in range(2):
        rows = []
        while pack.has_work(found.epochs):
            rows += pack.advance(found.epochs)[1]
        rounds.append(sorted(map(tuple, np.nan_to_num(np.stack(rows), nan=-1).tolist())))
        pack.reset()
    assert rounds[0] == rounds[1]


def test_a_lane_that_diverges_has_no_marks_after_that_and_the_others_go_on():
    found = race("learning_rate 0.01 10", optimizer="sgd", loss="mean_squared_error", output="linear", dataset="plane", layers="4 relu")
    rows = marks_of(found)
    for lane in (0, 1):
        assert rows[rows[:, LANE] == lane][-1, EPOCH] == 10
    for lane in (2, 3):
        assert rows[rows[:, LANE] == lane][-1, EPOCH] < 10


def test_a_lane_that_has_diverged_stands_still():
    found = race(
        "learning_rate 0.01 10", optimizer="sgd", loss="mean_squared_error", output="linear", dataset="plane", layers="4 relu", epochs=40
    )
    pack = Pack(found, found.groups)
    while not pack.diverged:
        pack.advance(40)
    lane = min(pack.diverged)
    stood = {name: array.copy() for name, array in pack.parameters()[lane].items()}
    moving = pack.parameters()[0]
    while pack.has_work(40):
        pack.advance(40)
    assert all(np.array_equal(array, pack.parameters()[lane][name], equal_nan=True) for name, array in stood.items())
    assert any((array != pack.parameters()[0][name]).any() for name, array in moving.items())


def test_a_lane_that_trains_alone_is_measured_at_its_marks_only(monkeypatch):
    counted = []
    monkeypatch.setattr(Evaluation, "measure", lambda self, z, measure=Evaluation.measure: counted.append(1) or measure(self, z))
    found = race("activation tanh", layers=[layer("dropout", rate=0.1), layer("dense", units=3)], epochs=300, seeds=1)
    rows = marks_of(found)
    assert len(counted) <= 2 * (len(rows) + 1)


def test_a_race_of_which_all_lanes_diverge_ends():
    found = race("learning_rate 9 10", optimizer="sgd", loss="mean_squared_error", output="linear", dataset="plane", layers="4 relu")
    *_, record = run(found)
    assert {row.text for row in board(record)} == {"All lanes have diverged"}


def test_the_same_race_twice_has_the_same_board():
    def once():
        *_, record = run(race("activation relu tanh sine", "learning_rate 0.01 0.1"))
        return [{**vars(row), "seconds": None, "per_epoch": None} for row in board(record)]

    assert once() == once()


def test_each_lane_is_said_to_take_as_long_as_it_does_alone():
    *_, record = run(race("depth 1 6", epochs=2, seeds=2))
    assert record.seconds_of_entry(0) < record.seconds_of_entry(1)


def test_pictures_are_measured_inside_their_long_epochs_too():
    found = race(
        "activation relu tanh",
        dataset="digits",
        layers="flatten, 8 relu",
        output="softmax",
        loss="categorical_crossentropy",
        data={"samples": 1400},
        batch_size=4,
        epochs=2,
        seeds=1,
    )
    rows = marks_of(found)
    points, _ = alone(found.lanes[0])
    assert rows[rows[:, LANE] == 0][:, EPOCH] == pytest.approx([point.epoch for point in points])
    assert len(points) > 4
