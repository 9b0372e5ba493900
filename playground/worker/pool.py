"""The web process's side of workers: keeps the template programs alive, and hands out runs and readers.

All of it lives on one event loop. A worker dials back to a socket that only this user can reach, and names a secret that only it was told.
"""

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from playground.errors import PlaygroundError
from playground.race.crews import Crew
from playground.race.json_file import race_to_json
from playground.race.spec import RaceSpec
from playground.spec import RunSpec, to_json
from playground.threads import ONE_THREAD
from playground.worker.envelope import HEADER, Kind, envelope, open_header
from playground.worker.leftovers import remove_leftovers

ENGINES = ("numpy", "tensorflow")
RESTART_SECONDS = 1.0
PREFIX, SOCKET = "playground-", "runs"
"""Of the folder in which a pool has its socket and the temporary files of its workers, and the name of that socket."""

MOST_WORKERS = 200
TIDY_SECONDS = 2.0

# Runs train on one thread, without a GPU, and TensorFlow keeps its greetings to itself.
ENVIRONMENT = {**ONE_THREAD, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}

OnMessage = Callable[[Kind, bytes], None]
OnEnd = Callable[[str], None]


class Worker:
    """The process of a run, of a reader of drawings or of a crew, as the web process sees it."""

    def __init__(self, name: str, engine: str, on_message: OnMessage, on_end: OnEnd) -> None:
        """Remember whom to tell about messages, and about an end that nobody asked for."""
        self.name = name
        self.engine = engine
        self.on_message = on_message
        self.on_end = on_end
        self.ended = False
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: list[bytes] = []

    def send(self, command: BaseModel) -> None:
        """Pass a command on."""
        self.send_bytes(Kind.COMMAND, command.model_dump_json().encode())

    def send_bytes(self, kind: Kind, content: bytes) -> None:
        """Pass something on; what is for a worker that is still starting waits for it."""
        packed = envelope(kind, content)
        if self._writer is None:
            self._waiting.append(packed)
        elif not self._writer.is_closing():
            self._writer.write(packed)

    def attach(self, writer: asyncio.StreamWriter) -> None:
        """The worker has dialled back."""
        self._writer = writer
        writer.writelines(self._waiting)
        self._waiting.clear()

    def close(self) -> None:
        """Hang up; the worker ends by itself."""
        if self._writer is not None:
            self._writer.close()


