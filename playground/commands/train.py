"""`train`: one network, with a progress bar or one JSON object a line."""

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from playground.commands.shared import (
    DIVERGED,
    OK,
    check_writable,
    console_on_stderr,
    finite,
    progress_bar,
    read_spec,
    say,
    silence,
    write,
)
from playground.data import Dataset
from playground.digits.assessing import assessed
from playground.digits.facts import MOST_NAME, Facts
from playground.digits.network import DigitNetwork, check_reads_pictures, pack
from playground.engine.samples import left_out, load_data
from playground.engine.train import train
from playground.snapshot import Snapshot
from playground.spec import PRESETS, RunSpec


def run(options: argparse.Namespace) -> int:
    """Train a network."""
    spec = _changed(read_spec(options.source), options)
    if options.save is not None:
        check_reads_pictures(spec)
        check_writable(Path(options.save), "--save")
    stderr = console_on_stderr()
    # With both on one terminal the bar would tear the lines apart.
    bar = progress_bar(stderr, hidden=options.json and sys.stdout.isatty())
    with bar:
        task = bar.add_task(f"Starting {spec.engine}", total=None, numbers="")

        def waiting(text: str, share: float | None) -> None:
            bar.update(task, description=text, total=None if share is None else 1.0, completed=share or 0.0)

        data = load_data(spec, waiting)
        for note in data.notes:
            say(stderr, note)
        bar.update(task, description=f"Starting {spec.engine}", total=None)
        snapshots = train(spec, data=data)
        with silence() if spec.engine == "tensorflow" else nullcontext():
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
            write(Path(options.save), pack(_trained(spec, snapshot, data, options.source)))
    if not options.json:
        print(f"{snapshot.epoch:g} epochs in {snapshot.seconds:.1f} s: {_numbers(snapshot)}")
    if snapshot.diverged:
        say(stderr, snapshot.diverged)
        return DIVERGED
    if snapshot.stopped:
        say(stderr, snapshot.stopped)
    return OK


def _trained(spec: RunSpec, snapshot: Snapshot, data: Dataset, source: str) -> DigitNetwork:
    """What has been trained as a network that may be asked."""
    name = PRESETS[source].label if source in PRESETS else Path(source).stem.strip("-") or "From the command line"
    accuracy = snapshot.metrics.test.accuracy
    facts = Facts(name=name[:MOST_NAME], accuracy=accuracy, epochs=snapshot.epoch, trained_on=len(data.train))
    return assessed(DigitNetwork(spec, snapshot.parameters, facts), data, left_out(spec))


def _changed(spec: RunSpec, options: argparse.Namespace) -> RunSpec:
    if options.epochs is not None:
        spec = spec.replace(training=spec.training.replace(epochs=options.epochs))
    changes = {"engine": options.engine, "seed": options.seed}
    return spec.replace(**{name: value for name, value in changes.items() if value is not None})


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
    row: dict[str, Any] = {name: finite(value) for name, value in numbers.items()}
    if snapshot.final:
        row["final"] = True
        test = snapshot.metrics.test
        if test.confusion:
            row["confusion"] = test.confusion
            row |= {name: list(map(finite, getattr(test, name))) for name in ("precision", "recall")}
    if snapshot.stopped:
        row["stopped"] = snapshot.stopped
    return row
