"""What pages look at: worker processes, and the newest of everything that they have sent."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from playground.errors import PlaygroundError
from playground.live.viewer import Viewer
from playground.worker import messages
from playground.worker.envelope import Kind
from playground.worker.pool import Pool, Worker
from playground.worker.protocol import Ack

GRACE_SECONDS = 8.0
"""How long a worker goes on without a page; a network blip is shorter."""

PATIENCE_SECONDS = 30.0
"""How long a worker waits for its first page."""

CRASH_SECONDS = 5.0
"""A worker that ends sooner than this after its start is not started again by itself."""


class Watched(ABC):
    """Everything the hub knows of one session of a page. Used on the event loop only.

    Attributes:
        order: kinds of messages, in the order in which a page is sent what it does not have yet.
        counted: those of which no more are on their way than the page acknowledges; they come last.
        columns: of the learning curve, where there is one.
        number: of the worker; it grows with each start.
        newest: messages that are ready to send, by their kind.
        curve: all rows of the learning curve so far, little-endian float32.
        used: when it was last asked for, by the clock of `time.monotonic`.
        owner: secret of the browser that looks.
    """

    order: ClassVar[Sequence[str]]
    counted: Sequence[str]
    columns: int = messages.CURVE_COLUMNS

    def __init__(self, pool: Pool) -> None:
        """Nothing runs yet."""
        self._pool = pool
        self.number = 0
        self.newest: dict[str, bytes] = {}
        self.curve = bytearray()
        self.used = time.monotonic()
        self.owner = ""
        self._workers: list[Worker] = []
        self._started = 0.0
        self._viewers: set[Viewer] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._was_wanted = False  # when the last grace was over

    # From the socket

    def join(self, viewer: Viewer) -> None:
        """A page has connected. If its worker was put to sleep, it starts again."""
        self.used = time.monotonic()
        self.owner = viewer.owner
        self._viewers.add(viewer)
        self._cancel_timer()
        self._was_wanted = False
        if not self._workers:
            self.start()

    def leave(self, viewer: Viewer) -> None:
        """A page has gone. The last one leaves a while for coming back."""
        self._viewers.discard(viewer)
        if not self._viewers:
            self._stop_after(GRACE_SECONDS)

    @abstractmethod
    def hear(self, text: str, viewer: Viewer) -> None:
        """Do what a page asks for.

        Args:
            text: one command.
            viewer: of the page.

        Raises:
            PlaygroundError: that is no command.
        """

    @property
    def is_looked_at(self) -> bool:
        """Whether a page is there."""
        return bool(self._viewers)

    def hear_file(self, content: bytes) -> None:
        """Take a file.

        Raises:
            PlaygroundError: this page takes none.
        """
        raise PlaygroundError(f"This page takes no files, got one of {len(content):,} bytes.")

    def taken(self, kind: str) -> None:
        """The newest message of a kind that is counted is on its way to a page: its worker may make the next."""
        number = self.counted.index(kind)
        if number < len(self._workers):
            self._workers[number].send(Ack())

    # The worker

    @abstractmethod
    def start(self, greeting: str = "") -> None:
        """Start a worker, in place of the one there is; `greeting` is a sentence to show with it."""

    def stop(self) -> None:
        """End the workers, if there are any."""
        self._cancel_timer()
        for worker in self._workers:
            self._pool.stop(worker)
        self._workers = []

    @property
    def is_running(self) -> bool:
        """Whether a worker's process exists."""
        return bool(self._workers)

    @property
    def _worker(self) -> Worker | None:
        """The worker of a session that has one at most."""
        return self._workers[0] if self._workers else None

    def _begin(self) -> None:
        """Note that another worker starts, which knows nothing of what was shown."""
        self.stop()
        self.number += 1
        self._started = time.monotonic()
        self._forget()
        for viewer in self._viewers:
            viewer.start_again()

    def _begun(self) -> None:
        """Note that a worker has been started."""
        if not self._viewers:
            self._stop_after(PATIENCE_SECONDS)

    def _receive(self, kind: Kind, content: bytes) -> None:
        """Keep what the worker has sent, and wake who looks."""
        self.newest[kind.name.lower()] = content
        self._wake()

    def _ended(self, text: str, greeting: str) -> None:
        """A worker's process has ended, and nobody asked it to: say so, and start another unless that one has hardly lived.

        Args:
            text: what has happened.
            greeting: what to say with the next one.
        """
        self.stop()
        if time.monotonic() - self._started < CRASH_SECONDS:
            return self._tell(text, level="error")
        self.start(greeting=greeting)

    def _tell(self, text: str, *, level: str = "info", busy: bool = False) -> None:
        self.newest["notice"] = messages.notice(self.number, text, level=level, busy=busy)
        self._wake()

    def _forget(self) -> None:
        """Forget everything that the last worker has sent."""
        self.newest.clear()
        self.curve = bytearray()

    def _wake(self) -> None:
        for viewer in self._viewers:
            viewer.wake()

    @property
    def _is_wanted(self) -> bool:
        """Whether there is a reason to go on without a page."""
        return False

    def _stop_after(self, seconds: float) -> None:
        self._cancel_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._rest)

    def _rest(self) -> None:
        """Nobody has come for a while; once more of that is left for coming back from the page that wanted it."""
        wanted = self._is_wanted
        if wanted or self._was_wanted:
            self._stop_after(GRACE_SECONDS)
        else:
            self.stop()
        self._was_wanted = wanted

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
