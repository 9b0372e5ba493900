"""What the learning curve tells: steps that are too large or too small, and learning by heart."""

import numpy as np

from playground.doctor import fixes, layer_rules
from playground.doctor.case import EPOCH, TEST_LOSS, TRAIN_LOSS, Case, Rule

HIGH = 0.1
"""A loss above this share of the first one is not low yet."""

JUMPS = 0.35
"""Where at least this share of the steps along the curve goes up, it jumps about."""

SHAKES = 0.3
"""Losses that differ by more than this share of their mean are not just restless."""

LARGE_UPDATE = 0.02
"""A thousandth of the weights is usual for one update."""

SMALL_EPOCH = 2e-3
"""A whole epoch that changes the weights by a smaller share than this gets nowhere."""

STILL = 0.02
"""A loss that has fallen by less than this share over half the run stands still."""

RISE = 0.25
"""The test loss has to rise by this share above its lowest before it is more than chance."""

GRAVE = 0.3
"""A test loss below this share of the first one is low, whether it rises or not."""


def divergence(case: Case) -> str | None:
    """Training had to stop."""
    return case.diverged and case.diverged.split(" Try ")[0]


def rate_too_high(case: Case) -> str | None:
    """The loss jumps about without falling, and updates are large."""
    losses = case.recent[:, TRAIN_LOSS]
    if len(losses) < 20 or losses[-10:].mean() < HIGH * case.curve[0, TRAIN_LOSS]:
        return None
    older, newer = losses[: len(losses) // 2], losses[len(losses) // 2 :]
    ups = float((np.diff(losses) > 0).mean())
    shakes = float((newer.max() - newer.min()) / newer.mean())
    update = max(state.update for state in case.states)
    if not (ups >= JUMPS and shakes >= SHAKES and newer.mean() > 0.9 * older.mean() and update > LARGE_UPDATE):
        return None
    rate = case.spec.training.learning_rate
    return (
        f"The train loss jumps between {newer.min():.3g} and {newer.max():.3g} and does not fall; one update changes up to "
        f"{update:.0%} of a layer's weights, at a learning rate of {rate:g}."
    )


def rate_too_low(case: Case) -> str | None:
    """The loss stands still far up, and the weights hardly move, although there are gradients."""
    losses = case.curve[:, TRAIN_LOSS]
    if case.epoch < 3 or len(losses) < 6 or case.has_learned:
        return None
    if any(rule(case) for rule in (layer_rules.dead, layer_rules.saturated, layer_rules.vanishing)):
        return None  # longer steps would not bring such a network back
    fallen = 1 - losses[-1] / losses[len(losses) // 2]
    moved = max(state.update for state in case.states) * case.steps_per_epoch
    if not (fallen < STILL and moved < SMALL_EPOCH):
        return None
    rate = case.spec.training.learning_rate
    return (
        f"In a whole epoch the weights move by {moved:.1g} of their size, at a learning rate of {rate:g}; the train loss is still "
        f"{losses[-1]:.3g}."
    )


def over_fitting(case: Case) -> str | None:
    """The test loss rises while the train loss falls."""
    test, train = case.curve[:, TEST_LOSS], case.curve[:, TRAIN_LOSS]
    if len(test) < 8:
        return None
    best = int(test.argmin())
    late = slice(-(len(test) // 4), None)  # a hump on the way down is no rise
    low, now_test, now_train = float(test[best]), float(np.median(test[late])), float(np.median(train[late]))
    rises = test[late].min() > (1 + RISE) * low and now_test > GRAVE * test[0]
    if not rises or now_train > train[best] or now_test < 1.5 * now_train:
        return None
    return (
        f"Since epoch {case.curve[best, EPOCH]:.3g} the test loss has risen from {low:.3g} to {now_test:.3g}, while the train loss fell "
        f"from {train[best]:.3g} to {now_train:.3g}."
    )


DIVERGENCE = Rule(
    name="divergence",
    label="Divergence",
    help="Each step overshoots by more than the one before, until the numbers overflow. Smaller steps stay in the valley.",
    check=divergence,
    fix=fixes.back_and_slower,
    back="healthy",
    reads_numbers=False,
)

RATE_TOO_HIGH = Rule(
    name="rate_too_high",
    label="Learning rate too high",
    help="Steps that are too long jump from one side of the valley to the other. Smaller ones go down into it.",
    check=rate_too_high,
    fix=fixes.back_and_slower,
    back="healthy",
)

RATE_TOO_LOW = Rule(
    name="rate_too_low",
    label="Learning rate too low",
    help="Steps this small would take forever to get down. Longer ones arrive.",
    check=rate_too_low,
    fix=fixes.faster,
)

OVER_FITTING = Rule(
    name="over_fitting",
    label="Over-fitting",
    help="The network learns its training data by heart, noise and all, and does worse on what it has never seen. A price on large "
    "weights, or more data, keeps it from that.",
    check=over_fitting,
    fix=fixes.less_by_heart,
    back="best",
)
