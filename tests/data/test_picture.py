"""Uploaded pictures: whatever they show, and whatever is wrong with them."""

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from playground.data import picture as module
from playground.data.drawing import Drawing, stages
from playground.data.picture import LEAST_SIDE, MOST_BYTES, MOST_PIXELS, MOST_SCANS, MOST_SIDE, read_picture
from playground.errors import DataError
from tests.data.drawing.figures import FIGURES
from tests.data.drawing.test_raster import moved_apart, photographed

INK = photographed(FIGURES["seven"], brush=16)
"""A seven, `(280, 280)`, as `read_picture` should see it."""


def grey(levels):
    """How light a picture is, 0 to 1, as Pillow's."""
    return Image.fromarray(np.round(np.clip(levels, 0, 1) * 255).astype(np.uint8))


def file(picture, kind="PNG", **settings):
    content = BytesIO()
    picture.save(content, kind, **settings)
    return content.getvalue()


def to_digit(ink):
    return stages(Drawing([], 280, ink))[-1]


def refused(content):
    """The one sentence that says why."""
    with pytest.raises(DataError) as caught:
        read_picture(content)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def uneven(shape, darkest=0.5, lightest=0.9):
    """Paper on which light falls from one corner, and less of it the farther away."""
    y, x = (np.linspace(0, 1, side) for side in shape)
    return lightest - (lightest - darkest) * (0.5 * x[None, :] + 0.3 * y[:, None] ** 2 + 0.2 * x[None, :] * y[:, None])


def noisy(levels, amount=0.02):
    return levels + np.random.default_rng(0).normal(0, amount, levels.shape)


SEEN = {
    "black on white": (file(grey(1 - INK)), 0.01),
    "white on black, as MNIST's": (file(grey(INK)), 0.01),
    "pencil": (file(grey(0.9 - 0.3 * INK)), 0.01),
    "chalk": (file(grey(0.2 + 0.5 * INK)), 0.01),
    "JPEG": (file(grey(1 - INK), "JPEG", quality=60), 0.02),
    "uneven light": (file(grey(uneven(INK.shape) * (1 - 0.7 * INK))), 0.02),
    "a photograph": (file(grey(noisy(uneven(INK.shape) * (1 - 0.7 * INK))), "JPEG", quality=80), 0.03),
    "a chalkboard": (file(grey(noisy(0.2 * uneven(INK.shape) + 0.6 * INK)), "JPEG", quality=80), 0.03),
}


@pytest.mark.parametrize(("content", "most"), SEEN.values(), ids=SEEN)
def test_ink_is_one_and_paper_is_nothing_whatever_the_paper_and_the_pen(content, most):
    ink = read_picture(content)
    assert ink.dtype == np.float32
    assert ink.shape == INK.shape
    assert np.abs(ink - INK).mean() < most
    assert np.median(ink[INK == 1]) == pytest.approx(1, abs=0.05)
    assert ink[INK == 0].mean() < 0.003
    assert moved_apart(to_digit(ink), to_digit(INK)) < 0.03


def colours(mode):
    """The seven in a mode of Pillow's."""
    return grey(1 - INK).convert(mode)


MODES = {
    **{f"PNG {mode}": (lambda mode=mode: file(colours(mode))) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")},
    **{f"JPEG {mode}": (lambda mode=mode: file(colours(mode), "JPEG")) for mode in ("L", "RGB", "CMYK")},
    "PNG with 16 bits": lambda: file(Image.fromarray(np.round((1 - INK) * 65535).astype(np.uint16))),
    "progressive JPEG": lambda: file(colours("RGB"), "JPEG", progressive=True),
    "interlaced PNG": lambda: file(colours("L"), interlace=1),
}


@pytest.mark.parametrize("make", MODES.values(), ids=MODES)
def test_every_kind_of_pixel_is_read(make):
    assert np.abs(read_picture(make()) - INK).mean() < 0.02


@pytest.mark.parametrize("mode", ["LA", "RGBA", "PA"])
def test_what_one_can_see_through_lies_on_white_paper(mode):
    seen = np.zeros((*INK.shape, 4), np.uint8)
    seen[..., 3] = np.round(INK * 255)  # black, and elsewhere nothing at all
    picture = Image.fromarray(seen)
    content = file(picture.quantize() if mode == "PA" else picture.convert(mode))
    assert np.abs(read_picture(content) - INK).mean() < 0.02


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 2), (6, 1), (8, 3)])
def test_a_photograph_is_turned_the_way_the_camera_was_held(kind, orientation, turn):
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = file(grey(np.rot90(1 - INK, turn)), kind, exif=exif)
    assert np.abs(read_picture(content) - INK).mean() < 0.02


