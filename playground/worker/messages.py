"""Builds the messages of `docs/protocol.md` from arrays: safetensors with the rest as JSON beside them."""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load, save

CURVE_COLUMNS = 6

_NOTHING = np.zeros(0, np.uint8)


def message(kind: str, values: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]] | None = None) -> bytes:
    """One message.

    Args:
        kind: one of those that `docs/protocol.md` has, such as `scene`.
        values: whatever JSON can hold; numbers that are not finite become null.
        arrays: of fixed-size numbers.
    """
    text = json.dumps(_finite(values), allow_nan=False, separators=(",", ":"))
    tensors = {name: np.ascontiguousarray(array) for name, array in (arrays or {}).items()}
    return save(tensors or {"empty": _NOTHING}, metadata={"kind": kind, "json": text})


def opened(content: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Values and arrays of a message from one of our own processes."""
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return json.loads(header["__metadata__"]["json"]), load(content)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def notice(run: int, text: str, *, level: str = "info", progress: float | None = None, busy: bool = False) -> bytes:
    """A sentence for the person; an empty one takes the last one away."""
    return message("notice", {"run": run, "level": level, "text": text, "progress": progress, "busy": busy})


def curve(run: int, first: int, rows: bytes, columns: int) -> bytes:
    """Rows of the learning curve, the first of which is number `first`; `rows` are little-endian float32, `columns` to a row."""
    return message("curve", {"run": run, "from": first}, {"rows": np.frombuffer(rows, "<f4").reshape(-1, columns)})
