"""The processes of runs and readers, from their start until the web process closes them."""

import contextlib
import threading

from playground.errors import PlaygroundError
from playground.spec import RunSpec
from playground.worker.link import Link, connect
from playground.worker.protocol import run_command
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
        Announcer(link, number).tell(str(error), level="error")
        # The sentence stays on the page; the process waits to be closed.
        threading.Event().wait()
    except ConnectionError:
        return  # the web process has closed this run while it was saying something


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
