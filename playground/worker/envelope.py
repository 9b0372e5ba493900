"""What the web process and a worker send each other: envelopes, in either direction.

A byte for the kind, four for the length (little endian), the content. `docs/protocol.md` describes the contents that go on to the browser.
"""

import struct
from enum import IntEnum

from playground.digits.network import MOST_BYTES as MOST_NETWORK_BYTES
from playground.errors import PlaygroundError

HEADER = struct.Struct("<BI")


class Kind(IntEnum):
    """What is in an envelope."""

    HELLO = 0
    SCENE = 1
    FRAME = 2
    CURVE = 3
    GUESS = 4
    NOTICE = 5
    COMMAND = 6
    INSIDE = 7
    GALLERY = 8
    NETWORK = 9
    FILE = 10
    READING = 11
    WHY = 12
    MIND = 13
    LESSON = 14
    PICTURE = 15
    DRAWINGS = 16
    STEPS = 17
    TILES = 18
    POSITION = 19
    PARAMETERS = 20
    SLICE = 21


MOST_BYTES = 2_097_152
"""The largest content of an envelope, such as a frame or an uploaded picture."""


def envelope(kind: Kind, content: bytes) -> bytes:
    """Wrap content for the way."""
    return HEADER.pack(kind, len(content)) + content


def open_header(header: bytes) -> tuple[Kind, int]:
    """Kind and length of what follows a header.

    Raises:
        PlaygroundError: no worker of ours wrote this.
    """
    code, length = HEADER.unpack(header)
    most = MOST_NETWORK_BYTES if code == Kind.NETWORK else MOST_BYTES
    if code not in set(Kind) or length > most:
        raise PlaygroundError(f"A worker sent {length:,} bytes of unknown kind {code}.")
    return Kind(code), length
