"""Several specs that are trained as one computation, and what they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from playground.arrays import IntArray
from playground.data import Dataset
from playground.engine.base import says
from playground.engine.samples import load_data
from playground.spec import RunSpec

T = TypeVar("T")


@dataclass(frozen=True)
class Lineup:
    """The lanes of one computation: networks of one shape, each with a spec of its own.

    Attributes:
        specs: of the lanes; their networks have the same layers, see `playground.engine.lanes.alike`.
        datasets: the different data that they learn from, all of one size.
        dataset_of: position in `datasets` of what each lane learns from: int `(lanes,)`.
    """

    specs: tuple[RunSpec, ...]
    datasets: tuple[Dataset, ...]
    dataset_of: IntArray

    def __len__(self) -> int:
        """How many lanes there are."""
        return len(self.specs)

    @property
    def common(self) -> RunSpec:
        """A spec to ask for what is the same in all lanes, such as shapes and the batch size."""
        return self.specs[0]

    def stretches(self, of: Callable[[RunSpec], T]) -> list[tuple[slice, T]]:
        """Neighbours that have something in common, as one slice of the lanes: `(slice, what they have)`.

        Args:
            of: what to look at; compared with `==`.
        """
        found: list[tuple[slice, T]] = []
        for number, spec in enumerate(self.specs):
            value = of(spec)
            if found and found[-1][1] == value:
                found[-1] = (slice(found[-1][0].start, number + 1), value)
            else:
                found.append((slice(number, number + 1), value))
        return found

    @cached_property
    def teams(self) -> list[tuple[IntArray, RunSpec, Dataset]]:
        """Lanes that are to say the same of the same samples by the same loss: positions, one of their specs, and the data."""
        teams: dict[object, list[int]] = {}
        for number, (spec, dataset) in enumerate(zip(self.specs, self.dataset_of.tolist(), strict=True)):
            teams.setdefault((dataset, spec.training.loss, spec.model.output.activation), []).append(number)
        return [(np.array(lanes), self.specs[lanes[0]], self.datasets[self.dataset_of[lanes[0]]]) for lanes in teams.values()]

    def seats(self) -> tuple[list[tuple[RunSpec, Dataset]], IntArray]:
        """What lanes are to say of their training samples, where that differs: by the data, and by what means no and yes.

        Returns:
            A spec and the data for each, and which of them each lane has: int `(lanes,)`.
        """
        keys: list[object] = []
        found: list[tuple[RunSpec, Dataset]] = []
        which = []
        for spec, dataset in zip(self.specs, self.dataset_of.tolist(), strict=True):
            key = (dataset, says(spec))
            if key not in keys:
                keys.append(key)
                found.append((spec, self.datasets[dataset]))
            which.append(keys.index(key))
        return found, np.array(which)


def line_up(specs: Sequence[RunSpec], load: Callable[[RunSpec], Dataset] = load_data) -> Lineup:
    """The lanes of some specs that train together.

    Args:
        specs: of the lanes.
        load: finds the data of a spec; asked once for lanes whose data are the same.

    Raises:
        DataError: the data could not be found or read.
    """
    keys: list[object] = []
    datasets: list[Dataset] = []
    which = []
    for spec in specs:
        key = (spec.data, spec.seed)
        if key not in keys:
            keys.append(key)
            datasets.append(load(spec))
        which.append(keys.index(key))
    return Lineup(tuple(specs), tuple(datasets), np.array(which))
