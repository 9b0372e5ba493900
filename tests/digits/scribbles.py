"""Drawings that are no digits, dozens of kinds: what people draw to see whether a program notices.

To add a kind, write a function from a random generator to strokes on a canvas of 280 pixels, and decorate it with `scribble`.
Drawings that a person would read as a digit have no place here: a circle is a nought.
"""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from playground.data.drawing import to_digit

CANVAS, BRUSH = 280.0, 22.0
MIDDLE = CANVAS / 2
LETTERS = "AEFHKMNPRTUWXY@&?$%#"

Strokes = list[np.ndarray]
KINDS: dict[str, Callable[[np.random.Generator], Strokes]] = {}


def pictures(each: int, side: int = 28) -> dict[str, np.ndarray]:
    """Some pictures of every kind, and of every letter: `(each, side, side)`, always the same ones."""
    found = {}
    for number, (name, draw) in enumerate(KINDS.items()):
        rng = np.random.default_rng(number)
        found[name] = np.array([to_digit(draw(rng), CANVAS, BRUSH, side) for _ in range(each)])
    if side == 28:
        for letter in LETTERS:
            rng = np.random.default_rng(ord(letter))
            found[f"letter {letter}"] = np.array([printed(letter, rng) for _ in range(each)])
    return found


def printed(letter: str, rng: np.random.Generator) -> np.ndarray:
    """A printed letter in the place and size of a digit: `(28, 28)`."""
    page = Image.new("L", (280, 280))
    font = ImageFont.load_default(int(rng.uniform(150, 200)))
    pen = int(rng.integers(0, 6))
    ImageDraw.Draw(page).text((140, 140), letter, fill=255, font=font, anchor="mm", stroke_width=pen, stroke_fill=255)
    page = page.rotate(rng.uniform(-12, 12), resample=Image.Resampling.BILINEAR)
    page = page.crop(page.point(lambda level: 255 * (level > 25)).getbbox())
    scale = 20 / max(page.size)
    page = page.resize([max(1, round(length * scale)) for length in page.size], Image.Resampling.BOX)
    ink = np.asarray(page, np.float32) / 255
    picture = np.zeros((28, 28), np.float32)
    down, across = np.indices(ink.shape)
    top, left = (
        int(np.clip(round(14 - (places * ink).sum() / ink.sum()), 0, 28 - size))
        for places, size in zip((down, across), ink.shape, strict=True)
    )
    picture[top : top + ink.shape[0], left : left + ink.shape[1]] = ink / ink.max()
    return picture


def scribble(draw: Callable[[np.random.Generator], Strokes | Iterator[np.ndarray]]) -> Callable[[np.random.Generator], Strokes]:
    KINDS[draw.__name__.strip("_").replace("_", " ")] = lambda rng: list(draw(rng))
    return draw


def line(*points):
    return np.array(points, float)


def turned(strokes, degrees):
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return [(stroke - MIDDLE) @ turn + MIDDLE for stroke in strokes]


def shaky(rng, strokes, by=4):
    return [stroke + rng.normal(0, by, stroke.shape) for stroke in strokes]


def smooth(points, count):
    """A curve that is drawn to points and hurries past them."""
    at = np.linspace(0, len(points) - 1, count)
    curve = np.stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)], axis=1)
    padded = np.pad(curve, ((3, 3), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, axis], np.ones(7) / 7, "valid") for axis in (0, 1)], axis=1)


def around(radius, angle, x=MIDDLE, y=MIDDLE):
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


CIRCLE = np.linspace(0, 2 * np.pi, 60)
SQUARE = line((50, 50), (230, 50), (230, 230), (50, 230), (50, 50))


@scribble
def random_walk(rng):
    steps = np.cumsum(rng.normal(0, 28, (rng.integers(20, 50), 2)), axis=0)
    steps -= steps.mean(axis=0)
    return [steps * 100 / np.abs(steps).max() + MIDDLE]


