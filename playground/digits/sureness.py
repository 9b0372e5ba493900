"""When a class may be named: sure, unsure, or unlike anything that the network has seen."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray
from playground.digits.facts import SURE_FROM
from playground.digits.familiarity import described, strangeness
from playground.digits.network import DigitNetwork
from playground.digits.reading import calibrated
from playground.errors import DataError

Kind = Literal["sure", "unsure", "unlike"]


@dataclass(frozen=True)
class Verdict:
    """What may be said of a picture.

    Attributes:
        kind: `"sure"`, `"unsure"` where another class may well be the right one, `"unlike"` where the picture is like none that was seen.
        label: the likeliest class; to be named as the answer only if it is sure.
        confidence: its calibrated probability, 0 to 1.
        runner_up: the next likeliest class.
        runner_up_confidence: its calibrated probability.
        probabilities: of all classes, calibrated, `(classes,)`.
        strangeness: how far the picture is from the middle of the class, squared: 1 is the edge; infinite for a picture without ink;
            `None` where the network's familiarity is not known.
    """

    kind: Kind
    label: int
    confidence: float
    runner_up: int
    runner_up_confidence: float
    probabilities: FloatArray = field(compare=False, repr=False)
    strangeness: float | None


def judge(network: DigitNetwork, picture: FloatArray | ByteArray) -> Verdict:
    """What may be said of one picture.

    Args:
        network: that is asked. Without a calibration or a familiarity it is believed more than it should be.
        picture: `(side, side)`: floats in [0, 1] where 1 is ink, or uint8 where 255 is.

    Raises:
        DataError: the picture has another shape.
    """
    image: npt.NDArray[Any] = np.asarray(picture)
    if image.ndim != 2:
        raise DataError(f"A picture should be ({network.side}, {network.side}), got {image.shape}.")
    (verdict,) = judge_all(network, image[None])
    return verdict


def judge_all(network: DigitNetwork, pictures: FloatArray | ByteArray) -> tuple[Verdict, ...]:
    """What may be said of each of some pictures, `(n, side, side)`.

    Raises:
        DataError: the pictures have another shape.
    """
    z, traits = described(network.spec, network.parameters, pictures)
    says = calibrated(network, z)
    order = np.argsort(-says, axis=1, kind="stable")[:, :2]
    far: list[float | None] = [None] * len(says)
    if network.familiarity is not None:
        far = strangeness(network.familiarity, traits, order[:, 0].astype(np.uint8)).tolist()
    sure_from = network.calibration.sure_from if network.calibration else SURE_FROM
    blank: list[bool] = (np.asarray(pictures).reshape(len(says), -1).max(axis=1) <= 0).tolist()
    verdicts = []
    for row, (label, second), strange, empty in zip(says, order.tolist(), far, blank, strict=True):
        strange = np.inf if empty else strange
        unlike = strange is not None and not strange <= 1
        kind: Kind = "unlike" if unlike else "sure" if row[label] >= sure_from else "unsure"
        verdicts.append(Verdict(kind, label, float(row[label]), second, float(row[second]), row, strange))
    return tuple(verdicts)
