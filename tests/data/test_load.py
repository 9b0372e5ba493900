"""Every data set, and how samples are split."""

import numpy as np
import pytest

from playground.data import DATASETS, load
from playground.data.dataset import EXTENT, Dataset
from playground.data.datasets import bumps
from playground.data.load import load_left_out
from playground.errors import UnknownName
from playground.spec import DataSpec
from tests.support import bounds

MADE = [entry for entry in DATASETS.values() if entry.generate]
READ = [entry for entry in DATASETS.values() if entry.load]
PLANES = [entry for entry in MADE if entry.kind == "plane"]
CLASSES = [entry for entry in MADE if entry.task == "classification"]
VALUES = [entry for entry in MADE if entry.task == "regression"]


def every(entries):
    return pytest.mark.parametrize("entry", [*entries], ids=lambda entry: entry.name)


def variants(entries):
    """Each entry with its defaults, and with the fewest and the most classes if there is a choice."""
    for entry in entries:
        yield pytest.param(entry, entry.settings({}), id=entry.name)
        for classes in (count for each in entry.hyperparameters if each.name == "classes" for count in (each.low, each.high)):
            yield pytest.param(entry, entry.settings({"classes": classes}), id=f"{entry.name}-{classes}")


def make(entry, samples=200, noise=0.0, test_share=0.5, seed=0, **settings) -> Dataset:
    return load(
        entry.name,
        settings=entry.settings(settings),
        samples=samples,
        noise=noise,
        test_share=test_share,
        features=("x1",),
        seed=seed,
    )


def same(first, second):
    return all(
        np.array_equal(getattr(getattr(first, part), what), getattr(getattr(second, part), what))
        for part in ("train", "test")
        for what in ("raw", "labels")
    )


@every(DATASETS.values())
def test_an_entry_says_what_it_is(entry):
    assert (entry.generate is None) == (entry.kind in ("image", "table", "painted"))
    assert (entry.load is None) == (entry.kind != "image")
    assert (entry.classes == 0) == (entry.task == "regression")
    assert 10 <= entry.samples <= entry.most <= bounds(DataSpec, "samples")[1]
    assert len(entry.class_names) in (0, entry.classes)
    assert all(name and len(name) <= 20 for name in entry.class_names)


@pytest.mark.parametrize("noise", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("samples", [10, 11, 500, 5000])
@pytest.mark.parametrize(("entry", "settings"), [*variants(MADE)])
def test_there_are_as_many_points_as_asked_for_inside_the_extent_with_valid_labels(entry, settings, samples, noise):
    data = make(entry, samples, noise, **settings)
    assert len(data.train) + len(data.test) == samples
    assert (data.classes, data.class_names) == (entry.class_count(settings), entry.class_names)
    for split in (data.train, data.test):
        assert split.raw.shape == (len(split), 2 if entry.kind == "plane" else 1)
        assert split.raw.dtype == np.float32
        assert np.abs(split.raw).max() <= EXTENT
        assert split.labels.shape == (len(split),)
        if entry.task == "regression":
            assert split.labels.dtype == np.float32
            assert np.isfinite(split.labels).all()
        else:
            assert split.labels.dtype == np.uint8
            assert split.labels.max() < data.classes
    if entry.task == "classification":
        assert set(data.train.labels) | set(data.test.labels) == set(range(data.classes))


@pytest.mark.parametrize(("entry", "settings"), [*variants(CLASSES)])
def test_each_class_has_its_share_of_the_points(entry, settings):
    data = make(entry, 600, **settings)
    counts = np.bincount(np.concatenate([data.train.labels, data.test.labels]))
    assert np.abs(counts - 600 / data.classes).max() <= (1 if entry.name != "xor" else 50)


@every(MADE)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(entry):
    assert same(make(entry, noise=0.2), make(entry, noise=0.2))
    assert not same(make(entry, noise=0.2), make(entry, noise=0.2, seed=1))


@every(CLASSES)
def test_noise_moves_points(entry):
    calm, wild = make(entry, noise=0.0), make(entry, noise=1.0)
    assert not np.array_equal(calm.train.raw, wild.train.raw)
    np.testing.assert_array_equal(calm.train.labels, wild.train.labels)


@every(VALUES)
def test_noise_changes_values_and_moves_no_point(entry):
    calm, wild = make(entry, 5000, noise=0.0), make(entry, 5000, noise=1.0)
    np.testing.assert_array_equal(calm.train.raw, wild.train.raw)
    difference = wild.train.labels - calm.train.labels
    assert difference.std() == pytest.approx(1, abs=0.05)
    assert difference.std() > calm.train.labels.std()  # more noise than function


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.95])
@pytest.mark.parametrize("samples", [100, 501])
@pytest.mark.parametrize(("entry", "settings"), [*variants(MADE)])
def test_the_test_share_is_held_out_with_every_class_in_its_share(entry, settings, share, samples):
    data = make(entry, samples, test_share=share, **settings)
    assert len(data.test) == round(samples * share)
    if entry.task == "classification":
        labels = np.concatenate([data.train.labels, data.test.labels])
        for label in range(data.classes):
            assert abs((data.test.labels == label).sum() - (labels == label).sum() * share) <= 1


