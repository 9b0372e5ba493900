"""What all painters share: a painter turns data and parameters into the arrays of the scene and its frames.

Every picture is signed bytes in disguise: 0 is -1 or less, 128 is 0, 255 is +1 or more, as `docs/protocol.md` says.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data import FEATURES, Dataset
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.spec.edits import RESIZABLE

Arrays = Mapping[str, npt.NDArray[Any]]


class Painter(Protocol):
    """Draws one kind of data."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what of the data it does not show."""

    def scene(self) -> tuple[dict[str, Any], Arrays]:
        """What stands still: values and arrays."""

    def frame(self, parameters: Parameters) -> tuple[dict[str, Any], Arrays]:
        """What moves: values and arrays."""


def as_bytes(values: FloatArray) -> ByteArray:
    """Signed numbers as the bytes of a picture."""
    levels: FloatArray = np.floor(np.clip(np.nan_to_num(values), -1, 1) * 127.5 + 128)
    return np.minimum(levels, 255).astype(np.uint8)


def as_ink(pictures: FloatArray) -> ByteArray:
    """Pictures in [0, 1] as bytes, where 255 is ink."""
    return np.round(pictures * 255).astype(np.uint8)


def largest(numbers: FloatArray) -> float:
    """The largest absolute value, or 1 where all are zero; what is no number does not count."""
    return float(np.abs(np.nan_to_num(numbers, posinf=0, neginf=0)).max(initial=0)) or 1.0


def scaled(numbers: FloatArray, most: float | None = None) -> ByteArray:
    """Signed numbers as the bytes of a picture; `most` is at full strength, by default the largest of them."""
    return as_bytes(numbers / np.float32(largest(numbers) if most is None else most))


def describe_layers(spec: RunSpec, data: Dataset) -> list[dict[str, Any]]:
    """The layers of a network as the scene describes them, from input to output.

    On points and tables, layers without numbers of their own have no column: what they are stands at the next one.
    """
    described = [_entry("Input", spec.shapes[0], labels=_input_names(spec, data))]
    between: list[str] = []
    for number, (layer, shape) in enumerate(zip(spec.layers, spec.shapes[1:], strict=True)):
        entry = layer.entry
        if not spec.data.is_image and not spec.weights[number]:
            between.append(" ".join([entry.label, *(f"{value:g}" for value in layer.settings.values() if isinstance(value, int | float))]))
            continue
        described.append(
            _entry(
                entry.label,
                shape,
                activation=layer.activation.entry.label if entry.activation is not None else None,
                parameters=spec.parameter_counts[number],
                links="full" if entry.activation is not None else "one",
                between=between,
                key=spec.layer_names[number],
                number=number + 1 if number < len(spec.model.layers) else None,
                resizable=any(each.name in RESIZABLE for each in entry.hyperparameters) and number < len(spec.model.layers),
            )
        )
        between = []
    described[-1]["name"] = "Output"
    if spec.output_units > 1:
        described[-1]["labels"] = class_names(data)
    return described


def _input_names(spec: RunSpec, data: Dataset) -> list[str] | None:
    if spec.data.is_image:
        return None
    return [scale.name for scale in data.scales] if spec.data.is_table else [FEATURES[name].label for name in spec.data.features]


def _entry(name: str, shape: tuple[int, ...], **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "activation": None,
        "labels": None,
        "parameters": 0,
        "links": None,
        "between": [],
        "key": None,
        "number": None,
        "resizable": False,
    }
    return {"name": name, "units": shape[-1], "shape": list(shape), **empty, **more}


def class_names(data: Dataset) -> list[str]:
    """What to call each class; empty where a number is to be told."""
    return list(data.class_names) or [str(label) for label in range(data.classes)]