class Pool:
    """Starts runs and carries their messages."""

    def __init__(self) -> None:
        """A pool does nothing until it is entered."""
        self._orders: dict[str, asyncio.StreamWriter] = {}
        self._untold: dict[str, list[bytes]] = {engine: [] for engine in ENGINES}
        self._ready: set[str] = set()
        self._workers: dict[str, Worker] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._address = ""
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Pool":
        """Listen for runs, and start the template programs; TensorFlow's warms up in the background."""
        if sys.platform == "win32":
            self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
            self._address = f"tcp:{self._server.sockets[0].getsockname()[1]}"
        else:
            remove_leftovers(Path(self._folder.name).parent, PREFIX, SOCKET)
            path = Path(self._folder.name) / SOCKET
            self._server = await asyncio.start_unix_server(self._meet, path)
            self._address = f"unix:{path}"
        for engine in ENGINES:
            self._tasks.append(asyncio.create_task(self._keep(engine)))
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all runs and templates."""
        for worker in list(self._workers.values()):
            self.stop(worker)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()
        await self._tidy()

    def is_ready(self, engine: str) -> bool:
        """Whether a run with this engine would start at once."""
        return engine in self._ready

    def start(self, spec: RunSpec, *, number: int, speed: float | None, on_message: OnMessage, on_end: OnEnd, greeting: str = "") -> Worker:
        """Start a run.

        Args:
            spec: of the run.
            number: of the run in its session.
            speed: epochs a second, or `None` for as fast as it goes.
            on_message: called with everything the run sends.
            greeting: a sentence to show with the start.
            on_end: called once with a reason, if the run's process ends without having been asked to.

        Raises:
            PlaygroundError: there are as many runs as the server can take.
        """
        values = {"spec": to_json(spec), "number": number, "speed": speed, "greeting": greeting}
        return self._start(spec.engine, "run", values, on_message, on_end)

    def start_reader(self, *, number: int, on_message: OnMessage, on_end: OnEnd) -> Worker:
        """Start a process that reads drawings; arguments and errors are those of `start`."""
        return self._start("numpy", "reader", {"number": number}, on_message, on_end)

    def start_crew(self, race: RaceSpec, crews: Sequence[Crew], *, crew: int, number: int, on_message: OnMessage, on_end: OnEnd) -> Worker:
        """Start the process of one crew of a comparison.

        Args:
            race: the comparison.
            crews: all of them.
            crew: position of this one.
            number: of the run in its session.
            on_message: called with everything it sends.
            on_end: called once with a reason, if the process ends without having been asked to.

        Raises:
            PlaygroundError: there are as many workers as the server can take.
        """
        heats = [each.heats for each in crews]
        values = {"race": race_to_json(race), "crews": heats, "crew": crew, "number": number}
        return self._start(crews[crew].engine, "crew", values, on_message, on_end)

    def start_slice(self, *, directions: int, extent: float, on_message: OnMessage, on_end: OnEnd) -> Worker:
        """Start a process that cuts one slice through the loss of a network; send it that, as a run has handed it out.

        Args:
            directions: seed of the two directions.
            extent: how far the slice goes.
            on_message: called with the slice, or with a notice that says why there is none.
            on_end: called once with a reason, if the process ends without having been asked to.

        Raises:
            PlaygroundError: there are as many processes as the server can take.
        """
        return self._start("numpy", "slice", {"directions": directions, "extent": extent}, on_message, on_end)

    def _start(self, engine: str, what: str, values: dict[str, Any], on_message: OnMessage, on_end: OnEnd) -> Worker:
        if len(self._workers) >= MOST_WORKERS:
            raise PlaygroundError(
                f"This server has {MOST_WORKERS} networks at work at once, and all places are taken. Please try again later."
            )
        worker = Worker(secrets.token_hex(8), engine, on_message, on_end)
        self._workers[worker.name] = worker
        link = {"id": worker.name, "address": self._address, "secret": worker.name}
        self._tell(engine, start={"what": what, **link, **values})
        return worker

    def stop(self, worker: Worker) -> None:
        """End a worker; safe to call twice."""
        worker.ended = True
        worker.close()
        if self._workers.pop(worker.name, None) is not None:
            self._tell(worker.engine, kill=worker.name)

    def _tell(self, engine: str, **words: Any) -> None:
        line = json.dumps(words).encode() + b"\n"
        orders = self._orders.get(engine)
        if orders is None or orders.is_closing():
            self._untold[engine].append(line)  # told to the next template, as soon as there is one
        else:
            orders.write(line)

    async def _tidy(self) -> None:
        """Remove all that workers have written; one that is just being killed may write something more while this is done."""
        end = time.monotonic() + TIDY_SECONDS
        self._folder.cleanup()
        while os.path.exists(self._folder.name) and time.monotonic() < end:
            await asyncio.sleep(0.05)
            self._folder.cleanup()

    async def _keep(self, engine: str) -> None:
        """Run one template program, and another one whenever it ends."""
        while True:
            template = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "playground.worker", "template", engine, str(os.getpid())),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env={**os.environ, **ENVIRONMENT, "TMPDIR": self._folder.name},
                cwd=Path(__file__).parents[2],
            )
            try:
                await self._converse(engine, template)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    template.kill()  # its runs see their sockets close, and on Linux the kernel ends them with it
                await template.communicate()
            for worker in [worker for worker in self._workers.values() if worker.engine == engine]:
                self._lost(worker, "the program that starts it has ended")
            for left in Path(self._folder.name).glob(f"{engine}-*"):  # temporary files of its workers: it removes none any more
                shutil.rmtree(left, ignore_errors=True)
            await asyncio.sleep(RESTART_SECONDS)

    async def _converse(self, engine: str, template: asyncio.subprocess.Process) -> None:
        """Tell a template what to do, and hear what it says, until it ends."""
        if template.stdin is None or template.stdout is None:
            return
        self._orders[engine] = template.stdin
        template.stdin.writelines(self._untold[engine])
        self._untold[engine].clear()
        try:
            async for line in template.stdout:
                self._hear(engine, json.loads(line))
        finally:
            self._ready.discard(engine)
            del self._orders[engine]
            template.stdin.close()

    def _hear(self, engine: str, words: dict[str, Any]) -> None:
        if words.get("ready"):
            self._ready.add(engine)
        worker = self._workers.get(words.get("ended", ""))
        if worker is not None:
            self._lost(worker, words["reason"])

    def _lost(self, worker: Worker, reason: str) -> None:
        if self._workers.pop(worker.name, None) is None or worker.ended:
            return
        worker.ended = True
        worker.close()
        worker.on_end(reason)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what one worker sends, until it hangs up."""
        try:
            kind, content = await _receive(reader)
            worker = self._workers.get(content.decode(errors="replace"))
            if kind is not Kind.HELLO or worker is None:
                return
            worker.attach(writer)
            while True:
                kind, content = await _receive(reader)
                if not worker.ended:
                    worker.on_message(kind, content)
        except (asyncio.IncompleteReadError, ConnectionError, PlaygroundError, asyncio.CancelledError):
            # The template tells why a worker has ended, a moment after its socket closes.
            return
        finally:
            writer.close()


async def _receive(reader: asyncio.StreamReader) -> tuple[Kind, bytes]:
    kind, length = open_header(await reader.readexactly(HEADER.size))
    return kind, await reader.readexactly(length)
