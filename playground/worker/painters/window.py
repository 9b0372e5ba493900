"""The part of the data that a picture shows: two coordinates, or one, as axes from -EXTENT to EXTENT, and the numbers to tell as a height.

Points are drawn as they are. Of a table, the first two inputs are drawn in their own units, and all others are held at their mean.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.data.dataset import EXTENT, Scale
from playground.engine.network import signed
from playground.spec import RunSpec

MARGIN = 0.08
"""Room beyond the outermost rows of a table, as a share of what they span."""

GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Axis:
    """One axis of a picture.

    Attributes:
        label: what it shows.
        middle, half: the standardised number in its middle, and how far it goes each way.
        low, high: the numbers at its ends, as they are shown.
    """

    label: str
    middle: float
    half: float
    low: float
    high: float

    def described(self) -> dict[str, Any]:
        """As the scene has it."""
        return {"label": self.label, "low": self.low, "high": self.high}

    def placed(self, numbers: FloatArray) -> FloatArray:
        """Where numbers are on it, from -1 to 1: float32."""
        return ((numbers - self.middle) / self.half).astype(np.float32)


def coordinate(label: str) -> Axis:
    """The axis of a coordinate of points."""
    return Axis(label, 0.0, EXTENT, -EXTENT, EXTENT)


HEIGHT = Axis("y", 0.0, 1.0, -1.0, 1.0)
"""Of the numbers that points have to be told."""


def fitted(scale: Scale, numbers: FloatArray, margin: float) -> Axis:
    """An axis with room for all numbers of a column, in the column's own unit."""
    low, high = float(numbers.min()), float(numbers.max())
    middle, half = (low + high) / 2, (high - low) / 2 * (1 + 2 * margin) or 1.0
    return Axis(scale.name, middle, half, scale.own(middle - half), scale.own(middle + half))


@dataclass(frozen=True)
class Window:
    """What a picture shows.

    Attributes:
        axes: one, or two: across and up; `None` for up where the height means nothing.
        height: of the numbers to tell; its ends are the strongest colours.
        inputs: how many inputs the table has; 0 for points.
        notes: sentences on what is not in the picture.
    """

    axes: tuple[Axis | None, ...]
    height: Axis
    inputs: int = 0
    notes: tuple[str, ...] = ()

    def samples(self, places: FloatArray) -> FloatArray:
        """What the network is asked about places in the picture.

        Args:
            places: float32 `(n, axes)`, from -EXTENT to EXTENT.

        Returns:
            Points, or rows of the table.
        """
        if not self.inputs:
            return places
        rows = np.zeros((len(places), self.inputs), np.float32)
        for number, axis in enumerate(self.axes):
            if axis is not None:
                rows[:, number] = axis.middle + axis.half / EXTENT * places[:, number]
        return rows

    def places(self, samples: FloatArray) -> FloatArray:
        """Where samples are in the picture: float32 `(n, axes)`."""
        if not self.inputs:
            return samples.astype(np.float32)
        columns = [spread(len(samples)) if axis is None else axis.placed(samples[:, k]) for k, axis in enumerate(self.axes)]
        return np.stack(columns, axis=1) * np.float32(EXTENT)

    def answer(self, spec: RunSpec, output: FloatArray) -> FloatArray | None:
        """What a network says at some places, as one number each from -1 to 1; `None` where there are more than two classes.

        Args:
            spec: of the run.
            output: what its outputs say, `(outputs, places)`.
        """
        if spec.data.is_regression:
            return self.height.placed(output[0])
        return None if len(output) > 2 else signed(spec, output.T)


def window_on(spec: RunSpec, data: Dataset) -> Window:
    """The window on the data of a run."""
    if not spec.data.is_table:
        labels = ("x₁", "x₂") if spec.data.entry.coordinates == 2 else ("x",)
        return Window(tuple(map(coordinate, labels)), HEIGHT)
    rows = np.concatenate([data.train.raw, data.test.raw])
    first, *others = (fitted(scale, column, MARGIN) for scale, column in zip(data.scales[:2], rows.T, strict=False))
    height = HEIGHT if data.target is None else fitted(data.target, np.concatenate([data.train.labels, data.test.labels]), 0.0)
    up: tuple[Axis | None, ...] = () if is_line(spec) else tuple(others) or (None,)
    hidden = [scale.name for scale in data.scales[2:]]
    return Window((first, *up), height, len(data.scales), _notes(hidden))


def is_line(spec: RunSpec) -> bool:
    """Whether a run is shown as a curve over one coordinate."""
    return spec.data.entry.kind == "line" or (spec.data.is_table and spec.data.is_regression and spec.data.inputs == 1)


def spread(count: int) -> FloatArray:
    """Heights that mean nothing, spread evenly, so that rows with the same number do not hide each other."""
    return ((np.arange(count) * GOLDEN) % 1 * 1.8 - 0.9).astype(np.float32)


def _notes(hidden: list[str]) -> tuple[str, ...]:
    if not hidden:
        return ()
    *others, last = hidden
    names = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    return (f"The pictures show the first two inputs. Behind the colours, {names} held at the mean.",)
