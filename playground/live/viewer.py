"""One open page: sends it what it does not have yet, and never more than it can take."""

import asyncio
from typing import TYPE_CHECKING

from starlette.websockets import WebSocket

from playground.worker import messages

if TYPE_CHECKING:
    from playground.live.session import Session

CREDIT = 2
"""Frames that may be on their way. With two, the browser draws one while the other travels."""


class Viewer:
    """The sending side of one socket.

    Anything but frames is sent as it comes. Of frames the newest is sent, and only while there is credit; the page gives credit back by
    acknowledging. So a slow page gets fewer frames, and holds up nobody.
    """

    def __init__(self, socket: WebSocket, session: "Session") -> None:
        """Nothing has been sent yet."""
        self._socket = socket
        self._session = session
        self._credit = CREDIT
        self._rows = 0
        self._sent: dict[str, bytes] = {}
        self._wake = asyncio.Event()
        self._wake.set()

    def wake(self) -> None:
        """There may be something new to send."""
        self._wake.set()

    def acknowledge(self) -> None:
        """The page has drawn a frame."""
        self._credit = min(CREDIT, self._credit + 1)
        self.wake()

    def start_again(self) -> None:
        """The session has a new scene: its curve starts from the first row."""
        self._rows = 0

    async def serve(self) -> None:
        """Send until the socket closes."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._send_if_new("settings", self._session.settings)  # before the scene that comes of an edit
            await self._send_if_new("scene", self._session.scene)
            await self._send_if_new("notice", self._session.notice)
            await self._send_rows()
            await self._send_if_new("guess", self._session.guess)
            await self._send_if_new("inside", self._session.inside)
            await self._send_if_new("gallery", self._session.gallery)
            frame = self._session.frame
            if self._credit > 0 and frame is not None and frame is not self._sent.get("frame"):
                self._credit -= 1
                self._session.frame_taken()
                await self._send_if_new("frame", frame)

    async def _send_if_new(self, kind: str, content: bytes | None) -> None:
        if content is not None and content is not self._sent.get(kind):
            self._sent[kind] = content
            await self._socket.send_bytes(content)

    async def _send_rows(self) -> None:
        curve = self._session.curve
        size = 4 * messages.CURVE_COLUMNS
        total = len(curve) // size
        if total > self._rows:
            first, self._rows = self._rows, total
            await self._socket.send_bytes(messages.curve(self._session.number, first, bytes(curve[first * size :])))
