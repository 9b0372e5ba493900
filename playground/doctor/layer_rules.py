"""What the layers tell: gradients that vanish or explode, and units that have gone flat."""

import math

from playground.doctor import fixes
from playground.doctor.case import Case, Rule

VANISHED = 1e-3
"""A first layer whose gradients are a smaller share than this of the largest hardly learns."""

NOTHING = 1e-5
"""A gradient of this size is next to none."""

EXPLODED = 10.0
"""Usual gradients are a hundredth of this or less."""

MANY = 0.5
"""Share of the units of a layer that may be dead."""

NEARLY_ALL = 0.8
"""Share of the answers of a layer that may be saturated."""


def vanishing(case: Case) -> str | None:
    """The first layer's gradients are far smaller than the last one's, or next to nothing although nothing is learned yet."""
    sizes = [state.gradient for state in case.states]
    if len(sizes) < 3 or case.is_good or not all(map(math.isfinite, sizes)) or dead(case):
        return None
    first, largest = sizes[0], max(sizes)
    begin, end = case.name(case.layers[0]), case.name(case.layers[sizes.index(largest)])
    if first < VANISHED * largest:
        times = f"{largest / first:,.0f} times" if first > 0 else "infinitely often"
        return f"Gradients in {begin} are {first:.1g} for each weight, in {end} {largest:.1g}: {times} as large."
    if first < NOTHING and not case.has_learned:
        return f"Gradients in {begin} are {first:.1g} for each weight: next to nothing to learn from."
    return None


def exploding(case: Case) -> str | None:
    """Some layer's gradients are far larger than is usual."""
    sizes = [state.gradient for state in case.states]
    largest = max((size for size in sizes if not math.isnan(size)), default=0.0)
    if largest < EXPLODED or case.is_good:
        return None
    return f"Gradients in {case.name(case.layers[sizes.index(largest)])} are {largest:.2g} for each weight; usual are 0.1 or less."


def dead(case: Case) -> str | None:
    """Many units of a layer are flat for every sample."""
    if case.is_good:
        return None
    for number, state in zip(case.layers, case.states, strict=True):
        if state.dead >= MANY:
            units = case.spec.shapes[number + 1][-1]
            what = "filters" if len(case.spec.shapes[number + 1]) == 3 else "units"
            return f"{round(state.dead * units)} of {units} {what} in {case.name(number)} say the same for every sample."
    return None


def saturated(case: Case) -> str | None:
    """Nearly all answers of a layer lie where its activation is flat."""
    if case.is_good or case.epoch == 0:
        return None
    for number, state in zip(case.layers, case.states, strict=True):
        if state.saturated >= NEARLY_ALL and not state.dead >= MANY:
            activation = case.spec.layers[number].activation.entry.label
            return f"{state.saturated:.0%} of the answers in {case.name(number)} lie where {activation} is flat."
    return None


VANISHING = Rule(
    name="vanishing",
    label="Vanishing gradients",
    help="On its way back through flat activations the error gets smaller with each layer, and the first ones learn nothing. "
    "ReLU hands it on as it is.",
    check=vanishing,
    fix=fixes.rectified,
)

EXPLODING = Rule(
    name="exploding",
    label="Exploding gradients",
    help="On its way back through large weights the error grows with each layer, and one step undoes all that was learned. "
    "Clipped gradients keep their direction and lose their length.",
    check=exploding,
    fix=fixes.clipped,
)

DEAD = Rule(
    name="dead",
    label="Dead units",
    help="A unit that is flat for every sample passes no error back, and never learns again. Leaky ReLU is flat nowhere.",
    check=dead,
    fix=fixes.leaking,
)

SATURATED = Rule(
    name="saturated",
    label="Saturation",
    help="Where an activation is flat, a change of the weights changes nothing, so that learning all but stops. ReLU is steep for large "
    "sums, too.",
    check=saturated,
    fix=fixes.steeper,
)
