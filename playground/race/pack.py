"""The pack: all heats of a crew, kept in step."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.engine.lanes import line_up
from playground.engine.samples import load_data
from playground.race.heats import Alone, Heat, Together
from playground.race.marks import weighted
from playground.race.record import Record
from playground.race.spec import RaceSpec
from playground.snapshot import Parameters
from playground.spec import RunSpec


class Pack:
    """Heats that are advanced bit by bit, always the one that is furthest behind.

    Attributes:
        heats: all of them.
    """

    def __init__(self, race: RaceSpec, parts: Sequence[Sequence[int]], load: Callable[[RunSpec], Dataset] = load_data) -> None:
        """Build the engines.

        Args:
            race: the comparison.
            parts: lanes of each heat.
            load: finds the data of a spec.

        Raises:
            DataError: data could not be found or read.
        """
        layers = max(weighted(entry.spec) for entry in race.entries)
        self.heats: list[Heat] = []
        for part in parts:
            lineup = line_up([race.lanes[lane] for lane in part], load)
            if len(part) > 1:
                self.heats.append(Together(part, lineup, layers))
            else:
                self.heats.append(Alone(part[0], lineup.common, lineup.datasets[0], layers))

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return all(heat.finished for heat in self.heats)

    @property
    def epoch(self) -> float:
        """Of the heat that is furthest behind, among those that go on; of the one furthest ahead where none does."""
        going = [heat.epoch for heat in self.heats if not heat.finished]
        return min(going) if going else max(heat.epoch for heat in self.heats)

    @property
    def ahead(self) -> float:
        """Of the heat that is furthest ahead."""
        return max(heat.epoch for heat in self.heats)

    @property
    def diverged(self) -> dict[int, str]:
        """Lanes that cannot go on, each with a sentence."""
        return {lane: text for heat in self.heats for lane, text in heat.diverged.items()}

    @property
    def per_epoch(self) -> dict[int, float]:
        """Seconds that an epoch of each lane takes, of those of which it is known."""
        return {lane: seconds for heat in self.heats for lane, seconds in heat.per_epoch.items()}

    def has_work(self, until: float) -> bool:
        """Whether there is something to train, or to measure, up to an epoch."""
        return self._next(until) is not None

    def advance(self, until: float) -> tuple[Heat, list[FloatArray]]:
        """Train or measure for a moment, and not past an epoch; there has to be work.

        Returns:
            The heat that did so, and the marks that are now measured: rows as `playground.race.marks.row` makes them.
        """
        heat = self._next(until) or self.heats[0]
        return heat, heat.advance(until)

    def prepare(self) -> None:
        """Do now whatever the first steps would otherwise have to wait for."""
        for heat in self.heats:
            heat.prepare()

    def reset(self) -> None:
        """Start again."""
        for heat in self.heats:
            heat.reset()

    def parameters(self) -> dict[int, Parameters]:
        """Copies of the weights of each lane."""
        return {lane: each for heat in self.heats for lane, each in zip(heat.lanes, heat.parameters(), strict=True)}

    def _next(self, until: float) -> Heat | None:
        waiting = [heat for heat in self.heats if heat.measuring or (not heat.finished and heat.epoch < until - 1e-9)]
        return min(waiting, key=lambda heat: (not heat.measuring, heat.epoch)) if waiting else None


def run(race: RaceSpec) -> Iterator[Record]:
    """A comparison in this process, from start to end.

    Args:
        race: the comparison.

    Yields:
        The record so far, after each moment in which something was measured; it is always the same object.

    Raises:
        DataError: data could not be found or read.
    """
    record, pack = Record(race), Pack(race, race.groups)
    pack.prepare()
    while not pack.finished:
        _, marks = pack.advance(race.epochs)
        if marks:
            record.add(np.stack(marks))
            record.note_diverged(pack.diverged)
            record.per_epoch.update(pack.per_epoch)
            yield record
