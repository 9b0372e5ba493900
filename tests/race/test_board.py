"""The leader board: who leads, how sure that is, and the numbers beside it."""

import numpy as np
import pytest
from scipy import stats

from playground.race import Record, board
from playground.race.board import said
from playground.race.marks import MarkedCourse, columns
from playground.race.statistics import estimate, holm, paired_p
from playground.spec import preset
from tests.race.races import race
from tests.support import make_spec

VALUES = [0.3, 0.1, 0.25, 0.4]
OTHERS = [0.5, 0.15, 0.3, 0.7]


def test_an_interval_is_that_of_students_t():
    found = estimate(VALUES)
    low, high = stats.t.interval(0.95, 3, loc=np.mean(VALUES), scale=stats.sem(VALUES))
    assert (found.mean, found.low, found.high) == pytest.approx((np.mean(VALUES), low, high))


def test_a_single_value_has_no_interval_and_none_has_no_mean():
    assert estimate([0.5]).low is None
    assert estimate([]) is None


def test_an_interval_ends_where_values_do():
    assert estimate([0.99, 1.0, 0.9], 0.0, 1.0).high == 1.0


def test_a_difference_is_judged_pair_by_pair():
    assert paired_p(VALUES, OTHERS) == pytest.approx(stats.ttest_rel(VALUES, OTHERS).pvalue)
    assert paired_p([1.0], [2.0]) is None
    assert paired_p([1.0, 2.0], [2.0, 3.0]) == 0.0
    assert paired_p(VALUES, VALUES) == 1.0


def test_many_differences_are_corrected_as_holm_says():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def mark(lane, epoch, *, loss, score=0.9):
    row = np.full(columns(3), np.nan, np.float32)
    row[:6] = lane, epoch, loss, loss, score, score
    return row


def record_of(losses, **settings) -> Record:
    """A record with one mark a lane: `losses` are those of each entry, seed by seed."""
    names = ["relu", "tanh", "sine"][: len(losses)]
    record = Record(race("activation " + " ".join(names), seeds=len(losses[0]), **settings))
    flat = [loss for each in losses for loss in each]
    record.add(np.stack([mark(lane, 10, loss=loss) for lane, loss in enumerate(flat)]))
    return record


def test_the_lowest_mean_loss_leads():
    rows = board(record_of([[0.5, 0.6], [0.1, 0.2]]))
    assert [row.entry for row in rows] == [1, 0]
    assert rows[0].loss.mean == pytest.approx(0.15)


def test_a_difference_in_every_seed_is_more_than_chance_and_a_mixed_one_is_not():
    rows = board(record_of([[0.10, 0.11, 0.10, 0.12], [0.50, 0.52, 0.51, 0.53], [0.05, 0.3, 0.02, 0.4]]))
    assert [row.verdict for row in rows] == ["leader", "open", "behind"]
    assert "p < 0.001" in rows[2].text


def test_one_seed_cannot_say_whether_it_was_chance():
    rows = board(record_of([[0.1], [0.2]]))
    assert [row.verdict for row in rows] == ["leader", "none"]
    assert rows[1].text == "One seed cannot say"


def test_an_entry_with_lanes_that_diverged_comes_after_those_without():
    record = record_of([[0.01, 0.01], [0.5, 0.5], [0.2, 0.2]])
    record.note_diverged({0: "too fast", 4: "too fast", 5: "too fast"})
    rows = board(record)
    assert [row.entry for row in rows] == [1, 0, 2]
    assert [row.text for row in rows[1:]] == ["1 of 2 lanes has diverged", "All lanes have diverged"]
    assert rows[2].loss is None


def test_entries_with_different_losses_are_ranked_by_what_they_get_right():
    record = Record(race("loss hinge mean_squared_error", seeds=1))
    record.add(np.stack([mark(0, 1, loss=0.1, score=0.8), mark(1, 1, loss=0.9, score=0.95)]))
    assert [row.entry for row in board(record)] == [1, 0]


def test_the_first_mark_at_the_target_counts():
    record = Record(race("activation relu", seeds=1, target={"on": "score", "value": 0.9}))
    record.add(np.stack([mark(0, epoch, loss=0.5, score=score) for epoch, score in ((1, 0.8), (2, 0.93), (3, 0.7), (4, 0.95))]))
    record.per_epoch[0] = 0.5
    (row,) = board(record)
    assert (row.epochs.mean, row.seconds.mean) == (2, 1.0)


def test_a_target_may_be_a_loss():
    record = Record(race("activation relu", seeds=1, target={"on": "loss", "value": 0.4}))
    record.add(np.stack([mark(0, 1, loss=0.5), mark(0, 2, loss=0.4)]))
    assert board(record)[0].epochs.mean == 2


def test_the_best_loss_is_kept_when_it_rises_again():
    record = Record(race("activation relu", seeds=1))
    record.add(np.stack([mark(0, epoch, loss=loss) for epoch, loss in ((1, 0.5), (2, 0.2), (3, 0.6))]))
    assert board(record)[0].best.mean == pytest.approx(0.2)
    assert board(record)[0].loss.mean == pytest.approx(0.6)


def test_before_the_first_mark_the_board_says_so():
    record = Record(race())
    rows = board(record)
    assert {row.verdict for row in rows} == {"none"}
    assert said(record, rows) == "Nothing has been measured yet."


def test_the_board_is_said_in_words():
    record = record_of([[0.10, 0.11, 0.10, 0.12], [0.50, 0.52, 0.51, 0.53], [0.05, 0.3, 0.02, 0.4]])
    text = said(record, board(record))
    assert text.startswith("ReLU leads with a test loss of 0.107 and accuracy 0.900.")
    assert "Behind by more than seeds explain: Tanh." in text
    assert "Not to be told apart from it: Sine." in text


def course(**settings) -> MarkedCourse:
    return MarkedCourse(make_spec(epochs=502, **settings), 50)


def marks(course: MarkedCourse) -> list[float]:
    steps = [0]
    while steps[-1] < 502 * course.steps_per_epoch:
        steps.append(course.point_after(steps[-1]))
    return [step / course.steps_per_epoch for step in steps[1:]]


def test_lanes_are_measured_after_each_of_the_first_epochs_then_now_and_then_and_at_the_end():
    found = marks(course())
    assert found[:20] == list(range(1, 21))
    assert found[20:22] == [25, 30]
    assert found[-1] == 502


def test_pictures_are_measured_inside_their_first_epochs_too_and_not_without_end():
    found = marks(MarkedCourse(preset("mnist-dense").replace(training=preset("mnist-dense").training.replace(epochs=502)), 60_000))
    assert len([mark for mark in found if mark <= 1]) == 10
    assert len(found) < 200
    assert all(mark == int(mark) for mark in found if mark > 20)
