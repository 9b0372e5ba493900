"""The command line: train, compare, look at what there is, and write specs, without a browser.

python -m playground presets
python -m playground catalogue
python -m playground spec circle > mine.json
python -m playground train mine.json --json
python -m playground train mnist-draw --save mine.safetensors
python -m playground race --preset circle --vary "activation relu tanh sigmoid" --seeds 5
python -m playground csv flowers.csv --target species > mine.json
"""

from playground.threads import use_one_thread

use_one_thread()  # before NumPy and TensorFlow are loaded

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from playground.commands import race, train
from playground.commands.shared import INTERRUPTED, OK, PIPE_CLOSED, WRONG
from playground.data.datasets.table import chosen_columns
from playground.data.table import MOST_BYTES
from playground.data.uploads import keep
from playground.errors import DataError, PlaygroundError
from playground.spec import DEFAULT, PRESETS, preset, to_json
from playground.spec.catalogue import catalogue_lines
from playground.spec.suited import with_table
from playground.spec.table import suggested, with_target


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
    command.set_defaults(command=train.run)
    race.add_arguments(commands.add_parser("race", help="compare many networks"))
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


if __name__ == "__main__":
    sys.exit(main())
