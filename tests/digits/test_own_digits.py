"""A file of one's own digits: what comes back is what was kept, and anything else is refused in a sentence."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from playground.digits.drawn import MOST_PIXELS, MOST_POINTS, MOST_STROKES, DrawnStroke
from playground.digits.own_digits import (
    KIND,
    MOST_BYTES,
    MOST_CLASSES,
    MOST_DIGITS,
    OwnDigit,
    from_file,
)
from playground.errors import DataError
from tests.engine.test_digits import BRUSH, CANVAS, DRAWN


def own(strokes, label=7):
    lines = tuple(DrawnStroke(points=tuple(each.ravel().tolist()), width=BRUSH) for each in strokes)
    return OwnDigit(label=label, size=CANVAS, strokes=lines)


SEVEN = own([np.array([[80.0, 60], [200, 60], [125, 230]])])


def written(digits):
    """A file, as the page writes it."""
    return json.dumps({"kind": KIND, "digits": [digit.model_dump(exclude_none=True) for digit in digits]}).encode()


def changed(**entries):
    """A file with one drawing that says something else about it."""
    (digit,) = json.loads(written([SEVEN]))["digits"]
    return json.dumps({"kind": KIND, "digits": [digit | entries]}).encode()


def stroked(**entries):
    """A file with one drawing of one stroke that says something else about that."""
    return changed(strokes=[{"points": [1.0, 2.0, 3.0, 4.0], "width": 22.0} | entries])


def test_real_drawings_come_back():
    again = from_file(written([own(strokes, digit) for digit, strokes in DRAWN]))
    assert [each.label for each in again] == [digit for digit, _ in DRAWN]
    for each, (_, strokes) in zip(again, DRAWN, strict=True):
        for stroke, points in zip(each.strokes, strokes, strict=True):
            np.testing.assert_array_equal(stroke.xy, points)


coordinates = st.floats(-MOST_PIXELS, MOST_PIXELS)


@st.composite
def own_strokes(draw):
    count = draw(st.integers(1, 5))
    pressures = draw(st.none() | st.lists(st.floats(0, 1), min_size=count, max_size=count).map(tuple))
    points = draw(st.lists(coordinates, min_size=2 * count, max_size=2 * count).map(tuple))
    return DrawnStroke(points=points, width=draw(st.floats(0.1, MOST_PIXELS)), pressures=pressures)


@given(st.lists(st.builds(
    OwnDigit, label=st.integers(0, MOST_CLASSES - 1), size=st.floats(1, MOST_PIXELS),
    strokes=st.lists(own_strokes(), min_size=1, max_size=3).map(tuple),
), max_size=3).map(tuple))  # fmt: skip
def test_what_is_read_is_what_was_written(digits):
    assert from_file(written(digits)) == digits


def test_pressures_come_back_and_a_pen_without_any_has_none():
    pressed = DrawnStroke(points=(1, 2, 3, 4), width=5, pressures=(0.25, 1))
    first, second = from_file(written([OwnDigit(label=1, size=100, strokes=(pressed, SEVEN.strokes[0]))]))[0].strokes
    assert first.pressure.tolist() == [0.25, 1]
    assert first.xy.tolist() == [[1, 2], [3, 4]]
    assert second.pressure is None


def test_whole_numbers_are_numbers_too():
    assert from_file(stroked(points=[1, 2], width=3))[0].strokes[0].xy.tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
        (b"[" * 100_000, "is not JSON|nested more than"),
        (b"[[[[[[[]]]]]]]", "nested more than 6 deep"),
        (b"[" * 700 + b"]" * 700, "nested more than 6 deep"),
        (b'{"kind": "a", "kind": "b"}', "has 'kind' twice"),
        (b"[]", "no file of drawings of this program"),
        (b'{"digits": []}', "no file of drawings of this program"),
        (b'{"kind": "playground-digits-9", "digits": []}', "no file of drawings of this program"),
        (b" " * (MOST_BYTES + 1), "at most 1,000,000 bytes"),
        (json.dumps({"kind": KIND}).encode(), "digits: Field required"),
        (json.dumps({"kind": KIND, "digits": [], "more": 1}).encode(), "more: Extra inputs"),
        (json.dumps({"kind": KIND, "digits": json.loads(changed())["digits"] * (MOST_DIGITS + 1)}).encode(), "at most 200 items"),
        (changed(label=10), "digits 1 label: .* got 10"),
        (changed(label=-1), "digits 1 label: .* got -1"),
        (changed(label=True), "digits 1 label: .* got True"),
        (changed(label="7"), "digits 1 label: .* got '7'"),
        (changed(label=7.5), "digits 1 label: .* got 7.5"),
        (changed(size=0), "digits 1 size: .* got 0"),
        (changed(size=10_001), "digits 1 size: .* got 10001"),
        (changed(size=float("nan")), "not finite: NaN"),
        (changed(size=float("inf")), "not finite: Infinity"),
        (changed().replace(b"280.0", b"1e999"), "digits 1 size: .* got inf"),
        (changed().replace(b"280.0", b"9" * 5000), "is not JSON|size"),
        (changed(strokes=[]), "digits 1 strokes: .* at least 1 item"),
        (changed(strokes=[{"points": [0.0, 0.0], "width": 1.0}] * (MOST_STROKES + 1)), "at most 200 items"),
        (changed(strokes=2 * [{"points": [0] * (MOST_POINTS + 2), "width": 1.0}]), "at most 6,000 points, got 6,002"),
        (stroked(points=[]), "at least 2 items"),
        (stroked(points=[1.0, 2.0, 3.0]), "an x and a y for each point, got 3 numbers"),
        (stroked(points=[0] * (2 * MOST_POINTS + 2)), "at most 12000 items"),
        (stroked(points=[1.0, 10_001.0]), "digits 1 strokes 1 points 2: .* got 10001.0"),
        (stroked(points=[1.0, None]), "points 2: .* got None"),
        (stroked(points=["1", 2.0]), "points 1: .* got '1'"),
        (stroked(width=0), "width: .* got 0"),
        (stroked(pressures=[0.5]), "2 points has as many pressures or none, got 1"),
        (stroked(pressures=[0.5, 1.5]), "pressures 2: .* got 1.5"),
        (stroked(color="<script>"), "color: Extra inputs"),
        (stroked(**{"x" * 5000: 1}), "Extra inputs"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_a_short_sentence(content, sentence):
    with pytest.raises(DataError, match=sentence) as refused:
        from_file(content)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_no_flipped_bit_does_anything_but_change_a_drawing_or_refuse_it():
    content = written([SEVEN] * 3)
    rng = np.random.default_rng(0)
    for _ in range(2000):
        flipped = bytearray(content)
        flipped[rng.integers(len(content))] ^= 1 << rng.integers(8)
        try:
            assert len(from_file(bytes(flipped))) == 3
        except DataError:
            continue


def test_a_drawing_that_cannot_be_is_refused_where_it_is_made():
    with pytest.raises(ValidationError):
        DrawnStroke(points=(1.0, float("nan")), width=1)
