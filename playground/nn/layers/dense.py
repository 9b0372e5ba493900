"""Dense: every unit is connected to everything that comes in."""

import numpy as np

from playground.arrays import FloatArray
from playground.nn.layers.applied import Applied
from playground.nn.layers.base import LayerKind, Place, Weight
from playground.registry import Hyperparameter


class Dense:
    """`a = f(x W + b)`, with `x` as `(batch, fan_in)`."""

    def __init__(self, place: Place, *, units: int) -> None:
        """Make the arrays for batches of one size."""
        self._kernel, self._bias = place.weights["kernel"], place.weights["bias"]
        self._kernel_gradient, self._bias_gradient = place.gradients["kernel"], place.gradients["bias"]
        self.applied = Applied(place, (units,))
        self._below = None if place.first else place.empty(place.shape)
        self._ones = np.ones(place.batch, place.dtype)

    def forward(self, x: FloatArray, draw: FloatArray | None = None, *, training: bool = True) -> FloatArray:
        """Each unit weighs what comes in."""
        self._x = x
        z = self.applied.z
        self._kernel.T.dot(x.T, out=z.T)  # x W, (batch, units), the other way round: as it lies in memory
        z += self._bias
        return self.applied.forward()

    def backward(self, gradient: FloatArray) -> FloatArray | None:
        """Each weight is to blame as much as its unit, times what came in through it."""
        delta = self.applied.backward(gradient)
        self._x.T.dot(delta, out=self._kernel_gradient)
        self._ones.dot(delta, out=self._bias_gradient)  # (for speed: a product with ones is a sum, and faster than `sum`)
        if self._below is None:
            return None
        self._kernel.dot(delta.T, out=self._below.T)  # delta W^T, (batch, fan_in), the other way round
        return self._below


ENTRY = LayerKind(
    name="dense",
    label="Dense",
    help="Every unit sees everything that comes in. The layer for points, tables, and the end of networks that see pictures.",
    formula=r"a = f(x W + b)",
    hyperparameters=(Hyperparameter(name="units", label="Units", help="How many units the layer has.", default=4, low=1, high=1024),),
    output_shape=lambda shape, units: (units,),
    weights=lambda shape, units: {"kernel": Weight((shape[0], units), "kernel"), "bias": Weight((units,))},
    build=Dense,
    ranks=(1,),
    activation="tanh",
    keras="Dense",
)
