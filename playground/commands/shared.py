"""What commands share: exit codes, specs from files, places to write to, and what a person sees while something runs."""

import math
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from playground.data.cache import whole_file
from playground.errors import DataError, SpecError
from playground.spec import PRESETS, RunSpec, from_json, preset
from playground.spec.json_file import MOST_JSON_CHARACTERS

OK, DIVERGED, WRONG, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell reports for Ctrl-C and for a reader that has gone away."""


def read_text(source: str) -> str:
    """What is in a file, or comes from stdin for `-`; no more of it than whoever reads it as JSON needs to see that it is too long.

    Raises:
        SpecError: it cannot be read.
    """
    try:
        if source == "-":
            return sys.stdin.read(MOST_JSON_CHARACTERS + 1)
        with Path(source).open(encoding="utf-8") as file:
            return file.read(MOST_JSON_CHARACTERS + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(f"{source!r} cannot be read: {error}.") from None


def read_spec(source: str) -> RunSpec:
    """A spec: a preset by its name, from a file, or from stdin for `-`.

    Raises:
        SpecError: there is none, or it is not valid.
    """
    if source != "-" and (source in PRESETS or not source.endswith(".json")):
        return preset(source)
    return from_json(read_text(source))


def check_writable(path: Path, option: str) -> None:
    """See before training, and not after half an hour of it, that there will be a place for what it makes.

    Raises:
        DataError: there is none.
    """
    if path.is_dir():
        raise DataError(f"{str(path)!r} is a folder, and {option} needs the name of a file.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be written: {error.strerror or error}.") from None


def write(path: Path, content: bytes) -> None:
    """Write a file that somebody has asked for: whoever may read their other files may read it too."""
    with whole_file(path, mode=0o666) as file:
        file.write(content)


def console_on_stderr() -> Console:
    """For a person: a stream of its own, which stays open while that of the libraries below is closed."""
    return Console(file=os.fdopen(os.dup(2), "w"), highlight=False)


def progress_bar(console: Console, *, hidden: bool) -> Progress:
    """A bar with a description before it and numbers behind it."""
    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn(), TextColumn("{task.fields[numbers]}"))
    return Progress(*columns, console=console, disable=hidden, redirect_stdout=False, redirect_stderr=False)


def say(console: Console, sentence: str) -> None:
    """Write a sentence on one line, as it is: scripts read these too."""
    console.print(sentence, markup=False, soft_wrap=True)


def finite(value: float) -> float | None:
    """A number for JSON, which has no NaN."""
    return value if math.isfinite(value) else None


@contextmanager
def silence() -> Iterator[None]:
    """Send what C++ libraries write to stderr nowhere: TensorFlow logs there before it can be told not to."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
