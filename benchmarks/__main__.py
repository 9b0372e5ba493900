"""`python -m benchmarks [GROUP|all]`: one table on stdout, the same in results/latest.json, and in docs/benchmarks.md.

A slow machine is no error: a figure that misses its bound is marked, and the exit code stays 0. To add a group of rows, write a module
with a function `rows()` and name it in `GROUPS`.
"""

import argparse
from importlib import import_module

from rich.console import Console

from benchmarks.markdown import DOCS, write_docs
from benchmarks.report import RESULTS, Row, machine, show, write

GROUPS = {
    "engines": (
        ("engines", "runs"),
        "the engines beside Keras fit, scikit-learn, PyTorch and JavaScript, and whole runs from the command line",
    ),
    "compare": (("lanes", "compare"), "many networks as one computation, and the Compare page in a browser"),
    "functions": (("functions",), "the Functions page in a browser: how soon its plots follow a slider"),
    "reading": (("reading",), "the network that reads drawings: how often it is right, and what it makes of scribbles"),
    "digits": (("digits",), "how many digits the network that ships reads right, out of shape and drawn on the pad"),
    "live": (("live",), "the page in a browser: frames, epochs and waits"),
    "draw": (("draw",), "the Draw page in a browser: its pad, and answers during a stroke"),
    "crowd": (("crowd",), "twenty pages at once, and ten minutes of training"),
}
"""Name -> the modules that measure it, and what that is."""


def main() -> None:
    """Measure what was asked for."""
    parts = "\n".join(f"  {name:<10}{text}" for name, (_, text) in GROUPS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=f"Measure the program beside its peers.\n\n{parts}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("group", nargs="?", choices=[*GROUPS, "all"], default="all", help="what to measure (default: all)")
    chosen = parser.parse_args().group
    facts = machine()
    everything: list[Row] = []
    with Console(stderr=True).status("Measuring") as status:
        for group in GROUPS if chosen == "all" else [chosen]:
            rows: list[Row] = []
            for module in GROUPS[group][0]:
                # Loaded only now: the live benchmarks need a browser.
                for row in import_module(f"benchmarks.{module}").rows():
                    rows.append(row)
                    status.update(f"Measured {row.name}")
            # Each group when it is done, so that a failure in the next one does not cost the minutes that this one took.
            write(group, rows, facts)
            everything += rows
    show(everything, facts)
    write_docs()
    print(f"Written to {RESULTS} and {DOCS}.")


if __name__ == "__main__":
    main()
