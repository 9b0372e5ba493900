"""What the settings tell: inputs of very different size, and a loss that does not fit the output."""

from playground.doctor import fixes
from playground.doctor.case import Case, Rule
from playground.spec.misfits import misfit

LARGE = 6.0
"""Inputs of this size fill any activation with its weights at their usual start."""

PATIENCE = 100
"""Epochs in which a network may get along with inputs as they are."""


def unscaled(case: Case) -> str | None:
    """Some inputs are far larger than 1, and the network does not get along with them."""
    normalized = case.spec.layers[0].kind in ("batch_normalization", "layer_normalization")
    large, small = float(case.inputs.max()), float(case.inputs.min())
    if normalized or case.has_learned or case.epoch < PATIENCE or large < LARGE:
        return None
    return f"The largest input is {large:.2g} in size, the smallest {small:.2g} (root mean square); usual is about 1."


def misfitting(case: Case) -> str | None:
    """The loss does not fit the output, or the data."""
    found = misfit(case.spec)
    return None if found is None else found.text


UNSCALED = Rule(
    name="unscaled",
    label="Unscaled inputs",
    help="Large inputs drown the small ones and push units to where they are flat. Brought to mean 0 and variance 1, all count alike.",
    check=unscaled,
    fix=fixes.normalized,
)

MISFIT = Rule(
    name="misfit",
    label="Loss and output",
    help="A loss measures how far off an answer is, and for each kind of answer there is one that does so fairly. Others lead astray.",
    check=misfitting,
    fix=fixes.fitting,
)
