"""Painted points as text: the form in which a link, a file and the stage have them.

Points lie on a grid of 512 by 512 places, finer than a screen shows. A point is three characters of an alphabet that needs no escape in a
link: 18 bits, nine for the place across and nine for the place up. The points of a class stand together, and a dot parts one class from
the next: `AAAgAA.` is two points of class 1 and none of class 2.
"""

import re

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import EXTENT
from playground.errors import SpecError, shown

STEPS = 512
"""Places on the grid, across and up; they are 12/512 apart, which a float32 holds exactly."""

MOST_POINTS = 400
"""So many fit into a link beside the largest network."""

MOST_TAKEN_OVER = 300
"""Of another data set's points so many become painted ones at most, so that there is room for more."""

FEWEST_CLASSES, MOST_CLASSES = 2, 6
MOST_CHARACTERS = 3 * MOST_POINTS + MOST_CLASSES - 1

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""That of base64 in links; the position of a character is its value. This stands in links: never change it."""

Places = npt.NDArray[np.int32]
"""Places on the grid, `(n, 2)`: across and up, 0 to 511."""

_CODES = np.full(128, -1, np.int32)
_CODES[[ord(character) for character in ALPHABET]] = np.arange(64)


def check(text: str) -> str:
    """The text, if it is one of painted points.

    Raises:
        SpecError: it is not; one sentence on what is wrong.
    """
    classes = class_count(text)
    if not FEWEST_CLASSES <= classes <= MOST_CLASSES:
        raise SpecError(f"Painted points should have {FEWEST_CLASSES} to {MOST_CLASSES} classes with a dot between them, got {classes}.")
    for part in text.split("."):
        if len(part) % 3 or not re.fullmatch("[A-Za-z0-9_-]*", part):
            raise SpecError(f"A painted point should be three letters, digits, - or _, got {shown(part)}.")
    if point_count(text) > MOST_POINTS:
        raise SpecError(f"There can be at most {MOST_POINTS} painted points, got {point_count(text):,}.")
    return text


def class_count(text: str) -> int:
    """How many classes a text has, those without points too."""
    return text.count(".") + 1


def point_count(text: str) -> int:
    """How many points a text has, of all classes together."""
    return sum(counts(text))


def counts(text: str) -> list[int]:
    """How many points of each class a text has."""
    return [len(part) // 3 for part in text.split(".")]


def read(text: str) -> tuple[Places, ByteArray]:
    """The points of a valid text.

    Returns:
        Their places `(n, 2)`, and the class of each, uint8 `(n,)`.
    """
    codes = _CODES[np.frombuffer(text.replace(".", "").encode(), np.uint8)].reshape(-1, 3)
    numbers = codes @ np.array([4096, 64, 1], np.int32)
    labels = np.repeat(np.arange(class_count(text), dtype=np.uint8), counts(text))
    return np.stack([numbers // STEPS, numbers % STEPS], axis=1), labels


def write(places: Places, labels: ByteArray, classes: int) -> str:
    """Points as text; read again, they are the same, class by class."""
    numbers = places[:, 0].astype(np.int32) * STEPS + places[:, 1]
    texts = ["".join(ALPHABET[number >> shift & 63] for shift in (12, 6, 0)) for number in numbers.tolist()]
    return ".".join("".join(text for text, label in zip(texts, labels, strict=True) if label == number) for number in range(classes))


def coordinates(places: Places) -> FloatArray:
    """Where places are on the plane: float32 `(n, 2)`, from -EXTENT to just below EXTENT."""
    return (places * (2 * EXTENT / STEPS) - EXTENT).astype(np.float32)


def nearest_places(points: FloatArray) -> Places:
    """The places that are nearest to points on the plane, `(n, 2)`."""
    steps = np.rint((points.astype(np.float64) + EXTENT) * (STEPS / (2 * EXTENT)))
    return np.clip(steps, 0, STEPS - 1).astype(np.int32)
