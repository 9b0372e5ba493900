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
    """Print the rows as one table."""
    table = Table(caption=", ".join(f"{name} {value}" for name, value in facts.items()), caption_justify="left")
    table.add_column("What")
    table.add_column("Median", justify="right")
    table.add_column("Unit")
    table.add_column("Min - max", justify="right")
    table.add_column("Bound", justify="right")
    table.add_column("")
    table.add_column("How", style="dim")
    marks = {None: "", True: "[green]pass[/]", False: "[bold red]FAIL[/]"}
    for each in rows:
        spread = f"{_number(each.spread[0])} - {_number(each.spread[1])}" if each.spread else ""
        table.add_row(each.name, _number(each.figure), each.unit, spread, each.bound, marks[each.passed], each.notes)
    console = Console()
    # A file or a pipe has no width: there the table is as wide as it needs to be.
    console.print(table, width=None if console.is_terminal else 200)


def _number(value: float) -> str:
    """Four digits that mean something, and thousands set apart."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
