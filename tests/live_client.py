"""Reads the messages of docs/protocol.md, independently of the code that writes them."""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

TYPES = {"U8": np.uint8, "F32": "<f4"}


@dataclass
class Message:
    kind: str
    values: dict[str, Any]
    arrays: dict[str, np.ndarray] = field(default_factory=dict)


def read_message(buffer: bytes) -> Message:
    (length,) = struct.unpack("<Q", buffer[:8])
    header = json.loads(buffer[8 : 8 + length])
    metadata = header.pop("__metadata__")
    body = buffer[8 + length :]
    arrays = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        arrays[name] = np.frombuffer(body[first:last], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return Message(metadata["kind"], json.loads(metadata["json"]), arrays)
