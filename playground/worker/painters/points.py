"""Points and rows of tables: what each neuron, and the whole network, says over the plane, or along the line."""

import math
from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset, Split
from playground.data.dataset import EXTENT
from playground.engine.gradients import Gradients
from playground.engine.maps import NeuronMaps
from playground.engine.network import answers, classes, forward, inputs
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, as_bytes
from playground.worker.painters.bent import BentPlane
from playground.worker.painters.window import window_on

GRID = 100
THUMBNAIL = 25
CURVE_POINTS = 200
MOST_POINTS = 5_000
"""More points than this are not drawn: they would cover each other."""


def winners(output: FloatArray, side: int) -> Arrays:
    """Of several classes the one that the network names at each point of a square, and how far it is ahead of the next.

    Args:
        output: what its outputs say, `(classes, side * side)`.
        side: of the square, in points.
    """
    output = np.nan_to_num(output)
    second, first = np.partition(output, -2, axis=0)[-2:]
    ahead = np.clip(first - second, 0, 1) * 255
    return {
        "winners": output.argmax(axis=0).astype(np.uint8).reshape(side, side),
        "confidence": ahead.astype(np.uint8).reshape(side, side),
    }


def square(side: int) -> FloatArray:
    """Points spread evenly over the plane, row 0 at the top: float32 `(side * side, 2)`."""
    middles = centres(side)
    x1, x2 = np.meshgrid(middles, middles[::-1])
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


def centres(count: int) -> FloatArray:
    """The middles of `count` cells from -EXTENT to EXTENT: float32."""
    return (np.arange(count, dtype=np.float32) + 0.5) * np.float32(2 * EXTENT / count) - np.float32(EXTENT)


class _PointsPainter(ABC):
    """What points on the plane and on the line share."""

    def __init__(self, spec: RunSpec, data: Dataset, places: FloatArray) -> None:
        """Prepare pictures at these places of the window, `(n, axes)`."""
        self._spec = spec
        self._data = data
        self._window = window_on(spec, data)
        self._inputs = np.ascontiguousarray(inputs(spec, self._window.samples(places)).T)  # (inputs, places)
        self._maps = NeuronMaps(spec, self._inputs)
        self._gradients = Gradients(spec, data)
        self._drawn = self._drawn_points()
        self._raw, self._labels = (np.concatenate([getattr(part, name) for part in self._drawn]) for name in ("raw", "labels"))
        self._seen = inputs(spec, self._raw)
        self._columns = [number for number, weights in enumerate(spec.weights) if weights]

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """Axes, points, and each input over the window."""
        window = self._window
        told = {"values": window.height.placed(self._labels)} if self._spec.data.is_regression else {"labels": self._labels}
        values = {
            "task": "plane" if len(window.axes) > 1 else "line",
            "axes": [axis and axis.described() for axis in window.axes],
            "height": window.height.described(),
        }
        return values, {
            "points": window.places(self._raw),
            **told,
            "test": np.repeat(np.array([0, 1], np.uint8), [len(part) for part in self._drawn]),
            "inputs": as_bytes(self._thumbnails(self._inputs)),
        }

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the data the pictures do not show."""
        points, shown = (sum(map(len, parts)) for parts in ((self._data.train, self._data.test), self._drawn))
        crowded = points > MOST_POINTS
        return (*self._window.notes, *((f"Drawn are {shown:,} of {points:,} rows.",) if crowded else ()))

    def _drawn_points(self) -> tuple[Split, Split]:
        """Samples to draw, of either part in its share; they are in random order as it is."""
        train, test = self._data.train, self._data.test
        if not self._spec.data.has_samples:
            return train.first(0), test.first(0)
        if test is train:  # too few to hold some out: each of them is drawn once
            return train, test.first(0)
        share = min(1.0, MOST_POINTS / (len(train) + len(test)))
        return train.first(math.ceil(len(train) * share)), test.first(math.ceil(len(test) * share))

    @abstractmethod
    def _thumbnails(self, maps: FloatArray) -> FloatArray:
        """Each map as a small picture: `(units, 25, 25)`."""

    def _numbers(self, parameters: Parameters) -> Arrays:
        """All numbers that training changes, and how the loss changes with each."""
        return {"weights": self._in_a_row(parameters), "gradients": self._in_a_row(self._gradients(parameters))}

    def _mistaken(self, parameters: Parameters) -> Arrays:
        """Which of the points that are drawn the network takes for another class."""
        if self._spec.data.is_regression:
            return {}
        says = answers(self._spec, forward(self._spec, parameters, self._seen))
        return {"mistaken": (classes(self._spec, says) != self._labels).astype(np.uint8)}

    def _in_a_row(self, parameters: Parameters) -> FloatArray:
        """All numbers that training changes, layer by layer, as one row."""
        names, weights = self._spec.layer_names, self._spec.weights
        trained = [parameters[f"{names[k]}/{part}"] for k in self._columns for part, weight in weights[k].items() if weight.trainable]
        return np.concatenate([array.ravel() for array in trained]).astype(np.float32)


class PlanePainter(_PointsPainter):
    """Two coordinates."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Lay out the grid of points that pictures are made of."""
        super().__init__(spec, data, square(GRID))
        self._bent: BentPlane | None = None

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Each neuron and the output over the plane, and all numbers."""
        maps = self._maps(parameters)
        *hidden, output = [maps[number] for number in self._columns]
        answer = self._window.answer(self._spec, output)
        shown = answer[None] if answer is not None and len(output) == 1 else output
        neurons = np.concatenate([self._thumbnails(layer) for layer in (*hidden, shown)])
        pictures = winners(output, GRID) if answer is None else {"output": as_bytes(answer).reshape(GRID, GRID)}
        values, bent = ({}, {}) if self._bent is None else self._bent(parameters)
        return values, {"neurons": as_bytes(neurons), **pictures, **bent, **self._mistaken(parameters), **self._numbers(parameters)}

    def bend(self, layer: int | None) -> None:
        """Show in each frame from now on how a layer bends the plane; `None`, or a layer that there is not, is none."""
        if layer is None or layer > len(self._columns):
            self._bent = None
        elif self._bent is None or self._bent.layer != layer:
            self._bent = BentPlane(self._spec, self._window, self._raw, self._labels, layer)

    def _thumbnails(self, maps: FloatArray) -> FloatArray:
        """Every fourth point of each map: `(units, 25, 25)`."""
        stride = GRID // THUMBNAIL
        return maps.reshape(-1, GRID, GRID)[:, stride // 2 :: stride, stride // 2 :: stride]


class LinePainter(_PointsPainter):
    """One coordinate, and a number to tell for each."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Lay out the points along the line that pictures are made of."""
        super().__init__(spec, data, centres(CURVE_POINTS)[:, None])

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Each neuron and the output along the line, and all numbers."""
        maps = self._maps(parameters)
        layers = [maps[number] for number in self._columns]
        curve = self._window.height.placed(np.nan_to_num(layers[-1][0]))
        neurons = np.concatenate([*(self._thumbnails(layer) for layer in layers[:-1]), self._thumbnails(curve[None])])
        return {}, {"neurons": as_bytes(neurons), "curve": curve, **self._numbers(parameters)}

    def _thumbnails(self, maps: FloatArray) -> FloatArray:
        """Every eighth point of each map, as a picture of vertical stripes: `(units, 25, 25)`."""
        stride = CURVE_POINTS // THUMBNAIL
        few = maps[:, stride // 2 :: stride]
        return np.broadcast_to(few[:, None, :], (len(few), THUMBNAIL, THUMBNAIL))
