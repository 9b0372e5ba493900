"""What stays of a network when it becomes another one: the weights that both have.

A layer that grows, or is given more inputs, says at first what it said before: the weights to what is new start at zero, as in Chen,
Goodfellow and Shlens, Net2Net: accelerating learning via knowledge transfer, 2016.
"""

from collections.abc import Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.engine.base import initial_parameters
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.spec.changes import heirs


def carried(old: RunSpec, parameters: Parameters, new: RunSpec) -> dict[str, FloatArray]:
    """The parameters with which a network goes on as another one.

    Args:
        old: the spec so far.
        parameters: of it.
        new: what it becomes.

    Returns:
        The initial parameters of `new`, with everything in their place that `old` has too.
    """
    result = initial_parameters(new)
    for heir in heirs(old, new):
        on_input = heir.after <= _first_kernel(new) and heir.before <= _first_kernel(old)
        for part in new.weights[heir.after]:
            target = result[f"{new.layer_names[heir.after]}/{part}"]
            source = parameters[f"{old.layer_names[heir.before]}/{part}"]
            if on_input and (part == "kernel" or heir.after < _first_kernel(new)):
                source = _by_input(old, new, source)
            if heir.after == len(new.layers) - 1:
                source = _by_class(old, new, source)
            if part == "kernel":
                _overlay(_as_seen(new, heir.after, target), _as_seen(old, heir.before, source), silence=heir.neighbours)
            else:
                _overlay(target, source)
    return result


def _first_kernel(spec: RunSpec) -> int:
    return next(number for number, weights in enumerate(spec.weights) if "kernel" in weights)


def _as_seen(spec: RunSpec, number: int, kernel: FloatArray) -> FloatArray:
    """A kernel with an axis for each axis of what comes in, without copying: behind Flatten there are rows, columns and channels."""
    flat = number > 0 and spec.layers[number - 1].kind == "flatten"
    return kernel.reshape(*spec.shapes[number - 1], -1) if flat else kernel


def _by_input(old: RunSpec, new: RunSpec, array: FloatArray) -> FloatArray:
    """Numbers with a row for each input, in the order of the new inputs: those of points and tables have names."""
    if new.data.is_image:
        return array
    before, now = _inputs(old), _inputs(new)
    rows = np.zeros((len(now), *array.shape[1:]), array.dtype)
    for row, name in enumerate(now):
        if name in before:
            rows[row] = array[before.index(name)]
    return rows


def _by_class(old: RunSpec, new: RunSpec, array: FloatArray) -> FloatArray:
    """Numbers of the output with a column for each class, or a single one for a yes or no.

    A sigmoid's sum is the difference between the two of a softmax: 0 for the first class, and itself for the second.
    """
    if old.output_units == 1 < new.output_units:
        return np.concatenate([np.zeros_like(array), array], axis=-1)
    if old.output_units > 1 == new.output_units:
        return array[..., 1:2] - array[..., :1]
    return array


def _inputs(spec: RunSpec) -> tuple[str | int, ...]:
    return spec.data.table.inputs if spec.data.is_table else spec.data.features


def _overlay(target: FloatArray, source: FloatArray, *, silence: bool = False) -> None:
    """Write the old numbers over the new ones, as far as both reach; what else the old units would hear of is silent at first."""
    if silence:
        target[..., : source.shape[-1]] = 0
    shared = [min(sizes) for sizes in zip(target.shape, source.shape, strict=True)]
    centred = target.ndim - 2 if target.ndim > 2 else 0  # the window of a convolution grows and shrinks on all sides
    target[_part(target.shape, shared, centred)] = source[_part(source.shape, shared, centred)]


def _part(shape: Sequence[int], sizes: Sequence[int], centred: int) -> tuple[slice, ...]:
    """A part of an array: in the middle of its first axes, and at the start of the others."""
    starts = [(whole - size) // 2 if axis < centred else 0 for axis, (whole, size) in enumerate(zip(shape, sizes, strict=True))]
    return tuple(slice(start, start + size) for start, size in zip(starts, sizes, strict=True))
