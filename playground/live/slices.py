"""Slices through the loss of what a browser has trained last, for its Functions page."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from playground.errors import DataError, WorkerError
from playground.functions.asked import SliceAsked
from playground.functions.slice import Slice
from playground.worker import messages
from playground.worker.envelope import Kind
from playground.worker.pool import Pool, Worker

MOST_BYTES = 100_000_000
"""Of the networks of all browsers together; past that, those that were parked longest ago go first."""

MOST_NETWORKS = 500
MOST_OF_ONE = 20
"""Slices of one network that are kept."""

MOST_AT_ONCE = 4
"""Processes that cut, of the whole server: others wait for their turn."""

MOST_WAITING = 3
"""Slices of one network that wait while another is cut."""

PATIENCE_SECONDS = 120.0


class NoNetwork(DataError):
    """A browser has trained nothing yet."""


class NotToSlice(DataError):
    """There is a network, and no slice can be cut of it."""


@dataclass(eq=False)
class Parked:
    """A network as its run has handed it out, which may have ended since.

    Attributes:
        content: its numbers and its spec, as a message.
        about: what that says besides the numbers.
        name: another one for each network, by which to know whether it is still the same.
        cuts: the slices that were asked for.
        turn: for one slice at a time.
    """

    content: bytes
    about: dict[str, Any]
    name: str = field(default_factory=lambda: secrets.token_hex(6))
    cuts: OrderedDict[SliceAsked, asyncio.Future[Slice]] = field(default_factory=OrderedDict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Slices:
    """The newest network of each browser, and the slices that were cut of it. Used on the event loop only."""

    def __init__(self, pool: Pool) -> None:
        """Nothing is parked.

        Args:
            pool: that starts the processes which cut.
        """
        self._pool = pool
        self._parked: OrderedDict[str, Parked] = OrderedDict()
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    def park(self, owner: str, content: bytes) -> None:
        """Keep a network, unless the same browser has trained another one since.

        Args:
            owner: secret of the browser.
            content: from one of our own processes.
        """
        about, _ = messages.opened(content)
        before = self._parked.get(owner)
        # A page that is left, or a Draw page that is opened, has old runs hand theirs out too.
        if before is None or about["worked"] > before.about["worked"]:
            self._parked[owner] = Parked(content, about)
        self._parked.move_to_end(owner)
        while len(self._parked) > MOST_NETWORKS or sum(len(each.content) for each in self._parked.values()) > MOST_BYTES:
            self._parked.popitem(last=False)

    def parked(self, owner: str) -> Parked:
        """What a browser has trained last.

        Raises:
            NoNetwork: nothing, as far as is known.
            NotToSlice: it has diverged, or is too large.
        """
        if owner not in self._parked:
            raise NoNetwork("Train a network in the Playground, then come back.")
        network = self._parked[owner]
        if "problem" in network.about:
            raise NotToSlice(network.about["problem"])
        return network

    async def cut(self, network: Parked, asked: SliceAsked) -> Slice:
        """Cut a slice, in a process of its own; one that was cut before is still there.

        Raises:
            NotToSlice: it cannot be cut; the message says why.
            WorkerError: the process has ended, or there is too much to do.
        """
        key = SliceAsked(directions=asked.directions, extent=asked.extent)
        future = network.cuts.get(key)
        if future is None or (future.done() and (future.cancelled() or future.exception() is not None)):
            if sum(not each.done() for each in network.cuts.values()) > MOST_WAITING:
                raise WorkerError("Other slices of this network are being cut. Please try again in a moment.")
            future = network.cuts[key] = asyncio.ensure_future(self._cut_in_turn(network, key))
        # Whoever asked may go away: the slice is cut all the same, for the next one.
        return await asyncio.shield(future)

    async def _cut_in_turn(self, network: Parked, asked: SliceAsked) -> Slice:
        try:
            async with network.turn, self._turns:
                return await self._cut_now(network, asked)
        finally:
            for old in [key for key, each in network.cuts.items() if each.done()][: -MOST_OF_ONE + 1]:
                del network.cuts[old]

    async def _cut_now(self, network: Parked, asked: SliceAsked) -> Slice:
        answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def hear(kind: Kind, content: bytes) -> None:
            if answered.done():
                return
            if kind is Kind.SLICE:
                answered.set_result(content)
            else:
                answered.set_exception(NotToSlice(content.decode()))

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
