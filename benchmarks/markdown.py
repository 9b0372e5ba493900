"""docs/benchmarks.md, from what was measured last."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.report import Row, from_plain, read

DOCS = Path(__file__).parent.parent / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Written by `make bench`; changes by hand are lost. `python -m benchmarks --help` lists its parts.

What runs beside something else is a ratio within one run: the peers are processes that take turns on one core, and what counts is the CPU
time of all their threads. The median is shown, and the lowest and highest of all turns. A peer that is not there is named as missing."""

TITLES = {
    "engines": "Engines",
    "compare": "Comparisons",
    "functions": "The Functions page",
    "reading": "Reading drawings",
    "digits": "Drawn digits",
    "live": "The page, live",
    "draw": "The Draw page",
    "crowd": "A class, and a long run",
}
MARKS = {None: "", True: "pass", False: "**miss**"}


def write_docs() -> None:
    """Write the page; what was measured elsewhere, or long ago, stays until it is measured here."""
    groups, before = read(), DOCS.read_text(encoding="utf-8") if DOCS.exists() else ""
    parts = [HEAD]
    for group, title in TITLES.items():
        parts.append("\n".join(_section(title, groups[group])) if group in groups else _kept(title, before))
    DOCS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _kept(title: str, page: str) -> str:
    """A section as it stands on the page."""
    heading = f"## {title}\n"
    return heading + page.partition(heading)[2].partition("\n## ")[0].rstrip("\n") if heading in page else f"{heading}\nNot measured yet."


def _section(title: str, group: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    facts = ", ".join(f"{name} {value}" for name, value in group["machine"].items())
    yield f"Measured {group['measured'][:10]} on: {facts}.\n"
    rows = [from_plain(plain) for plain in group["rows"]]
    notes = list(dict.fromkeys(each.notes for each in rows if each.notes))
    yield "| what | median | unit | min - max | amount | bound | | how |"
    yield "|---|---:|---|---:|---:|---:|---|---|"
    for each in rows:
        how = str(notes.index(each.notes) + 1) if each.notes else ""
        yield _line(each.name, *each.cells(), MARKS[each.passed], how)
    if notes:
        yield "\nHow:\n"
        yield from (f"{position}. {note}" for position, note in enumerate(notes, 1))
    yield from _bounds(rows)


def _bounds(rows: list[Row]) -> Iterator[str]:
    explained = [each for each in rows if each.why]
    if explained:
        yield "\nWhy these bounds:\n"
        yield from (f"- {each.name}, {each.bound} {each.unit}: {each.why}." for each in explained)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
