"""Points that a person paints on the picture of the plane, with a class each."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import Dataset, DatasetEntry, Split
from playground.data.painting import MOST_POINTS, STEPS, Places, class_count, coordinates, nearest_places, read, write
from playground.randomness import Stream, generator

NOTHING = "There are no points to learn from yet: paint some."
FEW = "There are too few points to hold some out: it is tested on those that it learns from."

_NOWHERE = Split(np.zeros((1, 2), np.float32), np.zeros(1, np.uint8))


def load_painted(painted: str, *, test_share: float, features: Sequence[str], seed: int) -> Dataset:
    """Samples from painted points.

    A point that is painted or taken away leaves all others where they are: which ones are held out hangs on their places. Each class
    that has points keeps one to train on. Where that leaves none to test on, the test is on the training points; and where there are no
    points at all, a point of class 0 in the middle stands for them, which nobody should train on.

    Args:
        painted: the points, as valid text.
        test_share: of the points, held out for testing; about, since each point is in or out by itself.
        features: names of input features.
        seed: of the run.
    """
    places, labels = read(painted)
    classes = class_count(painted)
    names = tuple(f"class {number}" for number in range(1, classes + 1))
    if not len(labels):
        return Dataset(_NOWHERE, _NOWHERE, classes, features=tuple(features), notes=(NOTHING,), class_names=names)
    points = coordinates(places)
    order = generator(seed, Stream.ORDER).permutation(len(labels))
    held = _held_out(places, labels, test_share, seed)[order]
    kept, rest = order[~held], order[held]
    train = Split(points[kept], labels[kept])
    test = Split(points[rest], labels[rest]) if len(rest) else train
    return Dataset(train, test, classes, features=tuple(features), notes=() if len(rest) else (FEW,), class_names=names)


def _held_out(places: Places, labels: ByteArray, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Whether each point is held out: at each place of the grid there is a number, and the points at low ones are."""
    numbers = generator(seed, Stream.DATA).random((STEPS, STEPS))[places[:, 0], places[:, 1]]
    held: npt.NDArray[np.bool_] = numbers < share
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        held[members[numbers[members].argmax()]] = False
    if not held.any():
        # The lowest number of all that a class can spare.
        spare = np.flatnonzero(np.bincount(labels)[labels] > 1)
        if len(spare):
            held[spare[numbers[spare].argmin()]] = True
    return held


def _strokes() -> tuple[FloatArray, ByteArray]:
    """Two strokes: an arch, and a dash that it reaches around."""
    turn = np.linspace(-0.15, 1.15, 30) * np.pi
    arch = np.stack([4.2 * np.cos(turn), 4.4 * np.sin(turn) - 1], axis=1)
    along = np.linspace(-4.2, 1.2, 18)
    dash = np.stack([0.9 * np.sin(1.3 * along), along], axis=1)
    return np.concatenate([arch, dash]).astype(np.float32), np.repeat(np.array([0, 1], np.uint8), [30, 18])


def _starter() -> str:
    points, labels = _strokes()
    return write(nearest_places(points), labels, 2)


STARTER = _starter()
"""What is painted before anybody paints."""

ENTRY = DatasetEntry(
    name="painted",
    label="Painted points",
    help="Points of your own: paint them on the picture of the output, even while the network trains. It begins with two strokes.",
    kind="painted",
    samples=48,
    most=MOST_POINTS,
)
