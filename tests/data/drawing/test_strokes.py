"""Strokes as they come from a hand: slips, pressure, and too little of anything."""

import numpy as np
import pytest

from playground.data.drawing import Drawing, Stroke, emptiness, stages
from playground.data.drawing.raster import stroke_width
from tests.data.drawing.figures import BRUSH, CANVAS, FIGURES, ROUNDING, drawing

EVERY = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


def with_dots(figure, *places):
    return Drawing([*drawing(figure).strokes, *(Stroke(np.array([place], float), BRUSH) for place in places)], CANVAS)


@EVERY
def test_a_dot_far_off_a_digit_is_a_slip_and_does_not_make_it_small(figure):
    given, expected = stages(with_dots(figure, (10, 10), (270, 250))), stages(drawing(figure))
    np.testing.assert_array_equal(given[1:], expected[1:])
    assert given[0].sum() > expected[0].sum()  # what was drawn is shown


def test_a_dot_that_closes_a_gap_stays():
    figure = [np.array([[0, -50], [0, -10]]), np.array([[0, 10], [0, 50]])]
    whole = [np.array([[0, -50], [0, 50]])]
    np.testing.assert_allclose(stages(with_dots(figure, (140, 140)))[-1], stages(drawing(whole))[-1], atol=0.6)
    assert stages(with_dots(figure, (140, 140)))[-1][13:15, 13:15].min() > stages(drawing(figure))[-1][13:15, 13:15].min()


def test_a_short_stroke_that_is_more_than_a_dot_stays():
    dash = Stroke(np.array([[20, 20], [20 + 1.5 * BRUSH, 20]]), BRUSH)
    both = Drawing([*drawing(FIGURES["one"]).strokes, dash], CANVAS)
    assert np.flatnonzero(stages(both)[2].any(axis=0))[0] < np.flatnonzero(stages(drawing(FIGURES["one"]))[2].any(axis=0))[0]


def pressed(pressures, count=40):
    points = np.column_stack([np.full(count, 140.0), np.linspace(60, 220, count)])
    return stages(Drawing([Stroke(points, BRUSH, pressures)], CANVAS))


@pytest.mark.parametrize("pressures", [np.full(40, 0.5), np.zeros(40), np.full(40, np.nan), np.linspace(-1, 1, 40), np.ones(7)])
def test_even_pressure_or_none_that_makes_sense_gives_an_even_line(pressures):
    np.testing.assert_array_equal(pressed(pressures), pressed(None))


def test_where_the_pen_is_pressed_harder_the_line_is_thicker():
    ink = pressed(np.linspace(0.2, 0.8, 40))[-1]
    assert ink[16:22].sum() > 1.3 * ink[6:12].sum()
    assert stroke_width(ink) == pytest.approx(2.5, abs=0.3)


def test_pressure_counts_only_beside_the_mean_and_only_so_far():
    pressures = np.linspace(0.2, 0.8, 40)
    np.testing.assert_allclose(pressed(pressures / 10), pressed(pressures), atol=1e-4)
    extreme = pressed(np.where(np.arange(40) < 2, 1000, 0.1))[-1]
    assert extreme.sum() > 0.4 * pressed(None)[-1].sum()


@EVERY
def test_a_figure_is_something_to_read(figure):
    assert emptiness(drawing(figure)) is None
    assert emptiness(drawing(figure, scale=0.4)) is None


@pytest.mark.parametrize("strokes", [[], [np.zeros((0, 2))], [[], [[np.nan, 3]]]])
def test_without_ink_there_is_nothing(strokes):
    assert emptiness(Drawing([Stroke(np.array(stroke, float), BRUSH) for stroke in strokes], CANVAS)) == "nothing"
    assert emptiness(Drawing([], CANVAS, np.zeros((28, 28)))) == "nothing"


@pytest.mark.parametrize("strokes", [[[[50, 50]]], [[[50, 50], [60, 52]]], [[[50, 50]], [[200, 90]]], [[[9, 9]], [[9, 9]], [[12, 9]]]])
def test_dots_are_told_from_a_digit(strokes):
    assert emptiness(Drawing([Stroke(np.array(stroke, float), BRUSH) for stroke in strokes], CANVAS)) == "dot"


def test_many_dots_in_a_row_are_a_line():
    dots = [Stroke(np.array([[140.0, y]]), BRUSH) for y in range(60, 220, 15)]
    assert emptiness(Drawing(dots, CANVAS)) is None


def test_a_speck_in_a_picture_is_a_dot_and_a_stroke_on_it_makes_it_more():
    image = np.zeros((140, 140))
    image[20:23, 20:23] = 1
    assert emptiness(Drawing([], CANVAS, image)) == "dot"
    assert emptiness(Drawing([Stroke(np.array([[50.0, 50]]), BRUSH)], CANVAS, image)) == "dot"
    assert emptiness(drawing(FIGURES["one"], image=image)) is None
    image[20:90, 20:30] = 1
    assert emptiness(Drawing([], CANVAS, image)) is None
    assert emptiness(Drawing([Stroke(np.array([[50.0, 50]]), BRUSH)], CANVAS, image)) is None


def test_the_lines_of_a_drawing_are_drawn_as_exactly_as_a_hundred_times_as_many_pixels_would():
    from playground.data.drawing.inking import draw
    from playground.data.drawing.strokes import Line

    a, b, width, fine = np.array([6.3, 7.1]), np.array([21.8, 17.4]), 2.5, 10
    y, x = (np.indices((28 * fine, 28 * fine)) + 0.5) / fine
    share = np.clip(((x - a[0]) * (b - a)[0] + (y - a[1]) * (b - a)[1]) / ((b - a) ** 2).sum(), 0, 1)
    away = np.hypot(x - a[0] - share * (b - a)[0], y - a[1] - share * (b - a)[1])
    exact = (away <= width / 2).reshape(28, fine, 28, fine).mean(axis=(1, 3))
    np.testing.assert_allclose(draw([Line(np.array([a, b]), width)], 28), exact, atol=ROUNDING)
