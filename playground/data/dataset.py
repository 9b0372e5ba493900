"""The shapes of data: what a data set hands to an engine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.registry import Entry, Settings

EXTENT = 6.0
"""Points lie between -EXTENT and +EXTENT, in every coordinate."""

Kind: TypeAlias = Literal["plane", "line", "painted", "image", "table"]
"""What samples look like: points with two coordinates, points with one, points that a person has painted, square grey pictures, or rows of
numbers."""

COORDINATES: dict[Kind, int] = {"plane": 2, "line": 1, "painted": 2}
"""How many numbers a point has, for those kinds that are points."""

Task: TypeAlias = Literal["classification", "regression"]
"""What there is to learn about a sample: which class it belongs to, or a number."""

Progress = Callable[[str, float | None], None]
"""Called with a sentence and the share that is done (0 to 1, or `None` while it is unknown) during a long wait."""


def no_progress(text: str, share: float | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Split:
    """Samples to train on, or to test on.

    Attributes:
        raw: as a person sees them: points `(n, 2)` or `(n, 1)` float32, pictures `(n, side, side)` uint8 where 255 is ink, or the
            rows of a table, `(n, inputs)` float32, standardised.
        labels: what to learn about each sample, `(n,)`: its class as uint8, or its value as float32.
    """

    raw: FloatArray | ByteArray
    labels: ByteArray | FloatArray

    def __len__(self) -> int:
        """How many samples there are."""
        return len(self.labels)

    def first(self, count: int) -> "Split":
        """The first `count` samples, or all if there are fewer."""
        return Split(self.raw[:count], self.labels[:count])

    def at(self, positions: IntArray) -> "Split":
        """Copies of the samples at some positions."""
        return Split(self.raw[positions], self.labels[positions])


@dataclass(frozen=True)
class Scale:
    """How the numbers of a column were standardised: `(number - mean) / deviation`.

    Attributes:
        name: of the column.
        mean: of its numbers in the training rows.
        deviation: of those, or 1 where they are all the same.
    """

    name: str
    mean: float
    deviation: float

    def standardised(self, numbers: FloatArray) -> FloatArray:
        """Numbers of the column as the network is given them, or should tell them: float32."""
        # In a column that hardly ever changes, one that does would lie beyond what a float can hold.
        scaled: FloatArray = np.clip((numbers - self.mean) / self.deviation, -1e6, 1e6).astype(np.float32)
        return scaled

    def own(self, number: float) -> float:
        """A standardised number in the column's own unit."""
        return self.mean + self.deviation * number


@dataclass(frozen=True)
class Dataset:
    """Samples of one data set, split into those to train on and those held out for testing.

    Attributes:
        train: what the network learns from.
        test: what it never sees while it learns.
        classes: how many classes there are; 0 where values are learned.
        features: names of the input features of points; empty for everything else.
        notes: sentences that a person should read, such as which MNIST this is.
        class_names: what to call the classes; empty where they are numbers.
        scales: of a table, for each input.
        target: of a table whose numbers are to be told, how those were standardised.
    """

    train: Split
    test: Split
    classes: int
    features: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    target: Scale | None = None

    @property
    def unit(self) -> float:
        """How much a difference of 1 between labels is in the unit of what they stand for."""
        return 1.0 if self.target is None else self.target.deviation


@dataclass(frozen=True, kw_only=True)
class DatasetEntry(Entry):
    """A data set as the menus know it. It has either `generate` or `load`, unless the spec says what the samples are.

    Attributes:
        kind: what samples look like.
        task: what there is to learn about them; with a table that is chosen.
        classes: how many classes there are, unless that is a hyperparameter (ask `class_count`); 0 for regression.
        class_names: what to call the classes; empty where they are numbers.
        side: of the pictures, in pixels; means nothing for other kinds.
        samples: how many samples one gets without asking.
        most: how many there can be.
        generate: `(samples, noise, rng, **settings) -> (points, labels)`: float32 `(n, 2)` for a plane, `(n, 1)` for a line; labels as
            in `Split`. Noise is 0 (none) to 1 (hides everything).
        load: `(progress, **settings) -> Dataset` with a split of its own, for what is read and not made.
        cached_in: pattern of the names of the cache's folders that `load` keeps its pictures in.
    """

    kind: Kind
    task: Task = "classification"
    classes: int = 2
    class_names: tuple[str, ...] = ()
    side: int = 28
    samples: int = 500
    most: int = 5_000
    generate: Callable[..., tuple[FloatArray, ByteArray | FloatArray]] | None = None
    load: Callable[..., Dataset] | None = None
    cached_in: str = ""

    @property
    def coordinates(self) -> int:
        """How many numbers a point has; 0 for what is no point."""
        return COORDINATES.get(self.kind, 0)

    def class_count(self, settings: Settings) -> int:
        """How many classes there are with these settings, which are complete; 0 for regression."""
        return int(settings.get("classes", self.classes))
