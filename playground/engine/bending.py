"""How a layer bends the plane: what its units say at many places, seen as places of another plane."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.engine.base import says
from playground.snapshot import Parameters
from playground.spec import RunSpec

LARGEST = 1e6
"""Numbers beyond this, of a network that diverges, are cut off, so that their squares are still numbers."""


@dataclass(frozen=True)
class PrincipalPlane:
    """The plane along which the units of a layer differ most.

    Attributes:
        mean: what each unit says on average, `(units,)`; the middle of the plane.
        basis: two directions at right angles, each of length 1: `(units, 2)`.
        share: of the variance of all units, what lies in the plane: 0 to 1.
    """

    mean: FloatArray
    basis: FloatArray
    share: float

    def places(self, activations: FloatArray) -> FloatArray:
        """Where places are in the plane: `(2, places)` for what the units say there, `(units, places)`."""
        return self.basis.T @ (activations - self.mean[:, None])


def principal_plane(activations: FloatArray, last: FloatArray | None = None) -> PrincipalPlane:
    """The plane of the two first principal components (Pearson, 1901).

    Args:
        activations: what at least two units say at some places, `(units, places)`; finite.
        last: the basis of a moment ago. The new one is turned within its plane, or mirrored, to be as near to that as it can be, so that
            a picture which moves neither flips nor spins. `None` is the components themselves, each with its largest number positive.
    """
    mean = activations.mean(axis=1)
    centred = activations - mean[:, None]
    variances, directions = np.linalg.eigh(centred @ centred.T / activations.shape[1])  # ascending
    basis = directions[:, :-3:-1]
    total = float(variances.sum())
    share = float(variances[-2:].sum()) / total if total > 0 else 1.0
    return PrincipalPlane(mean, _positive(basis) if last is None else aligned(basis, last), min(1.0, share))


def aligned(basis: FloatArray, last: FloatArray) -> FloatArray:
    """A basis, `(units, 2)`, turned within its plane to be as near to another as it can be (the orthogonal Procrustes problem)."""
    u, _, vt = np.linalg.svd(basis.T @ last)
    turned: FloatArray = basis @ (u @ vt)
    return turned


def _positive(basis: FloatArray) -> FloatArray:
    largest = basis[np.abs(basis).argmax(axis=0), np.arange(basis.shape[1])]
    return basis * np.where(largest < 0, -1, 1)


def finite(activations: FloatArray) -> FloatArray:
    """The same numbers in float64, with those that are none, or beyond all bounds, cut off."""
    numbers: FloatArray = np.clip(np.nan_to_num(activations.astype(np.float64)), -LARGEST, LARGEST)
    return numbers


def linear_score(places: FloatArray, labels: FloatArray, classes: int) -> float:
    """How well the straight does: the share of points that straight lines tell apart, or R² of a flat surface.

    The lines, or the surface, are fitted by least squares, one for each class: quick, the same each time, and seldom far from the best.

    Args:
        places: of the points, `(n, axes)`.
        labels: the class of each, or the number to tell: `(n,)`.
        classes: how many there are; 0 where a number is to be told.
    """
    x = np.column_stack([places, np.ones(len(places))])
    y = np.asarray(labels, np.float64)[:, None] if classes == 0 else (labels[:, None] == np.arange(classes)).astype(np.float64)
    fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    if classes:
        return float((fitted.argmax(axis=1) == labels).mean())
    spread = float(((y - y.mean()) ** 2).sum())
    return 1 - float(((y - fitted) ** 2).sum()) / spread if spread > 0 else 1.0


def output_line(spec: RunSpec, parameters: Parameters) -> tuple[float, float, float] | None:
    """Where the output of a network, seen from the two units that it listens to, changes its mind.

    Returns:
        `(a, b, c)` of the line `a h1 + b h2 + c = 0`, on whose positive side the network says yes, or the second class; `None` where
        there is no such line: other units or outputs than these, or an output that says the same everywhere.
    """
    kernel, bias = (parameters[f"output/{part}"].astype(np.float64) for part in ("kernel", "bias"))
    if kernel.shape == (2, 2):
        numbers = (*(kernel[:, 1] - kernel[:, 0]), bias[1] - bias[0])
    elif kernel.shape == (2, 1) and spec.data.classes == 2:
        numbers = (*kernel[:, 0], bias[0] - _undecided(spec))
    else:
        return None
    a, b, c = map(float, numbers)
    there = all(map(math.isfinite, (a, b, c))) and (a or b) and spec.model.output.activation.name in (*_INVERSES, "softmax")
    return (a, b, c) if there else None


_INVERSES: Mapping[str, Callable[[float], float]] = {"linear": lambda a: a, "sigmoid": lambda a: math.log(a / (1 - a)), "tanh": math.atanh}


def _undecided(spec: RunSpec) -> float:
    """The weighted sum at which a single output is halfway between no and yes; NaN where it never is."""
    inverse = _INVERSES.get(spec.model.output.activation.name)
    try:
        return math.nan if inverse is None else inverse(sum(says(spec)) / 2)
    except (ValueError, ZeroDivisionError):
        return math.nan
