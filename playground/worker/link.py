"""A worker's end of its socket to the web process.

A thread reads commands from it, and ends the process when the other side is gone; so nothing is left behind, even if training hangs.
"""

import contextlib
import os
import queue
import socket
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from playground.worker.envelope import HEADER, Kind, envelope, open_header

Command = TypeVar("Command")


class Link(Generic[Command]):
    """The socket to the web process."""

    def __init__(self, connection: socket.socket, greeting: str, unpack: Callable[[Kind, bytes], Command]) -> None:
        """Say who this is, and start to listen.

        Args:
            connection: to the web process.
            greeting: the secret by which it knows this worker.
            unpack: makes a command of the kind and the content of an envelope.
        """
        self._connection = connection
        self._unpack = unpack
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self.send(Kind.HELLO, greeting.encode())
        threading.Thread(target=self._listen, daemon=True).start()

    def waiting(self, seconds: float | None) -> list[Command]:
        """All commands that wait, in their order.

        Args:
            seconds: how long to wait for one if there are none; `None` is until one comes.
        """
        commands: list[Command] = []
        with contextlib.suppress(queue.Empty):
            commands.append(self._commands.get(timeout=seconds) if seconds != 0 else self._commands.get_nowait())
            while True:
                commands.append(self._commands.get_nowait())
        return commands

    def send(self, kind: Kind, content: bytes) -> None:
        """Send one envelope. The other side always reads at once, and drops what it cannot use."""
        self._connection.sendall(envelope(kind, content))

    def _listen(self) -> None:
        try:
            with self._connection.makefile("rb") as stream:
                while header := stream.read(HEADER.size):
                    kind, length = open_header(header)
                    self._commands.put(self._unpack(kind, stream.read(length)))
        finally:
            # The web process is gone, or has closed this worker. There is nobody to clean up for.
            os._exit(0)


def connect(address: str) -> socket.socket:
    """Dial the web process: `unix:PATH`, or `tcp:PORT` on this machine."""
    family, _, where = address.partition(":")
    if family == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(where)
        return connection
    return socket.create_connection(("127.0.0.1", int(where)))
