"""Input features of points."""

import inspect

import numpy as np
import pytest

from playground.data import FEATURES, features_for
from playground.data.dataset import EXTENT
from playground.data.features import apply_features
from playground.errors import DataError, UnknownName

EVERY = pytest.mark.parametrize("feature", [*FEATURES.values()], ids=lambda feature: feature.name)


def points(coordinates, count=50):
    return np.random.default_rng(0).uniform(-EXTENT, EXTENT, (count, coordinates)).astype(np.float32)


def test_features_calculated_by_hand():
    by_hand = {
        "x1": (2, 0),
        "x2": (-3, 0.5),
        "x1_squared": (4, 0),
        "x2_squared": (9, 0.25),
        "x1_x2": (-6, 0),
        "sin_x1": (np.sin(2), 0),
        "sin_x2": (np.sin(-3), np.sin(0.5)),
        "cos_x1": (np.cos(2), 1),
        "cos_x2": (np.cos(-3), np.cos(0.5)),
    }
    given = np.array([[2.0, -3.0], [0.0, 0.5]], np.float32)
    np.testing.assert_allclose(apply_features([*by_hand], given), np.transpose([*by_hand.values()]), rtol=1e-6)
    np.testing.assert_array_equal(apply_features(["x2", "x1"], given), given[:, ::-1])


@EVERY
def test_a_feature_keeps_shape_type_and_stays_finite_over_the_whole_square(feature):
    values = apply_features([feature.name], points(2))
    assert values.shape == (50, 1)
    assert values.dtype == np.float32
    assert np.isfinite(values).all()


@EVERY
def test_a_feature_reads_the_coordinates_that_it_says(feature):
    given = points(2)
    for coordinate in (0, 1):
        changed = given.copy()
        changed[:, coordinate] += 1
        moves = not np.array_equal(apply_features([feature.name], given), apply_features([feature.name], changed))
        assert moves == (coordinate in feature.inputs)
    if not isinstance(feature.function, np.ufunc):
        assert len(inspect.signature(feature.function).parameters) == len(feature.inputs)


def test_each_kind_of_data_has_the_features_that_it_can_have():
    assert features_for("plane") == tuple(FEATURES)
    assert features_for("line") == ("x1", "x1_squared", "sin_x1", "cos_x1")
    assert features_for("image") == features_for("table") == ()


def test_features_of_a_line_are_those_of_the_plane():
    names = features_for("line")
    line = points(2)[:, :1]
    np.testing.assert_array_equal(apply_features(names, line), apply_features(names, points(2)))


def test_a_feature_that_needs_a_second_coordinate_says_so():
    with pytest.raises(DataError, match="The feature x₁x₂ needs points with 2 coordinates, got 1"):
        apply_features(["x1", "x1_x2"], points(1))


def test_an_unknown_feature_says_which_there_are():
    with pytest.raises(UnknownName, match="Unknown feature 'x3'. Known: x1, "):
        apply_features(["x3"], points(2))
