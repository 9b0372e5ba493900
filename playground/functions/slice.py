"""A slice through the loss of a network: two random directions around its weights, and the loss on a grid in their plane.

Source: Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, 2018. The directions are normalised filter by
filter: the part that belongs to the incoming weights of a unit, or to the kernel of a filter, is as long as those are. So a step of 1
means as much for a unit with small weights as for one with large ones, and slices of different networks can be compared. As there,
what is not a kernel (biases, the numbers of a normalization) stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray
from playground.functions.landscape import Window
from playground.snapshot import Parameters
from playground.spec import RunSpec

if TYPE_CHECKING:
    from playground.data import Dataset

SIDE = 31
"""Of the grid: an odd number, so that the network itself is its middle."""

MOST_SAMPLES = 200
FEWEST_SAMPLES = 16
MOST_PARAMETERS = 500_000
MOST_WORK = 12_000_000_000
"""What a slice may take, counted in numbers that layers keep times samples times places: some six
seconds. Larger networks are asked about fewer samples."""


@dataclass(frozen=True, eq=False)
class Slice:
    """The loss of a network near its weights: a landscape.

    Attributes:
        losses: float64 `(side, side)`, row 0 is the lowest; the network itself is in the middle.
        reach: the coordinates of the outermost places, from `-reach` to `reach`.
        samples: on how many samples of the training data it was measured.
    """

    losses: FloatArray
    reach: float
    samples: int
    minima: tuple[tuple[float, float], ...] = ()
    limit: float = 0.5
    """The loss is not known outside: there a walk ends."""

    @property
    def window(self) -> Window:
        """All of it."""
        return Window(-self.reach, self.reach, -self.reach, self.reach)

    @cached_property
    def start(self) -> tuple[float, float]:
        """The corner of an inner square at which the loss is highest: somewhere to come down from."""
        far = 0.7 * self.reach
        corners = [(across * far, up * far) for across in (-1, 1) for up in (-1, 1)]
        return max(corners, key=lambda place: float(self.heights(np.array(place[0]), np.array(place[1]))))

    def heights(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """The loss at each place, interpolated."""
        near, part_x, part_y = self._near(*np.broadcast_arrays(x, y))
        return np.maximum(_weighted(near, _weights(part_x), _weights(part_y)), self._lowest)

    def slope(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """How the loss changes with either coordinate at each place, by the interpolation."""
        near, part_x, part_y = self._near(*np.broadcast_arrays(x, y))
        at_x, at_y = _weights(part_x), _weights(part_y)
        falls = (_weighted(near, at_x, at_y) >= self._lowest) * self._places_a_step
        return falls * _weighted(near, _changes(part_x), at_y), falls * _weighted(near, at_x, _changes(part_y))

    def _near(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The 4 by 4 known places around each, `(..., 4, 4)`, and where in the cell in their middle it is."""
        (column, part_x), (row, part_y) = self._cell(x), self._cell(y)
        return self._padded[row[..., None, None] + _FOUR[:, None], column[..., None, None] + _FOUR], part_x, part_y

    # Cubic convolution is smooth, goes through all that is known, and has a slope everywhere.
    # Source: Keys, Cubic convolution interpolation for digital image processing, 1981, with a = -1/2. At the foot of a cliff it swings too
    # low, where a loss would be negative: lower than all that is known it does not go, and is flat there.

    @cached_property
    def _padded(self) -> FloatArray:
        """With one more place around: beyond the rim it goes on as it came."""
        return np.pad(self.losses, 1, mode="reflect", reflect_type="odd")

    @cached_property
    def _lowest(self) -> float:
        return float(self.losses.min())

    @cached_property
    def _places_a_step(self) -> float:
        return (len(self.losses) - 1) / (2 * self.reach)

    def _cell(self, coordinates: FloatArray) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """In which cell of the grid coordinates are, and where in it, from 0 to 1; what lies outside, or nowhere, is at the rim."""
        last = len(self.losses) - 1
        places = np.nan_to_num(np.clip((np.asarray(coordinates, np.float64) + self.reach) * self._places_a_step, 0, last))
        cell = np.minimum(places.astype(np.int64), last - 1)
        return cell, places - cell


