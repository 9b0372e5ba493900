"""What a benchmark reports: rows, one table of them, and the same as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results" / "latest.json"
PACKAGES = ("numpy", "tensorflow", "keras", "streamlit")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure.

    Attributes:
        name: what was measured.
        figure: the median.
        unit: of the figure, the spread and the bound.
        spread: the lowest and the highest of what the median is of, where there is more than one.
        bound: what the figure should be, such as `">= 3"`; empty where nothing is asked of it.
        passed: whether it is; `None` without a bound.
        notes: how it was measured, or the command that measures it.
    """

    name: str
    figure: float
    unit: str
    spread: tuple[float, float] | None = None
    bound: str = ""
    passed: bool | None = None
    notes: str = ""


def row(
    name: str, samples: Sequence[float], unit: str, *, at_least: float | None = None, at_most: float | None = None, notes: str = ""
) -> Row:
    """A row from repeated measurements, judged by their median."""
    figure = median(samples)
    spread = (min(samples), max(samples)) if len(samples) > 1 else None
    bound, passed = "", None
    if at_least is not None:
        bound, passed = f">= {at_least:g}", figure >= at_least
    elif at_most is not None:
        bound, passed = f"<= {at_most:g}", figure <= at_most
    return Row(name=name, figure=figure, unit=unit, spread=spread, bound=bound, passed=passed, notes=notes)


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "none"
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "cpu": _cpu(),
        "cores": str(os.cpu_count()),
        "load before": load,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **versions,
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def write(rows: Sequence[Row], facts: dict[str, str]) -> None:
    """Keep the rows as JSON."""
    RESULTS.parent.mkdir(exist_ok=True)
    report = {"measured": datetime.now(UTC).isoformat(timespec="seconds"), "machine": facts, "rows": [asdict(each) for each in rows]}
    RESULTS.write_text(json.dumps(report, indent=2) + "\n")


def show(rows: Sequence[Row], facts: dict[str, str]) -> None:
    """Print the rows as one table, and below it how they were measured and on what."""
    table = Table()
    table.add_column("What", overflow="fold")
    table.add_column("Median", justify="right", no_wrap=True)
    table.add_column("Unit")
    table.add_column("Min - max", justify="right", no_wrap=True)
    table.add_column("Bound", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("How", no_wrap=True)
    marks = {None: "", True: "[green]pass[/]", False: "[bold red]FAIL[/]"}
    notes = list(dict.fromkeys(each.notes for each in rows if each.notes))
    for each in rows:
        spread = f"{_number(each.spread[0])} - {_number(each.spread[1])}" if each.spread else ""
        how = f"({notes.index(each.notes) + 1})" if each.notes else ""
        table.add_row(each.name, _number(each.figure), each.unit, spread, each.bound, marks[each.passed], how)
    # A file or a pipe has no width of its own.
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)
    console.print(table)
    for number, note in enumerate(notes, 1):
        console.print(f"({number}) {note}", soft_wrap=True, markup=False)
    console.print("On: " + ", ".join(f"{name} {value}" for name, value in facts.items()), soft_wrap=True, markup=False)


def _number(value: float) -> str:
    """Four digits that mean something, and thousands set apart."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
