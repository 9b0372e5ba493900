"""Pictures instead of strokes: the same steps, on pixels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from playground.data.dataset import no_progress
from playground.data.drawing import SIDE, SMALL_SIDE, STEPS, Drawing, Stroke, stages
from playground.data.drawing.area import resampled
from playground.data.drawing.components import components, without_small
from playground.data.drawing.inking import draw
from playground.data.drawing.raster import stroke_width
from playground.data.drawing.strokes import Line
from playground.data.drawing.style import USUAL
from playground.data.mnist import load_mnist
from tests.data.drawing.figures import BRUSH, CANVAS, FIGURES, drawing, extent, is_centred

EVERY = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
EVERY_SIDE = pytest.mark.parametrize("side", [SIDE, SMALL_SIDE])


def photographed(figure, scale=1.0, x=140.0, y=140.0, brush=BRUSH, side=280):
    """A figure as pixels only."""
    return draw([Line((stroke * scale + [x, y]) * side / 280, brush * side / 280) for stroke in figure], side)


def after(image, off=(), side=SIDE):
    """The pictures of an image, by the step that they come after."""
    return dict(zip(STEPS, stages(Drawing([], CANVAS, image), side, off), strict=True))


def moved_apart(one, other):
    """How far two pictures are apart, at the best of the places that half a pixel of rounding allows."""
    shifts = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    return min(np.abs(np.roll(one, shift, (0, 1)) - other).mean() for shift in shifts)


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "dash"])
@EVERY_SIDE
@pytest.mark.parametrize("brush", [12, 20])
def test_pixels_of_a_drawing_become_what_its_strokes_become(name, side, brush):
    figure = FIGURES[name]
    pictures = after(photographed(figure, brush=brush), side=side)
    strokes = dict(zip(STEPS, stages(drawing(figure, brush=brush), side), strict=True))
    for name, most in {"ink": 0.002, "box": 0.01, "scaled": 0.02, "thickened": 0.05, "centred": 0.05}.items():
        assert moved_apart(pictures[name], strokes[name]) < most * (1 if side == SIDE else 2), name


@EVERY
@pytest.mark.parametrize("brush", [3, 8, 20, 32])
def test_lines_in_pixels_are_brought_to_the_width_of_mnists_and_the_digit_to_its_size(figure, brush):
    pictures = after(photographed(figure, brush=brush))
    assert USUAL[0] - 0.1 < stroke_width(pictures["thickened"]) < USUAL[1] + 0.3
    for name in ("scaled", "thickened", "centred"):
        assert max(extent(pictures[name], 0.15)) == pytest.approx(20, abs=1), name
    assert max(extent(pictures["box"], 0.15)) >= SIDE - 1
    assert pictures["centred"].max() == 1
    assert is_centred(pictures["centred"])


@EVERY
@pytest.mark.parametrize("name", [name for name in STEPS if name != "ink"])
def test_a_step_that_is_off_leaves_the_picture_as_it_was(figure, name):
    pictures = after(photographed(figure, 0.5, 60, 50), [name])
    order = list(STEPS)
    np.testing.assert_array_equal(pictures[name], pictures[order[order.index(name) - 1]])


@EVERY
@pytest.mark.parametrize(("scale", "x", "y"), [(0.5, 60, 60), (0.5, 220, 70), (1.8, 140, 140)])
def test_size_and_place_in_the_image_mean_nothing(figure, scale, x, y):
    given = after(photographed(figure, scale, x, y, BRUSH * scale))
    assert moved_apart(given["centred"], after(photographed(figure))["centred"]) < 0.03


def test_digits_of_mnist_stay_as_they_are_but_for_the_thickest_and_the_thinnest():
    pictures = load_mnist(no_progress, source="small").test.raw[:100] / 255
    kept = [np.abs(after(picture)["centred"] - picture).mean() < 0.02 for picture in pictures]
    assert np.mean(kept) > 0.9
    for picture in pictures:
        np.testing.assert_allclose(after(picture)["ink"], picture, atol=1e-6)
        assert moved_apart(after(picture)["centred"], picture) < 0.1


def test_strokes_are_drawn_onto_the_image():
    image = photographed([FIGURES["plus"][0]])
    both = stages(Drawing([Stroke(FIGURES["plus"][1] + 140, BRUSH)], CANVAS, image))
    for picture, expected in zip(both, after(photographed(FIGURES["plus"])).values(), strict=True):
        assert moved_apart(picture, expected) < 0.02


def test_an_image_that_is_no_square_lies_in_the_middle_and_keeps_its_proportions():
    ink = after(np.ones((40, 20)))["ink"]
    np.testing.assert_allclose(ink[:, 7:21], 1, atol=1e-6)
    assert not ink[:, :7].any()
    assert not ink[:, 21:].any()
    assert after(np.ones((3, 700)))["ink"].any()


@EVERY
def test_specks_do_not_make_a_digit_small(figure):
    clean = photographed(figure)
    dusty = clean.copy()
    dusty[5:9, 5:9] = dusty[270:274, 8:11] = 0.8
    np.testing.assert_allclose(after(dusty)["centred"], after(clean)["centred"], atol=1e-6)
    assert after(dusty)["ink"].sum() > after(clean)["ink"].sum()


def test_faint_ink_becomes_full_ink():
    np.testing.assert_allclose(
        after(photographed(FIGURES["seven"]) / 4)["centred"], after(photographed(FIGURES["seven"]))["centred"], atol=0.01
    )


@EVERY_SIDE
def test_an_image_without_ink_gives_nothing(side):
    assert not np.any(stages(Drawing([], CANVAS, np.zeros((28, 28))), side))


@given(
    arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.floats(width=32)),
    st.sampled_from([SIDE, SMALL_SIDE]),
    st.sets(st.sampled_from(list(STEPS)[1:])),
    st.booleans(),
)
def test_any_image_at_all_gives_pictures(image, side, off, with_stroke):
    strokes = drawing(FIGURES["hook"]).strokes if with_stroke else []
    for picture in stages(Drawing(strokes, CANVAS, image), side, off):
        assert picture.shape == (side, side)
        assert np.isfinite(picture).all()
        assert picture.min() >= 0
        assert picture.max() <= 1


@pytest.mark.parametrize("brush", [2, 5, 12, 30])
@EVERY
def test_the_width_of_a_line_is_measured_without_knowing_where_it_goes(figure, brush):
    assert stroke_width(photographed(figure, 1.6, brush=brush)) == pytest.approx(brush, rel=0.07)


def test_a_disc_is_as_wide_as_itself_and_nothing_has_no_width():
    assert stroke_width(photographed([np.zeros((1, 2))], brush=50)) == pytest.approx(50, rel=0.15)
    assert stroke_width(np.zeros((9, 9))) == 0


def test_scaling_by_area_keeps_all_ink_and_leaves_alone_what_keeps_its_size():
    image = np.random.default_rng(0).random((30, 30)).astype(np.float32)
    middle = np.full(2, 15.0)
    np.testing.assert_allclose(resampled(image, middle, np.ones(2), 30), image, atol=1e-6)
    np.testing.assert_allclose(resampled(image, middle, np.full(2, 0.5), 15), image.reshape(15, 2, 15, 2).mean(axis=(1, 3)), atol=1e-6)
    for across, down in ((0.37, 0.37), (1.7, 1.7), (0.9, 1.3)):
        scaled = resampled(image, middle, np.array([across, down]), 60)
        assert scaled.sum() == pytest.approx(image.sum() * across * down, rel=1e-4)


def test_components_hang_together_by_sides_and_corners():
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 1, 0]], bool)
    numbers = components(mask)
    assert numbers[0, 0] == numbers[1, 1] != numbers[0, 3] == numbers[1, 3]
    assert len(np.unique(numbers[mask])) == 3
    assert not numbers[~mask].any()
    np.testing.assert_array_equal(without_small(mask, 0.7), mask & (np.arange(4)[:, None] == 3))
    np.testing.assert_array_equal(without_small(mask, 0.6), mask)
    assert not without_small(np.zeros((3, 3), bool), 0.5).any()


@given(arrays(bool, array_shapes(min_dims=2, max_dims=2, max_side=12)))
def test_components_are_those_that_a_walk_finds(mask):
    numbers, left = components(mask), {tuple(place) for place in np.argwhere(mask).tolist()}
    while left:
        walk = [left.pop()]
        for row, column in walk:
            near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            walk += near
        found = {numbers[place] for place in walk}
        assert len(found) == 1
        assert (numbers == found.pop()).sum() == len(walk)
