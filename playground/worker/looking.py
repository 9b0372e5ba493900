"""What the network makes of one picture, layer by layer, and one of its units closely: the message `guess` of `docs/protocol.md`."""

import math
from typing import Any

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data import Dataset
from playground.digits.reading import shares
from playground.engine.network import by_layer
from playground.engine.responses import Responses
from playground.engine.speakers import speakers, strongest
from playground.engine.weight_pictures import unit_pictures
from playground.errors import PlaygroundError
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, largest, scaled
from playground.worker.protocol import Look

MOST_MAPS = 16
MOST_UNITS = 64
MOST_FLAT = 784
"""A layer that only lays out maps in a row is drawn as one strip."""

MOST_NAMED = 5
"""So many units are named for a class, and so many connections of a unit."""


def shown_of(spec: RunSpec) -> list[int]:
    """How many units or maps of each layer are told of, from the first after the input to the output."""
    return [
        min(shape[-1], MOST_MAPS if len(shape) == 3 else MOST_FLAT if _is_flat(spec, number) else MOST_UNITS)
        for number, shape in enumerate(spec.shapes[1:])
    ]


def _is_flat(spec: RunSpec, number: int) -> bool:
    """Whether a layer lays out maps in a row."""
    before, shape = spec.shapes[number : number + 2]
    return len(before) == 3 and len(shape) == 1 and math.prod(before) == shape[0]


