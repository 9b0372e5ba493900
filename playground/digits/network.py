"""A trained network as a file: safetensors with the spec and some facts beside the numbers.

Of what the file says only the spec is believed, after its validator: which arrays there have to be, of which shapes, follows from it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load

from playground.arrays import FloatArray
from playground.digits import familiarity
from playground.digits.facts import Calibration, Facts
from playground.digits.familiarity import Familiarity
from playground.errors import DataError, PlaygroundError
from playground.snapshot import Parameters
from playground.spec import MAX_PARAMETERS, RunSpec, from_json, to_json

MOST_BYTES = 4 * MAX_PARAMETERS + 1_000_000
"""The largest network that a spec allows, in float32, and what is known of it."""
SHIPPED = Path(__file__).parents[2] / "assets" / "digits.safetensors"
KIND = "playground-network-1"
"""Stands in each file, so that another safetensors file is told apart at once."""
FAMILIARITY = "familiarity"
"""Names of its arrays begin with this, as those of a layer do with the name of the layer."""


@dataclass(frozen=True)
class DigitNetwork:
    """A trained network that reads pictures.

    Attributes:
        spec: how it was trained; its data are pictures in several classes.
        parameters: its numbers, float32, by the names of a snapshot.
        facts: what else is known of it.
        calibration: how its probabilities are made honest, or `None` as long as nobody has measured that.
        familiarity: what its classes look like, or `None` likewise.
    """

    spec: RunSpec
    parameters: Parameters
    facts: Facts
    calibration: Calibration | None = None
    familiarity: Familiarity | None = None

    @property
    def side(self) -> int:
        """Of its pictures, in pixels."""
        return self.spec.data.entry.side

    @property
    def classes(self) -> int:
        """How many classes it tells apart."""
        return self.spec.data.classes


def check_reads_pictures(spec: RunSpec) -> None:
    """See that a network trained by a spec can read a drawing.

    Raises:
        DataError: it learns from something else.
    """
    if not spec.data.is_image:
        raise DataError(f"Only networks that learn from pictures can read drawings, and {spec.data.entry.label!r} has none.")


def pack(network: DigitNetwork) -> bytes:
    """A network as the content of a file: the same network makes the same bytes."""
    about = {"kind": KIND, "spec": to_json(network.spec), "facts": network.facts.model_dump_json()}
    if network.calibration is not None:
        about["calibration"] = network.calibration.model_dump_json()
    arrays = dict(network.parameters)
    if network.familiarity is not None:
        arrays |= {f"{FAMILIARITY}/{part}": getattr(network.familiarity, part) for part in familiarity.shapes(network.spec)}
    return _safetensors(arrays, about)


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
    check_reads_pictures(spec)
    arrays = _arrays(spec, content)
    known = [arrays.pop(f"{FAMILIARITY}/{part}", None) for part in familiarity.shapes(spec)]
    centres, factors = known
    familiar = None if centres is None or factors is None else Familiarity(centres, factors)
    return DigitNetwork(spec, arrays, facts, calibration, familiar)


def _safetensors(arrays: Mapping[str, FloatArray], about: Mapping[str, str]) -> bytes:
    """The content of a safetensors file of float32; the package's own writer puts what it says about itself in another order each time."""
    header: dict[str, object] = {"__metadata__": dict(about)}
    parts, size = [], 0
    for name, array in arrays.items():
        part = np.ascontiguousarray(array, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [size, size + len(part)]}
        size += len(part)
        parts.append(part)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # what follows begins at a whole word
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])


def _metadata(content: bytes) -> dict[str, str]:
    """What the file says of itself, once it is plain that it is one of ours; safetensors looks at the rest of the header."""
    try:
        with_header = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + with_header]) if 0 < with_header <= MOST_BYTES else {}
        about = header.get("__metadata__", {})
    except (ValueError, AttributeError, RecursionError):
        about = {}
    if not isinstance(about, dict) or about.get("kind") != KIND or not all(isinstance(value, str) for value in about.values()):
        raise DataError("This is no network file of this program.")
    return about


def _arrays(spec: RunSpec, content: bytes) -> dict[str, FloatArray]:
    """The numbers of a file, if they are exactly those that a network of this spec has, with or without its familiarity."""
    try:
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, OverflowError):
        raise DataError("The network file is damaged.") from None
    shapes = _shapes(spec)
    if any(name.startswith(f"{FAMILIARITY}/") for name in arrays):
        shapes |= {f"{FAMILIARITY}/{part}": shape for part, shape in familiarity.shapes(spec).items()}
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


def _shapes(spec: RunSpec) -> dict[str, tuple[int, ...]]:
    """Which arrays a network of a spec has."""
    named = zip(spec.layer_names, spec.weights, strict=True)
    return {f"{name}/{part}": weight.shape for name, weights in named for part, weight in weights.items()}


def facts_of(content: bytes) -> Facts:
    """What a network file says of itself, without reading the rest of it.

    Raises:
        DataError: it is no such file.
    """
    try:
        return Facts.model_validate_json(_metadata(content).get("facts", ""))
    except ValidationError:
        raise DataError("The network file says nothing of itself that could be shown.") from None


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
