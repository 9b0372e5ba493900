"""Downloading a file without trusting the other side: what arrives is bounded in size and in time."""

import http.client
import time
import urllib.request
from collections.abc import Callable
from typing import IO

from playground.errors import DataError

TIMEOUT_SECONDS = 4.0
"""How long the other side may stay silent."""
MOST_SECONDS = 120.0
MOST_BYTES = 64_000_000

FAILURES = (DataError, OSError, http.client.HTTPException)
"""Whatever can go wrong with a download, and with what it brought."""


def download(url: str, file: IO[bytes], name: str, received: Callable[[int, int | None], None]) -> None:
    """Write what an address has to give into a file.

    Args:
        url: of the file to download.
        file: written to, and flushed.
        name: of what is downloaded, for messages.
        received: told how many bytes have come so far, and how many there will be (`None` while that is unknown).

    Raises:
        DataError: it is too large, or takes too long.
        OSError: the network failed, or the server refused.
        http.client.HTTPException: the server does not speak HTTP.
    """
    deadline = time.monotonic() + MOST_SECONDS
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:
        expected = response.length
        count = 0
        while block := response.read1(1 << 16):  # what has arrived, however little: a server may let it drip
            count += len(block)
            if count > MOST_BYTES:
                raise DataError(f"The download of {name} is far too large.")
            if time.monotonic() > deadline:
                raise DataError(f"The download of {name} takes more than {MOST_SECONDS:g} seconds.")
            file.write(block)
            received(count, expected)
    file.flush()
