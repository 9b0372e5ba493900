"""A reader of drawings as a real process, and everything it has sent."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from playground.digits.drawn import DrawnStroke
from playground.worker.envelope import Kind
from playground.worker.pool import Pool
from playground.worker.protocol import Ack
from playground.worker.reader.commands import Draw, Keep
from tests.live_client import Message, read_message
from tests.worker.conftest import Heard

SEVEN = (80.0, 70.0, 140.0, 70.0, 200.0, 72.0, 170.0, 130.0, 140.0, 220.0)
SIZE = 280


def stroke(points: Sequence[float] = SEVEN, width: float = 22) -> DrawnStroke:
    return DrawnStroke(points=tuple(map(float, points)), width=width)


def drawn(number: int = 1, *strokes: DrawnStroke, picture: int | None = None) -> Draw:
    return Draw(number=number, strokes=strokes, size=SIZE, picture=picture)


def kept(number: int, label: int, *strokes: DrawnStroke) -> Keep:
    return Keep(number=number, label=label, strokes=strokes or (stroke(),), size=SIZE)


class WatchedReader(Heard):
    """A reader, and everything it has sent."""

    def __init__(self, pool: Pool, network: bytes | None = b"", *, acknowledge: bool = True) -> None:
        super().__init__()
        self._acknowledge = acknowledge
        self.worker = pool.start_reader(number=1, on_message=self._receive, on_end=self._end)
        if network is not None:
            self.worker.send_bytes(Kind.NETWORK, network)

    def _receive(self, kind: Kind, content: bytes) -> None:
        self.messages.append(read_message(content))
        if kind is Kind.READING and self._acknowledge:
            self.worker.send(Ack())
        self._news.set()

    async def until(self, kind: str, happened: Callable[[Message], Any] = lambda _: True) -> Message:
        """Wait for a message that is still to come."""
        seen = len(self.messages)
        found: list[Message] = []

        def looked() -> bool:
            nonlocal seen
            new, seen = self.messages[seen:], len(self.messages)
            found.extend(message for message in new if message.kind == kind and happened(message))
            return bool(found)

        await self.wait(looked)
        return found[0]

    async def last(self, kind: str) -> Message:
        """The newest message of a kind, or the first that comes."""
        return self.of(kind)[-1] if self.of(kind) else await self.until(kind)

    async def tell(self, command: Any, kind: str, happened: Callable[[Message], Any] = lambda _: True) -> Message:
        """Give a command, and wait for what comes of it."""
        waiting = asyncio.ensure_future(self.until(kind, happened))
        await asyncio.sleep(0)
        self.worker.send(command)
        return await waiting

    async def file(self, content: bytes, kind: str) -> Message:
        """Send a file, and wait for what comes of it."""
        waiting = asyncio.ensure_future(self.until(kind))
        await asyncio.sleep(0)
        self.worker.send_bytes(Kind.FILE, content)
        return await waiting
