"""Tables by name: the examples that come with the program, and the files that people have uploaded to this server.

An upload is kept in the cache folder under a fingerprint of what is in it. A link or a spec carries the fingerprint alone: it opens on the
server that has the file, for whoever has the link, and asks everybody else to upload the file.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from playground.data.cache import cache_folder, whole_file
from playground.data.table import Table, read_table
from playground.errors import DataError

EXAMPLES: Mapping[str, str] = {"iris": "Iris flowers"}
"""Tables that come with the program: name and label. Each is a file in `examples/`."""

FINGERPRINT = re.compile(r"[0-9a-f]{16}")
MOST_FILES = 500
"""More uploads than this push out those that were used least lately: a gigabyte at most."""


def keep(content: bytes) -> tuple[str, Table]:
    """Keep an uploaded file.

    Args:
        content: of a CSV file.

    Returns:
        The name to find it by, and what is in it.

    Raises:
        DataError: it is no table, or there is nowhere to keep it.
    """
    table = read_table(content)
    name = _fingerprint(content)
    folder = _folder()
    try:
        with whole_file(folder / f"{name}.csv") as file:
            file.write(content)
        _make_room(folder)
    except OSError as error:
        raise DataError(f"The file cannot be kept on this server: {error.strerror or error}.") from None
    return name, table


def find(name: str) -> Table:
    """A table by its name.

    Args:
        name: of an example, or as `keep` has returned it.

    Raises:
        DataError: this server does not have it, or cannot read it.
    """
    if name in EXAMPLES:
        return read_table((Path(__file__).parent / "examples" / f"{name}.csv").read_bytes())
    path = _folder() / f"{name}.csv"
    try:
        content = path.read_bytes() if FINGERPRINT.fullmatch(name) else b""
        if _fingerprint(content) != name:
            raise FileNotFoundError(name)
        os.utime(path)
    except OSError:
        raise DataError("This server does not have the CSV file of this link: upload it again, and all settings stay.") from None
    return read_table(content)


def _folder() -> Path:
    return cache_folder() / "tables"


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _make_room(folder: Path) -> None:
    files = sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime)
    for path in files[:-MOST_FILES]:
        path.unlink(missing_ok=True)
