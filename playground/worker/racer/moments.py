"""Moments of a race that one can look back at: the weights of all lanes at some of the marks."""

from bisect import bisect

from playground.race.heats import Heat
from playground.snapshot import Parameters

MOST_NUMBERS = 10_000_000
"""Weights that are kept: 40 MB. Past that, every other moment is forgotten, but for the first and the newest."""


class Moments:
    """What the lanes of a crew were like."""

    def __init__(self) -> None:
        """Nothing is kept."""
        self._kept: dict[int, list[tuple[float, list[Parameters]]]] = {}
        self._every: dict[int, int] = {}
        self._seen: dict[int, int] = {}

    def clear(self) -> None:
        """The race starts again."""
        self._kept.clear()
        self._every.clear()
        self._seen.clear()

    def keep(self, heat: Heat) -> None:
        """Keep the present moment of a heat, if it is one to keep."""
        first = heat.lanes[0]
        seen = self._seen[first] = self._seen.get(first, -1) + 1
        if seen % self._every.get(first, 1):
            return
        moments = self._kept.setdefault(first, [])
        moments.append((heat.epoch, heat.parameters()))
        if self._numbers() > MOST_NUMBERS:
            for lane, kept in self._kept.items():
                del kept[1::2]
                self._every[lane] = 2 * self._every.get(lane, 1)

    def of(self, heat: Heat, epoch: float) -> tuple[float, list[Parameters]] | None:
        """The moment of a heat that is nearest to an epoch: when it was, and the weights of its lanes."""
        moments = self._kept.get(heat.lanes[0])
        if not moments:
            return None
        after = bisect(moments, epoch, key=lambda moment: moment[0])
        near = moments[max(0, after - 1) : after + 1]
        return min(near, key=lambda moment: abs(moment[0] - epoch))

    def _numbers(self) -> int:
        return sum(len(kept) * sum(array.size for lane in kept[0][1] for array in lane.values()) for kept in self._kept.values() if kept)
