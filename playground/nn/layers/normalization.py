"""BatchNormalization and LayerNormalization: numbers are brought to mean 0 and variance 1, and then stretched and shifted as is learned.

With `n` numbers normalised together, `xhat = (x - mean) / sqrt(variance + epsilon)` and `a = gamma * xhat + beta`. Each number has a part
in the mean and the variance too; that is what the two averages in `_backward` take back.
"""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.layers.base import LayerKind, Place, Shape, Weight, same_shape
from playground.registry import Hyperparameter


class _Normalization:
    """What both kinds share; they differ in what is normalised together."""

    def __init__(self, place: Place, epsilon: float) -> None:
        """Make the arrays for batches of one size."""
        pictures = len(place.shape) == 3
        self._epsilon = epsilon
        self._weights = place.weights
        # Channels come first in pictures, and units last; each of them has a gamma and a beta.
        self._channel_axis = 0 if pictures else 1
        self._other_axes = (1, 2, 3) if pictures else (0,)
        self._wide = (-1, 1, 1, 1) if pictures else (1, -1)
        self._gamma_gradient, self._beta_gradient = place.gradients["gamma"], place.gradients["beta"]
        self._first = place.first

    def _stretch(self, centred: FloatArray, variance: FloatArray) -> FloatArray:
        self._scale = 1 / np.sqrt(variance + self._epsilon)
        self._xhat = centred * self._scale
        gamma, beta = self._weights["gamma"].reshape(self._wide), self._weights["beta"].reshape(self._wide)
        stretched: FloatArray = self._xhat * gamma + beta
        return stretched

    def _backward(self, gradient: FloatArray, together: tuple[int, ...] | None) -> FloatArray | None:
        """Through the normalisation; `together` are the axes that mean and variance were taken over, or `None` where both were given."""
        (gradient * self._xhat).sum(axis=self._other_axes, out=self._gamma_gradient)
        gradient.sum(axis=self._other_axes, out=self._beta_gradient)
        if self._first:
            return None
        gradient = gradient * self._weights["gamma"].reshape(self._wide)
        if together is not None:
            gradient -= gradient.mean(axis=together, keepdims=True) + self._xhat * (gradient * self._xhat).mean(
                axis=together, keepdims=True
            )
        gradient *= self._scale
        return gradient


class BatchNormalization(_Normalization):
    """Each unit, or channel, is normalised over the batch; when the network is asked, by what was usual while it learned."""

    def __init__(self, place: Place, *, momentum: float, epsilon: float) -> None:
        """Make the arrays for batches of one size."""
        super().__init__(place, epsilon)
        self._momentum = momentum

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Normalise, stretch and shift; remember what is usual."""
        moving = [self._weights[name].reshape(self._wide) for name in ("moving_mean", "moving_variance")]
        self._over_batch = training
        if not training:
            return self._stretch(x - moving[0], moving[1])
        mean = x.mean(axis=self._other_axes, keepdims=True)
        centred = x - mean
        variance = np.square(centred).mean(axis=self._other_axes, keepdims=True)
        for usual, now in zip(moving, (mean, variance), strict=True):
            usual *= self._momentum
            usual += now * (1 - self._momentum)
        return self._stretch(centred, variance)

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Through the normalisation, over the batch; what was usual does not depend on the batch."""
        return self._backward(gradient, self._other_axes if self._over_batch else None)


class LayerNormalization(_Normalization):
    """Each sample is normalised over its own units; in pictures each pixel over its channels, as in Keras."""

    def __init__(self, place: Place, *, epsilon: float) -> None:
        """Make the arrays for batches of one size."""
        super().__init__(place, epsilon)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Normalise, stretch and shift."""
        centred = x - x.mean(axis=self._channel_axis, keepdims=True)
        return self._stretch(centred, np.square(centred).mean(axis=self._channel_axis, keepdims=True))

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Through the normalisation, over the units of each sample."""
        return self._backward(gradient, (self._channel_axis,))


def _stretch_weights(shape: Shape) -> dict[str, Weight]:
    return {"gamma": Weight((shape[-1],), 1.0), "beta": Weight((shape[-1],))}


def _batch_weights(shape: Shape, **_: float) -> dict[str, Weight]:
    moving = {"moving_mean": Weight((shape[-1],), 0.0, False), "moving_variance": Weight((shape[-1],), 1.0, False)}
    return _stretch_weights(shape) | moving


_EPSILON = Hyperparameter(
    name="epsilon", label="Epsilon", help="Keeps the quotient finite where nothing varies.", default=1e-3, low=1e-7, high=1
)

BATCH_NORMALIZATION = LayerKind(
    name="batch_normalization",
    label="BatchNormalization",
    help="Brings each unit, or channel, to mean 0 and variance 1 over the batch, then stretches and shifts it as is learned. Deep "
    "networks train faster and forgive a learning rate that is too high.",
    formula=r"a = \gamma \frac{x - \mu_{batch}}{\sqrt{\sigma^2_{batch} + \epsilon}} + \beta",
    hyperparameters=(
        Hyperparameter(
            name="momentum",
            label="Momentum",
            help="How slowly the usual mean and variance follow the batches.",
            default=0.99,
            low=0,
            high=0.999,
        ),
        _EPSILON,
    ),
    output_shape=same_shape,
    weights=_batch_weights,
    build=BatchNormalization,
    keras="BatchNormalization",
)
"""Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate shift, 2015."""

LAYER_NORMALIZATION = LayerKind(
    name="layer_normalization",
    label="LayerNormalization",
    help="Brings the units of each sample to mean 0 and variance 1 together, then stretches and shifts them as is learned. Like batch "
    "normalization, but the batch may be small.",
    formula=r"a = \gamma \frac{x - \mu_{units}}{\sqrt{\sigma^2_{units} + \epsilon}} + \beta",
    hyperparameters=(_EPSILON,),
    output_shape=same_shape,
    weights=lambda shape, **_: _stretch_weights(shape),
    build=LayerNormalization,
    keras="LayerNormalization",
)
"""Ba, Kiros and Hinton, Layer normalization, 2016."""
