"""A picture of a digit from outside: a PNG or JPEG file as ink, whatever paper and pen it was.

Nothing in the file is believed: its size is read from its header and checked before a pixel is decoded, and whatever goes wrong inside the
decoder is one sentence for the person whose file it was.
"""

from io import BytesIO

import numpy as np
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from playground.arrays import FloatArray
from playground.errors import DataError

MOST_BYTES = 2_000_000
MOST_PIXELS = 1_000_000
LEAST_SIDE = 8
MOST_SIDE = 280
"""More pixels than this along a side say nothing more about one digit."""

MOST_SCANS = 100
"""A JPEG may come in several scans of the whole picture; two megabytes have room for so many that a decoder is busy for minutes."""

# Not Image.open: it would try further formats, and only warns of the largest bombs.
FORMATS = {b"\x89PNG\r\n\x1a\n": PngImageFile, b"\xff\xd8\xff": JpegImageFile}
SCAN = b"\xff\xda"

ROUNDS = 5
"""Times that the paper is told from the ink, each better than the one before."""
ENOUGH = 4000
"""Pixels from which the light on the paper is known well."""
LEAST_CONTRAST = 0.1
"""Ink is at least this much darker or lighter than the paper, where black and white are 0 and 1."""
NOISE = 4.0
"""What is less than this many standard deviations from the paper is paper."""
FEW = 0.0003
"""The share of pixels that is ink at the very least."""
EDGE = 0.15
"""So is what has less than this share of the darkest ink: the blur of a photograph, and what JPEG leaves around a line."""


def read_picture(content: bytes) -> FloatArray:
    """The ink of an uploaded picture.

    Args:
        content: of a PNG or JPEG file, in colour or grey, dark on light or light on dark.

    Returns:
        `(h, w)` float32 in [0, 1], 0 is paper and 1 is ink; up to 280 pixels on each side.

    Raises:
        DataError: it is no such file, too large, too small, damaged, animated, or shows nothing.
    """
    if len(content) > MOST_BYTES:
        raise DataError(f"A picture has at most {MOST_BYTES // 1_000_000} MB, got {len(content) / 1e6:.1f} MB.")
    kind = next((kind for start, kind in FORMATS.items() if content.startswith(start)), None)
    if kind is None:
        raise DataError("A picture is a PNG or JPEG file, got something else.")
    if kind is JpegImageFile and content.count(SCAN) > MOST_SCANS:
        raise DataError(f"A JPEG picture has at most {MOST_SCANS} scans, got {content.count(SCAN):,}.")
    try:
        picture = kind(BytesIO(content))
        _check(picture)
        levels = _levels(ImageOps.exif_transpose(picture))
    except DataError:
        raise
    except Exception:  # a decoder that is fed nonsense raises anything, from SyntaxError to struct.error and zlib.error
        raise DataError("The picture is damaged: it cannot be decoded.") from None
    return _ink(levels)


def _check(picture: Image.Image) -> None:
    """Object to a picture of which only the header was read."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise DataError(f"A picture has at most {MOST_PIXELS:,} pixels, got {width} x {height}.")
    if min(width, height) < LEAST_SIDE:
        raise DataError(f"A picture is at least {LEAST_SIDE} pixels wide and high, got {width} x {height}.")
    if getattr(picture, "n_frames", 1) > 1:
        raise DataError("A picture does not move, got an animation.")


def _levels(picture: Image.Image) -> FloatArray:
    """How light a picture is, on white paper where one can see through it: `(h, w)` float64 in [0, 1], `MOST_SIDE` pixels at most."""
    if picture.mode.startswith("I"):  # 16 bits
        grey = Image.fromarray((np.clip(np.asarray(picture, np.float64) / 257, 0, 255)).astype(np.uint8))
    else:
        colours = picture.convert("RGB" if picture.mode == "CMYK" else "RGBA").convert("RGBA")
        grey = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), colours).convert("L")
    factor = -(-max(picture.size) // MOST_SIDE)
    return np.asarray(grey.reduce(factor), np.float64) / 255  # each pixel is the mean of those that it was


def _ink(levels: FloatArray) -> FloatArray:
    """Ink, from how light a picture is, `(h, w)`: what differs from the paper, in the direction in which more of it does."""
    paper, noise = _paper(levels)
    darker = paper - levels
    # Not the most extreme pixel, which may be dust, but one of the few that even a small digit has.
    dark, light = (float(np.quantile(each, 1 - FEW)) for each in (darker, -darker))
    if max(dark, light) < max(LEAST_CONTRAST, 1.5 * NOISE * noise):
        raise DataError("The picture shows no digit: ink and paper are hardly different.")
    # Ink swallows a share of the light that falls on the paper, so it is as dark in the shade; what is lighter than the paper shines.
    ink = darker / np.maximum(paper, LEAST_CONTRAST) if dark >= light else -darker
    most = float(np.quantile(ink, 1 - FEW))
    typical = float(np.median(ink[ink > most / 2]))
    least = min(max(NOISE * noise * most / max(dark, light), EDGE * typical), typical / 2)
    return np.clip((ink - least) / (typical - least), 0, 1).astype(np.float32)


def _paper(levels: FloatArray) -> tuple[FloatArray, float]:
    """The paper without the ink, and its noise.

    Light falls unevenly, but smoothly: the paper is a surface of second degree, and ink is what lies off it. The border of the picture is
    the first guess at what is paper.

    Args:
        levels: how light each pixel is, `(h, w)`.

    Returns:
        How light the paper is at each pixel, `(h, w)`, and the standard deviation of what is left.
    """
    height, width = levels.shape
    y, x = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    surface = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    flat = levels.ravel()
    border = np.abs(np.stack([x, y])).max(axis=0).ravel() >= 1 - 4 / min(height, width)
    level = np.median(flat[border])
    off = np.abs(flat - level)
    is_paper = border & (off <= max(3 * float(np.median(off[border])), LEAST_CONTRAST))
    for _ in range(ROUNDS):
        step = max(int(is_paper.sum()) // ENOUGH, 1)
        fit = np.linalg.lstsq(surface[is_paper][::step], flat[is_paper][::step])[0]
        off = np.abs(flat - surface @ fit)
        noise = 1.4826 * float(np.median(off[is_paper]))  # of a normal distribution, from a number that outliers do not move
        # The half that is nearest is paper in any case.
        is_paper = off <= max(3 * noise, LEAST_CONTRAST / 4, float(np.median(off)))
    return np.clip((surface @ fit).reshape(height, width), 0, 1), noise
