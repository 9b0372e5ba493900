"""Inside a network while it learns: the sizes of each layer's gradients, weights and updates, and which of its units have gone flat.

Sizes are root mean squares, so that layers of different sizes can be compared: the norm of a layer's weights divided by the root of their
number. As sums, the order of the layers would often be the wrong way round.
"""

import math
from dataclasses import dataclass

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.engine.gradients import Gradients
from playground.engine.network import answers
from playground.nn.layers import HasActivation
from playground.nn.layers.applied import FLAT
from playground.snapshot import Parameters
from playground.spec import RunSpec

BINS = 24
DEAD = 1e-6
"""A unit whose slope is smaller than this for every sample learns nothing."""


@dataclass(frozen=True)
class Histogram:
    """How often numbers of each size occur.

    Attributes:
        low, high: ends of the first and the last bin.
        shares: of the numbers that are in each bin, `(BINS,)`: they add up to 1, or are all 0 where there is no finite number.
    """

    low: float
    high: float
    shares: FloatArray


@dataclass(frozen=True)
class LayerState:
    """One layer with weights, at one moment.

    Attributes:
        gradient: root mean square of how the loss changes with each weight.
        weights: root mean square of the weights, without biases.
        update: root mean square of what the last update has changed them by, as a share of `weights`; NaN where there was none.
        dead: share of the units that are flat for every sample, 0 to 1; NaN where there is no activation.
        saturated: share of all answers of its units that lie where the activation is flat, 0 to 1; NaN where it is not flat at both ends.
        weight_histogram: of the weights.
        activation_histogram: of what the units say.
    """

    gradient: float
    weights: float
    update: float
    dead: float
    saturated: float
    weight_histogram: Histogram
    activation_histogram: Histogram | None

    @property
    def row(self) -> tuple[float, ...]:
        """The numbers that are followed over time."""
        return self.gradient, self.weights, self.update, self.dead, self.saturated


class Inside:
    """Looks into one network, over and over; whichever engine trains it, this is done in NumPy.

    Attributes:
        layers: positions of the layers with weights, in the spec; there is a state for each.
    """

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Prepare the samples to look with: the first of the training data."""
        self._spec = spec
        self._gradients = Gradients(spec, data)
        self.layers = [number for number, weights in enumerate(spec.weights) if weights]
        self._names = {number: _main_weights(spec, number) for number in self.layers}

    def __call__(self, parameters: Parameters, before: Parameters | None = None) -> list[LayerState]:
        """The state of each layer.

        Args:
            parameters: of a snapshot of the run.
            before: the parameters before the last update, or `None` if there was none.
        """
        gradients = self._gradients(parameters)
        with np.errstate(all="ignore"):  # a network that diverges overflows
            return [self._state(number, parameters, before, gradients) for number in self.layers]

    def _state(self, number: int, parameters: Parameters, before: Parameters | None, gradients: Parameters) -> LayerState:
        name = self._names[number]
        weights = parameters[name]
        size = _rms(weights)
        layer = self._gradients.layers[number]
        dead = saturated = math.nan
        says = None
        if isinstance(layer, HasActivation):
            says = layer.applied.a
            if number == len(self._spec.layers) - 1:
                says = answers(self._spec, says)
            else:
                dead, saturated = _flat(layer)
        return LayerState(
            gradient=_rms(gradients[name]),
            weights=size,
            update=math.nan if before is None else _rms(weights - before[name]) / max(size, 1e-12),
            dead=dead,
            saturated=saturated,
            weight_histogram=histogram(weights, around_zero=True),
            activation_histogram=None if says is None else histogram(says),
        )


def histogram(numbers: FloatArray, *, around_zero: bool = False) -> Histogram:
    """How often numbers of each size occur, between round ends that stay where they are while the numbers change a little.

    Args:
        numbers: of any shape; those that are not finite are left out.
        around_zero: with zero in the middle.
    """
    flat = numbers[np.isfinite(numbers)]
    low, high = (float(flat.min()), float(flat.max())) if flat.size else (0.0, 0.0)
    if around_zero:
        high = _rounded_up(max(abs(low), abs(high)))
        low = -high
    else:
        low, high = (0.0 if low >= 0 else -_rounded_up(-low)), (0.0 if high <= 0 else _rounded_up(high))
        high = high if high > low else low + 1
    counts, _ = np.histogram(flat, BINS, (low, high))
    return Histogram(low, high, (counts / max(1, counts.sum())).astype(np.float32))


def _rounded_up(number: float) -> float:
    """The next of 1, 2, 5, 10, 20 and so on."""
    if number <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(number))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= number * (1 - 1e-9))


def _main_weights(spec: RunSpec, number: int) -> str:
    """The name of a layer's weights without its biases: a kernel, or what a normalization stretches by."""
    return f"{spec.layer_names[number]}/{next(part for part, weight in spec.weights[number].items() if weight.trainable)}"


def _rms(array: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(array, dtype=np.float64))))


def _flat(layer: HasActivation) -> tuple[float, float]:
    """Which share of a layer's units is dead, and which share of its answers saturated."""
    slopes = np.abs(layer.applied.slopes)
    units = 0 if slopes.ndim == 4 else 1  # channels come first in pictures, and units last
    others = tuple(axis for axis in range(slopes.ndim) if axis != units)
    steepest = layer.applied.steepest
    saturated = math.nan if math.isinf(steepest) else float((slopes < FLAT * steepest).mean())
    return float((slopes.max(axis=others) < DEAD).mean()), saturated
