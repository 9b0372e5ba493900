"""Painted points: as text, and as samples to learn from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.dataset import EXTENT, Dataset
from playground.data.datasets.painted import FEW, NOTHING, STARTER, load_painted
from playground.data.painting import MOST_POINTS, STEPS, check, class_count, coordinates, counts, nearest_places, point_count, read, write
from playground.errors import SpecError
from tests.support import painted_points


def load(text: str, test_share: float = 0.5, seed: int = 0) -> Dataset:
    return load_painted(text, test_share=test_share, features=("x1", "x2"), seed=seed)


def at(*places: tuple[int, int, int], classes: int = 2) -> str:
    """Points as text, each `(across, up, class)`."""
    array = np.array(places, np.int32).reshape(-1, 3)
    return write(array[:, :2], array[:, 2].astype(np.uint8), classes)


def members(data: Dataset, part: str) -> set[tuple[float, ...]]:
    return {tuple(point) for point in getattr(data, part).raw.tolist()}


def test_three_characters_are_a_point_and_a_dot_parts_the_classes():
    # The stage's tests have the same text.
    places, labels = read("AAAgAA.___-AB.")
    assert places.tolist() == [[0, 0], [256, 0], [511, 511], [496, 1]]
    assert labels.tolist() == [0, 0, 1, 1]
    assert counts("AAAgAA.___-AB.") == [2, 2, 0]
    assert write(places, labels, 3) == "AAAgAA.___-AB."


@given(painted_points())
def test_any_points_survive_as_text(text):
    assert check(text) == text
    places, labels = read(text)
    assert len(places) == len(labels) == point_count(text)
    assert write(places, labels, class_count(text)) == text
    points = coordinates(places)
    assert points.dtype == np.float32
    np.testing.assert_array_equal(nearest_places(points), places)
    assert (np.abs(points) <= EXTENT).all()


def test_a_point_is_moved_by_less_than_a_screen_shows():
    points = np.random.default_rng(0).uniform(-EXTENT, EXTENT, (1000, 2)).astype(np.float32)
    assert np.abs(coordinates(nearest_places(points)) - points).max() <= 2 * EXTENT / STEPS


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "should have 2 to 6 classes with a dot between them, got 1."),
        ("......", "should have 2 to 6 classes with a dot between them, got 7."),
        ("AAA.AA", "should be three letters, digits, - or _, got 'AA'."),
        ("AA=.", "should be three letters, digits, - or _, got 'AA='."),
        ("AAA.AAA\n", r"should be three letters, digits, - or _, got 'AAA\\n'."),
        ("AÄA.", "should be three letters, digits, - or _, got 'AÄA'."),
        ("AAA" * (MOST_POINTS + 1) + ".", "There can be at most 400 painted points, got 401."),
    ],
)
def test_what_are_no_points_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(SpecError, match=sentence):
        check(text)


@given(painted_points(), st.floats(0.05, 0.95), st.integers(0, 5))
def test_all_points_are_there_and_each_class_has_one_to_train_on(text, share, seed):
    data = load(text, share, seed)
    assert data.classes == len(data.class_names) == class_count(text)
    assert len(data.train) >= 1
    assert len(data.test) >= 1
    _, labels = read(text)
    if not len(labels):
        assert data.notes == (NOTHING,)
        return
    assert set(data.train.labels.tolist()) == set(labels.tolist())
    few = data.test is data.train
    assert data.notes == ((FEW,) if few else ())
    assert few == (max(np.bincount(labels)) == 1)
    assert sorted([*data.train.labels, *([] if few else data.test.labels)]) == sorted(labels)


def test_about_the_test_share_is_held_out():
    rng = np.random.default_rng(0)
    text = write(rng.integers(0, STEPS, (400, 2), np.int32), (np.arange(400) % 2).astype(np.uint8), 2)
    for share in (0.1, 0.5, 0.9):
        assert abs(len(load(text, share).test) / 400 - share) < 0.08


def test_a_point_more_or_less_leaves_the_others_where_they_are():
    before, after = load(STARTER), load(at((9, 9, 1)).replace(".", STARTER.split(".")[0] + ".") + STARTER.split(".")[1])
    for part in ("train", "test"):
        assert members(before, part) <= members(after, part)
    assert len(after.train) + len(after.test) == point_count(STARTER) + 1


def test_the_same_seed_holds_out_the_same_points_and_another_one_others():
    assert members(load(STARTER), "test") == members(load(STARTER), "test")
    assert members(load(STARTER), "test") != members(load(STARTER, seed=1), "test")


@pytest.mark.parametrize("text", [at((9, 9, 0)), at((9, 9, 0), (300, 300, 1)), at((9, 9, 2), (300, 300, 1), classes=4)])
def test_where_no_class_can_spare_one_the_test_is_on_the_training_points(text):
    data = load(text)
    assert data.test is data.train
    assert len(data.train) == point_count(text)


def test_of_two_points_of_a_class_one_is_held_out():
    data = load(at((9, 9, 0), (300, 300, 0), (400, 9, 1)), test_share=0.05)
    assert (len(data.train), len(data.test), data.notes) == (2, 1, ())


def test_it_begins_with_two_strokes_inside_the_plane():
    check(STARTER)
    assert counts(STARTER) == [30, 18]
    assert np.abs(coordinates(read(STARTER)[0])).max() < 5
