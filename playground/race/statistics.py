"""What several runs with different seeds say: a mean and how sure it is, and whether a difference is more than chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

SURE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds.

    Attributes:
        mean: of the values.
        low, high: ends of the interval that holds the true mean in 95 of 100 such comparisons, by Student's t; `None` for a single value.
        count: how many values there were.
    """

    mean: float
    low: float | None
    high: float | None
    count: int


def estimate(values: Sequence[float], least: float = -math.inf, most: float = math.inf) -> Estimate | None:
    """The mean of some values and its 95 % interval, or `None` where there are none.

    Args:
        values: of different seeds.
        least: that such a value can be; the interval is cut there.
        most: likewise.

    Source: Student, The probable error of a mean, 1908.
    """
    count = len(values)
    if count == 0:
        return None
    mean = math.fsum(values) / count
    if count == 1:
        return Estimate(mean, None, None, 1)
    reach = _quantile(count - 1) * _spread(values, mean) / math.sqrt(count)
    return Estimate(mean, max(least, mean - reach), min(most, mean + reach), count)


def paired_p(one: Sequence[float], other: Sequence[float]) -> float | None:
    """How likely a mean difference as large as this is, if there is none: the two-sided paired t-test.

    Args:
        one: values, seed by seed.
        other: values of the same seeds. Same seed, same data and same draw of weights: much of what chance does is in both, and cancels.

    Returns:
        The probability, or `None` with fewer than two pairs.
    """
    differences = [a - b for a, b in zip(one, other, strict=True)]
    count = len(differences)
    if count < 2:
        return None
    mean = math.fsum(differences) / count
    spread = _spread(differences, mean)
    if spread == 0:
        return 1.0 if mean == 0 else 0.0
    from scipy.special import stdtr

    return 2 * float(stdtr(count - 1, -abs(mean) / (spread / math.sqrt(count))))


def holm(probabilities: Sequence[float]) -> list[float]:
    """Probabilities corrected for having looked at several differences at once: the more one looks at, the more are large by chance.

    Source: Holm, A simple sequentially rejective multiple test procedure, 1979.
    """
    order = sorted(range(len(probabilities)), key=lambda k: probabilities[k])
    corrected = [0.0] * len(probabilities)
    largest = 0.0
    for rank, number in enumerate(order):
        largest = max(largest, min(1.0, (len(probabilities) - rank) * probabilities[number]))
        corrected[number] = largest
    return corrected


def _spread(values: Sequence[float], mean: float) -> float:
    """Standard deviation of what the values are a sample of."""
    # (for speed: with a handful of numbers NumPy takes longer)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


@cache
def _quantile(degrees: int) -> float:
    """How far Student's t strays in 95 of 100 cases."""
    from scipy.special import stdtrit  # (not at the top: the web process does without it until somebody compares)

    return float(stdtrit(degrees, (1 + SURE) / 2))
