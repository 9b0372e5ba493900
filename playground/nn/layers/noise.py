"""Dropout and GaussianNoise: chance that makes training harder, so that the network relies on no single unit.

The random numbers are drawn outside, once for all engines, and only while the network trains.
"""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.layers.base import LayerKind, Place, Shape, from_keras, same_shape
from playground.registry import Hyperparameter


class Dropout:
    """Some units are silent for this batch; the others speak up, so that the sum stays the same on average."""

    def __init__(self, place: Place, *, rate: float) -> None:
        """Make the arrays for batches of one size."""
        self._out = place.empty(place.shape)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Silence some."""
        self._draw = from_keras(draw) if training and draw is not None else None
        return x if self._draw is None else np.multiply(x, self._draw, out=self._out)

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Who was silent is not to blame."""
        if self._draw is not None:
            gradient *= self._draw
        return gradient


class GaussianNoise:
    """A little is added to each number, and taken from another."""

    def __init__(self, place: Place, *, stddev: float) -> None:
        """Make the arrays for batches of one size."""
        self._out = place.empty(place.shape)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Add the noise."""
        if not training or draw is None:
            return x
        return np.add(x, from_keras(draw), out=self._out)

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Noise changes nothing about who is to blame."""
        return gradient


def _mask(rng: np.random.Generator, shape: Shape, *, rate: float) -> FloatArray:
    """0 for those that are silent, and for the others what makes up for them: float32."""
    return (rng.random(shape, np.float32) >= rate) * np.float32(1 / (1 - rate))


def _noise(rng: np.random.Generator, shape: Shape, *, stddev: float) -> FloatArray:
    return rng.standard_normal(shape, np.float32) * np.float32(stddev)


DROPOUT = LayerKind(
    name="dropout",
    label="Dropout",
    help="Silences a random share of the numbers in each batch while the network trains, so that it relies on no single one. It helps "
    "against over-fitting.",
    formula=r"a = \frac{m}{1 - r}\, x, \quad m \sim \mathrm{Bernoulli}(1 - r)",
    hyperparameters=(Hyperparameter(name="rate", label="Rate", help="The share that is silenced.", default=0.5, low=0, high=0.9),),
    output_shape=same_shape,
    build=Dropout,
    draw=_mask,
    apply_draw=lambda x, mask: x * mask,
    keras="Dropout",
)
"""Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014; scaled while training, as in Keras."""

GAUSSIAN_NOISE = LayerKind(
    name="gaussian_noise",
    label="GaussianNoise",
    help="Adds random noise to each number while the network trains: like more data, each sample a little different each time.",
    formula=r"a = x + \varepsilon, \quad \varepsilon \sim \mathcal{N}(0, \sigma^2)",
    hyperparameters=(Hyperparameter(name="stddev", label="Strength", help="Standard deviation of the noise.", default=0.1, low=0, high=1),),
    output_shape=same_shape,
    build=GaussianNoise,
    draw=_noise,
    apply_draw=lambda x, noise: x + noise,
    keras="GaussianNoise",
)
