"""The program that starts runs: it imports what they need once, and then makes a process for each in milliseconds.

It reads JSON lines from standard input and writes JSON lines to standard output:

    {"start": {"what": "run", "id", "address", "secret", "number", "spec", "speed", "greeting"}}     ->  (the run dials the address)
    {"start": {"what": "reader", "id", "address", "secret", "number"}}
    {"start": {"what": "crew", "id", "address", "secret", "number", "race", "crews", "crew"}}
    {"start": {"what": "slice", "id", "address", "secret", "directions", "extent"}}
    {"kill": id}
                                                                         <-  {"ready": true}
                                                                         <-  {"ended": id, "reason": "..."}

Each has a folder of its own for temporary files, which is removed when it has ended: TensorFlow writes some, and a process that is killed
cannot remove them itself.

On Linux a run is a fork of this process, so that a run with TensorFlow starts at once and shares what was imported; a fork is safe here
because this process has one thread and has run no TensorFlow operation. Elsewhere a run is a program of its own, which takes longer.
"""

import contextlib
import importlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil

from playground.race.json_file import race_from_json
from playground.spec import from_json
from playground.worker.lifeline import die_with
from playground.worker.process import serve_crew, serve_reader, serve_run, serve_slice

CAN_FORK = sys.platform == "linux"
WATCH_SECONDS = 0.25
MEMORY_LIMITS = {"numpy": 300_000_000, "tensorflow": 1_500_000_000}
MOST_SHARES = 4
"""A crew trains several networks side by side: it may use as much memory as so many runs at most."""

NICENESS = 5
PRELOADED = {
    "numpy": ("playground.engine.numpy_engine", "scipy.special"),
    "tensorflow": (
        "playground.engine.numpy_engine",
        "scipy.special",
        "playground.engine.tensorflow_engine",
        "playground.engine.lanes.tensorflow_lanes",
    ),
}


@dataclass
class Child:
    """A run's process.

    Attributes:
        pid: its number.
        most: bytes of memory that it may use.
        program: itself; `None` where it was forked, and only its number is known.
        folder: for its temporary files; `None` if none could be made, and they go where those of others do.
        reason: why it was killed, if it was.
    """

    pid: int
    most: int
    program: subprocess.Popen[bytes] | None
    folder: str | None
    reason: str = ""


def say(**words: Any) -> None:
    """Write one line to whoever started this program."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Keep TensorFlow from greeting the terminal when it is imported; its C++ parts write past Python."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def work_for(order: dict[str, Any]) -> None:
    """Be the process of one run, reader, crew or slice; `order` is the content of a `start` line."""
    if order["what"] == "reader":
        return serve_reader(order["address"], order["secret"], number=order["number"])
    if order["what"] == "crew":
        race = race_from_json(order["race"])
        return serve_crew(race, order["crews"], order["address"], order["secret"], crew=order["crew"], number=order["number"])
    if order["what"] == "slice":
        return serve_slice(order["address"], order["secret"], directions=order["directions"], extent=order["extent"])
    chosen = {key: order[key] for key in ("number", "speed", "greeting")}
    serve_run(from_json(order["spec"]), order["address"], order["secret"], **chosen)


def shares_of(order: dict[str, Any]) -> int:
    """For how many runs a process counts: a crew for as many as it has computations, up to a point."""
    return min(MOST_SHARES, len(order["crews"][order["crew"]])) if order["what"] == "crew" else 1


class Template:
    """Starts runs, watches their memory, and tells when they end."""

    def __init__(self, engine: str) -> None:
        """Import what the runs of an engine need."""
        with silence():
            for module in PRELOADED[engine]:
                importlib.import_module(module)
        self._engine = engine
        self._memory_limit = MEMORY_LIMITS[engine]
        self._children: dict[str, Child] = {}

    def serve(self) -> None:
        """Obey standard input until it ends, then end all runs."""
        say(ready=True)
        os.set_blocking(0, False)
        # A child's end interrupts the wait below, by way of this pipe.
        wake, poke = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(poke, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(poke, warn_on_full_buffer=False)
        selector = selectors.DefaultSelector()
        selector.register(0, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        pending = b""
        while True:
            for key, _ in selector.select(WATCH_SECONDS):
                content = os.read(key.fd, 1 << 20)
                if key.fd == wake:
                    continue
                if not content:
                    return self._end_all()
                *lines, pending = (pending + content).split(b"\n")
                for line in lines:
                    self._obey(json.loads(line))
            self._reap()
            self._watch_memory()

    def _obey(self, order: dict[str, Any]) -> None:
        if "start" in order:
            self._start(order["start"])
        elif order.get("kill") in self._children:
            self._kill(self._children[order["kill"]], "")

    def _start(self, order: dict[str, Any]) -> None:
        most = self._memory_limit * shares_of(order)
        folder = _temporary_folder(self._engine)
        if CAN_FORK:
            template = os.getpid()
            pid = os.fork()
            if pid == 0:
                _be_a_worker(order, template, folder)
            self._children[order["id"]] = Child(pid, most, None, folder)
        else:
            own = {} if folder is None else {"TMPDIR": folder}
            program = subprocess.Popen(
                [sys.executable, "-m", "playground.worker", "work"], stdin=subprocess.PIPE, env={**os.environ, **own}
            )
            if program.stdin:
                program.stdin.write(json.dumps(order).encode())
                program.stdin.close()
            self._children[order["id"]] = Child(program.pid, most, program, folder)

    def _reap(self) -> None:
        for name, child in list(self._children.items()):
            if child.program is not None:
                status = child.program.poll()
                if status is None:
                    continue
            else:
                pid, raw = os.waitpid(child.pid, os.WNOHANG)
                if pid == 0:
                    continue
                status = os.waitstatus_to_exitcode(raw)
            del self._children[name]
            if child.folder is not None:
                shutil.rmtree(child.folder, ignore_errors=True)
            say(ended=name, reason=child.reason or (f"signal {-status}" if status < 0 else f"exit {status}"))

    def _watch_memory(self) -> None:
        for child in self._children.values():
            try:
                memory = psutil.Process(child.pid).memory_info()
            except psutil.Error:
                continue
            # What is shared with others does not count, such as a data set that is mapped from a file.
            used = memory.rss - getattr(memory, "shared", 0)
            if used > child.most:
                self._kill(child, f"it used {used >> 20} MB of memory, more than the {child.most >> 20} MB that it may have")

    def _kill(self, child: Child, reason: str) -> None:
        child.reason = reason or child.reason
        try:
            psutil.Process(child.pid).kill()
        except psutil.Error:
            return

    def _end_all(self) -> None:
        for child in self._children.values():
            self._kill(child, "")


def _temporary_folder(engine: str) -> str | None:
    """A folder for one worker, inside of the one that the pool has named; it also removes those of a template that was killed."""
    try:
        return tempfile.mkdtemp(prefix=f"{engine}-")
    except OSError:
        return None  # such as a full disk: a run may do without


def _be_a_worker(order: dict[str, Any], template: int, folder: str | None) -> None:
    """The life of a forked child: never returns into the template's loop."""
    status = 1
    try:
        die_with(template)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if folder is not None:
            os.environ["TMPDIR"] = tempfile.tempdir = folder  # whether or not the template has asked Python for its own before
        # The child must neither read the template's orders nor write among its words.
        with open(os.devnull, "r+b", buffering=0) as nothing:
            os.dup2(nothing.fileno(), 0)
            os.dup2(nothing.fileno(), 1)
        if order["what"] != "reader":  # what takes long makes way for those who answer a pen
            os.nice(NICENESS)
        work_for(order)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)
