"""The plane as one layer sees it: a grid of lines that are straight in the input, and the points, where the layer puts them."""

from typing import Any

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data.dataset import EXTENT
from playground.engine.bending import finite, linear_score, output_line, principal_plane
from playground.engine.maps import NeuronMaps
from playground.engine.network import inputs
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, as_bytes
from playground.worker.painters.window import Window, spread

LINES = 17
"""Lines of the grid each way."""

SAMPLES = 49
"""Places on a line: every third is a crossing, so that crossings stay crossings however the lines bend."""

MOST_POINTS = 1_000
"""Of more points than this, every second is shown, or every third, and so on."""

FLOOR = -1.0
"""Height of the grid where there is a single unit, whose value is all that moves; the points are spread above it."""


def grid_places() -> FloatArray:
    """The grid on the plane: lines on which x2 stands still, and lines on which x1 does: float32 `(2 * LINES * SAMPLES, 2)`."""
    along, across = (np.linspace(-EXTENT, EXTENT, count, dtype=np.float32) for count in (SAMPLES, LINES))
    x2, x1 = np.meshgrid(across, along, indexing="ij")
    lines = np.stack([x1.ravel(), x2.ravel()], axis=1)
    return np.concatenate([lines, lines[:, ::-1]])


class BentPlane:
    """Draws what one layer makes of the plane, over and over.

    Attributes:
        layer: its number in the scene's layers; 0 is the input.
    """

    def __init__(self, spec: RunSpec, window: Window, raw: FloatArray, labels: FloatArray, layer: int) -> None:
        """Ask about the grid, and about some of the points.

        Args:
            spec: of the run.
            window: what the picture of the plane shows.
            raw: all points that are drawn.
            labels: the class, or the number to tell, of each.
            layer: its number in the scene's layers.
        """
        self.layer = layer
        self._spec = spec
        self._window = window
        self._stride = max(1, -(-len(raw) // MOST_POINTS))
        self._labels = labels[:: self._stride]
        samples = np.concatenate([window.samples(grid_places()), raw[:: self._stride]])
        self._inputs = np.ascontiguousarray(inputs(spec, samples).T)  # (inputs, places)
        self._maps = NeuronMaps(spec, self._inputs)
        columns = [number for number, weights in enumerate(spec.weights) if weights]
        self._column = columns[layer - 1] if layer else None
        self._before_output = layer == len(columns) - 1
        self._last: FloatArray | None = None  # the basis of the frame before

    def __call__(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Values and arrays for a frame."""
        maps = self._maps(parameters)
        said = finite(self._inputs if self._column is None else maps[self._column])  # (units, places)
        first = 2 * LINES * SAMPLES
        seen, share = self._seen(said, said[:, first:])
        grid, points = seen[:, :first], seen[:, first:]
        every = self._score(said[:, first:])
        values = {
            "layer": self.layer,
            "stride": self._stride,
            "share": share,
            "score": every if share is None else self._score(points),
            "score_all": every,
            "line": output_line(self._spec, parameters) if self._before_output and share is None else None,
        }
        if len(seen) == 1:
            grid = np.stack([grid[0], np.full(first, FLOOR)])
            points = np.stack([points[0], spread(points.shape[1])])
        arrays: Arrays = {
            "bent_grid": grid.T.astype(np.float32),
            "bent_answers": self._answers(maps[-1][:, :first]),
            "bent_points": points.T.astype(np.float32),
        }
        return {"bend": values}, arrays

    def _score(self, places: FloatArray) -> float | None:
        """How well straight lines tell the points apart, `(axes, points)`; without points nobody knows."""
        return linear_score(places.T, self._labels, self._spec.data.classes) if len(self._labels) else None

    def _seen(self, said: FloatArray, at_points: FloatArray) -> tuple[FloatArray, float | None]:
        """Up to two units as they are; more in their principal plane, and what share of their variance lies in it.

        It is the plane in which the points differ most: corners without points may lie far out, and hide everything else.
        """
        if len(said) <= 2:
            return said, None
        plane = principal_plane(at_points if at_points.shape[1] > 2 else said, self._last)
        self._last = plane.basis
        return plane.places(said), plane.share

    def _answers(self, output: FloatArray) -> ByteArray:
        """What the network says at each place of the grid: signed bytes, or the class that it names."""
        answer = self._window.answer(self._spec, output)
        return np.nan_to_num(output).argmax(axis=0).astype(np.uint8) if answer is None else as_bytes(answer)
