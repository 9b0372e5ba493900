"""The engines beside Keras' own `fit`, and whole runs from the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from benchmarks.measure import ROOT, interleaved, ratios
from benchmarks.report import Row, row
from playground.engine.train import load_data
from playground.spec import preset

HOW = "CPU time of one thread; each peer in a process of its own on the same core, taking turns"
RATIO = "ratio within each turn"


@dataclass(frozen=True)
class Benchmark:
    """Peers that do the same work. To add a benchmark, add an entry to `BENCHMARKS`.

    Attributes:
        name: of the work.
        unit: of what a peer does in a second.
        peers: name in `PEERS` -> what the table calls it; the first one is what the others are compared with.
        at_least: name in `PEERS` -> the ratio to the first that it should reach.
        rounds: turns.
        inverted: report milliseconds for one, instead of how many in a second.
    """

    name: str
    unit: str
    peers: dict[str, str]
    at_least: dict[str, float] = field(default_factory=dict)
    rounds: int = 5
    inverted: bool = False

    def rows(self) -> Iterator[Row]:
        """Measure."""
        rates = interleaved([*self.peers], self.rounds)
        first, *others = self.peers
        for peer, label in self.peers.items():
            samples = [1000 / rate for rate in rates[peer]] if self.inverted else rates[peer]
            yield row(f"{self.name}: {label}", samples, self.unit, notes=HOW)
        for peer in others:
            ratio = ratios(rates[peer], rates[first])
            yield row(f"{self.name}: {self.peers[peer]}", ratio, f"x {self.peers[first]}", at_least=self.at_least.get(peer), notes=RATIO)


BENCHMARKS = [
    Benchmark(
        "784-128-10, batch 32",
        "samples/s",
        {
            "fit": "model.fit",
            "fit-float32": "model.fit, float32",
            "tensorflow": "TensorFlow",
            "numpy": "NumPy",
            "tensorflow-updates": "TensorFlow, updates alone",
            "numpy-updates": "NumPy, updates alone",
        },
        at_least={"tensorflow": 3},
    ),
    Benchmark(
        "7-8-8-8-1, 250 points, batch 10",
        "epochs/s",
        {"toy-fit": "model.fit", "toy-tensorflow": "TensorFlow", "toy-numpy": "NumPy"},
    ),
    Benchmark("2-8-8-8-1 at 100x100 points", "ms", {"maps": "neuron_maps"}, rounds=15, inverted=True),
]


def command_line(engine: str) -> Iterator[Row]:
    """The tutorial's five epochs, as a person runs them."""
    arguments = ["-m", "playground", "train", "mnist-dense", "--engine", engine, "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    lines = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True).stdout.splitlines()
    last = json.loads(lines[-1])
    accuracy, command = last["test_accuracy"], f"python {' '.join(arguments)}"
    yield row(f"MNIST after 5 epochs, {engine}", [accuracy], "test accuracy", at_least=0.97, notes=command)
    yield row(f"MNIST, 5 epochs, {engine}", [last["seconds"]], "s", notes="wall time, training and measuring")


def rows() -> Iterator[Row]:
    """Everything about the engines."""
    small = load_data(preset("mnist-dense")).notes
    parts = [command_line("tensorflow"), command_line("numpy"), *(benchmark.rows() for benchmark in BENCHMARKS)]
    for each in chain.from_iterable(parts):
        # The bounds are for the full set.
        yield replace(each, bound="", passed=None, notes=f"{each.notes}; on the small MNIST") if small else each
