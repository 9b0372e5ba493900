"""Every data set of points, and how samples are split."""

import numpy as np
import pytest

from playground.data import DATASETS, load
from playground.data.dataset import EXTENT, Dataset
from playground.data.features import FEATURES, apply_features
from playground.errors import UnknownName
from playground.spec import DataSpec
from tests.support import bounds

PLANES = [entry.name for entry in DATASETS.values() if entry.kind == "plane"]
EVERY = pytest.mark.parametrize("name", PLANES)


def make(name, samples=200, noise=0.0, test_share=0.5, seed=0) -> Dataset:
    return load(name, samples=samples, noise=noise, test_share=test_share, features=("x1", "x2"), seed=seed)


def same(first, second):
    return all(
        np.array_equal(getattr(getattr(first, part), what), getattr(getattr(second, part), what))
        for part in ("train", "test")
        for what in ("raw", "labels")
    )


@EVERY
@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("samples", [10, 11, 500, 5000])
def test_there_are_as_many_points_as_asked_for_inside_the_square_and_of_both_classes(name, samples, noise):
    data = make(name, samples, noise)
    assert len(data.train) + len(data.test) == samples
    for split in (data.train, data.test):
        assert split.raw.shape == (len(split), 2)
        assert split.raw.dtype == np.float32
        assert split.labels.dtype == np.uint8
        assert np.abs(split.raw).max() <= EXTENT
        assert set(split.labels) == {0, 1}
    assert data.classes == 2


@EVERY
def test_the_same_seed_gives_the_same_points_and_another_seed_others(name):
    assert same(make(name, noise=0.2), make(name, noise=0.2))
    assert not same(make(name, noise=0.2), make(name, noise=0.2, seed=1))


@EVERY
def test_noise_moves_points(name):
    calm, wild = make(name, noise=0.0), make(name, noise=1.0)
    assert not same(calm, wild)
    assert np.isfinite(wild.train.raw).all()


@EVERY
@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.95])
@pytest.mark.parametrize("samples", [100, 501])
def test_the_test_share_is_held_out_with_both_classes_in_their_share(name, share, samples):
    data = make(name, samples, test_share=share)
    assert len(data.test) == round(samples * share)
    labels = np.concatenate([data.train.labels, data.test.labels])
    for label in (0, 1):
        assert abs((data.test.labels == label).sum() - (labels == label).sum() * share) <= 1


@EVERY
@pytest.mark.parametrize("share", bounds(DataSpec, "test_share"))
def test_even_the_fewest_points_leave_some_to_train_and_some_to_test_on(name, share):
    data = make(name, samples=bounds(DataSpec, "samples")[0], test_share=share)
    assert len(data.train) >= 1
    assert len(data.test) >= 1


@EVERY
def test_no_point_is_in_both_parts(name):
    data = make(name, noise=0.1)
    assert not {tuple(point) for point in data.train.raw} & {tuple(point) for point in data.test.raw}


@EVERY
def test_training_data_is_shuffled(name):
    labels = make(name).train.labels
    assert 20 < (labels[1:] != labels[:-1]).sum() < 80


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("circle", lambda x1, x2: np.hypot(x1, x2) < 3),
        ("xor", lambda x1, x2: x1 * x2 > 0),
        ("gauss", lambda x1, x2: x1 + x2 > 0),
    ],
)
def test_without_noise_the_label_follows_from_the_place(name, rule):
    data = make(name, samples=1000)
    x1, x2 = data.train.raw.astype(float).T
    assert (rule(x1, x2) == data.train.labels).mean() > (0.99 if name == "gauss" else 0.9999)


def test_the_arms_of_the_spiral_wind_around_one_and_three_quarter_times_half_a_turn_apart():
    split = make("spiral", samples=1000).train
    x1, x2 = split.raw.astype(float).T
    radius, angle = np.hypot(x1, x2), np.arctan2(x1, x2)
    turned = np.cos(angle - radius / 5 * 1.75 * 2 * np.pi)  # 1 on the one arm, -1 on the other
    somewhere = radius > 1e-3
    np.testing.assert_allclose(turned[somewhere], np.where(split.labels == 1, 1, -1)[somewhere], atol=1e-3)


def test_an_unknown_data_set_says_which_there_are():
    with pytest.raises(UnknownName, match="Unknown data set 'iris'. Known: circle, "):
        make("iris")


def test_features_calculated_by_hand():
    points = np.array([[2.0, -3.0], [0.0, 0.5]], np.float32)
    expected = [[2, -3, 4, 9, -6, np.sin(2), np.sin(-3)], [0, 0.5, 0, 0.25, 0, 0, np.sin(0.5)]]
    names = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]
    np.testing.assert_allclose(apply_features(names, points), expected, rtol=1e-6)
    np.testing.assert_array_equal(apply_features(["x2", "x1"], points), points[:, ::-1])


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_keeps_shape_type_and_stays_finite_over_the_whole_square(name):
    points = np.random.default_rng(0).uniform(-EXTENT, EXTENT, (50, 2)).astype(np.float32)
    values = apply_features([name], points)
    assert values.shape == (50, 1)
    assert values.dtype == np.float32
    assert np.isfinite(values).all()


@pytest.mark.parametrize("samples", [10, 1000])
def test_fewer_pictures_are_a_fair_choice_and_the_test_set_stays_whole(samples):
    settings = {"noise": 0.0, "test_share": 0.5, "features": (), "seed": 3}
    full, few = load("mnist", samples=60_000, **settings), load("mnist", samples=samples, **settings)
    counts = np.bincount(few.train.labels, minlength=10)
    expected = np.bincount(full.train.labels, minlength=10) * samples / len(full.train)
    assert len(few.train) == samples
    assert np.abs(counts - expected).max() <= 1
    np.testing.assert_array_equal(few.test.labels, full.test.labels)
    assert few.notes == full.notes


def test_the_first_samples_of_a_split_are_the_first():
    split = make("circle").train
    np.testing.assert_array_equal(split.first(7).raw, split.raw[:7])
    assert len(split.first(7)) == 7
    assert len(split.first(10**9)) == len(split)
