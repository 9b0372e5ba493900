"""The command line: train, look at what there is, and write specs, without a browser.

python -m playground presets
python -m playground catalogue
python -m playground spec circle > mine.json
python -m playground train mine.json --json
python -m playground train mnist-draw --save mine.safetensors
python -m playground csv flowers.csv --target species > mine.json
"""

from playground.threads import use_one_thread

use_one_thread()  # before NumPy and TensorFlow are loaded

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from playground.data import Dataset
from playground.data.datasets.table import chosen_columns
from playground.data.table import MOST_BYTES
from playground.data.uploads import keep
from playground.digits.assessing import assessed
from playground.digits.facts import MOST_NAME, Facts
from playground.digits.network import DigitNetwork, check_reads_pictures, pack
from playground.engine.samples import left_out, load_data
from playground.engine.train import train
from playground.errors import DataError, PlaygroundError, SpecError
from playground.snapshot import Snapshot
from playground.spec import DEFAULT, PRESETS, RunSpec, from_json, preset, to_json
from playground.spec.catalogue import catalogue_lines
from playground.spec.json_file import MOST_JSON_CHARACTERS
from playground.spec.suited import with_table
from playground.spec.table import suggested, with_target

OK, DIVERGED, WRONG, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
"""Exit codes; the last two are what a shell reports for Ctrl-C and for a reader that has gone away."""


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: {message}. See --help.\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: without the program's name; by default those that the program was started with.

    Returns:
        The exit code.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        code = command(options)
        sys.stdout.flush()
        return code
    except PlaygroundError as error:
        print(error, file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:  # stdout is a pipe that nobody reads any more, or a disk that is full
        # Python would complain once more when it flushes what is left at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return PIPE_CLOSED
        print(f"The output cannot be written: {error}.", file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m playground", description="See a neural network learn.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("train", help="train a network")
    command.add_argument("source", metavar="NAME|FILE.json|-", help="a preset, a file that `spec` has written, or - to read one from stdin")
    command.add_argument("--engine", choices=["numpy", "tensorflow"], help="what does the arithmetic")
    command.add_argument("--epochs", type=int, help="how often training goes through all the data")
    command.add_argument("--seed", type=int, help="where chance starts from")
    command.add_argument("--json", action="store_true", help="write one JSON object a line to stdout, the last one with final: true")
    command.add_argument("--save", metavar="FILE", help="write the trained network to a file, if it reads pictures: for the Draw page")
    command.set_defaults(command=_train)
    command = commands.add_parser("presets", help="list the specs that have a name")
    command.set_defaults(command=_presets)
    command = commands.add_parser("catalogue", help="list everything that a spec can choose from, with its settings and their bounds")
    command.set_defaults(command=_catalogue)
    command = commands.add_parser("spec", help="write a preset as JSON, for `train FILE.json`")
    command.add_argument("name", metavar="NAME", help="a preset")
    command.set_defaults(command=_spec)
    command = commands.add_parser(
        "csv", help="write a spec that learns from a CSV file, for `train FILE.json`; the file is copied to the cache"
    )
    command.add_argument("file", metavar="FILE.csv", help="commas, semicolons or tabs between the fields, and names in the first line")
    command.add_argument("--target", metavar="COLUMN", help="what to tell, by name or number; by default the last column")
    command.add_argument("--inputs", metavar="COLUMN,...", help="what to tell it from; by default all other columns with numbers")
    command.add_argument("--number", action="store_true", help="tell a number, and not a class, where the target could be either")
    command.set_defaults(command=_csv)
    return parser


def _presets(_: argparse.Namespace) -> int:
    entries = list(PRESETS.values())
    name_width, label_width = max(len(entry.name) for entry in entries), max(len(entry.label) for entry in entries)
    for entry in entries:
        print(f"{entry.name:<{name_width}}  {entry.label:<{label_width}}  {entry.help}")
    return OK


def _catalogue(_: argparse.Namespace) -> int:
    for line in catalogue_lines():
        print(line)
    return OK


def _spec(options: argparse.Namespace) -> int:
    print(to_json(preset(options.name)))
    return OK


def _csv(options: argparse.Namespace) -> int:
    try:
        with Path(options.file).open("rb") as file:
            name, table = keep(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise DataError(f"{options.file!r} cannot be read: {error.strerror or error}.") from None
    chosen = suggested(name, table)
    if options.target is not None or options.number:
        target = chosen.target if options.target is None else table.number_of(options.target)
        chosen = with_target(name, table, target, as_number=options.number or None)
    if options.inputs is not None:
        chosen = chosen.replace(inputs=[table.number_of(column.strip()) for column in options.inputs.split(",")])
    chosen_columns(table, chosen.target, chosen.inputs, chosen.classes)
    print(to_json(with_table(DEFAULT, chosen, samples=table.rows)))
    return OK


def _train(options: argparse.Namespace) -> int:
    spec = _changed(_read(options.source), options)
    if options.save is not None:
        _check_can_save(spec, Path(options.save))
    # A stream of its own, which stays open while that of the libraries below is closed.
    stderr = Console(file=os.fdopen(os.dup(2), "w"), highlight=False)
    # With both on one terminal the bar would tear the lines apart.
    bar = _bar(stderr, hidden=options.json and sys.stdout.isatty())
    with bar:
        task = bar.add_task(f"Starting {spec.engine}", total=None, numbers="")

        def waiting(text: str, share: float | None) -> None:
            bar.update(task, description=text, total=None if share is None else 1.0, completed=share or 0.0)

        data = load_data(spec, waiting)
        for note in data.notes:
            _say(stderr, note)
        bar.update(task, description=f"Starting {spec.engine}", total=None)
        snapshots = train(spec, data=data)
        with _silence() if spec.engine == "tensorflow" else nullcontext():
            snapshot = next(snapshots)
        while True:
            epoch = f"epoch {snapshot.epoch:.0f}/{spec.training.epochs}"
            bar.update(task, description=epoch, total=spec.training.epochs, completed=snapshot.epoch, numbers=_numbers(snapshot))
            if options.json:
                print(json.dumps(_row(snapshot), allow_nan=False), flush=True)
            if snapshot.final:
                break
            snapshot = next(snapshots)
        if options.save is not None and not snapshot.diverged:
            bar.update(task, description="Measuring how sure it may be", total=None)
            _save(_trained(spec, snapshot, data, options.source), Path(options.save))
    if not options.json:
        print(f"{snapshot.epoch:g} epochs in {snapshot.seconds:.1f} s: {_numbers(snapshot)}")
    if snapshot.diverged:
        _say(stderr, snapshot.diverged)
        return DIVERGED
    if snapshot.stopped:
        _say(stderr, snapshot.stopped)
    return OK


def _check_can_save(spec: RunSpec, path: Path) -> None:
    """See before training, and not after half an hour of it, that there will be something to save, and a place for it."""
    check_reads_pictures(spec)
    if path.is_dir():
        raise DataError(f"{str(path)!r} is a folder, and --save needs the name of a file.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be written: {error.strerror or error}.") from None


def _trained(spec: RunSpec, snapshot: Snapshot, data: Dataset, source: str) -> DigitNetwork:
    """What has been trained as a network that may be asked."""
    name = PRESETS[source].label if source in PRESETS else Path(source).stem.strip("-") or "From the command line"
    accuracy = snapshot.metrics.test.accuracy
    facts = Facts(name=name[:MOST_NAME], accuracy=accuracy, epochs=snapshot.epoch, trained_on=len(data.train))
    return assessed(DigitNetwork(spec, snapshot.parameters, facts), data, left_out(spec))


def _save(network: DigitNetwork, path: Path) -> None:
    """Write it beside its place first, so that nobody ever finds half of it there."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(pack(network))
    part.replace(path)


def _read(source: str) -> RunSpec:
    if source == "-":
        return from_json(sys.stdin.read(MOST_JSON_CHARACTERS + 1))
    if source in PRESETS or not source.endswith(".json"):
        return preset(source)
    try:
        with Path(source).open(encoding="utf-8") as file:
            return from_json(file.read(MOST_JSON_CHARACTERS + 1))
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(f"{source!r} cannot be read: {error}.") from None


def _changed(spec: RunSpec, options: argparse.Namespace) -> RunSpec:
    if options.epochs is not None:
        spec = spec.replace(training=spec.training.replace(epochs=options.epochs))
    changes = {"engine": options.engine, "seed": options.seed}
    return spec.replace(**{name: value for name, value in changes.items() if value is not None})


def _bar(console: Console, hidden: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn(), TextColumn("{task.fields[numbers]}"))
    return Progress(*columns, console=console, disable=hidden, redirect_stdout=False, redirect_stderr=False)


def _say(console: Console, sentence: str) -> None:
    """Write a sentence on one line, as it is: scripts read these too."""
    console.print(sentence, markup=False, soft_wrap=True)


def _numbers(snapshot: Snapshot) -> str:
    texts = []
    for name, part in (("train", snapshot.metrics.train), ("test", snapshot.metrics.test)):
        score = f"{part.accuracy:.1%}" if part.confusion else f"R² {part.r2:.3f}"
        texts.append(f"{name} loss {part.loss:.4g} ({score})")
    return ", ".join(texts)


def _row(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as the object of one line; JSON has no NaN, so a number that is not finite is null.

    The last one says so, has what each class of the test data is taken for, and says which condition ended training early, if one did.
    """
    numbers = {"step": snapshot.step, "epoch": snapshot.epoch, **snapshot.metrics.row(), "seconds": snapshot.seconds}
    row: dict[str, Any] = {name: _finite(value) for name, value in numbers.items()}
    if snapshot.final:
        row["final"] = True
        test = snapshot.metrics.test
        if test.confusion:
            row["confusion"] = test.confusion
            row |= {name: list(map(_finite, getattr(test, name))) for name in ("precision", "recall")}
    if snapshot.stopped:
        row["stopped"] = snapshot.stopped
    return row


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


@contextmanager
def _silence() -> Iterator[None]:
    """Send what C++ libraries write to stderr nowhere: TensorFlow logs there before it can be told not to."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
