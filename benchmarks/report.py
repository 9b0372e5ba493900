"""What a benchmark reports: rows, one table of them, and the same as JSON."""

import json
import math
import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.peers import PROGRAMS

RESULTS = Path(__file__).parent / "results" / "latest.json"
PACKAGES = ("numpy", "tensorflow", "keras", "scikit-learn", "torch", "streamlit")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure.

    Attributes:
        name: what was measured.
        figure: the median; NaN where there is nothing to measure.
        unit: of the figure, the spread and the bound.
        spread: the lowest and the highest of what the median is of, where there is more than one.
        amount: what a ratio is made of, with its unit; or why there is no figure.
        bound: what the figure should be, such as `">= 3"`; empty where nothing is asked of it.
        passed: whether it is; `None` without a bound, or without a figure.
        why: a line about the bound.
        notes: how it was measured, or the command that measures it.
    """

    name: str
    figure: float
    unit: str
    spread: tuple[float, float] | None = None
    amount: str = ""
    bound: str = ""
    passed: bool | None = None
    why: str = ""
    notes: str = ""

    def cells(self) -> tuple[str, str, str, str, str]:
        """The figure, its unit, its spread, the amount and the bound, as they are shown."""
        spread = f"{number(self.spread[0])} - {number(self.spread[1])}" if self.spread else ""
        return number(self.figure), self.unit, spread, self.amount, self.bound


def p95(samples: Sequence[float]) -> float:
    """What 95 % of some samples are not above."""
    return sorted(samples)[int(0.95 * len(samples))]


def row(
    name: str,
    samples: Sequence[float],
    unit: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    amounts: tuple[Sequence[float], str] | None = None,
    why: str = "",
    notes: str = "",
) -> Row:
    """A row from repeated measurements, judged by their median.

    Args:
        name: what was measured.
        samples: one figure for each time.
        unit: of those.
        at_least: what the median should reach.
        at_most: what it should not exceed.
        amounts: what the samples are ratios of, and its unit.
        why: a line about the bound.
        notes: how it was measured.
    """
    figure = median(samples)
    spread = (min(samples), max(samples)) if len(samples) > 1 else None
    amount = f"{number(median(amounts[0]))} {amounts[1]}" if amounts else ""
    passed = None
    if at_least is not None:
        passed = figure >= at_least
    elif at_most is not None:
        passed = figure <= at_most
    bound = _bound(at_least, at_most)
    return Row(name=name, figure=figure, unit=unit, spread=spread, amount=amount, bound=bound, passed=passed, why=why, notes=notes)


def missing(name: str, unit: str, reason: str, *, at_least: float | None = None, at_most: float | None = None, why: str = "") -> Row:
    """A row for something that is not there to be measured."""
    return Row(name=name, figure=math.nan, unit=unit, amount=reason, bound=_bound(at_least, at_most), why=why)


def _bound(at_least: float | None, at_most: float | None) -> str:
    if at_least is not None:
        return f">= {at_least:g}"
    return "" if at_most is None else f"<= {at_most:g}"


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "none"
    from_npm = {program.needs: program.version for program in PROGRAMS.values() if program.in_node}
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "cpu": _cpu(),
        "cores": str(os.cpu_count()),
        "load before": load,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **versions,
        "node": _node(),
        **from_npm,
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _node() -> str:
    if shutil.which("node") is None:
        return "none"
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()


def read() -> dict[str, Any]:
    """What was measured last, by group: when, on what, and the rows."""
    try:
        groups: dict[str, Any] = json.loads(RESULTS.read_text())["groups"]
    except (OSError, ValueError, KeyError):
        return {}
    return groups


def write(group: str, rows: Sequence[Row], facts: dict[str, str]) -> None:
    """Keep the rows of a group as JSON, beside those of the others."""
    RESULTS.parent.mkdir(exist_ok=True)
    # JSON has no NaN.
    plain = [asdict(each) | {"figure": None if math.isnan(each.figure) else each.figure} for each in rows]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    groups = read() | {group: {"measured": now, "machine": facts, "rows": plain}}
    RESULTS.write_text(json.dumps({"groups": groups}, indent=2) + "\n")


def from_plain(plain: dict[str, Any]) -> Row:
    """A row that `write` has kept."""
    spread = plain["spread"]
    each = Row(**plain | {"figure": math.nan if plain["figure"] is None else plain["figure"]})
    return replace(each, spread=(spread[0], spread[1]) if spread else None)


def show(rows: Sequence[Row], facts: dict[str, str]) -> None:
    """Print the rows as one table, and below it how they were measured and on what."""
    table = Table()
    table.add_column("What", overflow="fold")
    table.add_column("Median", justify="right", no_wrap=True)
    table.add_column("Unit")
    table.add_column("Min - max", justify="right", no_wrap=True)
    table.add_column("Amount", justify="right", overflow="fold")
    table.add_column("Bound", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("How", no_wrap=True)
    marks = {None: "", True: "[green]pass[/]", False: "[bold red]FAIL[/]"}
    notes = list(dict.fromkeys(each.notes for each in rows if each.notes))
    for each in rows:
        how = f"({notes.index(each.notes) + 1})" if each.notes else ""
        table.add_row(escape(each.name), *(escape(cell) for cell in each.cells()), marks[each.passed], how)
    # A file or a pipe has no width of its own.
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=150)
    console.print(table)
    for position, note in enumerate(notes, 1):
        console.print(f"({position}) {note}", soft_wrap=True, markup=False)
    console.print("On: " + ", ".join(f"{name} {value}" for name, value in facts.items()), soft_wrap=True, markup=False)


def number(value: float) -> str:
    """Four digits that mean something, and thousands set apart; a dash for nothing."""
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
