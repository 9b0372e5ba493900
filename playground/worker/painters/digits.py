"""Pictures: the weights of the first layer that has some, and some test pictures with what the network takes them for."""

from typing import Any

import numpy as np

from playground.data import Dataset
from playground.engine import predict
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, as_bytes

DIGITS_SHOWN = 24
UNITS_SHOWN = 64


class DigitsPainter:
    """Draws networks that see pictures."""

    notes: tuple[str, ...] = ()

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Choose the pictures to show."""
        self._spec = spec
        self._shown = data.test.first(DIGITS_SHOWN)
        side = spec.data.entry.side
        # A layer's kernel is a picture where the layer looks at the picture itself, or at its pixels in a row.
        number = next(k for k, layer in enumerate(spec.layers) if layer.entry.activation is not None)
        kernel = spec.weights[number]["kernel"].shape
        self._name = f"{spec.layer_names[number]}/kernel"
        self._layer = number + 1
        if len(kernel) == 4:
            self._side, pictures = kernel[0], kernel[2] == 1
        else:
            self._side, pictures = side, kernel[0] == side * side
        self._units = min(kernel[-1], UNITS_SHOWN) if pictures else 0

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """Some test pictures, and what they are."""
        values = {
            "task": "digits",
            "side": self._spec.data.entry.side,
            "unit_side": self._side,
            "unit_layer": self._layer,
            "digits_shown": len(self._shown),
            "units_shown": self._units,
        }
        return values, {"digits": np.asarray(self._shown.raw), "answers": np.asarray(self._shown.labels)}

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """Weights as pictures, and the guesses."""
        kernel = parameters[self._name]
        weights = kernel.reshape(-1, kernel.shape[-1])[: self._side**2, : self._units].T.reshape(-1, self._side, self._side)
        scale = float(np.abs(weights).max(initial=0)) or 1.0
        says = predict(self._spec, parameters, self._shown.raw)
        arrays = {
            "units": as_bytes(weights / np.float32(scale)),
            "guesses": says.argmax(axis=1).astype(np.uint8),
            "confidences": says.max(axis=1).astype(np.float32),
        }
        return {"unit_scale": scale}, arrays
