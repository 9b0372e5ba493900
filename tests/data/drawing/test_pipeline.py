"""From pen strokes to what a network trained on MNIST expects."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.dataset import no_progress
from playground.data.datasets.digits import load_digits
from playground.data.drawing import SIDE, SMALL_INK, SMALL_SIDE, to_digit
from tests.data.drawing.figures import BRUSH, CANVAS, FIGURES, HALF, ROUNDING, centre_of_mass, extent, is_centred

EVERY = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


def draw(figure, scale=1.0, x=CANVAS / 2, y=CANVAS / 2, side=SIDE):
    return to_digit([stroke * scale + [x, y] for stroke in figure], CANVAS, BRUSH, side)


@EVERY
@pytest.mark.parametrize(("scale", "x", "y"), [(0.3, 60, 60), (0.5, 220, 70), (1.5, 140, 140), (2.5, 140, 140)])
def test_a_drawing_means_the_same_at_any_size_and_place(figure, scale, x, y):
    np.testing.assert_allclose(draw(figure, scale, x, y), draw(figure), atol=ROUNDING)


@EVERY
def test_a_drawing_means_the_same_on_a_canvas_of_any_size(figure):
    strokes = [stroke + [140, 140] for stroke in figure]
    np.testing.assert_allclose(to_digit([stroke * 3.1 for stroke in strokes], CANVAS * 3.1, BRUSH * 3.1), draw(figure), atol=ROUNDING)


@EVERY
def test_ink_is_between_zero_and_one_in_the_shape_that_a_network_reads(figure):
    ink = draw(figure)
    assert ink.shape == (SIDE, SIDE)
    assert ink.dtype == np.float32
    assert ink.min() == 0
    assert 0.9 < ink.max() <= 1


@EVERY
def test_it_fits_the_box_of_twenty_pixels_and_is_as_thick_as_mnists_digits(figure):
    ink = draw(figure)
    assert 19 <= max(extent(ink)) <= 22
    length = sum(np.linalg.norm(np.diff(stroke, axis=0), axis=1).sum() for stroke in figure)
    longest = max(np.ptp(np.concatenate(figure), axis=0))
    assert 2 < ink.sum() / (length / longest * 17.5 + 2) < 3


@EVERY
def test_its_mass_is_centred(figure):
    assert centre_of_mass(draw(figure)) == pytest.approx((14, 14), abs=HALF)


@pytest.mark.parametrize("strokes", [[], [np.zeros((0, 2))], [[], []]])
def test_nothing_drawn_is_all_zeros(strokes):
    ink = to_digit(strokes, CANVAS, BRUSH)
    assert ink.shape == (SIDE, SIDE)
    assert ink.dtype == np.float32
    assert not ink.any()


@pytest.mark.parametrize("dot", [[[100, 100]], [[100, 100], [100, 100]], [[100, 100], [102, 101]]])
def test_a_dot_stays_a_dot(dot):
    ink = to_digit([np.array(dot, float)], CANVAS, BRUSH)
    assert ink.sum() > 3
    assert max(extent(ink)) <= 6
    assert centre_of_mass(ink) == pytest.approx((14, 14), abs=HALF)


def test_an_empty_stroke_among_others_changes_nothing():
    figure = FIGURES["plus"]
    np.testing.assert_array_equal(draw(figure), to_digit([figure[0] + 140, np.zeros((0, 2)), figure[1] + 140], CANVAS, BRUSH))


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=8),
        min_size=1,
        max_size=4,
    )
)
def test_any_scribble_gives_a_picture_with_all_of_its_ink(strokes):
    ink = to_digit([np.array(stroke) for stroke in strokes], CANVAS, BRUSH)
    assert np.isfinite(ink).all()
    assert ink.min() >= 0
    assert 0.5 < ink.max() <= 1
    assert is_centred(ink)


def test_heavy_ink_at_one_end_moves_the_picture_to_the_border_and_loses_nothing():
    zigzag = np.array([[x, y] for x in range(0, 18, 4) for y in (-50, 50)], float)
    lollipop = [np.array([[0.0, 0.0], [100.0, 0.0]]), zigzag]
    right, left = draw(lollipop, 1, 90, 140), draw([stroke * [-1, 1] for stroke in lollipop], 1, 190, 140)
    assert right[:, -1].any()  # the stick ends at the border, and goes no further
    assert not right[:, :6].any()
    assert left[:, 0].any()
    assert not left[:, -6:].any()
    assert right.sum() == pytest.approx(left.sum(), rel=0.02)


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "dash"])
@pytest.mark.parametrize(("scale", "x", "y"), [(1, 140, 140), (0.3, 60, 60), (2.5, 140, 140)])
def test_a_small_digit_fills_its_height_and_has_as_much_ink_as_scikit_learns(name, scale, x, y):
    ink = draw(FIGURES[name], scale, x, y, side=SMALL_SIDE)
    data = load_digits(no_progress).train.raw / 255
    assert ink.shape == (SMALL_SIDE, SMALL_SIDE) == data.shape[1:]
    assert ink.dtype == np.float32
    low, high = np.percentile(data.mean(axis=(1, 2)), [25, 75])
    assert low < ink.mean() < high
    rows, columns = extent(ink)
    assert rows == SMALL_SIDE
    assert columns <= max(extent(picture)[1] for picture in data)
    assert centre_of_mass(ink)[1] == pytest.approx(3.57, abs=0.35)  # the mean of the data set


def test_the_ink_of_small_digits_is_the_mean_of_scikit_learns():
    assert (load_digits(no_progress).train.raw / 255).mean() == pytest.approx(SMALL_INK, abs=0.002)


@EVERY
@pytest.mark.parametrize(("scale", "x", "y"), [(0.3, 60, 60), (2.5, 140, 140)])
def test_a_small_digit_is_the_same_at_any_size_and_place(figure, scale, x, y):
    np.testing.assert_allclose(draw(figure, scale, x, y, SMALL_SIDE), draw(figure, side=SMALL_SIDE), atol=ROUNDING)


@pytest.mark.parametrize("strokes", [[], [[]], [[[100, 100]]], [[[0, 0], [280, 0]]], [[[5, 5], [5, 5]], []]])
def test_a_small_digit_of_next_to_nothing_is_a_picture_too(strokes):
    ink = to_digit(strokes, CANVAS, BRUSH, SMALL_SIDE)
    assert ink.shape == (SMALL_SIDE, SMALL_SIDE)
    assert ink.any() == any(strokes)
    assert ink.min() >= 0
    assert ink.max() <= 1
    assert ink.mean() < 0.35


def test_there_are_digits_of_two_sizes_only():
    with pytest.raises(ValueError, match="28 or 8 pixels on each side, got 16"):
        to_digit([], CANVAS, BRUSH, 16)


def _nearest(picture, split):
    distances = ((split.raw / 255 - picture) ** 2).sum(axis=(1, 2))
    return np.bincount(split.labels[distances.argsort()[:5]]).argmax()


@pytest.mark.parametrize(("digit", "name"), [(0, "zero"), (1, "one"), (1, "slanted one"), (7, "seven")])
def test_a_small_digit_is_nearest_to_those_that_it_is_one_of(digit, name):
    assert _nearest(draw(FIGURES[name], side=SMALL_SIDE), load_digits(no_progress).train) == digit
