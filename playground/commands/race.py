"""`race`: a comparison of many networks, and its leader board as a table, as JSON, as CSV, or as a program with Keras."""

import argparse
import csv
import io
import json
import math
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from rich.console import Console
from rich.table import Table

from playground.commands.shared import (
    DIVERGED,
    OK,
    check_writable,
    console_on_stderr,
    finite,
    progress_bar,
    read_text,
    silence,
    write,
)
from playground.errors import SpecError, shown
from playground.race import AXES, AxisSpec, RaceSpec, Record, Row, TargetSpec, board
from playground.race import run as run_race
from playground.race.beginnings import comparison_of, suggested
from playground.race.board import said
from playground.race.json_file import race_from_json
from playground.race.link import race_from_query
from playground.race.script import keras_script
from playground.race.statistics import Estimate
from playground.spec import RunSpec, from_json, preset
from playground.spec.part import parse

MOST_LINK_CHARACTERS = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    whole = parser.add_argument_group("what is compared").add_mutually_exclusive_group()
    whole.add_argument("--preset", metavar="NAME", help="a preset that all networks have in common")
    whole.add_argument("--spec", metavar="FILE.json", help="a file that `spec` has written, or - to read one from stdin")
    whole.add_argument("--link", metavar="LINK", help="instead: all of it, as in the address of the Compare page")
    whole.add_argument("--file", metavar="FILE.json", help="instead: all of it, as the Compare page has saved it, or - for stdin")
    parser.add_argument(
        "--vary",
        metavar='"NAME VALUE ..."',
        action="append",
        help=f"what differs and its values, as in links, up to three times; the name alone takes usual values. Known: {', '.join(AXES)}",
    )
    parser.add_argument("--seeds", type=int, help="how often each entry is trained")
    parser.add_argument("--epochs", type=int, help="how often training goes through all the data")
    parser.add_argument("--target", metavar='"score|loss VALUE"', help="what to reach: who gets there first has learned fastest")
    parser.add_argument("--json", action="store_true", help="write one JSON object a line to stdout, the best entry first")
    parser.add_argument("--csv", metavar="FILE", help="write the board to a file as well")
    parser.add_argument("--keras", metavar="FILE", help="write a program with Keras that does the same; before anything is trained")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Race, and show the board."""
    race = _asked(options)
    for option in ("csv", "keras"):
        if getattr(options, option) is not None:
            check_writable(Path(getattr(options, option)), f"--{option}")
    if options.keras is not None:
        write(Path(options.keras), keras_script(race).encode())
    record = _raced(race, hidden=options.json and sys.stdout.isatty())
    rows = board(record)
    plain = [_plain(row, record) for row in rows]
    if options.csv is not None:
        write(Path(options.csv), _as_csv(plain).encode())
    if options.json:
        for each in plain:
            print(json.dumps(each, ensure_ascii=False, allow_nan=False), flush=True)
    else:
        _print(record, rows)
    return DIVERGED if all(row.diverged == row.lanes for row in rows) else OK


# What is asked for


def _asked(options: argparse.Namespace) -> RaceSpec:
    """The comparison."""
    if options.link is not None or options.file is not None:
        if options.vary is not None:
            raise SpecError(f"{'--link' if options.link is not None else '--file'} says what differs already: leave out --vary.")
        race = _linked(options.link) if options.link is not None else race_from_json(read_text(options.file))
        return _changed(race, options)
    if options.preset is not None:
        race = comparison_of(preset(options.preset))
    else:
        race = RaceSpec() if options.spec is None else comparison_of(from_json(read_text(options.spec)))
    changes: dict[str, Any] = {}
    if options.vary is not None:
        changes["axes"] = [_axis(text, race.base) for text in options.vary]
    return _changed(race, options, **changes)


def _linked(link: str) -> RaceSpec:
    """A comparison from a link, or from what stands in it after the question mark."""
    if len(link) > MOST_LINK_CHARACTERS:
        raise SpecError(f"The link is longer than {MOST_LINK_CHARACTERS:,} characters.")
    return race_from_query(parse_qs(link.rpartition("?")[2], keep_blank_values=True))


def _axis(text: str, base: RunSpec) -> AxisSpec:
    name, *values = text.split(" ")
    return parse(AxisSpec, {"name": name, "values": values or suggested(AXES[name].name, base)})


def _changed(race: RaceSpec, options: argparse.Namespace, **changes: Any) -> RaceSpec:
    if options.epochs is not None:
        changes["base"] = race.base.replace(training=race.base.training.replace(epochs=options.epochs))
    if options.seeds is not None:
        changes["seeds"] = options.seeds
    if options.target is not None:
        changes["target"] = _target(options.target)
    return race.replace(**changes) if changes else race


def _target(text: str) -> TargetSpec:
    on, _, value = text.rpartition(" ")
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if on not in ("", "score", "loss") or not math.isfinite(number):
        raise SpecError(f"--target should be like 'score 0.95' or 'loss 0.1', got {shown(text)}.")
    return parse(TargetSpec, {"on": on or "score", "value": number})


# Racing


def _raced(race: RaceSpec, *, hidden: bool) -> Record:
    """The record of the whole race."""
    names = {spec.engine for spec in race.lanes}
    lanes = len(race.lanes)
    with progress_bar(console_on_stderr(), hidden=hidden) as bar:
        task = bar.add_task(f"Starting {' and '.join(sorted(names))}", total=None, numbers=f"{lanes} lane{'s' if lanes > 1 else ''}")
        records = run_race(race)
        with silence() if "tensorflow" in names else nullcontext():
            record = next(records)
        for record in records:
            epoch = f"epoch {record.epoch:.0f}/{race.epochs}"
            bar.update(task, description=epoch, total=race.epochs, completed=record.epoch)
        bar.update(task, description=f"epoch {race.epochs}/{race.epochs}", total=race.epochs, completed=race.epochs)
    return record


# The board


def _plain(row: Row, record: Record) -> dict[str, Any]:
    """A row as the object of one line. What nobody can say is null."""
    race = record.race
    entry = race.entries[row.entry]
    plain: dict[str, Any] = {"rank": row.rank, "entry": entry.label}
    plain |= {axis.name: axis.values[value] for axis, value in zip(race.axes, entry.values, strict=True)}
    for name, estimate in (
        ("test_score", row.score),
        ("test_loss", row.loss),
        ("best_test_loss", row.best),
        ("epochs_to_target", row.epochs),
        ("seconds_to_target", row.seconds),
    ):
        for suffix, part in (("", "mean"), ("_low", "low"), ("_high", "high")):
            value = getattr(estimate, part, None)
            plain[f"{name}{suffix}"] = None if value is None else finite(value)
    plain |= {"reached_target": row.epochs.count if row.epochs else 0, "lanes": row.lanes, "diverged": row.diverged}
    return plain | {"seconds_per_epoch": row.per_epoch, "verdict": row.verdict, "p": row.p, "text": row.text}


def _as_csv(plain: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, [*plain[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain)
    return text.getvalue()


def _print(record: Record, rows: Sequence[Row]) -> None:
    """The board for a person: as wide as it needs to be where nobody's terminal cuts it off."""
    race = record.race
    score = "R²" if race.base.data.is_regression else "Accuracy"
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (
        "",
        "Entry",
        f"Test {score if score == 'R²' else score.lower()}",
        "Test loss",
        "Best",
        "Epochs to target",
        "ms/epoch",
        "",
    ):
        table.add_column(heading, justify="left" if heading in ("Entry", "") else "right", no_wrap=heading != "")
    for row in rows:
        reached = "-" if row.epochs is None else f"{row.epochs.mean:.1f} ({row.epochs.count} of {row.lanes})"
        pace = "-" if row.per_epoch is None else f"{row.per_epoch * 1000:.2g}"
        cells = (_sure(row.score, ".3f"), _sure(row.loss, ".3g"), "-" if row.best is None else f"{row.best.mean:.3g}", reached, pace)
        table.add_row(f"{row.rank}", race.entries[row.entry].label, *cells, row.text)
    console = Console(highlight=False, markup=False)
    if not sys.stdout.isatty():
        console.width = 200
    console.print(table)
    console.print(said(record, list(rows)), soft_wrap=True)


def _sure(estimate: Estimate | None, digits: str) -> str:
    """A mean, and half of its interval."""
    if estimate is None:
        return "-"
    spread = "" if estimate.high is None else f" ± {estimate.high - estimate.mean:.2g}"
    return f"{estimate.mean:{digits}}{spread}"
