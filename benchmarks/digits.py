"""How many digits the network that ships reads right: as they are, out of shape, and drawn once more on the pad.

Every picture goes the way that the page's pictures go (`playground.data.drawing.stages`); how it would be without that stands beside it.
The digits are MNIST's official test set, which the network has never seen.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import numpy as np
from PIL import Image

from benchmarks.replay import CANVAS, replayed, through_the_pad
from benchmarks.report import Row, missing, row
from playground.arrays import FloatArray
from playground.data.augmentation import moved, thickened
from playground.data.dataset import no_progress
from playground.data.drawing import SIDE, Drawing, Stroke, stages
from playground.data.drawing.area import resampled
from playground.data.drawing.inking import draw
from playground.data.drawing.strokes import Line
from playground.data.mnist import load_mnist
from playground.data.picture import read_picture
from playground.digits import DigitNetwork, probabilities, shipped
from playground.errors import PlaygroundError

COMMAND = "python -m benchmarks digits"
UNIT = "test accuracy"
SEED = 0
SHIFT, ROTATE, THICKER = 3, 20, 2
TALL = (14, 17, 20, 24)
BATCH = 500
INK = 25
"""What is lighter than this, of 255, does not count for the height of a digit."""
TIMED = 200
"""Drawings whose stages are timed."""

CLEAN = "what is done for drawings must not harm a digit that is as it should be"
MESSY = "nobody draws as MNIST's digits were made ready"
DRAWN = "people draw at any size and place, with any pen"


def rows() -> Iterator[Row]:
    """Measure, and yield a row for each figure."""
    try:
        network = shipped()
        test = load_mnist(no_progress).test
    except PlaygroundError as error:
        yield missing("test digits", UNIT, str(error))
        return
    pictures, labels = np.asarray(test.raw, np.float32), np.asarray(test.labels)
    yield from _out_of_shape(network, pictures, labels)
    yield _photographed(network, pictures[::10], labels[::10])
    yield from _replayed(network, len(labels))


def _out_of_shape(network: DigitNetwork, pictures: FloatArray, labels: FloatArray) -> Iterator[Row]:
    """Test digits, `(n, 28, 28)` up to 255, as they are and changed."""
    notes = f"{COMMAND}: {len(labels):,} test digits; beside it the same ones without the page's steps"
    for name, change in _changes().items():
        plain = np.clip(change(pictures), 0, 255) / 255
        treated = np.stack([stages(Drawing([], SIDE, picture))[-1] for picture in plain])
        before, after = (_accuracy(network, given, labels) for given in (plain, treated))
        at_least, why = (0.992, CLEAN) if name == "as they are" else (0.97, MESSY)
        yield row(f"test digits, {name}", [after], UNIT, at_least=at_least, amounts=([before], "before"), why=why, notes=notes)


def _changes() -> dict[str, Callable[[FloatArray], FloatArray]]:
    """What is done to digits `(n, 28, 28)` up to 255, by its name."""
    rng = np.random.default_rng(SEED)

    def shifted(pictures: FloatArray) -> FloatArray:
        angle = rng.uniform(0, 2 * np.pi, len(pictures))
        x, y = (np.round(SHIFT * each).astype(np.float32) for each in (np.cos(angle), np.sin(angle)))
        return moved(pictures, x, y, np.zeros_like(x))

    def turned(pictures: FloatArray) -> FloatArray:
        angle = (ROTATE * rng.choice([-1, 1], len(pictures))).astype(np.float32)
        return moved(pictures, np.zeros_like(angle), np.zeros_like(angle), angle)

    return {
        "as they are": lambda pictures: pictures,
        f"{SHIFT} px off": shifted,
        f"turned by {ROTATE} degrees": turned,
        f"strokes {THICKER} px wider": lambda pictures: thickened(pictures, np.full(len(pictures), THICKER, np.float32)),
        **{f"{height} px high": lambda pictures, height=height: np.stack([_tall(each, height) for each in pictures]) for height in TALL},
    }


def _tall(picture: FloatArray, height: int) -> FloatArray:
    """A digit in the middle of its picture, so many pixels high."""
    rows, columns = (np.flatnonzero((picture > INK).any(axis=axis)) for axis in (1, 0))
    middle = np.array([columns[0] + columns[-1] + 1, rows[0] + rows[-1] + 1]) / 2
    return resampled(picture, middle, np.full(2, height / (rows[-1] + 1 - rows[0])), SIDE)


def _photographed(network: DigitNetwork, pictures: FloatArray, labels: FloatArray) -> Row:
    """Test digits, `(n, 28, 28)` up to 255, in dark ink somewhere on paper, on which light falls from one side, as noisy JPEG files."""
    rng = np.random.default_rng(SEED)
    seen = [stages(Drawing([], CANVAS, read_picture(_photograph(picture, rng))))[-1] for picture in pictures]
    notes = f"{COMMAND}: {len(labels):,} test digits as JPEG files, through the page's upload"
    return row("test digits, photographed", [_accuracy(network, np.stack(seen), labels)], UNIT, at_least=0.97, why=MESSY, notes=notes)


def _photograph(picture: FloatArray, rng: np.random.Generator) -> bytes:
    height, width = rng.integers(240, 800, 2).tolist()
    side = int(rng.uniform(0.2, 0.8) * min(height, width))
    digit = np.asarray(Image.fromarray(picture.astype(np.uint8)).resize((side, side), Image.Resampling.BICUBIC), np.float64) / 255
    ink = np.zeros((height, width))
    top, left = rng.integers(0, height - side), rng.integers(0, width - side)
    ink[top : top + side, left : left + side] = digit
    y, x = np.meshgrid(np.linspace(-0.5, 0.5, height), np.linspace(-0.5, 0.5, width), indexing="ij")
    light = 0.75 + rng.uniform(-0.3, 0.3) * x + rng.uniform(-0.3, 0.3) * y - rng.uniform(0, 0.3) * (x * x + y * y)
    levels = light * (1 - rng.uniform(0.5, 0.9) * ink) + rng.normal(0, rng.uniform(0, 0.03), ink.shape)
    content = BytesIO()
    Image.fromarray((255 * np.clip(levels, 0, 1)).astype(np.uint8)).save(content, "JPEG", quality=int(rng.integers(50, 95)))
    return content.getvalue()


def _replayed(network: DigitNetwork, count: int) -> Iterator[Row]:
    """Test digits drawn once more on the pad."""
    name = "test digits drawn on the pad"
    hands = replayed(count, SEED)
    try:
        drawings = through_the_pad([strokes for strokes, _ in hands])
    except FileNotFoundError as error:
        yield missing(name, UNIT, str(error), at_least=0.97, why=DRAWN)
        return
    labels = np.array([label for _, label in hands])
    pictures = np.stack([stages(Drawing(strokes, CANVAS)) for strokes in drawings])  # (n, steps, 28, 28)
    resized, after = (_accuracy(network, pictures[:, step], labels) for step in (0, -1))
    notes = f"{COMMAND}: {count:,} test digits as strokes of another size, place, slant and pen, through the pad's own code"
    yield row(name, [after], UNIT, at_least=0.97, amounts=([resized], "resized only"), why=DRAWN, notes=notes)
    ratio = (1 - after) / max(1 - resized, 1 / count)
    yield row("mistakes beside resizing only", [ratio], "x", at_most=0.5, why="the steps are worth it", notes=notes)
    yield from _timed(drawings[:TIMED])


def _timed(drawings: Sequence[Sequence[Stroke]]) -> Iterator[Row]:
    """How long the pictures of all steps take."""
    drawn = [Drawing(strokes, CANVAS) for strokes in drawings]
    uploaded = [Drawing([], CANVAS, draw([Line(each.points, each.width) for each in strokes], int(CANVAS))) for strokes in drawings]
    for name, given, at_most in (("a drawing", drawn, 5), ("an image of 280 x 280", uploaded, 15)):
        waits = []
        for each in given:
            begun = time.perf_counter()
            stages(each)
            waits.append(1000 * (time.perf_counter() - begun))
        yield row(f"all steps of {name}", waits, "ms", at_most=at_most, why="they are taken at every move of the pen", notes=COMMAND)


def _accuracy(network: DigitNetwork, pictures: FloatArray, labels: FloatArray) -> float:
    right = 0
    for start in range(0, len(labels), BATCH):
        said = probabilities(network, pictures[start : start + BATCH]).argmax(axis=1)
        right += int((said == labels[start : start + BATCH]).sum())
    return right / len(labels)
