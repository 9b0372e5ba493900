"""What the server offers besides Streamlit's own pages: the live socket, and the browser's scripts.

Everything is served from here; the page works without any other network.
"""

import asyncio
import contextlib
import os
import re
import secrets
import socket as network
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.errors import PlaygroundError
from playground.live.functions import answerer
from playground.live.hub import Hub, current_hub
from playground.live.viewer import Viewer
from playground.live.watched import Watched
from playground.worker.pool import Pool

BAD_MESSAGE = 4400
UNKNOWN_TOKEN = 4401
FOREIGN_ORIGIN = 4403
MOST_COMMANDS_A_SECOND = 300

COOKIE = "playground_browser"
OWNER = re.compile(r"[A-Za-z0-9_-]{32}")


class Scripts(StaticFiles):
    """A folder of which only scripts and styles are served; browsers ask each time whether they have changed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        if Path(path).suffix not in {".js", ".css"}:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def routes() -> list[BaseRoute]:
    """Routes to mount beside Streamlit's."""
    package = Path(__file__).parents[1]
    return [
        WebSocketRoute("/live/{token}", live),
        Route("/functions/{what}", answerer(lambda connection: _owner(connection)[0])),
        Mount("/assets/components", Scripts(directory=package / "components")),
        # The script that belongs to the installed plotly package, so that versions match.
        Mount("/assets/plotly", Scripts(directory=str(files("plotly") / "package_data"))),
    ]


@contextlib.asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Workers start with the server and end with it."""
    async with Pool() as pool:
        hub = Hub(pool)
        try:
            yield
        finally:
            hub.close()


async def live(socket: WebSocket) -> None:
    """One page's live connection; see `docs/protocol.md`."""
    owner, headers = _owner(socket)
    await socket.accept(headers=headers)
    if not _is_ours(socket):
        return await socket.close(FOREIGN_ORIGIN, "This page comes from elsewhere.")
    session = current_hub().session(socket.path_params["token"])
    if session is None:
        return await socket.close(UNKNOWN_TOKEN, "This session is not known.")
    _send_at_once(socket)
    viewer = Viewer(socket, session, owner)
    session.join(viewer)
    sending = asyncio.create_task(viewer.serve())
    try:
        await _listen(socket, session, viewer)
    except WebSocketDisconnect:
        return
    except PlaygroundError as error:
        # A close reason has at most 123 bytes.
        await socket.close(BAD_MESSAGE, str(error).encode()[:120].decode(errors="ignore"))
    finally:
        session.leave(viewer)
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await sending


async def _listen(socket: WebSocket, session: Watched, viewer: Viewer) -> None:
    loop = asyncio.get_running_loop()
    second, count = 0, 0
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        now = int(loop.time())
        second, count = (now, 1) if now != second else (second, count + 1)
        if count > MOST_COMMANDS_A_SECOND:
            raise PlaygroundError("Too many commands.")
        content = message.get("bytes")
        if content is None:
            session.hear(message.get("text") or "", viewer)
        else:
            session.hear_file(content)


def _owner(socket: HTTPConnection) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The secret of the browser that connects, and the headers that give it one where it has none yet.

    By it a Draw page finds the networks that other pages of the same browser have trained. It is a name and nothing else: whoever
    makes one up has a shelf with nothing on it.
    """
    owner = socket.cookies.get(COOKIE, "")
    if OWNER.fullmatch(owner):
        return owner, []
    owner = secrets.token_urlsafe(24)
    return owner, [(b"set-cookie", f"{COOKIE}={owner}; Path=/; HttpOnly; SameSite=Strict".encode())]


def _send_at_once(socket: WebSocket) -> None:
    """Turn Nagle's algorithm off for this connection.

    Streamlit makes its server socket in a way that keeps asyncio from doing so. Small messages would then wait for the other side to
    acknowledge the last one, which takes it 40 ms: 15 frames a second, where there could be 30.
    """
    if socket.client is None:
        return
    for connection in psutil.Process().net_connections("tcp"):
        if connection.fd >= 0 and connection.raddr and connection.raddr.port == socket.client.port:
            # A copy of the descriptor, so that closing it here leaves the connection alone.
            with network.socket(fileno=os.dup(connection.fd)) as copy:
                copy.setsockopt(network.IPPROTO_TCP, network.TCP_NODELAY, 1)


def _is_ours(socket: WebSocket) -> bool:
    """Whether the page that connects was served from here. Browsers always say; a program of one's own need not."""
    origin = socket.headers.get("origin")
    allowed = {socket.headers.get("host", ""), *os.environ.get("PLAYGROUND_HOSTS", "").split(",")}
    return origin is None or urlsplit(origin).netloc in allowed
