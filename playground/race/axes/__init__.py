"""What can be compared: everything that may vary from one entry of a comparison to the next.

A value is a text, as it stands in the link: `relu`, `leaky_relu~0.1`, `0.03`, `x1.x2`. To make something else comparable, write one entry
in the file where it belongs, and name it in `AXES`: menus, links, bounds and tests follow.
"""

from playground.errors import SpecError
from playground.race.axes.base import Axis
from playground.race.axes.data import INPUTS, NOISE, SAMPLES
from playground.race.axes.layers import ACTIVATION, DEPTH, INITIALIZER, REGULARIZER, WIDTH
from playground.race.axes.training import BATCH_SIZE, CLIPPING, ENGINE, LEARNING_RATE, LOSS, OPTIMIZER, SCHEDULE, USUAL_OPTIMIZER
from playground.registry import Registry
from playground.spec import RunSpec

__all__ = ["AXES", "Axis", "fits", "values_for"]

AXES: Registry[Axis] = Registry(
    "setting to compare",
    [
        ACTIVATION,
        OPTIMIZER,
        USUAL_OPTIMIZER,
        LEARNING_RATE,
        SCHEDULE,
        INITIALIZER,
        LOSS,
        REGULARIZER,
        CLIPPING,
        BATCH_SIZE,
        WIDTH,
        DEPTH,
        INPUTS,
        SAMPLES,
        NOISE,
        ENGINE,
    ],
)
"""In menu order, in which several are also applied: a learning rate comes after the optimizer whose usual one it replaces."""


def fits(axis: Axis, spec: RunSpec) -> bool:
    """Whether something of a spec can be compared in this way: whether at least two of the values that are offered can be had."""
    return len(values_for(axis, spec)) > 1


def values_for(axis: Axis, spec: RunSpec) -> list[str]:
    """Those of the values that are offered which a spec can have."""
    found = []
    for text in axis.offered(spec):
        try:
            axis.apply(spec, text)
        except SpecError:
            continue
        found.append(text)
    return found
