"""The doctor: looks at a run and says what is wrong with it, why, and what helps.

A rule is one entry: to add one, write it beside the others and name it in `RULES`. The check-up on the page, the fixes and the tests
follow.
"""

import numpy as np

from playground.doctor.case import Back, Case, Finding, Fix, Rule
from playground.doctor.layer_rules import DEAD, EXPLODING, SATURATED, VANISHING
from playground.doctor.spec_rules import MISFIT, UNSCALED
from playground.doctor.training_rules import DIVERGENCE, OVER_FITTING, RATE_TOO_HIGH, RATE_TOO_LOW
from playground.registry import Registry

__all__ = ["RULES", "Back", "Case", "Finding", "Fix", "Rule", "examine"]

RULES: Registry[Rule] = Registry(
    "rule",
    [
        DIVERGENCE,
        UNSCALED,
        MISFIT,
        RATE_TOO_HIGH,
        EXPLODING,
        DEAD,
        SATURATED,
        VANISHING,
        RATE_TOO_LOW,
        OVER_FITTING,
    ],
)
"""The gravest first, and causes before what comes of them."""


def examine(case: Case) -> list[Finding]:
    """What is wrong with a run, the gravest first."""
    found = []
    with np.errstate(all="ignore"):  # a network that diverges overflows
        for rule in RULES.values():
            if case.diverged is not None and rule.reads_numbers:
                continue  # they are none any more
            text = rule.check(case)
            if text is not None:
                fix = rule.fix(case.spec)
                found.append(Finding(rule.name, text, None if fix is None else fix.label))
    return found
