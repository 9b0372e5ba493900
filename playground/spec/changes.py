"""What a network survives when its spec changes, and which of its layers go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.spec.layer import LayerSpec
from playground.spec.model import RunSpec
from playground.spec.painted import is_taken_over


def goes_on(old: RunSpec, new: RunSpec) -> bool:
    """Whether a network that trains by one spec can go on by another, with the weights that it has.

    It can whatever becomes of its layers and its training; not with another kind of data, another seed or another engine, and not with
    an initializer that would have given its layers other weights. Painted points are one kind of data, whatever becomes of them, and so are
    the points that they were taken over from.
    """
    return _same_start(old, new) and all(
        old.layers[heir.before].initializer == new.layers[heir.after].initializer for heir in heirs(old, new)
    )


def _same_start(old: RunSpec, new: RunSpec) -> bool:
    if (old.engine, old.seed) != (new.engine, new.seed):
        return False
    return _data(old) == _data(new) or is_taken_over(old, new) or is_taken_over(new, old)


def _data(spec: RunSpec) -> tuple[object, ...]:
    data = spec.data
    table = (data.table.file, data.table.target, data.table.classes) if data.is_table else None
    return data.dataset, table


@dataclass(frozen=True)
class Heir:
    """A layer with weights that goes on as another.

    Attributes:
        before: its position in the old network.
        after: its position in the new one.
        neighbours: whether the layer with weights below it goes on as well, so that it hears the same units as before.
    """

    before: int
    after: int
    neighbours: bool


def heirs(old: RunSpec, new: RunSpec) -> list[Heir]:
    """Which layers with weights go on, and as which.

    Those at either end that are the same stay, and so does the output. Between them each one goes on as the next of its kind.
    """
    before, after = _with_weights(old), _with_weights(new)
    pairs = _pairs([old.layers[k] for k in before], [new.layers[k] for k in after])
    return [Heir(before[k], after[number], pairs.get(number - 1, -1) == k - 1) for number, k in sorted(pairs.items())]


def _pairs(old: Sequence[LayerSpec], new: Sequence[LayerSpec]) -> dict[int, int]:
    """Positions in `new`, each with that in `old`; the last of each is the output."""
    most = min(len(old), len(new)) - 1
    end = next((k for k in range(most) if not _alike(old[-2 - k], new[-2 - k])), most)
    begin = next((k for k in range(most - end) if not _alike(old[k], new[k])), most - end)
    pairs = {k: k for k in range(begin)}
    left = list(range(begin, len(old) - 1 - end))
    for number in range(begin, len(new) - 1 - end):
        found = next((k for k in left if old[k].kind == new[number].kind), None)
        if found is not None:
            pairs[number] = found
            left = [k for k in left if k > found]
    return pairs | {len(new) - 1 - k: len(old) - 1 - k for k in range(end + 1)}


def _alike(one: LayerSpec, other: LayerSpec) -> bool:
    return (one.kind, one.settings) == (other.kind, other.settings)


def _with_weights(spec: RunSpec) -> list[int]:
    return [number for number, weights in enumerate(spec.weights) if weights]
