"""How peers are measured: in turn, in one run, by the CPU time of one thread.

Each peer is a process of its own, with one thread for NumPy and TensorFlow, and all of them share one core (where the system lets one
choose). They take turns, so that whatever else the machine does falls on all of them; a ratio is taken within each turn.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playground.threads import ONE_THREAD

ROOT = Path(__file__).parent.parent


class Peer:
    """A running peer; see `peers.py`."""

    def __init__(self, name: str) -> None:
        """Start it."""
        environment = os.environ | ONE_THREAD | {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(ROOT)}
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.peers", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self._process.pid, {max(os.sched_getaffinity(0))})

    def __enter__(self) -> "Peer":
        """Wait until it is ready."""
        self._answer()
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.communicate()

    def round(self) -> float:
        """Let it do one round: how much it does in a second of CPU time."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._answer()["rate"]

    def _answer(self) -> dict[str, float]:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"The peer {self.name!r} has ended: try `python -m benchmarks.peers {self.name}`.")
        return json.loads(line)


def interleaved(names: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Let peers take turns: what each of them did in a second of CPU time, by name, for each round."""
    with ExitStack() as stack:
        # One after the other, so that they do not get ready at the same time and fight for memory.
        peers = [stack.enter_context(Peer(name)) for name in names]
        return_value: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(rounds):
            for peer in peers:
                return_value[peer.name].append(peer.round())
        return return_value


def ratios(samples: Sequence[float], reference: Sequence[float]) -> list[float]:
    """Of two peers, round by round."""
    return [ours / theirs for ours, theirs in zip(samples, reference, strict=True)]
