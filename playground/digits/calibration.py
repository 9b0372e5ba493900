"""How sure a network may be: temperature scaling, and how far its confidence is from its accuracy before and after.

Guo et al., On calibration of modern neural networks, 2017.
"""

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.data import Split
from playground.digits.facts import BINS, Bin, Calibration
from playground.digits.reading import softmax

__all__ = ["BINS", "Bin", "Calibration", "calibration_from", "classes", "ece", "fit_temperature", "least_sure", "reliability"]

COLDEST, HOTTEST = 0.05, 20.0
HALVINGS = 50

RIGHT = 0.998
"""The share of the answers that are given surely that should be right."""
MOST_UNSURE = 0.1
"""The share of the pictures that may go without a sure answer for that."""
LIKELIER_THAN_NOT = 0.5


def fit_temperature(z: FloatArray, labels: ByteArray) -> float:
    """The temperature at which softmax is likeliest to say what is the case.

    With b = 1 / T the negative log-likelihood, the mean of log sum exp(b z) - b z_label, is convex, and its slope is how far the logit that
    is to be expected, E z, is above the label's own. Where that changes its sign is found by halving the interval of log b.

    Args:
        z: logits, `(n, classes)`.
        labels: the class of each, `(n,)`.

    Returns:
        T, from 0.05 to 20: above 1 the network was too sure, below 1 not sure enough.
    """
    z = z.astype(np.float64)
    z = z - z.max(axis=1, keepdims=True)
    true = np.take_along_axis(z, labels[:, None].astype(np.intp), axis=1)[:, 0]
    low, high = np.log(1 / HOTTEST), np.log(1 / COLDEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        expected = (softmax(np.exp(middle) * z) * z).sum(axis=1)
        if (expected - true).mean() > 0:
            high = middle
        else:
            low = middle
    return float(np.clip(np.exp(-(low + high) / 2), COLDEST, HOTTEST))


def reliability(probabilities: FloatArray, labels: ByteArray) -> tuple[Bin, ...]:
    """How often answers of about the same confidence are right: 15 bins of it, equally wide.

    Args:
        probabilities: `(n, classes)`.
        labels: the class of each picture, `(n,)`.
    """
    sure, right = _confidence(probabilities), probabilities.argmax(axis=1) == labels
    number = np.clip(np.ceil(sure * BINS).astype(int) - 1, 0, BINS - 1)  # a bin has its upper end, and not its lower
    counts = np.bincount(number, minlength=BINS)
    each = np.maximum(counts, 1)
    confidences, accuracies = (np.bincount(number, weights, BINS) / each for weights in (sure, right.astype(float)))
    rows = zip(counts.tolist(), confidences.tolist(), accuracies.tolist(), strict=True)
    return tuple(Bin(count=count, confidence=confidence, accuracy=accuracy) for count, confidence, accuracy in rows)


def ece(bins: tuple[Bin, ...]) -> float:
    """The expected calibration error: how far confidence and accuracy are apart, on average over all answers; 0 to 1."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.accuracy - each.confidence) for each in bins) / max(total, 1)


def least_sure(probabilities: FloatArray, labels: ByteArray) -> float:
    """The least confidence with which a class should be named.

    It is the lowest one such that of all answers of at least that confidence `RIGHT` are right; or, if that would leave more pictures than
    `MOST_UNSURE` without an answer, the one that leaves as many. A class that is not likelier than all others together is never named.

    Args:
        probabilities: calibrated, `(n, classes)`, of pictures that were not learned from.
        labels: the class of each, `(n,)`.
    """
    sure, right = _confidence(probabilities), probabilities.argmax(axis=1) == labels
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~right[order])
    good = np.flatnonzero(wrong <= (1 - RIGHT) * np.arange(1, len(order) + 1))
    lowest = sure[order[good[-1]]] if len(good) else 1.0
    return float(max(min(lowest, np.quantile(sure, MOST_UNSURE)), LIKELIER_THAN_NOT))


def calibration_from(found: FloatArray, classes_found: ByteArray, measured: FloatArray, labels: ByteArray) -> Calibration:
    """How sure a network may be, and how honest its probabilities are.

    Outputs other than softmax are calibrated by the logarithms of their shares; see `reading.logits`.

    Args:
        found: logits `(n, classes)` of pictures to find the temperature on.
        classes_found: the classes of those, `(n,)`.
        measured: logits `(m, classes)` of other pictures, to measure on what it is worth.
        labels: the classes of those, `(m,)`.
    """
    temperature = fit_temperature(found, classes_found)
    before, after = (reliability(softmax(measured / divisor), labels) for divisor in (1.0, temperature))
    return Calibration(
        temperature=temperature,
        before=before,
        after=after,
        ece_before=ece(before),
        ece_after=ece(after),
        sure_from=least_sure(softmax(found / temperature), classes_found),
    )


def classes(split: Split) -> ByteArray:
    """The class of each sample."""
    return split.labels.astype(np.uint8)


def _confidence(probabilities: FloatArray) -> npt.NDArray[np.float64]:
    """The largest probability of each row, in [0, 1] and with all its digits."""
    sure: npt.NDArray[np.float64] = np.clip(probabilities.max(axis=1).astype(np.float64), 0, 1)
    return sure