@every(MADE)
@pytest.mark.parametrize("share", bounds(DataSpec, "test_share"))
def test_even_the_fewest_points_leave_some_to_train_and_some_to_test_on(entry, share):
    data = make(entry, samples=bounds(DataSpec, "samples")[0], test_share=share)
    assert len(data.train) >= 1
    assert len(data.test) >= 1


@every(MADE)
def test_no_point_is_in_both_parts(entry):
    data = make(entry, noise=0.1)
    assert not {tuple(point) for point in data.train.raw} & {tuple(point) for point in data.test.raw}


@every([entry for entry in CLASSES if entry.classes == 2 and not entry.hyperparameters])
def test_training_data_is_shuffled(entry):
    labels = make(entry).train.labels
    assert 20 < (labels[1:] != labels[:-1]).sum() < 80


@pytest.mark.parametrize(("entry", "settings"), [*variants(entry for entry in PLANES if entry.task == "classification")])
def test_without_noise_neighbours_are_alike(entry, settings):
    """Perfectly separable: the nearest of many points tells the class of any other, but for a few at the touching edges of two sets."""
    data = make(entry, 3000, **settings)
    distance = ((data.test.raw[:, None] - data.train.raw[None]) ** 2).sum(axis=2)
    right = (data.train.labels[distance.argmin(axis=1)] == data.test.labels).mean()
    assert right > (0.995 if entry.name in ("xor", "gauss", "spiral") else 0.9999)


@pytest.mark.parametrize(("entry", "settings"), [*variants(entry for entry in PLANES if entry.task == "classification")])
def test_with_all_of_the_noise_the_classes_overlap(entry, settings):
    data = make(entry, 3000, noise=1.0, **settings)
    distance = ((data.test.raw[:, None] - data.train.raw[None]) ** 2).sum(axis=2)
    assert (data.train.labels[distance.argmin(axis=1)] == data.test.labels).mean() < 0.95


@every(VALUES)
def test_values_are_those_of_a_function_between_minus_one_and_one(entry):
    first, second = make(entry, 5000).train, make(entry, 5000).train
    np.testing.assert_array_equal(first.labels, second.labels)
    assert np.abs(first.labels).max() <= 1
    assert first.labels.min() < -0.5
    assert first.labels.max() > 0.5


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("circle", lambda x1, x2: np.hypot(x1, x2) < 3),
        ("xor", lambda x1, x2: x1 * x2 > 0),
        ("gauss", lambda x1, x2: x1 + x2 > 0),
        ("checkerboard", lambda x1, x2: (np.floor(x1 / 2.5) + np.floor(x2 / 2.5)) % 2 == 0),
        ("rings", lambda x1, x2: np.floor(np.hypot(x1, x2) / 5 * 2.7 + 0.15)),
        ("blobs", lambda x1, x2: np.where(x2 > np.abs(x1) / np.sqrt(3), 0, np.where(x1 > 0, 1, 2))),
    ],
)
def test_without_noise_the_label_follows_from_the_place(name, rule):
    data = make(DATASETS[name], samples=1000)
    x1, x2 = data.train.raw.astype(float).T
    assert (rule(x1, x2) == data.train.labels).mean() > (0.99 if name == "gauss" else 0.9999)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("plane", lambda x1, x2: (x1 + x2) / 12),
        ("ripple", lambda x1, x2: np.cos(1.5 * np.hypot(x1, x2)) * np.exp(-np.hypot(x1, x2) / 8)),
        ("sine", np.sin),
    ],
)
def test_without_noise_the_value_is_the_functions(name, function):
    split = make(DATASETS[name], samples=1000).train
    np.testing.assert_allclose(split.labels, function(*split.raw.astype(float).T), atol=1e-6)


