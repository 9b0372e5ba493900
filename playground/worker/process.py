"""The processes of runs, readers, crews and slices, from their start until the web process closes them."""

import contextlib
import threading
from collections.abc import Sequence
from typing import Any

from playground.engine.samples import load_data
from playground.errors import PlaygroundError
from playground.functions import slice as slices
from playground.race.spec import RaceSpec
from playground.spec import RunSpec, from_json
from playground.worker import messages
from playground.worker.envelope import Kind
from playground.worker.link import Link, connect
from playground.worker.protocol import run_command
from playground.worker.racer.commands import crew_command
from playground.worker.racer.racer import Racer
from playground.worker.reader.commands import reader_command
from playground.worker.reader.reader import Reader
from playground.worker.run import Run
from playground.worker.show import Announcer


def serve_run(spec: RunSpec, address: str, secret: str, *, number: int, speed: float | None, greeting: str) -> None:
    """Be the process of one run, until the web process closes it.

    Args:
        spec: of the run.
        address: where the web process listens.
        secret: by which it knows this run.
        number: of the run in its session.
        speed: epochs a second, or `None` for as fast as it goes.
        greeting: a sentence to show with the start, or "".
    """
    link = Link(connect(address), secret, lambda _, content: run_command(content))
    try:
        Run(spec, link, number=number, speed=speed).serve(greeting)
    except PlaygroundError as error:
        _tell_and_wait(link, number, error)
    except ConnectionError:
        return  # the web process has closed this run while it was saying something


def serve_crew(race: RaceSpec, crews: Sequence[Sequence[Sequence[int]]], address: str, secret: str, *, crew: int, number: int) -> None:
    """Be the process of one crew of a comparison, until the web process closes it.

    Args:
        race: the comparison.
        crews: the heats of each crew.
        address: where the web process listens.
        secret: by which it knows this crew.
        crew: which of them this is.
        number: of the run in its session.
    """
    link = Link(connect(address), secret, crew_command)
    try:
        Racer(race, crews, link, crew=crew, number=number).serve()
    except PlaygroundError as error:
        _tell_and_wait(link, number, error)
    except ConnectionError:
        return


def serve_reader(address: str, secret: str, *, number: int) -> None:
    """Be the process that reads the drawings of one page, until the web process closes it.

    Args:
        address: where the web process listens.
        secret: by which it knows this reader.
        number: of the reader in its session.
    """
    link = Link(connect(address), secret, reader_command)
    with contextlib.suppress(ConnectionError):  # the web process has closed this reader while it was saying something
        Reader(link, number).serve()


def _tell_and_wait(link: Link[Any], number: int, error: PlaygroundError) -> None:
    """The sentence stays on the page; the process waits to be closed."""
    Announcer(link, number).tell(str(error), level="error")
    threading.Event().wait()


def serve_slice(address: str, secret: str, *, directions: int, extent: float) -> None:
    """Be the process that cuts one slice through the loss of a network, which is the first thing that it is sent.

    Args:
        address: where the web process listens.
        secret: by which it knows this process.
        directions: seed of the two directions.
        extent: how far the slice goes.
    """
    link = Link(connect(address), secret, lambda _, content: content)
    with contextlib.suppress(ConnectionError):
        about, parameters = messages.opened(link.waiting(None)[0])
        try:
            spec = from_json(about["spec"])
            found = slices.cut(spec, parameters, load_data(spec), seed=directions, reach=extent)
        except PlaygroundError as error:
            link.send(Kind.NOTICE, str(error).encode())
        else:
            link.send(Kind.SLICE, messages.message("slice", {"reach": found.reach, "samples": found.samples}, {"losses": found.losses}))
        threading.Event().wait()  # until the web process has taken it
