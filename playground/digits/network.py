"""A trained network as a file: safetensors with the spec and some facts beside the numbers.

Of what the file says only the spec is believed, after its validator: which arrays there have to be, of which shapes, follows from it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load, save

from playground.digits.calibration import Calibration
from playground.errors import DataError, PlaygroundError
from playground.snapshot import Parameters
from playground.spec import RunSpec, from_json, to_json

MOST_BYTES = 8_000_000
MOST_NAME = 80
SHIPPED = Path(__file__).parents[2] / "assets" / "digits.safetensors"
KIND = "playground-network-1"
"""Stands in each file, so that another safetensors file is told apart at once."""


class Facts(BaseModel):
    """What is known of a network besides its numbers; everything in it is checked, since it may come from a file of somebody else's.

    Attributes:
        name: to show.
        accuracy: on the test set, 0 to 1, or `None` where nobody has measured it.
        epochs: trained.
        trained_on: how many digits it has learned from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(min_length=1, max_length=MOST_NAME)
    accuracy: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    epochs: float = Field(default=0, ge=0, le=1e6, allow_inf_nan=False)
    trained_on: int = Field(default=0, ge=0, le=10_000_000)


@dataclass(frozen=True)
class DigitNetwork:
    """A trained network that reads pictures.

    Attributes:
        spec: how it was trained; its data are pictures in several classes.
        parameters: its numbers, float32, by the names of a snapshot.
        facts: what else is known of it.
        calibration: how its probabilities are made honest, or `None` as long as nobody has measured that.
    """

    spec: RunSpec
    parameters: Parameters
    facts: Facts
    calibration: Calibration | None = None

    @property
    def side(self) -> int:
        """Of its pictures, in pixels."""
        return self.spec.data.entry.side

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return self.spec.data.classes


def pack(network: DigitNetwork) -> bytes:
    """A network as the content of a file."""
    about = {"kind": KIND, "spec": to_json(network.spec), "facts": network.facts.model_dump_json()}
    if network.calibration is not None:
        about["calibration"] = network.calibration.model_dump_json()
    return save({name: np.ascontiguousarray(array, np.float32) for name, array in network.parameters.items()}, metadata=about)


def unpack(content: bytes) -> DigitNetwork:
    """A network from the content of a file.

    Raises:
        DataError: it is no network of ours, or not whole; the message says what is wrong.
    """
    if len(content) > MOST_BYTES:
        raise DataError(f"A network file has at most {MOST_BYTES:,} bytes, got {len(content):,}.")
    about = _metadata(content)
    try:
        spec = from_json(about.get("spec", ""))
        facts = Facts.model_validate_json(about.get("facts", ""))
        calibration = Calibration.model_validate_json(about["calibration"]) if "calibration" in about else None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise DataError(f"The network file says something of itself that cannot be: {first['msg']}.") from None
    except PlaygroundError as error:
        raise DataError(f"The network file has no valid spec: {error}") from None
    if not spec.data.is_image:
        raise DataError(f"This network learned from {spec.data.entry.label!r}, which are no pictures: it cannot read a drawing.")
    return DigitNetwork(spec, _parameters(spec, content), facts, calibration)


def _metadata(content: bytes) -> dict[str, str]:
    """What the file says of itself, once it is plain that it is one of ours; safetensors has checked header and sizes by then."""
    try:
        with_header = int.from_bytes(content[:8], "little")
        about = json.loads(content[8 : 8 + with_header]).get("__metadata__", {}) if 0 < with_header <= MOST_BYTES else {}
    except (ValueError, AttributeError, RecursionError):
        about = {}
    if not isinstance(about, dict) or about.get("kind") != KIND or not all(isinstance(value, str) for value in about.values()):
        raise DataError("This is no network file of this program.")
    return about


def _parameters(spec: RunSpec, content: bytes) -> Parameters:
    """The numbers of a file, if they are exactly those that a network of this spec has."""
    try:
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, OverflowError):
        raise DataError("The network file is damaged.") from None
    shapes = _shapes(spec)
    if set(arrays) != set(shapes):
        odd = sorted(set(arrays) ^ set(shapes))[0]
        what = "lacks" if odd in shapes else "has an unknown"
        raise DataError(f"The network file {what} {odd[:40]!r}. Known: {', '.join(shapes)}.")
    for name, shape in shapes.items():
        if arrays[name].shape != shape or arrays[name].dtype != np.float32:
            raise DataError(f"{name} should be float32 {shape}, got {arrays[name].dtype} {arrays[name].shape}.")
        if not np.isfinite(arrays[name]).all():
            raise DataError(f"{name} has numbers that are not finite.")
    return {name: arrays[name] for name in shapes}


def _shapes(spec: RunSpec) -> Mapping[str, tuple[int, ...]]:
    """Which arrays a network of a spec has."""
    named = zip(spec.layer_names, spec.weights, strict=True)
    return {f"{name}/{part}": weight.shape for name, weights in named for part, weight in weights.items()}


@cache
def shipped() -> DigitNetwork:
    """The network that comes with the project.

    Raises:
        DataError: its file is not there, or damaged.
    """
    try:
        content = SHIPPED.read_bytes()
    except OSError as error:
        raise DataError(f"The network that comes with the project cannot be read: {error.strerror or error}.") from None
    return unpack(content)
