"""Crews: which process trains which lanes."""

import os
from collections import defaultdict
from dataclasses import dataclass

from playground.engine.lanes import MOST_LANES, groups
from playground.race.spec import RaceSpec
from playground.spec import RunSpec

MOST_CREWS = 4
"""Processes of one comparison, on a machine that has as many cores."""

LARGE = 200_000
"""Updates of lanes from which on it pays to share them out: a second's worth of small networks in one process."""


@dataclass(frozen=True)
class Crew:
    """What one process trains.

    Attributes:
        engine: of its lanes.
        heats: lanes that train as one computation, each.
    """

    engine: str
    heats: tuple[tuple[int, ...], ...]

    def entries(self, seeds: int) -> list[int]:
        """Whose lanes these are."""
        return sorted({lane // seeds for heat in self.heats for lane in heat})


def crews(race: RaceSpec, cores: int | None = None) -> list[Crew]:
    """Share the lanes out among as many processes as there are cores, and one for each engine at least.

    Args:
        race: the comparison.
        cores: how many there are to use; by default those of this machine.
    """
    many = min(MOST_CREWS, cores or os.cpu_count() or 1)
    found: list[Crew] = []
    for engine in dict.fromkeys(spec.engine for spec in race.lanes):
        heats = _heats(race, engine, many)
        for team in _teams(race, heats, many):
            found.append(Crew(engine, tuple(tuple(heat) for heat in team)))
    return found


def _heats(race: RaceSpec, engine: str, many: int) -> list[list[int]]:
    """Lanes that train together; a large computation in NumPy is dealt out, so that each core has a part of it.

    TensorFlow's computations stay whole: what they take hardly depends on the number of lanes, and each has to be compiled.
    """
    mine = [lane for lane, spec in enumerate(race.lanes) if spec.engine == engine]
    specs = [race.lanes[lane] for lane in mine]
    if engine != "numpy":
        return [[mine[number] for number in part] for part in groups(specs, unit=race.seeds)]
    alike = [[mine[number] for number in part] for part in groups(specs, most=len(specs), unit=race.seeds)]
    each = -(-many // len(alike)) if sum(map(_updates, specs)) > LARGE else 1
    return [hand for lanes in alike for hand in _dealt(race, lanes, max(each, -(-len(lanes) // MOST_LANES)))]


def _dealt(race: RaceSpec, lanes: list[int], hands: int) -> list[list[int]]:
    """Lanes dealt out by the first setting that varies, one value after the other.

    Those of one value, such as an activation, stay together: they have the same operations. And neighbours in a list, which are often
    alike in what they take, come into different hands.
    """
    by_value, by_entry = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for lane in lanes:
        entry = lane // race.seeds
        by_value[race.entries[entry].values[0]].append(lane)
        by_entry[entry].append(lane)
    dealt = list((by_value if len(by_value) >= hands else by_entry).values())
    return [sorted(lane for some in dealt[hand::hands] for lane in some) for hand in range(min(hands, len(dealt)))]


def _teams(race: RaceSpec, heats: list[list[int]], many: int) -> list[list[list[int]]]:
    """Heats shared out so that each team has about as much to do, and all seeds of an entry are in one team."""
    by_entry: dict[int, list[list[int]]] = {}
    for heat in heats:
        by_entry.setdefault(heat[0] // race.seeds, []).append(heat)
    teams: list[list[list[int]]] = [[] for _ in range(min(many, len(by_entry)))]
    for bundle in sorted(by_entry.values(), key=lambda bundle: -_work(race, bundle)):
        min(teams, key=lambda team: _work(race, team)).extend(bundle)
    return [sorted(team) for team in teams]


def _work(race: RaceSpec, heats: list[list[int]]) -> float:
    """About how long heats take: an update of a small network takes what its operations take, however many lanes there are."""
    total = 0.0
    for heat in heats:
        spec = race.lanes[heat[0]]
        total += _updates(spec) * (len(spec.layers) * 20 + len(heat) * spec.parameters * spec.training.batch_size / 2000)
    return total


def _updates(spec: RunSpec) -> float:
    data, training = spec.data, spec.training
    samples = data.samples if data.is_image else data.samples * (1 - data.test_share)
    return training.epochs * samples / training.batch_size