@scribble
def wandering_curve(rng):
    return [smooth(rng.uniform(30, 250, (rng.integers(7, 14), 2)), 150)]


@scribble
def tangle(rng):
    return [smooth(rng.uniform(40, 240, (rng.integers(15, 30), 2)), 300)]


@scribble
def spiral(rng):
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2.5, 4.5), 200)
    return [around(110 * angle / angle.max(), angle + rng.uniform(0, 6))]


@scribble
def filled_blob(rng):
    angle = np.linspace(0, 12 * np.pi, 200)
    return [around(90 * angle / angle.max(), angle)]


@scribble
def zigzag(rng):
    count = rng.integers(5, 10)
    points = np.stack([np.linspace(40, 240, count), np.where(np.arange(count) % 2, 60, 220)], axis=1)
    return turned(shaky(rng, [points], 6), rng.uniform(-20, 20) + rng.choice([0, 90]))


@scribble
def flat_zigzag(rng):
    count, height = rng.integers(5, 11), rng.uniform(15, 45)
    points = np.stack([np.linspace(30, 250, count), MIDDLE + np.where(np.arange(count) % 2, -height, height)], axis=1)
    return turned(shaky(rng, [points]), rng.uniform(-15, 15))


@scribble
def scratching(rng):
    count = rng.integers(12, 25)
    x, y = np.linspace(50, 230, count) + rng.normal(0, 8, count), np.where(np.arange(count) % 2, 50, 230) + rng.normal(0, 20, count)
    return turned([np.stack([x, y], axis=1)], rng.uniform(0, 180))


@scribble
def loops(rng):
    angle = np.linspace(0, 2 * np.pi * rng.integers(3, 6), 200)
    across = 40 + 200 * angle / angle.max() + 35 * np.cos(angle)
    return turned([np.stack([across, MIDDLE + rng.uniform(35, 70) * np.sin(angle)], axis=1)], rng.uniform(-15, 15))


@scribble
def wave(rng):
    x = np.linspace(30, 250, 120)
    y = MIDDLE + rng.uniform(15, 50) * np.sin(x / 220 * 2 * np.pi * rng.uniform(2, 4) + rng.uniform(0, 6))
    return turned([np.stack([x, y], axis=1)], rng.uniform(-15, 15))


@scribble
def two_waves(rng):
    x, often = np.linspace(30, 250, 120), rng.uniform(1.5, 3)
    return [np.stack([x, MIDDLE + place + 20 * np.sin(x / 220 * 2 * np.pi * often)], axis=1) for place in (-40, 40)]


@scribble
def grid(rng):
    places = np.linspace(50, 230, rng.integers(3, 5))
    lines = [each for at in places for each in (line((50, at), (230, at)), line((at, 50), (at, 230)))]
    return turned(shaky(rng, lines), rng.uniform(-15, 15))


@scribble
def hash_sign(rng):
    lines = [each for at in (100, 180) for each in (line((40, at), (240, at)), line((at, 40), (at, 240)))]
    return turned(shaky(rng, lines), rng.uniform(-12, 12))


@scribble
def hatching(rng):
    lines = [line((40, y), (240, y)) for y in np.linspace(50, 230, rng.integers(4, 9))]
    return turned(shaky(rng, lines, 5), rng.uniform(0, 180))


@scribble
def bars(rng):
    return shaky(rng, [line((50, y), (230, y)) for y in np.linspace(60, 220, rng.integers(3, 6))])


@scribble
def uprights(rng):
    return shaky(rng, [line((x, 50), (x, 230)) for x in np.linspace(50, 230, rng.integers(3, 6))])


@scribble
def dashes(rng):
    count = rng.integers(3, 6)
    return shaky(rng, [line((x, MIDDLE), (x + 110 / count, MIDDLE)) for x in np.linspace(40, 240, count, endpoint=False)])


@scribble
def one_dash(rng):
    return shaky(rng, [line((40, MIDDLE), (240, MIDDLE))], 6)