@pytest.mark.parametrize("side", [8, 28, 279, 280, 281, 600, 1000])
def test_a_picture_of_any_size_becomes_one_that_is_not_too_large(side):
    small = np.asarray(grey(1 - INK).resize((side, side), Image.Resampling.BOX)) / 255
    ink = read_picture(file(grey(small)))
    assert max(ink.shape) <= MOST_SIDE
    assert max(ink.shape) >= min(side, MOST_SIDE / 2)
    if side >= 28:
        assert moved_apart(to_digit(ink), to_digit(INK)) < 0.06


def test_the_longest_picture_is_read_too():
    stripes = np.ones((LEAST_SIDE, MOST_PIXELS // LEAST_SIDE))
    stripes[:, 50_000:60_000] = 0
    assert read_picture(file(grey(stripes))).shape == (1, 280)


@pytest.mark.parametrize(("value", "noise"), [(0, 0), (0.5, 0), (1, 0), (0, 0.03), (0.5, 0.03), (1, 0.03), (0.5, 0.2)])
def test_without_contrast_there_is_no_digit(value, noise):
    assert refused(file(grey(noisy(np.full((100, 100), value), noise)))).startswith("The picture shows no digit")


def test_light_that_falls_unevenly_is_no_digit():
    assert refused(file(grey(uneven((200, 300))))).startswith("The picture shows no digit")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_other_kinds_of_files_are_refused(kind):
    assert refused(file(grey(1 - INK), kind)) == "A picture is a PNG or JPEG file, got something else."


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"not a picture", b"\0" * 100])
def test_so_is_what_is_no_picture(content):
    assert refused(content) == "A picture is a PNG or JPEG file, got something else."


def test_a_file_that_is_too_large_is_not_even_looked_at():
    assert "at most 2 MB, got 2.0 MB" in refused(file(grey(1 - INK)) + bytes(MOST_BYTES))


def bomb(width, height):
    """A PNG whose header promises more than its few bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(1001, 1000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_header_before_anything_is_unpacked(width, height, monkeypatch):
    monkeypatch.setattr(module, "_levels", None)
    assert refused(bomb(width, height)) == f"A picture has at most 1,000,000 pixels, got {width} x {height}."


def test_a_large_photograph_is_refused_with_its_size():
    assert "got 1200 x 1000" in refused(file(Image.new("L", (1200, 1000), 255), "JPEG"))


@pytest.mark.parametrize(("width", "height"), [(7, 300), (300, 7), (1, 1)])
def test_a_picture_that_is_too_small_is_refused_with_its_size(width, height):
    assert f"at least 8 pixels wide and high, got {width} x {height}" in refused(file(Image.new("L", (width, height))))


def test_an_animation_is_refused():
    frames = [grey(1 - INK), grey(INK)]
    assert refused(file(frames[0], save_all=True, append_images=frames[1:])) == "A picture does not move, got an animation."


def test_a_jpeg_of_thousands_of_scans_is_refused_before_it_keeps_the_decoder_busy():
    content = file(grey(1 - INK), "JPEG", progressive=True)
    scan = content.rindex(b"\xff\xda")
    many = content[:scan] + content[scan:-2] * MOST_SCANS + content[-2:]
    assert refused(many).startswith(f"A JPEG picture has at most {MOST_SCANS} scans, got ")


WHOLE = {"PNG": file(grey(1 - INK[::4, ::4])), "JPEG": file(grey(1 - INK[::4, ::4]), "JPEG")}


def attempt(content):
    """The ink, or the sentence that says why there is none."""
    try:
        return read_picture(content)
    except DataError as error:
        return str(error)


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_that_is_cut_off_is_refused_or_shows_the_digit(kind):
    content = WHOLE[kind]
    cut = [attempt(content[:length]) for length in range(8, len(content), 7)]
    read = [each for each in cut if not isinstance(each, str)]
    assert len(read) < 0.1 * len(cut)  # some of what is at the end says nothing of the picture
    for ink in read:
        np.testing.assert_array_equal(ink, read_picture(content))


def read_or_refused(content):
    ink = attempt(content)
    if isinstance(ink, str):
        assert ink.endswith(".")
    else:
        assert np.isfinite(ink).all()
        assert ink.min() >= 0
        assert ink.max() <= 1


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", bomb(10, 10)[:33], WHOLE["JPEG"][:200]]))
def test_garbage_is_refused_in_one_sentence(garbage, start):
    read_or_refused(start + garbage)


@given(st.sampled_from(list(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_a_file_with_wrong_bytes_is_refused_or_read(kind, changes):
    content = bytearray(WHOLE[kind])
    for place, byte in changes:
        content[int(place * (len(content) - 1))] = byte
    read_or_refused(bytes(content))


@given(st.integers(8, 40), st.integers(8, 40), st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2]))
def test_any_pixels_at_all_are_refused_or_become_ink(width, height, seed, kind):
    rng = np.random.default_rng(seed)
    levels = [rng.random((height, width)), rng.integers(0, 2, (height, width)), (rng.random((height, width)) > 0.95) * 0.7][kind]
    read_or_refused(file(grey(levels)))
