"""A real server with our routes, in a process of its own loop, and a client that speaks as a browser does."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, Self

import uvicorn
import websockets
from starlette.applications import Starlette

from playground.live import Hub, current_hub, lifespan, routes
from playground.live.routes import COOKIE
from playground.live.session import Session
from playground.race import RaceSpec
from playground.spec import DEFAULT, RunSpec
from tests.live_client import Message, read_message
from tests.worker.conftest import workers

PATIENCE = 90.0


class Server:
    """Where the server listens, and its hub."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.hub: Hub = current_hub()

    async def open(self, spec: RunSpec = DEFAULT, token: str | None = None) -> str:
        token = self.hub.show(token, spec)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return token

    async def compare(self, race: RaceSpec, token: str | None = None) -> str:
        token = self.hub.compare(token, race)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return token

    def session(self, token: str) -> Session:
        session = self.hub.session(token)
        assert isinstance(session, Session)
        return session

    async def draw(self, token: str | None = None) -> str:
        token = self.hub.draw(token)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return token

    def connect(self, token: str, **options: Any) -> "Page":
        return Page(f"ws://127.0.0.1:{self.port}/live/{token}", **options)


class Page:
    """A page's end of the socket."""

    def __init__(self, address: str, *, origin: str | None = None, acknowledge: bool = True, browser: str | None = None) -> None:
        options: dict[str, Any] = {"origin": origin, "compression": None, "max_size": None, "close_timeout": 1}
        if browser is not None:
            options["additional_headers"] = {"Cookie": f"{COOKIE}={browser}"}
        self._connecting = websockets.connect(address, **options)
        self._acknowledge = acknowledge
        self.messages: list[Message] = []

    async def __aenter__(self) -> Self:
        self.socket = await self._connecting.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._connecting.__aexit__(*error)

    async def say(self, kind: str, **values: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **values}))

    async def hear(self, patience: float = PATIENCE) -> Message:
        message = read_message(await asyncio.wait_for(self.socket.recv(), patience))  # type: ignore[arg-type]
        self.messages.append(message)
        if message.kind in ("frame", "reading") and self._acknowledge:
            await self.say("ack")
        if message.kind == "tiles" and self._acknowledge:
            await self.say("ack", crew=message.values["crew"])
        return message

    async def until(self, kind: str, happened: Callable[[Message], bool] = lambda _: True) -> Message:
        while True:
            message = await self.hear()
            if message.kind == kind and happened(message):
                return message

    async def frame(self, **values: Any) -> Message:
        return await self.until("frame", lambda frame: values.items() <= frame.values.items())

    async def hear_for(self, seconds: float) -> list[Message]:
        """Everything that comes within some time."""
        before = len(self.messages)
        # A clock of our own: with messages close together, `asyncio.timeout` around `wait_for` may miss its time (Python below 3.12).
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await self.hear(left)
        return self.messages[before:]

    async def closing_code(self) -> int | None:
        """Wait for the server to close the socket."""
        try:
            while True:
                await asyncio.wait_for(self.socket.recv(), PATIENCE)
        except websockets.ConnectionClosed:
            return self.socket.close_code


def with_server(test: Callable[[Server], Awaitable[None]]) -> None:
    """Run an asynchronous test against a server, and see to it that nothing is left behind."""

    async def body() -> None:
        app = Starlette(routes=routes(), lifespan=lifespan)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="websockets-sansio"))
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            await test(Server(server.servers[0].sockets[0].getsockname()[1]))
        finally:
            server.should_exit = True
            await serving

    asyncio.run(body())
    assert not workers(), "a worker process was left behind"
