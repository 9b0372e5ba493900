"""Comparisons to begin with."""

from playground.race.axes import AXES, fits, values_for
from playground.race.spec import AxisSpec, RaceSpec, TargetSpec
from playground.spec import RunSpec

SUGGESTED = ("activation", "usual_optimizer", "learning_rate", "batch_size")
"""What to compare first: the first of these that fits."""

MOST_EPOCHS = 300
SEEDS = 3


def comparison_of(spec: RunSpec) -> RaceSpec:
    """A comparison on top of a spec: its activations with a few others, where it has any.

    For as many epochs as can be watched, and with several seeds where that takes seconds; large networks take one.
    """
    small = not spec.data.is_image
    epochs = min(spec.training.epochs, MOST_EPOCHS) if small else spec.training.epochs
    base = spec.replace(training=spec.training.replace(epochs=epochs))
    name = next(each for each in SUGGESTED if fits(AXES[each], base))
    return RaceSpec(
        base=base,
        axes=(AxisSpec(name=name, values=tuple(suggested(name, base))),),
        seeds=SEEDS if small else 1,
        target=TargetSpec(value=0.95 if small else 0.97),
    )


def suggested(name: str, spec: RunSpec) -> list[str]:
    """Values of a setting to begin with: the one that the spec has, and some others."""
    axis = AXES[name]
    count = axis.suggested if not spec.data.is_image else min(axis.suggested, 4)
    known = values_for(axis, spec)
    now = axis.now(spec)
    if axis.is_amount:  # around the one that it has
        amounts = sorted({*known, now}, key=float)
        first = max(0, min(amounts.index(now) - count // 2, len(amounts) - count))
        return amounts[first : first + count]
    return list(dict.fromkeys([*known[:count], now]))[-count:] if now not in known[:count] else known[:count]
