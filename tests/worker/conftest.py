"""A real pool with real processes, on an event loop of the test's own."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psutil

from playground.spec import RunSpec
from playground.worker.envelope import Kind
from playground.worker.pool import Pool
from playground.worker.pool import Worker as Process
from playground.worker.protocol import Ack
from tests.live_client import Message, read_message

T = TypeVar("T")
PATIENCE = 90.0

UNHURRIED = 200.0
"""Epochs a second of a run that must not be over before it is paused or changed, on a fast machine either."""


def with_pool(test: Callable[[Pool], Awaitable[T]]) -> T:
    """Run an asynchronous test with a pool, and see to it that nothing is left behind."""

    async def body() -> T:
        async with Pool() as pool:
            result = await test(pool)
        return result

    result = asyncio.run(body())
    assert not workers(), "a worker process was left behind"
    return result


def workers(of: int | None = None) -> list[psutil.Process]:
    """All worker processes below a process: templates and runs."""
    children = psutil.Process(of or os.getpid()).children(recursive=True)
    return [child for child in children if _is_worker(child)]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "playground.worker" in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def run_processes() -> set[int]:
    """Process numbers of the runs: the workers whose parent is a worker."""
    found = workers()
    numbers = {process.pid for process in found}
    return {process.pid for process in found if _parent(process) in numbers}


def _parent(process: psutil.Process) -> int | None:
    try:
        return process.ppid()
    except psutil.Error:  # it has just ended
        return None


class Heard:
    """A worker's messages, and how it ended."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.ended: str | None = None
        self._news = asyncio.Event()

    def _end(self, reason: str) -> None:
        self.ended = reason
        self._news.set()

    def of(self, kind: str) -> list[Message]:
        return [message for message in self.messages if message.kind == kind]

    async def wait(self, happened: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not happened():
                self._news.clear()
                await self._news.wait()


class Watched(Heard):
    """A run, and everything it has sent."""

    def __init__(self, pool: Pool, spec: RunSpec, *, speed: float | None = None, acknowledge: bool = True) -> None:
        super().__init__()
        self.rows: list[bytes] = []
        self.networks: list[bytes] = []
        self._acknowledge = acknowledge
        self.run: Process = pool.start(spec, number=1, speed=speed, on_message=self._receive, on_end=self._end)

    def _receive(self, kind: Kind, content: bytes) -> None:
        if kind is Kind.CURVE:
            self.rows.append(content)
        elif kind is Kind.NETWORK:
            self.networks.append(content)
        else:
            self.messages.append(read_message(content))
            if kind is Kind.FRAME and self._acknowledge:
                self.run.send(Ack())
        self._news.set()

    async def until(self, happened: Callable[[], Any]) -> None:
        await self.wait(happened)

    async def frame(self, **values: Any) -> Message:
        """Wait for a new frame that says all of `values`."""
        seen = len(self.of("frame"))
        found: list[Message] = []

        def happened() -> bool:
            found[:] = [f for f in self.of("frame")[seen:] if values.items() <= f.values.items()]
            return bool(found)

        await self.until(happened)
        return found[0]

    async def ready(self) -> None:
        await self.until(lambda: self.of("frame"))
