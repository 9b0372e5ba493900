"""Pictures that are shifted, turned, and drawn with another pen, at random but repeatably."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from playground.data.augmentation import LEAST_INK, MOST_ROTATE, MOST_SHIFT, MOST_THICKNESS, Augmenter, moved, thickened

SIDES = pytest.mark.parametrize("side", [8, 28])
CHANGES = {
    "shift": {"shift": MOST_SHIFT, "rotate": 0, "thickness": 0},
    "rotate": {"shift": 0, "rotate": MOST_ROTATE, "thickness": 0},
    "thickness": {"shift": 0, "rotate": 0, "thickness": MOST_THICKNESS},
    "all": {"shift": MOST_SHIFT, "rotate": MOST_ROTATE, "thickness": MOST_THICKNESS},
}
EVERY = pytest.mark.parametrize("most", CHANGES.values(), ids=CHANGES)


def noise(count, side):
    return np.random.default_rng(0).integers(0, 256, (count, side, side)).astype(np.uint8)


def strokes(count, width=4):
    """Slanted lines in the middle of 28x28 pixels, each at another angle."""
    pictures = []
    for angle in np.linspace(0, np.pi, count, endpoint=False):
        large = Image.new("L", (224, 224))
        x, y = 64 * np.cos(angle), 64 * np.sin(angle)
        ImageDraw.Draw(large).line([112 - x, 112 - y, 112 + x, 112 + y], fill=255, width=8 * width)
        pictures.append(np.asarray(large.reduce(8)))
    return np.stack(pictures)


def centres(pictures):
    """Centre of mass of each picture, to the right and down: `(k, 2)`."""
    ink = pictures.astype(float)
    rows, columns = np.indices(ink.shape[1:])
    return np.stack([(ink * axis).sum(axis=(1, 2)) / ink.sum(axis=(1, 2)) for axis in (columns, rows)], axis=1)


def numbers(*values):
    return np.array(values, np.float32)


@SIDES
def test_without_any_change_pictures_stay_what_they_are(side):
    pictures = noise(40, side)
    assert Augmenter(shift=0, rotate=0, thickness=0, seed=0).augmented(pictures, np.arange(40), 3) is pictures
    nothing = np.zeros(40, np.float32)
    ink = pictures.astype(np.float32)
    np.testing.assert_array_equal(moved(ink, nothing, nothing, nothing), ink)
    np.testing.assert_array_equal(thickened(ink, nothing), ink)


@EVERY
@SIDES
@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 100])
def test_shape_and_type_stay_and_the_given_pictures_too(most, side, count):
    pictures = noise(count, side)
    before = pictures.copy()
    result = Augmenter(**most, seed=0).augmented(pictures, np.arange(count), 0)
    assert result.shape == pictures.shape
    assert result.dtype == np.uint8
    np.testing.assert_array_equal(pictures, before)
    assert count == 0 or not np.array_equal(result, pictures)


@EVERY
def test_a_sample_changes_the_same_whichever_others_are_asked_for_and_in_any_order(most):
    pictures = noise(200, 28)
    whole = Augmenter(**most, seed=5).augmented(pictures, np.arange(200), 7)
    other = Augmenter(**most, seed=5)
    rng = np.random.default_rng(1)
    for epoch, count in [(7, 3), (2, 50), (7, 100), (7, 1), (7, 200)]:
        chosen = rng.permutation(200)[:count]
        part = other.augmented(pictures[chosen], chosen, epoch)
        assert np.array_equal(part, whole[chosen]) == (epoch == 7)


@EVERY
def test_every_epoch_seed_and_sample_has_a_change_of_its_own(most):
    same = np.repeat(strokes(1), 3, axis=0)
    augmenter = Augmenter(**most, seed=0)
    results = [augmenter.augmented(same, np.arange(3), epoch) for epoch in (0, 1)]
    results.append(Augmenter(**most, seed=1).augmented(same, np.arange(3), 0))
    assert len({picture.tobytes() for picture in np.concatenate(results)}) == 9


@pytest.mark.parametrize("most", [0.5, 2.0, MOST_SHIFT])
def test_a_shift_stays_within_its_bounds_and_uses_all_of_them(most):
    pictures = strokes(500, width=2)
    result = Augmenter(shift=most, rotate=0, thickness=0, seed=0).augmented(pictures, np.arange(500), 0)
    shifts = centres(result) - centres(pictures)
    assert np.abs(shifts).max() <= most + 0.05
    assert np.abs(shifts).max() > 0.95 * most
    np.testing.assert_allclose(shifts.mean(axis=0), 0, atol=0.1 * most)
    np.testing.assert_allclose(shifts.std(axis=0), most / np.sqrt(3), rtol=0.1)


@SIDES
def test_a_shift_by_whole_pixels_moves_pixels_and_loses_those_at_the_border(side):
    picture = noise(1, side).astype(np.float32)
    expected = np.zeros_like(picture)
    expected[0, 2:, :-1] = picture[0, :-2, 1:]
    np.testing.assert_array_equal(moved(picture, numbers(-1), numbers(2), numbers(0)), expected)


def test_a_shift_by_half_a_pixel_is_halfway_between():
    picture = noise(1, 28).astype(np.float32)
    right = moved(picture, numbers(1), numbers(0), numbers(0))
    np.testing.assert_allclose(moved(picture, numbers(0.5), numbers(0), numbers(0)), (picture + right) / 2, atol=1e-3)


@SIDES
@pytest.mark.parametrize(("angle", "turns"), [(90, -1), (-90, 1), (180, 2)])
def test_quarter_turns_are_exact_and_clockwise(side, angle, turns):
    picture = noise(1, side).astype(np.float32)
    expected = np.rot90(picture, turns, axes=(1, 2))  # NumPy turns the other way
    np.testing.assert_allclose(moved(picture, numbers(0), numbers(0), numbers(angle)), expected, atol=0.01)


def test_a_turned_stroke_is_one_that_was_drawn_at_that_angle():
    pictures = strokes(12).astype(np.float32)  # fifteen degrees apart
    nothing = np.zeros(11, np.float32)
    turned = moved(pictures[:11], nothing, nothing, np.full(11, 15, np.float32))
    assert np.abs(turned - pictures[1:]).mean() < 3
    assert np.abs(pictures[:11] - pictures[1:]).mean() > 10


def test_it_turns_at_most_as_far_as_it_may_and_around_the_middle():
    pictures = np.repeat(strokes(1), 500, axis=0)
    result = Augmenter(shift=0, rotate=30, thickness=0, seed=0).augmented(pictures, np.arange(500), 0).astype(float)
    across, down = np.meshgrid(np.arange(28) - 13.5, np.arange(28) - 13.5)
    moments = [(result * product).sum(axis=(1, 2)) for product in (2 * across * down, across**2 - down**2)]
    angles = np.degrees(np.arctan2(*moments)) / 2
    assert 28 < np.abs(angles).max() <= 30.5
    assert abs(angles.mean()) < 2
    np.testing.assert_allclose(centres(result), centres(pictures), atol=0.1)


@EVERY
def test_nothing_comes_in_from_outside(most):
    """Ink in one corner never shows up in the opposite one, and a blank picture stays blank."""
    pictures = np.zeros((300, 28, 28), np.uint8)
    augmenter = Augmenter(**most, seed=0)
    assert not augmenter.augmented(pictures, np.arange(300), 0).any()
    pictures[:, :6, :6] = 255
    result = augmenter.augmented(pictures, np.arange(300), 0)
    assert not result[:, 20:, 20:].any()
    assert result.sum(axis=(1, 2), dtype=float).max() <= pictures[0].sum() * 2
    assert not moved(pictures[:1].astype(np.float32), numbers(100), numbers(-1e6), numbers(20)).any()


@pytest.mark.parametrize("pixels", [-2, -1, -0.5, 0.5, 1, 2])
def test_strokes_grow_and_shrink_by_as_much_as_they_should_at_any_angle(pixels):
    pictures = strokes(12).astype(np.float32)
    result = thickened(pictures, np.full(12, pixels, np.float32))
    assert result.min() > -0.001
    assert result.max() < 255.001
    # The ends of strokes grow too, so only what lies around the middle is counted: a piece of stroke eight pixels long.
    across, down = np.meshgrid(np.arange(28) - 13.5, np.arange(28) - 13.5)
    for picture, angle in zip(result, np.linspace(0, np.pi, 12, endpoint=False), strict=True):
        middle = np.abs(across * np.cos(angle) + down * np.sin(angle)) < 4
        assert picture[middle].sum() / 255 / 8 == pytest.approx(4 + pixels, abs=0.35)


def test_half_of_the_samples_grow_and_half_shrink():
    pictures = np.repeat(strokes(1), 500, axis=0)
    result = Augmenter(shift=0, rotate=0, thickness=2, seed=0).augmented(pictures, np.arange(500), 0)
    grown = result.sum(axis=(1, 2), dtype=float) > pictures[0].sum()
    assert 0.4 < grown.mean() < 0.6


@SIDES
@pytest.mark.parametrize("width", [1, 2])
def test_thin_strokes_keep_some_of_their_ink(side, width):
    picture = np.zeros((1, side, side), np.float32)
    picture[0, 2:-2, 3 : 3 + width] = 255
    result = thickened(picture, numbers(-2))
    assert result.sum() == pytest.approx(picture.sum() * LEAST_INK)
