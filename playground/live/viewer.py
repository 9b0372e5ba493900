"""One open page: sends it what it does not have yet, and never more than it can take."""

import asyncio
from typing import TYPE_CHECKING

from starlette.websockets import WebSocket

from playground.worker import messages

if TYPE_CHECKING:
    from playground.live.watched import Watched

CREDIT = 2
"""Counted messages that may be on their way. With two, the browser draws one while the other travels."""


class Viewer:
    """The sending side of one socket.

    Most messages are sent as they come. Of the counted ones, such as frames, the newest is sent, and only while there is credit; the page
    gives credit back by acknowledging. So a slow page gets fewer of them, and holds up nobody.

    Attributes:
        owner: secret of the browser.
    """

    def __init__(self, socket: WebSocket, session: "Watched", owner: str) -> None:
        """Nothing has been sent yet."""
        self.owner = owner
        self._socket = socket
        self._session = session
        self._credit: dict[str, int] = {}
        self._rows = 0
        self._sent: dict[str, bytes] = {}
        self._wake = asyncio.Event()
        self._wake.set()

    def wake(self) -> None:
        """There may be something new to send."""
        self._wake.set()

    def acknowledge(self, number: int = 0) -> None:
        """The page has drawn what is counted; `number` is the position of its kind, where several are."""
        if number < len(self._session.counted):
            kind = self._session.counted[number]
            self._credit[kind] = min(CREDIT, self._credit.get(kind, CREDIT) + 1)
            self.wake()

    def start_again(self) -> None:
        """The session has a new scene: its curve starts from the first row."""
        self._rows = 0

    async def serve(self) -> None:
        """Send until the socket closes."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            for kind in self._session.order:
                if kind == "curve":
                    await self._send_rows()
                else:
                    await self._send_if_new(kind)
            for kind in self._session.counted:
                await self._send_counted(kind)

    async def _send_counted(self, kind: str) -> None:
        credit = self._credit.get(kind, CREDIT)
        if credit > 0 and self._is_new(kind):
            self._credit[kind] = credit - 1
            self._session.taken(kind)
            await self._send_if_new(kind)

    def _is_new(self, kind: str) -> bool:
        content = self._session.newest.get(kind)
        return content is not None and content is not self._sent.get(kind)

    async def _send_if_new(self, kind: str) -> None:
        if self._is_new(kind):
            content = self._sent[kind] = self._session.newest[kind]
            await self._socket.send_bytes(content)

    async def _send_rows(self) -> None:
        curve = self._session.curve
        columns = self._session.columns
        size = 4 * columns
        total = len(curve) // size
        if total > self._rows:
            first, self._rows = self._rows, total
            await self._socket.send_bytes(messages.curve(self._session.number, first, bytes(curve[first * size :]), columns))
