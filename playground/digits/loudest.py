"""Who has spoken loudest for a class, and against it: the units below the output, what they said, and what they look for."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.digits.asking import as_floats
from playground.digits.network import DigitNetwork
from playground.digits.reading import finite
from playground.engine.responses import Responses
from playground.engine.speakers import speakers, strongest
from playground.engine.weight_pictures import unit_pictures


@dataclass(frozen=True)
class Speaker:
    """A unit that speaks to the output, or a map of units.

    Attributes:
        unit: its number in its layer, from 0.
        said: what it says of the picture; for a map the mean over its pixels.
        push: what that adds to the weighted sum of the class: what it says times its weight, for a map added up over its pixels.
        weights: its weights as a picture, `(side, side)`, where they are one: for units that look at the pixels themselves.
        map: what a map says, `(height, width)`; `None` for a unit.
    """

    unit: int
    said: float
    push: float
    weights: FloatArray | None
    map: FloatArray | None


@dataclass(frozen=True)
class Loudest:
    """Those that have spoken loudest to a class.

    Attributes:
        layer: position of their layer in `RunSpec.layers`.
        count: how many of them there are in the layer.
        speaking_for: those that push the class up, the loudest first.
        speaking_against: those that push it down, the loudest first.
        bias: of the class, which is added whoever speaks.
        total: the weighted sum of the class: the bias and what everybody adds, those that are not named here too.
    """

    layer: int
    count: int
    speaking_for: tuple[Speaker, ...]
    speaking_against: tuple[Speaker, ...]
    bias: float
    total: float


def loudest(network: DigitNetwork, picture: FloatArray | ByteArray, label: int, most: int = 6) -> Loudest | None:
    """Who has spoken loudest for a class and against it. One forward pass, well below the length of a slice.

    Args:
        network: that reads.
        picture: `(side, side)`, floats in [0, 1] where 1 is ink, or uint8.
        label: the class.
        most: how many to name on either side.

    Returns:
        `None` where the output looks at the pixels themselves, so that nobody speaks in between.

    Raises:
        DataError: the picture has another shape.
    """
    speak = speakers(network.spec)
    if speak is None:
        return None
    said = Responses(network.spec)(network.parameters, as_floats(network, picture)[None])
    kernel, bias = (network.parameters[f"output/{part}"][..., label] for part in ("kernel", "bias"))
    with np.errstate(all="ignore"):  # see `finite`
        pushes = finite(speak.push(said[speak.heard][0], kernel[:, None])[0])

    def named(these: Iterable[tuple[int, float]]) -> tuple[Speaker, ...]:
        return tuple(_speaker(network, speak.layer, said[speak.layer][0], unit, float(pushes[unit])) for unit, _ in these)

    (most_for,), (most_against,) = strongest(pushes[None], most), strongest(-pushes[None], most)
    total = float(pushes.sum(dtype=np.float64)) + float(bias)
    return Loudest(speak.layer, speak.count, named(most_for), named(most_against), float(bias), total)


def _speaker(network: DigitNetwork, layer: int, said: FloatArray, unit: int, push: float) -> Speaker:
    """One of them, of what their layer says: `(units,)` or `(height, width, maps)`."""
    own = finite(said[..., unit])
    pictures = unit_pictures(network.spec, network.parameters, layer, [unit])
    return Speaker(unit, float(own.mean()), push, None if pictures is None else pictures[0], own if own.ndim else None)
