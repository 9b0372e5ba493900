"""Folders of servers that were killed, and could not remove them themselves."""

import os
import shutil
import socket
import time
from pathlib import Path

OLD_SECONDS = 60.0
"""A server that is younger may not listen yet."""


def remove_leftovers(parent: Path, prefix: str, name: str) -> None:
    """Remove the folders of this user in whose socket nobody listens any more.

    Args:
        parent: where servers have their folders.
        prefix: what the names of those begin with.
        name: of the socket in each.
    """
    for folder in parent.glob(f"{prefix}*"):
        try:
            about = folder.lstat()
            abandoned = about.st_uid == os.getuid() and time.time() - about.st_mtime > OLD_SECONDS and _is_dead(folder / name)
        except OSError:  # it is gone, or nobody's business
            continue
        if abandoned:
            shutil.rmtree(folder, ignore_errors=True)


def _is_dead(path: Path) -> bool:
    if not path.is_socket():
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(1.0)
        try:
            caller.connect(str(path))
        except ConnectionRefusedError:
            return True
    return False
