"""How peers are measured: in turn, in one run, by the CPU time of one thread.

Each peer is a process of its own, with one thread for its arithmetic, and all of them share one core (where the system lets one choose).
They take turns, so that whatever else the machine does falls on all of them; a ratio is taken within each turn.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import PROGRAMS
from playground.threads import ONE_THREAD

ROOT = Path(__file__).parent.parent


class PeerEnded(Exception):
    """A peer has ended before its time; the message is the last that it said."""


class Peer:
    """A running peer; see `benchmarks/peers/`."""

    def __init__(self, name: str, work: str, folder: Path) -> None:
        """Start it.

        Args:
            name: in `PROGRAMS`.
            work: what it is to do.
            folder: where the data are.
        """
        environment = os.environ | ONE_THREAD | {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONPATH": str(ROOT)}
        self.name = name
        self._errors = tempfile.TemporaryFile("w+")
        with _on_one_core():
            self._process = subprocess.Popen(
                PROGRAMS[name].command(name, work, folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                text=True,
                env=environment,
            )

    def __enter__(self) -> "Peer":
        """Nothing to do: getting ready can fail, and is therefore a step of its own."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.communicate()
        self._errors.close()

    def get_ready(self) -> None:
        """Wait until it is.

        Raises:
            PeerEnded: it cannot do this work.
        """
        self._answer()

    def round(self) -> float:
        """Let it do one round: how much it does in a second of CPU time.

        Raises:
            PeerEnded: it has ended.
        """
        with suppress(BrokenPipeError):  # it has ended: then there is no answer either
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        return self._answer()["rate"]

    def _answer(self) -> dict[str, float]:
        line = self._process.stdout.readline()
        if line:
            return json.loads(line)
        self._process.wait()
        self._errors.seek(0)
        said = [each.strip() for each in self._errors if each.strip()]
        # Node closes with its version, the error stands above.
        error = next((each for each in reversed(said) if "Error" in each), said[-1] if said else "it said nothing")
        raise PeerEnded(error[:200])


@dataclass
class Rates:
    """What peers did.

    Attributes:
        of: name -> how much in a second of CPU time, for each round.
        missing: name -> why there is nothing about it.
    """

    of: dict[str, list[float]]
    missing: dict[str, str]


def interleaved(names: Sequence[str], work: str, folder: Path, rounds: int) -> Rates:
    """Let peers take turns; those that are not there, or that end, are left out, and named as missing."""
    missing = {name: reason for name in names if (reason := PROGRAMS[name].missing)}
    rates: dict[str, list[float]] = {}
    with ExitStack() as stack:
        peers = []
        # One after the other, so that they do not get ready at the same time and fight for memory.
        for name in names:
            if name in missing:
                continue
            peer = stack.enter_context(Peer(name, work, folder))
            try:
                peer.get_ready()
            except PeerEnded as error:
                missing[name] = f"does not run: {error}"
            else:
                peers.append(peer)
                rates[name] = []
        for _ in range(rounds):
            for peer in peers:
                if peer.name in missing:
                    continue
                try:
                    rates[peer.name].append(peer.round())
                except PeerEnded as error:
                    missing[peer.name] = f"has ended: {error}"
                    del rates[peer.name]
    return Rates(rates, missing)


def ratios(samples: Sequence[float], reference: Sequence[float]) -> list[float]:
    """Of two peers, round by round."""
    return [ours / theirs for ours, theirs in zip(samples, reference, strict=True)]


@contextmanager
def _on_one_core() -> Iterator[None]:
    """What is started meanwhile stays on the last core, from its first thread on."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
