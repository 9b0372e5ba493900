"""Points: what each neuron, and the whole network, says over the plane, or along the line."""

from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.data.dataset import EXTENT
from playground.data.features import apply_features
from playground.engine.maps import NeuronMaps
from playground.engine.network import signed
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, as_bytes

GRID = 100
THUMBNAIL = 25
CURVE_POINTS = 200


def _centres(count: int) -> FloatArray:
    """The middles of `count` cells from -EXTENT to EXTENT: float32."""
    return (np.arange(count, dtype=np.float32) + 0.5) * np.float32(2 * EXTENT / count) - np.float32(EXTENT)


class _PointsPainter:
    """What points on the plane and on the line share."""

    def __init__(self, spec: RunSpec, data: Dataset, points: FloatArray) -> None:
        """Prepare pictures at these points, `(n, coordinates)`."""
        self._spec = spec
        self._data = data
        self._inputs = np.ascontiguousarray(apply_features(spec.data.features, points).T)  # (inputs, points)
        self._maps = NeuronMaps(spec, self._inputs)
        self._columns = [number for number, weights in enumerate(spec.weights) if weights]

    def _points(self) -> Arrays:
        train, test = self._data.train, self._data.test
        told = "values" if self._spec.data.is_regression else "labels"
        return {
            "points": np.concatenate([train.raw, test.raw]).astype(np.float32),
            told: np.concatenate([train.labels, test.labels]),
            "test": np.repeat(np.array([0, 1], np.uint8), [len(train), len(test)]),
        }

    def _weights(self, parameters: Parameters) -> FloatArray:
        """All numbers that training changes, layer by layer, as one row."""
        names, weights = self._spec.layer_names, self._spec.weights
        trained = [parameters[f"{names[k]}/{part}"] for k in self._columns for part, weight in weights[k].items() if weight.trainable]
        return np.concatenate([array.ravel() for array in trained]).astype(np.float32)


class PlanePainter(_PointsPainter):
    """Points with two coordinates."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Lay out the grid of points that pictures are made of."""
        centres = _centres(GRID)
        x1, x2 = np.meshgrid(centres, centres[::-1])  # row 0 is the top
        super().__init__(spec, data, np.stack([x1.ravel(), x2.ravel()], axis=1))

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """The points, and each input feature over the plane."""
        return {"task": "plane"}, {**self._points(), "inputs": as_bytes(self._thumbnails(self._inputs))}

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Each neuron and the output over the plane, and all weights."""
        maps = self._maps(parameters)
        *hidden, output = [maps[number] for number in self._columns]
        answer = None if len(output) > 2 else signed(self._spec, output.T)
        shown = answer[None] if answer is not None and len(output) == 1 else output
        neurons = np.concatenate([self._thumbnails(layer) for layer in (*hidden, shown)])
        pictures = self._winners(output) if answer is None else {"output": as_bytes(answer).reshape(GRID, GRID)}
        return {}, {"neurons": as_bytes(neurons), **pictures, "weights": self._weights(parameters)}

    def _winners(self, output: FloatArray) -> Arrays:
        """Of several classes the one that the network names at each point, and how far it is ahead of the next."""
        output = np.nan_to_num(output)
        second, first = np.partition(output, -2, axis=0)[-2:]
        ahead = np.clip(first - second, 0, 1) * 255
        return {
            "winners": output.argmax(axis=0).astype(np.uint8).reshape(GRID, GRID),
            "confidence": ahead.astype(np.uint8).reshape(GRID, GRID),
        }

    def _thumbnails(self, maps: FloatArray) -> FloatArray:
        """Every fourth point of each map: `(units, 25, 25)`."""
        stride = GRID // THUMBNAIL
        return maps.reshape(-1, GRID, GRID)[:, stride // 2 :: stride, stride // 2 :: stride]


class LinePainter(_PointsPainter):
    """Points with one coordinate, and a number to tell for each."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Lay out the points along the line that pictures are made of."""
        super().__init__(spec, data, _centres(CURVE_POINTS)[:, None])

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """The points, and each input feature along the line."""
        return {"task": "line"}, {**self._points(), "inputs": as_bytes(self._stripes(self._inputs))}

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Each neuron and the output along the line, and all weights."""
        maps = self._maps(parameters)
        layers = [maps[number] for number in self._columns]
        neurons = np.concatenate([self._stripes(layer) for layer in layers])
        curve = np.nan_to_num(layers[-1][0]).astype(np.float32)
        return {}, {"neurons": as_bytes(neurons), "curve": curve, "weights": self._weights(parameters)}

    def _stripes(self, maps: FloatArray) -> FloatArray:
        """Every eighth point of each map, as a picture of vertical stripes: `(units, 25, 25)`."""
        stride = CURVE_POINTS // THUMBNAIL
        few = maps[:, stride // 2 :: stride]
        return np.broadcast_to(few[:, None, :], (len(few), THUMBNAIL, THUMBNAIL))
