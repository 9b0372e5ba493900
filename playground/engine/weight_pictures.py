"""Weights that are pictures themselves: of units that look at the pixels, and of filters that slide over them."""

from collections.abc import Sequence

from playground.arrays import FloatArray
from playground.snapshot import Parameters
from playground.spec import RunSpec


def pictured(spec: RunSpec, number: int) -> int | None:
    """The side of the pictures that the weights of a layer are, or `None` where they are none."""
    if spec.layers[number].entry.activation is None:
        return None
    side = spec.data.entry.side
    kernel = spec.weights[number]["kernel"].shape
    if len(kernel) == 4:
        return kernel[0] if kernel[2] == 1 else None
    return side if kernel[0] == side * side else None


def unit_pictures(spec: RunSpec, parameters: Parameters, number: int, units: Sequence[int] | slice) -> FloatArray | None:
    """The weights of some units as pictures, `(units, side, side)`.

    Args:
        spec: of the run.
        parameters: of a snapshot of it.
        number: position of their layer in `spec.layers`.
        units: which of them.

    Returns:
        `None` where they are no pictures: a layer's kernel is one where it looks at the picture itself, or at its pixels in a row.
    """
    side = pictured(spec, number)
    if side is None:
        return None
    kernel = parameters[f"{spec.layer_names[number]}/kernel"]
    return kernel.reshape(-1, kernel.shape[-1])[:, units].T.reshape(-1, side, side)
