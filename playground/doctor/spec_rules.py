"""What the settings tell: inputs of very different size, and a loss that does not fit the output."""

from playground.doctor import fixes
from playground.doctor.case import Case, Rule
from playground.doctor.training_rules import rate_too_high
from playground.spec.misfits import misfit

LARGE = 6.0
"""Inputs of this size make valleys so steep that usual steps jump out of them."""


def unscaled(case: Case) -> str | None:
    """Some inputs are large, and steps were too large for them."""
    normalized = case.spec.layers[0].kind in ("batch_normalization", "layer_normalization")
    large, small = float(case.inputs.max()), float(case.inputs.min())
    if normalized or large < LARGE or not (case.diverged or rate_too_high(case)):
        return None
    return f"The largest input is {large:.2g} in size, the smallest {small:.2g} (root mean square); usual is about 1."


def misfitting(case: Case) -> str | None:
    """The loss does not fit the output, or the data."""
    found = misfit(case.spec)
    return None if found is None else found.text


UNSCALED = Rule(
    name="unscaled",
    label="Unscaled inputs",
    help="A step that suits small inputs is far too long for large ones. Brought to mean 0 and variance 1, all count alike.",
    check=unscaled,
    fix=fixes.normalized,
    back="healthy",
    reads_numbers=False,
)

MISFIT = Rule(
    name="misfit",
    label="Loss and output",
    help="A loss measures how far off an answer is, and for each kind of answer there is one that does so fairly. Others lead astray.",
    check=misfitting,
    fix=fixes.fitting,
    reads_numbers=False,
)