_FOUR = np.arange(4)


def _weighted(near: FloatArray, across: FloatArray, up: FloatArray) -> FloatArray:
    """The sum of some `(..., 4, 4)`, each of which counts as much as its column and its row do: `(..., 4)` each."""
    total: FloatArray = ((near @ across[..., None])[..., 0] * up).sum(axis=-1)
    return total


def _weights(t: FloatArray) -> FloatArray:
    """How much each of four neighbours counts at a part `t` of the way from the second to the third."""
    each = ((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1, ((-1.5 * t + 2) * t + 0.5) * t, (0.5 * t - 0.5) * t * t
    return np.stack(each, axis=-1)


def _changes(t: FloatArray) -> FloatArray:
    """How those weights change with `t`."""
    return np.stack(((-1.5 * t + 2) * t - 0.5, (4.5 * t - 5) * t, (-4.5 * t + 4) * t + 0.5, (1.5 * t - 1) * t), axis=-1)


def directions(parameters: Parameters, seed: int) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Two random directions, each filter of which is as long as that of the network.

    Args:
        parameters: of a snapshot.
        seed: where they come from.

    Returns:
        For each direction an array of the same shape for each kernel; other numbers have none.
    """
    rng = np.random.default_rng(seed)
    one, other = ({name: _filters(kernel, rng) for name, kernel in parameters.items() if kernel.ndim > 1} for _ in range(2))
    return one, other


def _filters(kernel: FloatArray, rng: np.random.Generator) -> FloatArray:
    direction: FloatArray = rng.standard_normal(kernel.shape)
    axes = tuple(range(kernel.ndim - 1))  # the last one counts the units
    lengths = np.sqrt((direction**2).sum(axis=axes, keepdims=True))
    direction *= np.sqrt((kernel.astype(np.float64) ** 2).sum(axis=axes, keepdims=True)) / np.maximum(lengths, 1e-12)
    return direction


def samples_for(spec: RunSpec) -> int:
    """On how many samples the loss of a network is measured at each place."""
    work = (spec.kept_numbers + spec.parameters) * SIDE**2
    return max(FEWEST_SAMPLES, min(MOST_SAMPLES, MOST_WORK // work))


def cut(
    spec: RunSpec,
    parameters: Parameters,
    data: "Dataset",
    *,
    seed: int,
    reach: float,
    side: int = SIDE,
    progress: Callable[[float], None] | None = None,
) -> Slice:
    """Cut a slice.

    Args:
        spec: of the run.
        parameters: of a snapshot of it.
        data: what it learns from; of the training data the first ones are used.
        seed: of the directions.
        reach: how far it goes.
        side: of the grid.
        progress: told from time to time which share is done.

    Returns:
        The slice. A loss that is no number any more counts as the highest that is one.
    """
    from playground.engine.evaluation import Evaluation
    from playground.engine.numpy_engine import NumpyEngine

    train = data.train.first(samples_for(spec))
    evaluation = Evaluation(spec, train)
    engine = NumpyEngine(spec, replace(data, train=train))
    one, other = directions(parameters, seed)
    places = np.linspace(-reach, reach, side)
    losses = np.empty((side, side))
    with np.errstate(all="ignore"):
        for row, up in enumerate(places):
            for column, across in enumerate(places):
                moved = {
                    name: (kernel + across * one[name] + up * other[name]).astype(np.float32)
                    for name, kernel in parameters.items()
                    if name in one
                }
                engine.load({**parameters, **moved})
                (measured,) = evaluation.measure(engine.outputs(evaluation.samples)[None])
                losses[row, column] = measured.loss
            if progress is not None:
                progress((row + 1) / side)
    finite = np.isfinite(losses)
    losses[~finite] = losses[finite].max(initial=0)
    return Slice(losses, reach, len(train))
