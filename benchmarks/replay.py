"""MNIST's test digits drawn once more: as strokes of a pen, at another size and place, with another slant and another pen.

The digits are those of people whom the network has never met; what is different from MNIST is what differs between people at a pad.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.skeleton import thinned, traced
from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import no_progress
from playground.data.drawing import Stroke
from playground.data.drawing.raster import stroke_width
from playground.data.mnist import load_mnist

PAD = Path(__file__).parent / "node" / "pad.mjs"
CANVAS = 280.0
"""Side of the pad's square, in pixels."""

FINE = 3
"""Pixels are cut into so many along each side, so that a line in their middle is smooth."""
BATCH = 500

SIZES = (70.0, 240.0)
"""Of the longer side of a drawing, in pixels of the canvas."""
PENS = (8.0, 34.0)
"""Widths of the pen."""
SLANT = 0.25
"""How far the top of a digit is to the right or left of its foot at most, as a share of its height."""
STEPS = (3.0, 9.0)
"""Pixels between two events of a mouse, from a slow hand to a quick one."""
TREMOR = 0.5
"""Standard deviation of an event from where the hand wanted to be, in pixels."""


def replayed(count: int, seed: int) -> list[tuple[list[Stroke], int]]:
    """Test digits as a hand would draw them on the pad.

    Args:
        count: how many; evenly out of all test digits, each as often as the others.
        seed: of everything that is left to chance.

    Returns:
        For each digit its strokes, whose points are the places of a pointer's events, `(n, 2)` on a canvas of 280 pixels; and its label.
    """
    test = load_mnist(no_progress).test
    chosen = np.arange(count) * len(test) // count
    rng = np.random.default_rng(seed)
    found = []
    for start in range(0, count, BATCH):
        part = chosen[start : start + BATCH]
        for lines, label in zip(strokes_of(test.raw[part]), test.labels[part], strict=True):
            found.append((_by_hand(lines, rng), int(label)))
    return found


def strokes_of(pictures: ByteArray) -> list[list[FloatArray]]:
    """The strokes of digits `(n, side, side)`, 255 is ink: points `(k, 2)` in pixels of the pictures."""
    count, side, _ = pictures.shape
    large = np.stack([np.asarray(Image.fromarray(picture).resize((FINE * side,) * 2, Image.Resampling.BICUBIC)) for picture in pictures])
    widths = np.array([stroke_width(picture / np.float32(255)) for picture in pictures])
    # A thin line is faint and must not fall apart; of a thick one the core alone tells its turns apart.
    levels = np.clip(70 + 25 * widths, 90, 190)
    lines = thinned(large > levels[:, None, None])
    return [[(points + 0.5) / FINE for points in traced(line, FINE * width)] for line, width in zip(lines, widths.tolist(), strict=True)]


def _by_hand(lines: Sequence[FloatArray], rng: np.random.Generator) -> list[Stroke]:
    """Draw lines somewhere on the canvas."""
    points = np.concatenate(lines)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    slant = rng.uniform(-SLANT, SLANT)
    lean = np.array([[1.0, 0.0], [-slant, 1.0]])
    lines = [(line - middle) @ lean for line in lines]
    extent = np.ptp(np.concatenate(lines), axis=0)
    size, width = rng.uniform(*SIZES), rng.uniform(*PENS)
    scale = size / max(extent.max(), 1.0)
    low = np.min(np.concatenate(lines), axis=0) * scale
    free = np.maximum(CANVAS - extent * scale - width, 0)
    place = width / 2 + rng.uniform(0, 1, 2) * free - low
    step = rng.uniform(*STEPS)
    return [Stroke(_events(line * scale + place, step, rng), width) for line in lines]


def _events(line: FloatArray, step: float, rng: np.random.Generator) -> FloatArray:
    """Where a pointer is seen on its way along a line, with the tremor of a hand."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    places = np.linspace(0, way[-1], max(round(way[-1] / step), 1) + 1)
    seen = np.column_stack([np.interp(places, way, line[:, axis]) for axis in (0, 1)])
    return np.clip(seen + rng.normal(0, TREMOR, seen.shape), 0, CANVAS)


def through_the_pad(drawings: Sequence[Sequence[Stroke]]) -> list[list[Stroke]]:
    """What the pad in the browser keeps of drawings: its own code does it, in Node.

    Raises:
        FileNotFoundError: there is no Node.
    """
    node = shutil.which("node")
    if node is None:
        raise FileNotFoundError("There is no Node to run the pad's code.")
    sent = (
        json.dumps({"width": drawing[0].width, "strokes": [np.round(stroke.points, 2).tolist() for stroke in drawing]})
        for drawing in drawings
    )
    done = subprocess.run([node, str(PAD)], input="\n".join(sent) + "\n", capture_output=True, text=True, check=True)
    kept = map(json.loads, done.stdout.splitlines())
    return [[Stroke(np.array(stroke["points"]).reshape(-1, 2), stroke["width"]) for stroke in drawing] for drawing in kept]
