"""Reading gzipped IDX files, the format that MNIST was first given away in: a small header, then bytes.

Four bytes say that numbers are bytes and how many axes there are, four more for each axis how long it is, all of them big-endian. The
header is never trusted: it has to name a shape that is expected, before anything is allocated or unpacked for it.
"""

import gzip
import math
import zlib
from pathlib import Path

import numpy as np

from playground.arrays import ByteArray
from playground.errors import DataError

BYTES_TYPE = 0x08


def read_idx(path: Path, name: str, most: int, *rest: int) -> ByteArray:
    """The array in a file.

    Args:
        path: of the file.
        name: of the file, for messages.
        most: how long the first axis may be.
        rest: how long each other axis has to be.

    Returns:
        uint8 `(n, *rest)`, with n from 1 to `most`.

    Raises:
        DataError: the file is damaged, or holds something else, or more.
    """
    axes = 1 + len(rest)
    try:
        with gzip.open(path) as stream:
            header = stream.read(4 + 4 * axes)
            shape = tuple(int(size) for size in np.frombuffer(header[4:], ">u4"))
            if header[:4] != bytes((0, 0, BYTES_TYPE, axes)) or shape[1:] != rest or not 1 <= shape[0] <= most:
                raise DataError(f"{name} does not begin as it should: {header.hex() or 'it is empty'}.")
            expected = math.prod(shape)
            content = stream.read(expected + 1)  # one more shows whether there is more; the end is where gzip checks its sum
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise DataError(f"{name} is damaged: {error}.") from None
    if len(content) != expected:
        raise DataError(f"{name} should hold {expected:,} bytes, and has {'more' if len(content) > expected else f'{len(content):,}'}.")
    return np.frombuffer(content, np.uint8).reshape(shape)
