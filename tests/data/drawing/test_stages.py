"""What each step does to a drawing, and what is missing without it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.drawing import SIDE, SMALL_SIDE, STEPS, Drawing, Stroke, stages, to_digit
from playground.data.drawing.raster import stroke_width
from playground.errors import DataError
from tests.data.drawing.figures import BRUSH, CANVAS, FIGURES, ROUNDING, centre_of_mass, drawing, extent, is_centred

EVERY = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
EVERY_SIDE = pytest.mark.parametrize("side", [SIDE, SMALL_SIDE])
SMALL_IN_A_CORNER = {"scale": 0.5, "x": 60, "y": 50}


def after(figure, off=(), side=SIDE, **how):
    """The pictures of a figure, by the step that they come after."""
    return dict(zip(STEPS, stages(drawing(figure, **(SMALL_IN_A_CORNER | how)), side, off), strict=True))


@EVERY
@EVERY_SIDE
def test_there_is_a_picture_after_each_step_and_the_last_one_is_what_a_network_gets(figure, side):
    pictures = after(figure, side=side)
    assert list(pictures) == list(STEPS)
    for picture in pictures.values():
        assert picture.shape == (side, side)
        assert picture.dtype == np.float32
        assert picture.min() >= 0
        assert picture.max() <= 1
    strokes = [stroke * 0.5 + [60, 50] for stroke in figure]
    np.testing.assert_array_equal(pictures["centred"], to_digit(strokes, CANVAS, BRUSH, side))


@EVERY
def test_ink_is_the_whole_canvas_made_small(figure):
    ink = after(figure)["ink"]
    points = np.concatenate(figure) * 0.5 + [60, 50]
    low, high = (points.min(axis=0) - BRUSH / 2) / 10, (points.max(axis=0) + BRUSH / 2) / 10
    assert not ink[:, : int(low[0])].any()
    assert not ink[int(np.ceil(high[1])) :].any()
    assert extent(ink) == tuple(np.ceil(high[::-1]) - np.floor(low[::-1]))


@EVERY
def test_the_box_fills_the_picture(figure):
    assert max(extent(after(figure)["box"])) == SIDE
    assert max(extent(after(figure, scale=0.2, x=250, y=30)["box"])) == SIDE


@EVERY
@pytest.mark.parametrize("off", [(), ("thickened",), ("centred",), ("thickened", "centred")])
def test_scaled_is_twenty_pixels_long_and_stays_so(figure, off):
    pictures = after(figure, off)
    for name in ("scaled", "thickened", "centred"):
        assert max(extent(pictures[name], 0.1)) == pytest.approx(20, abs=1), name


@EVERY
@pytest.mark.parametrize("brush", [6, 20, 30])
def test_thickened_is_as_thick_as_mnists_digits_whatever_the_pen(figure, brush):
    assert stroke_width(after(figure, brush=brush)["thickened"]) == pytest.approx(2.5, abs=0.2)


@EVERY
@pytest.mark.parametrize("off", [(), ("box",), ("scaled",), ("thickened",), ("box", "scaled", "thickened")])
def test_centred_brings_the_mass_into_the_middle_as_far_as_no_ink_is_lost(figure, off):
    before, centred = (after(figure, off)[name] for name in ("thickened", "centred"))
    assert centred.sum() == pytest.approx(before.sum())
    assert is_centred(centred)


@EVERY
@EVERY_SIDE
@pytest.mark.parametrize("name", [name for name in STEPS if name != "ink"])
def test_a_step_that_is_off_leaves_the_picture_as_it_was(figure, side, name):
    pictures = after(figure, [name], side)
    order = list(STEPS)
    np.testing.assert_array_equal(pictures[name], pictures[order[order.index(name) - 1]])


@EVERY
@EVERY_SIDE
def test_with_all_steps_off_there_is_only_the_canvas_made_small(figure, side):
    pictures = after(figure, [name for name in STEPS if name != "ink"], side)
    for picture in pictures.values():
        np.testing.assert_array_equal(picture, pictures["ink"])


@EVERY
def test_without_the_box_a_small_drawing_stays_small_and_where_it_is(figure):
    with_box, without = after(figure), after(figure, ["box", "centred"])
    assert max(extent(without["scaled"])) < max(extent(with_box["scaled"])) / 2
    assert max(centre_of_mass(without["centred"])) < 12


@EVERY
def test_without_scaling_the_digit_fills_the_picture_to_the_end(figure):
    assert max(extent(after(figure, ["scaled"])["centred"])) >= SIDE - 1


@EVERY
def test_without_thickening_a_thin_pen_stays_thin_and_a_thick_one_thick(figure):
    thin, thick = (after(figure, ["thickened"], scale=1.5, x=140, y=140, brush=brush)["centred"] for brush in (8, 40))
    assert thick.sum() > 3 * thin.sum()


@EVERY
@pytest.mark.parametrize("name", ["box", "scaled", "thickened", "centred"])
@pytest.mark.parametrize(("scale", "x", "y"), [(0.3, 60, 60), (0.5, 220, 70), (1.8, 140, 140)])
def test_from_the_box_on_size_and_place_mean_nothing(figure, name, scale, x, y):
    given = after(figure, scale=scale, x=x, y=y, brush=BRUSH * scale)[name]
    np.testing.assert_allclose(given, after(figure, scale=1, x=140, y=140)[name], atol=ROUNDING)


@EVERY_SIDE
def test_nothing_is_nothing_after_every_step(side):
    for nothing in (Drawing([], CANVAS), Drawing([Stroke(np.zeros((0, 2)), BRUSH)], CANVAS)):
        assert not np.any(stages(nothing, side))


@pytest.mark.parametrize("off", [["ink"], ["box", "nonsense"]])
def test_a_step_that_cannot_be_left_out_is_refused_with_those_that_can(off):
    with pytest.raises(DataError, match=f"one of box, scaled, thickened, centred, got '{off[-1]}'"):
        stages(drawing(FIGURES["one"]), off=off)


points = st.lists(st.tuples(st.floats(), st.floats()), max_size=6).map(lambda each: np.array(each, float).reshape(-1, 2))
strokes = st.builds(Stroke, points, st.floats(), st.none() | st.lists(st.floats(), max_size=6).map(np.array))


@given(st.lists(strokes, max_size=3), st.sampled_from([SIDE, SMALL_SIDE]), st.sets(st.sampled_from(list(STEPS)[1:])))
def test_any_strokes_at_all_give_pictures(any_strokes, side, off):
    for picture in stages(Drawing(any_strokes, CANVAS), side, off):
        assert picture.shape == (side, side)
        assert np.isfinite(picture).all()
        assert picture.min() >= 0
        assert picture.max() <= 1


inside = st.lists(st.tuples(st.floats(0, CANVAS), st.floats(0, CANVAS)), min_size=1, max_size=6)


@given(st.lists(inside.map(np.array), min_size=1, max_size=3), st.sets(st.sampled_from(list(STEPS)[1:])))
def test_no_step_loses_all_ink(lines, off):
    for picture in stages(Drawing([Stroke(line, BRUSH) for line in lines], CANVAS), SIDE, off):
        assert picture.sum() > 0.5
