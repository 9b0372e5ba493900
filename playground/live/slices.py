"""Slices through the loss of what a browser has trained last, for its Functions page."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass

from playground.errors import DataError, WorkerError
from playground.functions.asked import SliceAsked
from playground.functions.slice import Slice
from playground.worker import messages
from playground.worker.envelope import Kind
from playground.worker.pool import Pool, Worker

MOST_BYTES = 100_000_000
"""Of the networks of all browsers together; past that, those that were parked longest ago go first."""

MOST_SLICES = 200
MOST_AT_ONCE = 4
"""Processes that cut, of the whole server: others wait for their turn."""

PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Parked:
    """A network as its run has handed it out, which may have ended since.

    Attributes:
        name: another one each time, by which to know whether it is still the same.
        content: its numbers and its spec, as a message.
    """

    name: str
    content: bytes


class Slices:
    """The newest network of each browser, and the slices that were cut of it. Used on the event loop only."""

    def __init__(self, pool: Pool) -> None:
        """Nothing is parked.

        Args:
            pool: that starts the processes which cut.
        """
        self._pool = pool
        self._parked: OrderedDict[str, Parked] = OrderedDict()
        self._cut: OrderedDict[tuple[str, SliceAsked], asyncio.Future[Slice]] = OrderedDict()
        self._under_way: dict[str, asyncio.Future[Slice]] = {}
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    def park(self, owner: str, run: str, content: bytes) -> None:
        """Keep a network, in place of what the same browser has trained before.

        Args:
            owner: secret of the browser.
            run: of which it is.
            content: from one of our own processes.
        """
        before = self._parked.pop(owner, None)
        if before is not None and before.content == content:
            self._parked[owner] = before
        else:
            self._parked[owner] = Parked(secrets.token_hex(6), content)
        while sum(len(each.content) for each in self._parked.values()) > MOST_BYTES:
            self._parked.popitem(last=False)

    def parked(self, owner: str) -> Parked:
        """What a browser has trained last.

        Raises:
            DataError: nothing, as far as is known.
        """
        if owner not in self._parked:
            raise DataError("Train a network in the Playground, then come back.")
        return self._parked[owner]

    async def cut(self, network: Parked, asked: SliceAsked) -> Slice:
        """Cut a slice, in a process of its own; one that was cut before is still there.

        Raises:
            PlaygroundError: it could not be cut; the message says why.
        """
        key = network.name, SliceAsked(directions=asked.directions, extent=asked.extent)
        future = self._cut.get(key)
        if future is None or (future.done() and (future.cancelled() or future.exception() is not None)):
            before = self._under_way.get(network.name)
            if before is not None:
                before.cancel()  # of one network only the newest question counts
            future = self._cut[key] = self._under_way[network.name] = asyncio.ensure_future(self._cut_anew(network, asked))
            future.add_done_callback(lambda done: self._done(network.name, done))
        # Whoever asked may go away: the slice is cut all the same, for the next one.
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            if not future.cancelled():
                raise
            raise WorkerError("Another slice was asked for meanwhile.") from None

    def _done(self, name: str, future: asyncio.Future[Slice]) -> None:
        if self._under_way.get(name) is future:
            del self._under_way[name]
        for key in [key for key, each in self._cut.items() if each.done()][:-MOST_SLICES]:
            del self._cut[key]

    async def _cut_anew(self, network: Parked, asked: SliceAsked) -> Slice:
        async with self._turns:
            return await self._cut_now(network, asked)

    async def _cut_now(self, network: Parked, asked: SliceAsked) -> Slice:
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def hear(kind: Kind, content: bytes) -> None:
            if answered.done():
                return
            if kind is Kind.SLICE:
                answered.set_result(content)
            else:
                answered.set_exception(DataError(content.decode()))

        def end(reason: str) -> None:
            if not answered.done():
                answered.set_exception(WorkerError(f"The process that cuts the slice has ended ({reason})."))

        worker: Worker = self._pool.start_slice(directions=asked.directions, extent=asked.extent, on_message=hear, on_end=end)
        worker.send_bytes(Kind.PARAMETERS, network.content)
        try:
            about, arrays = messages.opened(await asyncio.wait_for(answered, PATIENCE_SECONDS))
        except TimeoutError:
            raise WorkerError(f"The slice was not there after {PATIENCE_SECONDS:.0f} seconds.") from None
        finally:
            self._pool.stop(worker)
        return Slice(arrays["losses"], about["reach"], about["samples"])
