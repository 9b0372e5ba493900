"""`python -m benchmarks [engines|live|all]`: one table on stdout, and the same in benchmarks/results/latest.json.

A slow machine is no error: a figure that misses its bound is marked, and the exit code stays 0. To add a group of rows, write a module
with a function `rows()` and name it in `GROUPS`.
"""

import argparse
from importlib import import_module
from importlib.util import find_spec

from rich.console import Console

from benchmarks.report import RESULTS, Row, machine, show, write

GROUPS = ("engines", "live")


def main() -> None:
    """Measure what was asked for."""
    there = [group for group in GROUPS if find_spec(f"benchmarks.{group}")]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the program beside its peers.")
    parser.add_argument("group", nargs="?", choices=[*there, "all"], default="all", help="what to measure (default: all)")
    chosen = parser.parse_args().group
    facts = machine()
    rows: list[Row] = []
    with Console(stderr=True).status("Measuring") as status:
        for group in there if chosen == "all" else [chosen]:
            # Loaded only now: the live benchmarks need a browser.
            for row in import_module(f"benchmarks.{group}").rows():
                rows.append(row)
                status.update(f"Measured {row.name}")
    show(rows, facts)
    write(rows, facts)
    print(f"Written to {RESULTS}.")


if __name__ == "__main__":
    main()