class Looking:
    """Looks at what a network makes of a picture.

    Attributes:
        sample: the test picture that is chosen, or `None` for the drawing; without a drawing, the first test picture.
        unit: layer (from 1, as the scene counts) and number of the unit or map that is looked at closely, or `None`.
    """

    def __init__(self, spec: RunSpec, data: Dataset, before: "Looking | None" = None) -> None:
        """Prepare; what was looked at before is looked at again, as far as it is still there."""
        self._spec = spec
        self._test = data.test
        self._responses = Responses(spec)
        self._speakers = speakers(spec)
        self._shown = shown_of(spec)
        sample = before.sample if before else None
        self.sample: int | None = sample if sample is not None and sample < len(data.test) else None
        self.unit: tuple[int, int] | None = None

    def choose(self, command: Look) -> None:
        """Look at something else.

        Raises:
            PlaygroundError: there is no such test picture, or no such unit.
        """
        if command.sample is not None and command.sample >= len(self._test):
            raise PlaygroundError(f"There is no test picture {command.sample:,}. Known: 0 to {len(self._test) - 1:,}.")
        if command.unit is not None and not self.has(*command.unit):
            layer, unit = command.unit
            raise PlaygroundError(f"This network has no unit {unit} in layer {layer}.")
        self.sample, self.unit = command.sample, command.unit

    def has(self, layer: int, unit: int) -> bool:
        """Whether there is such a unit, or map: layers count from 1, as in the scene."""
        return layer <= len(self._spec.layers) and unit < self._spec.shapes[layer][-1]

    def look(self, parameters: Parameters, drawn: ByteArray | None) -> tuple[dict[str, Any], Arrays]:
        """What every layer makes of the picture.

        Args:
            parameters: of the run as it is now.
            drawn: the picture of the drawing `(side, side)`, or `None`.

        Returns:
            Values and arrays of the message `guess`.
        """
        sample = self.sample if self.sample is not None or drawn is not None else 0
        picture = drawn if sample is None or drawn is not None and self.sample is None else np.asarray(self._test.raw[sample])
        answer = None if sample is None else int(self._test.labels[sample])
        said = [each[0] for each in self._responses(parameters, np.asarray(picture)[None])]
        scales = [largest(each) for each in said]
        maps, units = [], []
        for number, (each, count, scale) in enumerate(zip(said, self._shown, scales, strict=True)):
            if each.ndim == 3:
                maps.append(scaled(each[..., :count].transpose(2, 0, 1), scale).ravel())
            else:  # of a strip some numbers from top to bottom, of units the first
                units.append(each[np.arange(count) * len(each) // count] if _is_flat(self._spec, number) else each[:count])
        values: dict[str, Any] = {"sample": sample, "answer": answer, "scales": scales}
        arrays = {
            "digit": np.asarray(picture),
            "probabilities": shares(said[-1]).astype(np.float32),
            "units": np.nan_to_num(np.concatenate(units)).astype(np.float32),
            **({"maps": np.concatenate(maps)} if maps else {}),
        }
        if self._speakers is not None:
            kernel = parameters[f"{self._spec.layer_names[-1]}/kernel"]
            values["pushes"] = strongest(self._speakers.push(said[self._speakers.heard], kernel), MOST_NAMED)
        if self.unit is not None:
            more, pictures = self._closely(*self.unit, said, parameters, values.get("pushes"))
            values["unit"] = more
            arrays |= pictures
        return values, arrays

    def _closely(
        self, layer: int, unit: int, said: list[FloatArray], parameters: Parameters, named: list[list[tuple[int, float]]] | None
    ) -> tuple[dict[str, Any], Arrays]:
        """One unit or one map: what it says, its numbers, and its strongest connections; of a class, who pushes it most."""
        number = layer - 1
        weights = by_layer(self._spec, parameters)
        says = said[number][..., unit]
        own = weights[number]
        values: dict[str, Any] = {
            "layer": layer,
            "unit": unit,
            "numbers": {name: _finite(array[unit]) for name, array in own.items() if array.ndim == 1},
            "to": self._connections(number, unit, weights),
        }
        arrays: dict[str, Any] = {}
        if says.ndim == 2:
            arrays["map"] = scaled(says, largest(said[number]))
        else:
            values["says"] = _finite(says)
        if layer == len(self._spec.layers) and named is not None:
            arrays |= self._speaking([speaker for speaker, _ in named[unit]], parameters)
        elif "kernel" in own:
            kernel = own["kernel"][..., unit]
            pictures = self._pictures(number, kernel)
            if pictures is None:
                values["from"] = _strongest_of(kernel)
            else:
                scale = largest(pictures)
                values["kernel_scale"], values["kernels"] = scale, len(pictures)
                arrays["kernel"] = scaled(pictures[:MOST_MAPS], scale)
        return values, arrays

    def _speaking(self, units: list[int], parameters: Parameters) -> Arrays:
        """The weight pictures of those that push a class most; nothing where they have none."""
        layer = None if self._speakers is None else self._speakers.layer
        pictures = None if layer is None else unit_pictures(self._spec, parameters, layer, units)
        return {} if pictures is None else {"speaker_pictures": scaled(pictures)}

    def _pictures(self, number: int, kernel: FloatArray) -> FloatArray | None:
        """The weights of a unit as pictures `(maps, height, width)`, one for each map that it sees; `None` where it sees no maps."""
        if kernel.ndim == 3:
            return kernel.transpose(2, 0, 1)
        seen = number
        while seen > 0 and self._spec.layers[seen - 1].entry.draw is not None:  # dropout passes on what it hears
            seen -= 1
        if seen == 0 or len(self._spec.shapes[seen - 1]) != 3 or math.prod(self._spec.shapes[seen - 1]) != len(kernel):
            return None
        return kernel.reshape(self._spec.shapes[seen - 1]).transpose(2, 0, 1)

    def _connections(self, number: int, unit: int, weights: list[dict[str, FloatArray]]) -> list[tuple[int, float]]:
        """The strongest weights from a unit to the layer above, where that is dense and listens to the unit itself."""
        above = next((k for k in range(number + 1, len(self._spec.layers)) if self._spec.layers[k].entry.draw is None), None)
        if above is None or len(self._spec.shapes[number + 1]) != 1 or "kernel" not in weights[above]:
            return []
        return _strongest_of(weights[above]["kernel"][unit])


def _strongest_of(weights: FloatArray) -> list[tuple[int, float]]:
    """The largest weights of a row, whatever their sign, with their positions."""
    weights = np.nan_to_num(weights, posinf=0, neginf=0)
    return [(int(k), float(weights[k])) for k in np.argsort(-np.abs(weights), kind="stable")[:MOST_NAMED]]


def _finite(number: np.floating | FloatArray) -> float | None:
    return float(number) if np.isfinite(number) else None
