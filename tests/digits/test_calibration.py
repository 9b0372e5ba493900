"""Temperature scaling and reliability, by hand on tiny cases and beside a search that tries everything."""

import numpy as np
import pytest

from playground.data import Split
from playground.digits.assessing import FEWEST_HELD_OUT, MOST_HELD_OUT, assessed, unseen
from playground.digits.calibration import (
    BINS,
    LIKELIER_THAN_NOT,
    MOST_UNSURE,
    RIGHT,
    ece,
    fit_temperature,
    least_sure,
    reliability,
)
from playground.digits.facts import Bin
from playground.digits.network import pack
from playground.digits.reading import logits, softmax, weighted_sums
from playground.engine.samples import left_out, load_data
from tests.digits.conftest import untrained


def loss(z, labels, temperature):
    return -np.log(softmax(z / temperature)[np.arange(len(labels)), labels]).mean()


def some_logits(seed, count=300, classes=5, scale=3.0):
    """Logits of which the label's own is often, but not always, the largest."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, classes, count).astype(np.uint8)
    z = rng.normal(0, scale, (count, classes))
    z[np.arange(count), labels] += scale
    return z, labels


def test_the_temperature_of_two_classes_by_hand():
    """Each answer is ahead by 2 and three of four are right: softmax says 3/4 where 2 / T = log 3."""
    z = np.array([[2.0, 0.0]] * 4)
    assert fit_temperature(z, np.array([0, 0, 0, 1], np.uint8)) == pytest.approx(2 / np.log(3))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_no_other_temperature_is_likelier(seed, scale):
    z, labels = some_logits(seed, scale=scale)
    found = loss(z, labels, fit_temperature(z, labels))
    assert all(found <= loss(z, labels, temperature) + 1e-9 for temperature in np.geomspace(0.05, 20, 400))


def test_logits_that_are_twice_as_large_are_twice_as_hot():
    z, labels = some_logits(0)
    assert fit_temperature(2 * z, labels) == pytest.approx(2 * fit_temperature(z, labels))


def test_a_constant_added_to_all_logits_changes_nothing():
    z, labels = some_logits(1)
    assert fit_temperature(z + 1000, labels) == pytest.approx(fit_temperature(z, labels))


def test_answers_that_are_all_right_are_as_cold_as_can_be_and_all_wrong_ones_as_hot():
    z = np.eye(4)
    assert fit_temperature(z, np.arange(4, dtype=np.uint8)) == pytest.approx(0.05)
    assert fit_temperature(z, np.array([1, 2, 3, 0], np.uint8)) == pytest.approx(20)


def test_reliability_and_its_error_by_hand():
    """Of two answers with 0.55 one is right; 0.9 and 0.95 share the bin up to 14/15 and the last one, and both are right."""
    sure = np.array([0.55, 0.55, 0.9, 0.95])
    bins = reliability(np.stack([sure, 1 - sure], axis=1), np.array([0, 1, 0, 0], np.uint8))
    assert len(bins) == BINS
    assert bins[8] == Bin(count=2, confidence=0.55, accuracy=0.5)
    assert bins[13] == Bin(count=1, confidence=0.9, accuracy=1)
    assert bins[14] == Bin(count=1, confidence=0.95, accuracy=1)
    assert sum(each.count for each in bins) == 4
    assert ece(bins) == pytest.approx((2 * 0.05 + 0.1 + 0.05) / 4)


def test_a_bin_has_its_upper_end():
    sure = np.array([1.0, 14 / 15, 8 / 15])
    assert [number for number, each in enumerate(reliability(np.stack([sure, 1 - sure], axis=1), np.zeros(3, np.uint8))) if each.count] == [
        7,
        13,
        14,
    ]


def test_an_empty_bin_is_all_zeros_and_no_answers_have_no_error():
    bins = reliability(np.zeros((0, 10)), np.zeros(0, np.uint8))
    assert set(bins) == {Bin(count=0, confidence=0, accuracy=0)}
    assert ece(bins) == 0


def test_answers_as_often_right_as_they_say_have_no_error():
    rng = np.random.default_rng(0)
    says = softmax(rng.normal(0, 2, (50_000, 4)))
    labels = np.array([rng.choice(4, p=row) for row in says[:20_000]], np.uint8)
    assert ece(reliability(says[:20_000], labels)) < 0.01


def answers(sure, right):
    """Probabilities of two classes, and labels for which some of the answers are right."""
    sure = np.asarray(sure, float)
    return np.stack([sure, 1 - sure], axis=1), np.where(right, 0, 1).astype(np.uint8)


def test_the_least_sure_answer_by_hand():
    """A thousand answers, the surest first; the one with 0.7 is the third that is wrong, and two in a thousand may be."""
    sure, right = np.linspace(1, 0.51, 1000), np.ones(1000, bool)
    right[[100, 600, 960]] = False
    assert least_sure(*answers(sure, right)) == pytest.approx(np.quantile(sure, MOST_UNSURE))
    right[100] = True
    assert least_sure(*answers(sure, right)) == pytest.approx(0.51)


@pytest.mark.parametrize("seed", range(5))
def test_answers_that_are_sure_enough_are_right_or_few_are_left_without_one(seed):
    z, labels = some_logits(seed, count=4000, scale=4)
    says = softmax(z)
    sure = says.max(axis=1) >= least_sure(says, labels)
    assert (says.argmax(axis=1) == labels)[sure].mean() >= RIGHT or sure.mean() >= 1 - MOST_UNSURE


def test_a_network_that_knows_nothing_is_never_sure():
    says, labels = np.full((500, 10), 0.1), np.arange(500).astype(np.uint8) % 10
    assert least_sure(says, labels) >= LIKELIER_THAN_NOT


def test_the_temperature_is_found_on_one_set_and_measured_on_the_other(small_reader, cache_of_the_session):
    data = load_data(small_reader.spec)
    held_out, test = unseen(data.test, left_out(small_reader.spec))
    calibration = small_reader.calibration
    z = logits(small_reader, weighted_sums(small_reader, test.raw))
    assert calibration.temperature == fit_temperature(logits(small_reader, weighted_sums(small_reader, held_out.raw)), held_out.labels)
    assert calibration.after == reliability(softmax(z / calibration.temperature), test.labels)
    assert calibration.before == reliability(softmax(z), test.labels)
    assert (calibration.ece_before, calibration.ece_after) == (ece(calibration.before), ece(calibration.after))
    assert sum(each.count for each in calibration.after) == len(test)


def test_no_temperature_changes_an_answer(small_seer):
    data = load_data(small_seer.spec)
    z = logits(small_seer, weighted_sums(small_seer, data.test.raw))
    assert (softmax(z / small_seer.calibration.temperature).argmax(axis=1) == z.argmax(axis=1)).all()


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear", "relu"])
def test_a_network_that_is_too_sure_in_shares_becomes_more_honest(output, cache_of_the_session):
    network = untrained(dataset="digits", layers="flatten, 8 relu", output=output, loss="mean_squared_error")
    data = load_data(network.spec)
    calibration = assessed(network, data, left_out(network.spec)).calibration
    assert calibration.ece_after < calibration.ece_before  # it knows nothing yet, and its shares are no chances


def numbered(count):
    return Split(np.arange(count, dtype=np.uint8)[:, None, None] * np.ones((1, 2, 2), np.uint8), np.arange(count).astype(np.uint8) % 10)


def test_digits_that_were_left_out_are_held_out_and_the_test_set_stays_whole():
    rest = Split(np.zeros((FEWEST_HELD_OUT, 2, 2), np.uint8), np.zeros(FEWEST_HELD_OUT, np.uint8))
    held_out, test = unseen(numbered(100), rest)
    assert (len(held_out), len(test)) == (FEWEST_HELD_OUT, 100)
    many = Split(np.zeros((2 * MOST_HELD_OUT, 2, 2), np.uint8), np.zeros(2 * MOST_HELD_OUT, np.uint8))
    assert len(unseen(numbered(100), many)[0]) == MOST_HELD_OUT


def test_without_enough_of_them_the_test_set_is_dealt_in_two_halves_with_each_class_in_both():
    first, second = unseen(numbered(200), numbered(5).first(0))
    assert len(first) == len(second) == 100
    assert {*first.raw[:, 0, 0].tolist()} | {*second.raw[:, 0, 0].tolist()} == {*range(200)}
    assert (np.bincount(first.labels) == 10).all()
    again, _ = unseen(numbered(200), numbered(5).first(0))
    assert np.array_equal(first.raw, again.raw)


def test_the_same_network_is_assessed_the_same_to_the_last_bit(small_seer, cache_of_the_session):
    data = load_data(small_seer.spec)
    assert pack(assessed(small_seer, data, left_out(small_seer.spec))) == pack(small_seer)
