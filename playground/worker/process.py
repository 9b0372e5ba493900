"""The processes of runs, readers and crews, from their start until the web process closes them."""

import contextlib
import threading
from collections.abc import Sequence
from typing import Any

from playground.errors import PlaygroundError
from playground.race.spec import RaceSpec
from playground.spec import RunSpec
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