@scribble
def ladder(rng):
    return [line((x, 40), (x, 240)) for x in (90, 190)] + [line((90, y), (190, y)) for y in np.linspace(70, 210, rng.integers(3, 5))]


@scribble
def stairs(rng):
    count = rng.integers(3, 6)
    corners = [(40 + 200 * (k // 2) / count, 240 - 200 * ((k + 1) // 2) / count) for k in range(2 * count + 1)]
    return shaky(rng, [line(*corners)], 3)


@scribble
def many_strokes(rng):
    return [rng.uniform(30, 250, (2, 2)) for _ in range(rng.integers(5, 14))]


@scribble
def few_strokes(rng):
    return [rng.uniform(30, 250, (2, 2)) for _ in range(rng.integers(3, 5))]


@scribble
def dots(rng):
    return [point[None] for point in rng.uniform(30, 250, (rng.integers(6, 20), 2))]


@scribble
def star(rng):
    return shaky(rng, [around(100, np.arange(6) * 4 * np.pi / 5 - np.pi / 2 + rng.normal(0, 0.1))], 6)


@scribble
def asterisk(rng):
    count = rng.integers(3, 6)
    return [around(100, np.array([angle, angle + np.pi])) for angle in np.arange(count) * np.pi / count + rng.uniform(0, 3)]


@scribble
def cross(rng):
    return turned([line((50, 50), (230, 230)), line((230, 50), (50, 230))], rng.uniform(-15, 15))


@scribble
def box(rng):
    wide, high = rng.uniform(60, 110, 2)
    corners = [(MIDDLE + wide * x, MIDDLE + high * y) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    return turned(shaky(rng, [line(*corners)], 5), rng.uniform(-10, 10))


@scribble
def box_with_a_cross(rng):
    return shaky(rng, [SQUARE, line((50, 50), (230, 230)), line((230, 50), (50, 230))])


@scribble
def window(rng):
    return shaky(rng, [SQUARE, line((MIDDLE, 50), (MIDDLE, 230)), line((50, MIDDLE), (230, MIDDLE))])


@scribble
def rings(rng):
    return [around(radius, CIRCLE) for radius in (100, rng.uniform(35, 65))]


@scribble
def wheel(rng):
    return turned([around(100, CIRCLE), line((40, MIDDLE), (240, MIDDLE)), line((MIDDLE, 40), (MIDDLE, 240))], rng.uniform(0, 90))


@scribble
def smiley(rng):
    mouth = around(55, np.linspace(0.15, 0.85, 20) * np.pi)
    return [around(100, CIRCLE), line((105, 110)), line((175, 110)), mouth]


@scribble
def house(rng):
    return shaky(rng, [line((60, 130), (220, 130), (220, 240), (60, 240), (60, 130)), line((60, 130), (140, 40), (220, 130))])


@scribble
def arrow(rng):
    return turned([line((40, MIDDLE), (240, MIDDLE)), line((180, 80), (240, MIDDLE), (180, 200))], rng.uniform(0, 360))


@scribble
def heart(rng):
    t = np.linspace(0, 2 * np.pi, 80)
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return shaky(rng, [np.stack([MIDDLE + 96 * np.sin(t) ** 3, MIDDLE - 6 * y], axis=1)], 1)


@scribble
def triangle(rng):
    return turned(shaky(rng, [line((MIDDLE, 50), (230, 220), (50, 220), (MIDDLE, 50))], 6), rng.uniform(0, 360))


@scribble
def woven_curve(rng):
    t = np.linspace(0, 2 * np.pi, 150)
    return [np.stack([MIDDLE + 100 * np.cos(t), MIDDLE + 100 * np.sin(rng.choice([3, 4]) * t + rng.uniform(0, 0.5))], axis=1)]


@scribble
def flower(rng):
    angle = np.linspace(0, 2 * np.pi, 200)
    return [around(100 * np.abs(np.cos(rng.choice([1.5, 2, 2.5]) * angle)), angle)]
