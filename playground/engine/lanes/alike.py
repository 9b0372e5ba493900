"""Which specs train together, as one computation with an axis of lanes in front.

Lanes may differ in activations, optimizer, learning rate and its schedule, initializers, loss, regularizers, noise of the data and seed.
What gives arrays their shapes has to be the same: layers, number of samples, batch size; and so has the engine.
"""

from collections.abc import Hashable, Sequence

from playground.spec import RunSpec

TOGETHER = ("dense", "flatten")
"""Kinds of layers that train in lanes. A network with others trains alone: its arithmetic takes so long that nothing would be gained."""

MOST_TOGETHER = 5_000
"""Numbers of a network that trains in lanes. What is gained is the time between operations; larger networks spend theirs inside of them,
and as processes of their own they have a core each."""

MOST_LANES = 40
"""Lanes of one computation: more of them no longer fit the cache together, and each then takes longer."""


def groups(specs: Sequence[RunSpec], *, most: int = MOST_LANES, unit: int = 1) -> list[list[int]]:
    """Which specs train together.

    Args:
        specs: of all lanes.
        most: how many should be in one group at most.
        unit: so many neighbours stay together.

    Returns:
        Positions in `specs`, for each group; in their order, and nearly as many in each group of a kind. A group of one trains alone.
    """
    kinds: dict[Hashable, list[int]] = {}
    for number, spec in enumerate(specs):
        key = shape_of(spec)
        kinds.setdefault(("alone", number) if key is None else key, []).append(number)
    return [part for members in kinds.values() for part in _parts(members, most, unit)]


def shape_of(spec: RunSpec) -> Hashable | None:
    """What specs have in common that train together, or `None` for one that has to train alone."""
    if spec.parameters > MOST_TOGETHER or any(layer.kind not in TOGETHER for layer in spec.layers) or spec.data.augmentation.any:
        return None
    layers = tuple((layer.kind, layer.settings) for layer in spec.layers)
    data = spec.data.replace(noise=0.0) if spec.data.noise else spec.data
    training = spec.training
    return spec.engine, data, layers, training.batch_size, training.epochs, training.clipping


def _parts(members: list[int], most: int, unit: int) -> list[list[int]]:
    """As few parts as can be, of sizes that differ by one unit at most."""
    if len(members) % unit:  # those that train alone
        return [members]
    units = len(members) // unit
    count = -(-units // max(1, most // unit))
    cuts = [units * number // count * unit for number in range(count + 1)]
    return [members[begin:end] for begin, end in zip(cuts, cuts[1:], strict=False)]
