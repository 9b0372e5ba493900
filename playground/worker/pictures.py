"""What a run shows of itself: arrays for the scene and its frames, drawn from parameters.

Every picture is signed bytes in disguise: 0 is -1 or less, 128 is 0, 255 is +1 or more, as `docs/protocol.md` says.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data import FEATURES, Dataset
from playground.data.dataset import EXTENT
from playground.data.features import apply_features
from playground.engine import neuron_maps, predict
from playground.engine.base import layer_names
from playground.engine.network import signed
from playground.nn.activations import ACTIVATIONS
from playground.snapshot import Parameters
from playground.spec import RunSpec

GRID = 100
THUMBNAIL = 25
DIGITS_SHOWN = 24
UNITS_SHOWN = 64

Arrays = Mapping[str, npt.NDArray[Any]]


def as_bytes(values: FloatArray) -> ByteArray:
    """Signed numbers as the bytes of a picture."""
    levels: FloatArray = np.floor(np.clip(np.nan_to_num(values), -1, 1) * 127.5 + 128)
    return np.minimum(levels, 255).astype(np.uint8)


class Painter(Protocol):
    """Draws one kind of data."""

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """What stands still: values and arrays."""

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """What moves: values and arrays."""


def make_painter(spec: RunSpec, data: Dataset) -> Painter:
    """The painter for a spec's kind of data."""
    return PlanePainter(spec, data) if spec.data.is_plane else DigitsPainter(spec, data)


class PlanePainter:
    """2-D points: what each neuron, and the whole network, says over the plane."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Lay out the grid of points that pictures are made of."""
        self._spec = spec
        self._data = data
        step = 2 * EXTENT / GRID
        centres = (np.arange(GRID, dtype=np.float32) + 0.5) * step - EXTENT
        x1, x2 = np.meshgrid(centres, centres[::-1])  # row 0 is the top
        points = np.stack([x1.ravel(), x2.ravel()], axis=1)
        self._inputs = np.ascontiguousarray(apply_features(spec.data.features, points).T)  # (inputs, points)

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """The points, and each input feature over the plane."""
        train, test = self._data.train, self._data.test
        arrays = {
            "points": np.concatenate([train.raw, test.raw]).astype(np.float32),
            "labels": np.concatenate([train.labels, test.labels]),
            "test": np.repeat(np.array([0, 1], np.uint8), [len(train), len(test)]),
            "inputs": as_bytes(self._thumbnails(self._inputs)),
        }
        return {"task": "plane"}, arrays

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Each neuron and the output over the plane, and all weights."""
        *hidden, output = neuron_maps(self._spec, parameters, self._inputs)
        answer = signed(self._spec, output.T)
        shown = answer[None] if len(output) == 1 else output
        neurons = np.concatenate([self._thumbnails(layer) for layer in (*hidden, shown)])
        arrays: Arrays = {
            "neurons": as_bytes(neurons),
            "output": as_bytes(answer).reshape(GRID, GRID),
            "weights": np.concatenate([parameter.ravel() for parameter in parameters.values()]).astype(np.float32),
        }
        return {}, arrays

    def _thumbnails(self, maps: FloatArray) -> FloatArray:
        """Every fourth point of each map: `(units, 25, 25)`."""
        stride = GRID // THUMBNAIL
        return maps.reshape(-1, GRID, GRID)[:, stride // 2 :: stride, stride // 2 :: stride]


class DigitsPainter:
    """28x28 pictures: the weights of the first layer's units, and some test digits with the network's guesses."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Choose the digits to show."""
        self._spec = spec
        self._shown = data.test.first(DIGITS_SHOWN)
        self._units = min(spec.widths[1], UNITS_SHOWN)
        self._kernel = f"{layer_names(spec)[0]}/kernel"

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """Some test digits, and what they are."""
        values = {"task": "digits", "digits_shown": len(self._shown), "units_shown": self._units}
        return values, {"digits": np.asarray(self._shown.raw), "answers": np.asarray(self._shown.labels)}

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """First-layer weights as pictures, and the guesses."""
        weights = parameters[self._kernel][:, : self._units].T.reshape(-1, 28, 28)
        scale = float(np.abs(weights).max()) or 1.0
        says = predict(self._spec, parameters, self._shown.raw)
        arrays = {
            "units": as_bytes(weights / np.float32(scale)),
            "guesses": says.argmax(axis=1).astype(np.uint8),
            "confidences": says.max(axis=1).astype(np.float32),
        }
        return {"unit_scale": scale}, arrays


def layers(spec: RunSpec) -> list[dict[str, Any]]:
    """The layers of a network as the scene describes them, from input to output."""
    plane = spec.data.is_plane
    labels = [FEATURES[name].label for name in spec.data.features] if plane else None
    described: list[dict[str, Any]] = [{"name": "Input", "units": spec.widths[0], "activation": None, "labels": labels}]
    if not plane:
        described.append({"name": "Flatten", "units": spec.widths[0], "activation": None, "labels": None})
    for units, activation in zip(spec.widths[1:], spec.activations, strict=True):
        described.append({"name": "Dense", "units": units, "activation": ACTIVATIONS[activation].label, "labels": None})
    described[-1]["name"] = "Output"
    if spec.output_units > 1:
        described[-1]["labels"] = [str(label) for label in range(spec.output_units)]
    return described
