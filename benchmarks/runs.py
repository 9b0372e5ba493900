"""Whole runs from the command line, as a person makes them: how good the network gets, and how long that takes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import ROOT
from benchmarks.report import Row, missing, row
from playground.engine.samples import load_data
from playground.spec import PRESETS, preset

WALL = "wall time, training and measuring"


def rows() -> Iterator[Row]:
    """Everything about whole runs."""
    # The bounds are for the full set: without it there are fewer digits to learn from, and those to test on are others.
    full = not load_data(preset("mnist-dense")).notes
    yield from _run("mnist-dense", "numpy", 0.97 if full else None, "the tutorial's network reads what the tutorial says it does")
    accuracy, dense_seconds = _run("mnist-dense", "tensorflow", 0.97 if full else None, "the same on the other engine")
    yield from (accuracy, dense_seconds)
    accuracy, seconds = _run("mnist-cnn", "tensorflow", 0.988 if full else None, "convolutions are worth their time")
    yield from (accuracy, seconds)
    ratio = seconds.figure / dense_seconds.figure
    yield row("mnist-cnn beside mnist-dense, tensorflow", [ratio], "x the time", notes=WALL)
    why = "5,000 digits that need no download are enough, if they are shifted, turned and drawn with another pen"
    yield from _run("mnist-small", "tensorflow", 0.97 if full else None, why)
    # mnist-draw takes ten minutes and more; what has come of it is measured by `benchmarks/reading.py`.
    for name, entry in zip(PRESETS, PRESETS.values(), strict=True):
        if not name.startswith("mnist"):
            yield from _run(name, entry.spec.engine, entry.reaches, "each data set is solved by a preset")


def _run(name: str, engine: str, at_least: float | None, why: str) -> tuple[Row, Row]:
    """Train from the command line.

    Args:
        name: of a preset.
        engine: to train on.
        at_least: what the test accuracy, or R², should be after the last epoch.
        why: a line about that bound.

    Returns:
        Its test accuracy, or R², and its seconds.
    """
    arguments = ["-m", "playground", "train", name, "--engine", engine, "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = f"has failed: {(done.stderr.strip() or 'it said nothing').splitlines()[-1][:200]}"
        return missing(f"{name}, {engine}", "test accuracy", reason, at_least=at_least, why=why), missing(f"{name}, {engine}", "s", reason)
    last = json.loads(done.stdout.splitlines()[-1])
    score, unit = (last["test_accuracy"], "test accuracy") if "test_accuracy" in last else (last["test_r2"], "test R²")
    what = f"{name}, {engine}: {last['epoch']:.0f} epochs"
    command = f"python {' '.join(arguments)}"
    return (
        row(what, [score], unit, at_least=at_least, why=why if at_least else "", notes=command),
        row(what, [last["seconds"]], "s", notes=WALL),
    )
