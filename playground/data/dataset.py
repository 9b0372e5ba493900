"""The shapes of data: what a data set hands to an engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.registry import Entry

EXTENT = 6.0
"""2-D data lies in the square from -EXTENT to +EXTENT, in both coordinates."""

Progress = Callable[[str, float | None], None]
"""Called with a sentence and the share that is done (0 to 1, or `None` while it is unknown) during a long wait."""


def no_progress(text: str, share: float | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Split:
    """Samples to train on, or to test on.

    Attributes:
        raw: as a person sees them: points `(n, 2)` float32, or pictures `(n, 28, 28)` uint8 where 255 is ink.
        labels: uint8 `(n,)`, the class of each sample.
    """

    raw: FloatArray | ByteArray
    labels: ByteArray

    def __len__(self) -> int:
        """How many samples there are."""
        return len(self.labels)

    def first(self, count: int) -> "Split":
        """The first `count` samples, or all if there are fewer."""
        return Split(self.raw[:count], self.labels[:count])


@dataclass(frozen=True)
class Dataset:
    """Samples of one data set, split into those to train on and those held out for testing.

    Attributes:
        train: what the network learns from.
        test: what it never sees while it learns.
        classes: how many classes there are.
        features: names of the input features of points; empty for pictures.
        notes: sentences that a person should read, such as which MNIST this is.
    """

    train: Split
    test: Split
    classes: int
    features: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DatasetEntry(Entry):
    """A data set as the menus know it.

    Attributes:
        kind: `"plane"` for points with two coordinates, `"image"` for 28x28 pictures.
        classes: how many classes there are.
        samples: how many samples one gets without asking.
        most: how many there can be.
        generate: for a plane: `(samples, noise, rng) -> (points (n, 2) float32, labels (n,) uint8)`.
        load: for pictures: `(progress) -> Dataset` with its own, official split.
    """

    kind: Literal["plane", "image"]
    classes: int = 2
    samples: int = 500
    most: int = 5_000
    generate: Callable[[int, float, np.random.Generator], tuple[FloatArray, ByteArray]] | None = None
    load: Callable[[Progress], Dataset] | None = None