def test_each_moon_is_half_a_circle_that_ends_inside_the_other():
    split = make(DATASETS["moons"], samples=1000).train
    x1, x2 = split.raw.astype(float).T / 3.2
    upper = split.labels == 0
    np.testing.assert_allclose(np.hypot(x1 + 0.5, x2 + 0.25)[upper], 1, atol=1e-6)
    np.testing.assert_allclose(np.hypot(x1 - 0.5, x2 - 0.25)[~upper], 1, atol=1e-6)
    assert x2[upper].min() > -0.2501
    assert x2[~upper].max() < 0.2501


def test_the_bumps_have_both_signs_and_hardly_reach_each_other():
    x, y, height = np.array(bumps.BUMPS).T
    np.testing.assert_allclose(bumps.value(x, y), height, atol=0.15)
    assert height.sum() == 0


def test_the_arms_of_the_spiral_wind_around_one_and_three_quarter_times_half_a_turn_apart():
    split = make(DATASETS["spiral"], samples=1000).train
    x1, x2 = split.raw.astype(float).T
    radius, angle = np.hypot(x1, x2), np.arctan2(x1, x2)
    turned = np.cos(angle - radius / 5 * 1.75 * 2 * np.pi)  # 1 on the one arm, -1 on the other
    somewhere = radius > 1e-3
    np.testing.assert_allclose(turned[somewhere], np.where(split.labels == 1, 1, -1)[somewhere], atol=1e-3)


def test_an_unknown_data_set_says_which_there_are():
    with pytest.raises(UnknownName, match="Unknown data set 'iris'. Known: circle, "):
        load("iris", settings={}, samples=10, noise=0, test_share=0.5, features=(), seed=0)


@every(READ)
def test_pictures_are_bytes_of_the_size_that_the_entry_says(entry):
    data = make(entry, samples=entry.most)
    for split in (data.train, data.test):
        assert split.raw.shape == (len(split), entry.side, entry.side)
        assert split.raw.dtype == split.labels.dtype == np.uint8
        assert set(split.labels) == set(range(entry.classes))
    assert (data.classes, data.class_names, data.features) == (entry.classes, entry.class_names, ())


@every(READ)
@pytest.mark.parametrize("samples", [10, 300])
def test_fewer_pictures_are_a_fair_choice_and_the_test_set_stays_whole(entry, samples):
    full, few = make(entry, samples=entry.most, seed=3), make(entry, samples=samples, seed=3)
    counts = np.bincount(few.train.labels, minlength=10)
    expected = np.bincount(full.train.labels, minlength=10) * samples / len(full.train)
    assert len(few.train) == samples
    assert np.abs(counts - expected).max() <= 1
    np.testing.assert_array_equal(few.test.labels, full.test.labels)
    assert (few.notes, few.class_names) == (full.notes, full.class_names)


def test_settings_reach_the_loader():
    assert len(make(DATASETS["mnist"], samples=60_000, source="small").train) in (4_000, 5_000)


def test_the_first_samples_of_a_split_are_the_first():
    split = make(DATASETS["circle"]).train
    np.testing.assert_array_equal(split.first(7).raw, split.raw[:7])
    assert len(split.first(7)) == 7
    assert len(split.first(10**9)) == len(split)


def rows(split):
    """Each picture with its class, as bytes that can be counted."""
    return sorted(picture.tobytes() + bytes([label]) for picture, label in zip(split.raw, split.labels, strict=True))


@every(READ)
@pytest.mark.parametrize("seed", [0, 7])
def test_what_is_left_out_is_what_is_not_trained_on(entry, seed):
    full, fewer = make(entry, samples=entry.most), make(entry, samples=len(make(entry, samples=entry.most).train) - 90, seed=seed)
    rest = load_left_out(entry.name, settings=entry.settings({}), samples=len(fewer.train), seed=seed)
    assert len(rest) == 90
    assert rows(rest) != rows(full.train.first(90))
    assert sorted(rows(rest) + rows(fewer.train)) == rows(full.train)
    assert (np.abs(np.bincount(rest.labels, minlength=10) - 9) <= 2).all()  # each class in its share


@every(READ)
def test_nothing_is_left_out_where_all_are_trained_on(entry):
    rest = load_left_out(entry.name, settings=entry.settings({}), samples=entry.most, seed=0)
    assert len(rest) == 0
    assert rest.raw.shape[1:] == (entry.side, entry.side)


@every(MADE)
def test_of_points_nothing_is_left_out(entry):
    assert len(load_left_out(entry.name, settings=entry.settings({}), samples=10, seed=0)) == 0
