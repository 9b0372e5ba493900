"""Pictures: the weights of the first layer that has some, and some test pictures with what the network takes them for."""

from typing import Any

import numpy as np

from playground.data import Dataset
from playground.engine.responses import Responses
from playground.engine.samples import chunk_size
from playground.engine.weight_pictures import pictured, unit_pictures
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, largest, scaled

DIGITS_SHOWN = 60
"""A wall of test pictures; the page shows as many of them as it has room for."""

FEWEST_SHOWN = 24
"""Each frame asks for all of them: where that is dear, there are fewer."""

UNITS_SHOWN = 64


def digits_shown(spec: RunSpec) -> int:
    """How many test pictures a frame tells of: as many as take a fifth of a measurement in one go, or a few where even that is dear."""
    chunk = chunk_size(spec)
    return min(DIGITS_SHOWN, max(chunk // 5, min(FEWEST_SHOWN, chunk)))


def first_units(spec: RunSpec) -> tuple[int, int]:
    """The first layer that has units with weights: its position in the spec, and the side of its weights as pictures."""
    number = next(k for k, layer in enumerate(spec.layers) if layer.entry.activation is not None)
    kernel = spec.weights[number]["kernel"].shape
    return number, kernel[0] if len(kernel) == 4 else spec.data.entry.side


class DigitsPainter:
    """Draws networks that see pictures."""

    notes: tuple[str, ...] = ()

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Choose the pictures to show."""
        self._spec = spec
        self._shown = data.test.first(digits_shown(spec))
        self._tested = len(data.test)
        self._responses = Responses(spec, len(self._shown))
        self._number, self._side = first_units(spec)
        kernel = spec.weights[self._number]["kernel"].shape
        self._units = 0 if pictured(spec, self._number) is None else min(kernel[-1], UNITS_SHOWN)

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """Some test pictures, and what they are."""
        values = {
            "task": "digits",
            "side": self._spec.data.entry.side,
            "unit_side": self._side,
            "unit_layer": self._number + 1,
            "tested": self._tested,
            "digits_shown": len(self._shown),
            "units_shown": self._units,
        }
        return values, {"digits": np.asarray(self._shown.raw), "answers": np.asarray(self._shown.labels)}

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Weights as pictures, and the guesses."""
        weights = unit_pictures(self._spec, parameters, self._number, slice(self._units))
        if weights is None:
            weights = np.zeros((0, self._side, self._side), np.float32)
        scale = largest(weights)
        says = self._responses(parameters, self._shown.raw)[-1]
        arrays = {
            "units": scaled(weights, scale),
            "guesses": says.argmax(axis=1).astype(np.uint8),
            "confidences": says.max(axis=1).astype(np.float32),
        }
        return {"unit_scale": scale}, arrays
