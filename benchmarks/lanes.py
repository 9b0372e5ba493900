"""Many small networks as one computation, beside the same networks one after another."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.engines import Benchmark, Bound
from benchmarks.report import Row
from benchmarks.work import hand_over

CONVNETJS = "with SGD and momentum, as its release on npm has no Adam, and with the three activations that it has"

BENCHMARKS = (
    Benchmark(
        name="40 lanes",
        work="race",
        unit="epochs of a lane",
        peers=("one-by-one-tensorflow", "lanes-tensorflow"),
        bounds={"lanes-tensorflow": Bound(at_least=3.5)},
    ),
    Benchmark(
        name="40 lanes",
        work="race",
        unit="epochs of a lane",
        peers=("one-by-one-numpy", "lanes-numpy"),
        bounds={"lanes-numpy": Bound(at_least=3)},
    ),
    Benchmark(
        name="40 lanes",
        work="race",
        unit="epochs of a lane",
        peers=("convnetjs", "lanes-tensorflow", "lanes-numpy"),
        bounds={"lanes-tensorflow": Bound(at_least=15, why=CONVNETJS)},
    ),
)
"""8 activations and 5 seeds of 2-8-8-1, 250 points, batches of 10."""


def rows() -> Iterator[Row]:
    """Everything about lanes."""
    with tempfile.TemporaryDirectory() as folder:
        hand_over(Path(folder))
        for benchmark in BENCHMARKS:
            yield from benchmark.rows(Path(folder))
