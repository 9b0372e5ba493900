"""Who speaks for each class: the last units below the output, or the last maps, and how much each of them pushes each answer."""

import math
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.spec import RunSpec


@dataclass(frozen=True)
class Speakers:
    """The units or the maps that speak to the output.

    Attributes:
        layer: position of their layer in `RunSpec.layers`.
        heard: position of the layer whose numbers the output weighs: the same, or a Flatten that follows it.
        count: how many there are.
    """

    layer: int
    heard: int
    count: int

    def push(self, said: FloatArray, kernel: FloatArray) -> FloatArray:
        """How much each of them adds to the weighted sum of each class.

        Args:
            said: what the layer `heard` says, `(units,)`; or its mean over samples of each class, `(classes, units)`.
            kernel: the output's, `(units, classes)`.

        Returns:
            `(classes, count)`: what it says times its weight; for a map that is the sum over its pixels.
        """
        each: FloatArray = said * kernel.T  # (classes, units)
        together: FloatArray = each.reshape(len(each), -1, self.count).sum(axis=1)  # channels come last when a picture is flattened
        return together


def speakers(spec: RunSpec) -> Speakers | None:
    """Who speaks to the output; `None` where it looks at the pixels themselves, or where no answer is a class of its own."""
    if spec.output_units < 2 or not spec.data.is_image:
        return None
    number = _below(spec, len(spec.layers) - 1)
    if number is None:
        return None
    if len(spec.shapes[number]) == 1 or len(spec.shapes[number + 1]) != 1 or math.prod(spec.shapes[number]) != spec.shapes[number + 1][0]:
        return Speakers(number, number, spec.shapes[number + 1][-1])
    maps = _below(spec, number)
    channels = spec.shapes[number][-1]
    return None if maps is None or channels == 1 else Speakers(maps, number, channels)


def _below(spec: RunSpec, number: int) -> int | None:
    """The nearest layer below that says something of its own: one that only makes noise while it trains passes on what it hears."""
    return next((k for k in reversed(range(number)) if spec.layers[k].entry.draw is None), None)


def strongest(pushes: FloatArray, most: int) -> list[list[tuple[int, float]]]:
    """For each class those that push it most, the strongest first, with how much; only those that push it at all.

    Args:
        pushes: `(classes, count)`.
        most: how many to name for each class.
    """
    pushes = np.nan_to_num(pushes, posinf=0, neginf=0)
    orders = np.argsort(-pushes, axis=1, kind="stable")[:, :most]
    return [[(int(k), float(row[k])) for k in order if row[k] > 0] for row, order in zip(pushes, orders, strict=True)]
