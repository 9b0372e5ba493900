"""The engines beside other programs that do the same work, and beside what the machine can do at all."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.measure import Rates, interleaved, ratios
from benchmarks.peers import PROGRAMS
from benchmarks.report import Row, missing, row
from benchmarks.work import DENSE_FLOPS, SPECS, hand_over
from playground.engine.samples import load_data

HOW = "ratio within each turn: CPU time of one thread, all threads counted; each peer a process of its own on the same core, taking turns"
CONVNETJS = f"{HOW}; ConvNetJS with SGD and momentum, as its release on npm has no Adam"
SHARE = "the matrix products of a training step, in floating-point operations a second, beside those of large square matrices, by np.dot"


@dataclass(frozen=True)
class Bound:
    """What a figure should be.

    Attributes:
        at_least: for ratios.
        at_most: for times.
        why: a line for whoever reads the table.
    """

    at_least: float | None = None
    at_most: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Benchmark:
    """Peers that do the same work. To add a benchmark, add an entry to `BENCHMARKS`.

    Attributes:
        name: of the work.
        work: what the peers call it.
        unit: of what they do in a second.
        peers: names in `PROGRAMS`; the first one is what the others are compared with.
        bounds: name -> what its ratio to the first should be.
        also: pairs of names to compare besides, and what the ratio of the first to the second should be.
        peak: name of the one that shows what the machine can do, and the names of those whose share of it is asked.
        flops: floating-point operations in one unit of the work.
        rounds: turns.
    """

    name: str
    work: str
    unit: str
    peers: tuple[str, ...]
    bounds: dict[str, Bound] = field(default_factory=dict)
    also: dict[tuple[str, str], Bound] = field(default_factory=dict)
    peak: tuple[str, tuple[str, ...]] | None = None
    flops: float = 0
    rounds: int = 5

    def rows(self, folder: Path) -> Iterator[Row]:
        """Measure.

        Args:
            folder: where the data are.
        """
        names = [*self.peers, self.peak[0]] if self.peak else list(self.peers)
        rates = interleaved(names, self.work, folder, self.rounds)
        first = self.peers[0]
        for name in self.peers:
            yield self._ratio(rates, name, first, self.bounds.get(name, Bound()))
        for (name, beside), bound in self.also.items():
            yield self._ratio(rates, name, beside, bound)
        if self.peak:
            yield from self._shares(rates, *self.peak)

    def _ratio(self, rates: Rates, name: str, beside: str, bound: Bound) -> Row:
        what, unit = f"{self.name}: {PROGRAMS[name].label}", f"x {PROGRAMS[beside].label}"
        for needed in (name, beside):
            if needed in rates.missing:
                reason = rates.missing[needed] if needed == name else f"{PROGRAMS[needed].label}: {rates.missing[needed]}"
                return missing(what, unit, reason, at_least=bound.at_least, why=bound.why)
        notes = CONVNETJS if "convnetjs" in (name, beside) else HOW
        samples = ratios(rates.of[name], rates.of[beside])
        return row(what, samples, unit, at_least=bound.at_least, amounts=(rates.of[name], self.unit), why=bound.why, notes=notes)

    def _shares(self, rates: Rates, peak: str, names: tuple[str, ...]) -> Iterator[Row]:
        for name in names:
            what = f"{self.name}: {PROGRAMS[name].label}, share of the peak"
            if name in rates.missing or peak in rates.missing:
                yield missing(what, "%", rates.missing.get(name) or rates.missing[peak])
                continue
            reached = [rate * self.flops / 1e9 for rate in rates.of[name]]
            highest = [rate / 1e9 for rate in rates.of[peak]]
            samples = [100 * ratio for ratio in ratios(reached, highest)]
            yield row(what, samples, "% of sgemm", amounts=(reached, "GFLOP/s"), notes=SHARE)
        if peak not in rates.missing:
            yield row(f"{self.name}: the peak, {PROGRAMS[peak].label}", [rate / 1e9 for rate in rates.of[peak]], "GFLOP/s", notes=SHARE)


OTHERS = ("sklearn", "torch", "convnetjs", "tfjs-wasm", "tfjs-cpu")
FIT_ALIKE = "updates alone, as fit measures nothing but its running loss and accuracy"

BENCHMARKS = [
    Benchmark(
        "784-128-10, batch 32",
        "dense",
        "samples/s",
        ("fit", "fit-float64", "tensorflow-updates", "numpy-updates", "tensorflow", "numpy", *OTHERS),
        bounds={
            "tensorflow-updates": Bound(
                5, why=f"the tutorial's network; a loop inside the graph spares Python between batches ({FIT_ALIKE})"
            ),
            "numpy-updates": Bound(3.5, why=f"the tutorial's network in plain NumPy, which spares the framework ({FIT_ALIKE})"),
        },
        peak=("sgemm", ("tensorflow-updates", "numpy-updates")),
        flops=DENSE_FLOPS,
    ),
    Benchmark(
        "CNN 8-16-64-10, batch 32",
        "cnn",
        "samples/s",
        ("fit", "tensorflow-updates", "numpy-updates", "torch", "convnetjs", "tfjs-cpu"),
        bounds={
            "tensorflow-updates": Bound(2, why="convolutions are real work, so there is less to spare; still twice as fast"),
            "numpy-updates": Bound(0.9, why="plain NumPy keeps up with Keras' own convolutions"),
        },
        rounds=3,
    ),
    Benchmark(
        "2-8-8-8-1, 250 points, batch 10",
        "toy",
        "epochs/s",
        ("fit", "tensorflow-updates", "numpy-updates", "tensorflow", "numpy", *OTHERS),
        bounds={"tensorflow-updates": Bound(200, why=f"nothing on the page may feel slow ({FIT_ALIKE})")},
        also={
            ("tensorflow-updates", "convnetjs"): Bound(4, why="the same beside a network that trains in the browser, and measures nothing"),
            ("tensorflow", "convnetjs"): Bound(),
        },
        rounds=7,
    ),
]


def _maps(folder: Path) -> Iterator[Row]:
    """The pictures of all neurons, in milliseconds."""
    rates = interleaved(["maps", "convnetjs"], "maps", folder, 15)
    what, why = "2-8-8-8-1, all neurons at 100x100 points", "the pictures of a frame may not hold up training"
    for name, at_most in (("maps", 1.0), ("convnetjs", None)):
        label = f"{what}: {PROGRAMS[name].label}"
        if name in rates.missing:
            yield missing(label, "ms", rates.missing[name], at_most=at_most)
        else:
            samples = [1000 / rate for rate in rates.of[name]]
            yield row(label, samples, "ms", at_most=at_most, why=why if at_most else "", notes="CPU time of one thread, taking turns")


def rows() -> Iterator[Row]:
    """Everything about the engines."""
    small = load_data(SPECS["dense"]).notes
    with tempfile.TemporaryDirectory() as folder:
        hand_over(Path(folder))
        for benchmark in BENCHMARKS:
            for each in benchmark.rows(Path(folder)):
                yield _on_small(each) if small and benchmark.work != "toy" else each
        yield from _maps(Path(folder))


def _on_small(measured: Row) -> Row:
    """The bounds are for the full set."""
    return replace(measured, bound="", passed=None, why="", notes="; ".join(filter(None, (measured.notes, "on the small MNIST"))))
