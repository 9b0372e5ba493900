"""Backpropagation from scratch, in the five steps of the textbook.

    1. initialise   the weights are random and small, the biases zero
    2. forward      each layer weighs its inputs and applies its activation
    3. error        the outputs are compared with what they should say
    4. backward     the error flows back, and leaves a gradient at every weight
    5. update       the optimizer changes every weight a little, against its gradient

and then again from step 2, with the next batch. Written to be read from top to bottom; what is done for speed is named where it is done.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray, IntArray
from playground.data import Dataset
from playground.engine.base import initial_parameters, layer_names, targets
from playground.engine.network import PIXEL_SCALE, kept
from playground.nn.activations import ACTIVATIONS, Activation
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.snapshot import Parameters
from playground.spec import RunSpec


class Layer:
    """The arrays of one dense layer for one batch size.

    The bias is one more row of the weights, and the inputs have one more column, of ones: so `inputs @ weights` is the whole weighted
    sum, and one product gives the gradient of both (for speed: two operations less, forward and backward).

    Attributes:
        inputs: `(batch, fan_in + 1)`, the last column is ones.
        weights: `(fan_in + 1, units)`, the last row is the bias; a view into all parameters.
        gradient: of the loss with respect to `weights`; a view into all gradients.
        kernel: `(fan_in, units)`, the weights without the bias; a view.
        z: `(batch, units)`, the weighted sums.
        a: `(batch, units)`, what the units say.
        delta: `(batch, units)`, the gradient of the loss with respect to `z`.
    """

    def __init__(self, batch_size: int, weights: FloatArray, gradient: FloatArray, activation: Activation) -> None:
        """Make the arrays for batches of a size, on weights and gradients that `NumpyEngine` has laid out."""
        rows, units = weights.shape
        self.weights = weights
        self.gradient = gradient
        self.activation = activation
        self.kernel = weights[:-1]
        self.inputs = np.ones((batch_size, rows), weights.dtype)
        self.z = np.empty((batch_size, units), weights.dtype)
        self.a = np.empty_like(self.z)
        self.delta = np.empty_like(self.z)


class NumpyEngine:
    """Trains the network of one spec on one data set; see `playground.engine.base.Engine`."""

    def __init__(self, spec: RunSpec, data: Dataset, dtype: npt.DTypeLike = np.float32) -> None:
        """Lay out the memory and initialise.

        Args:
            spec: of the run.
            data: what to train on.
            dtype: float32 to train; float64 to check derivatives.
        """
        self._spec = spec
        self._dtype = np.dtype(dtype)
        self._loss = LOSSES[spec.training.loss]
        self._optimizer = OPTIMIZERS[spec.training.optimizer]
        # All parameters lie in one vector, and all gradients in another (for speed: the update is a few operations on whole vectors).
        self.flat = np.zeros(spec.parameters, self._dtype)
        self.flat_gradient = np.zeros_like(self.flat)
        self._layers_of: dict[int, list[Layer]] = {}
        x = kept(spec, data.train.raw)
        self._x: npt.NDArray[Any] = x if x.dtype == np.uint8 else _with_ones(x.astype(self._dtype))
        self._y = targets(spec, data.train.labels).astype(self._dtype)
        self.initialise()

    # Step 1

    def initialise(self) -> None:
        """Copy the initial parameters into place; the optimizer forgets everything."""
        parameters = initial_parameters(self._spec)
        for name, weights in zip(layer_names(self._spec), self._views(self.flat), strict=True):
            weights[:-1] = parameters[f"{name}/kernel"]
            weights[-1] = parameters[f"{name}/bias"]
        self._optimizer_state = self._optimizer.start(self.flat)

    # Step 2

    def forward(self, layers: list[Layer]) -> None:
        """From the inputs of the first layer to what the outputs say."""
        below = None
        for layer in layers:
            if below is not None:
                layer.inputs[:, :-1] = below.a  # a copy (for speed: NumPy is slower on rows with gaps between them)
            layer.inputs.dot(layer.weights, out=layer.z)  # (batch, units)
            layer.activation.function(layer.z, layer.a)
            below = layer

    # Step 3

    def error(self, layers: list[Layer], y: FloatArray) -> None:
        """How the loss, averaged over the batch, changes with the weighted sums of the outputs: their `delta`."""
        output = layers[-1]
        gradient = self._loss.gradient(y, output.a)
        if not self._loss.from_logits:
            gradient = output.activation.backward(gradient, output.z, output.a)
        np.divide(gradient, len(y), out=output.delta)

    # Step 4

    def backward(self, layers: list[Layer]) -> None:
        """From the `delta` of the outputs to the gradient of every weight: the chain rule, layer by layer."""
        for layer, below in zip(layers[:0:-1], layers[-2::-1], strict=True):
            layer.inputs.T.dot(layer.delta, out=layer.gradient)
            layer.delta.dot(layer.kernel.T, out=below.delta)  # each unit gets its share of the blame
            below.activation.backward(below.delta, below.z, below.a)
        layers[0].inputs.T.dot(layers[0].delta, out=layers[0].gradient)

    # Step 5

    def update(self, learning_rate: float) -> None:
        """Change every weight a little, against its gradient."""
        self._optimizer.apply(self.flat, self.flat_gradient, self._optimizer_state, learning_rate, self._optimizer.settings({}))

    # All together

    def train(self, order: IntArray, start: int, batches: int, learning_rate: float) -> None:
        """Steps 2 to 5, for each of some batches."""
        size = self._spec.training.batch_size
        with np.errstate(all="ignore"):  # a network that diverges overflows; `Training` looks at the loss and says so
            for number in range(start, start + batches):
                batch = order[number * size : (number + 1) * size].astype(np.intp)  # what NumPy looks things up with
                layers = self.load(batch)
                self.forward(layers)
                self.error(layers, self._y.take(batch, axis=0))
                self.backward(layers)
                self.update(learning_rate)

    def prepare(self) -> None:
        """There is nothing to prepare."""

    def reset(self) -> None:
        """Back to step 1."""
        self.initialise()

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""
        result = {}
        for name, weights in zip(layer_names(self._spec), self._views(self.flat), strict=True):
            result[f"{name}/kernel"] = weights[:-1].copy()
            result[f"{name}/bias"] = weights[-1].copy()
        return result

    def load(self, batch: IntArray) -> list[Layer]:
        """Put the samples at positions `batch` into the inputs of the first layer, and return the layers for a batch of that size."""
        layers = self._layers_of.get(len(batch)) or self._lay_out(len(batch))
        first = layers[0].inputs
        if self._x.dtype == np.uint8:
            np.multiply(self._x.take(batch, axis=0), PIXEL_SCALE, out=first[:, :-1])
        else:
            self._x.take(batch, axis=0, out=first, mode="clip")  # (for speed: other modes go by way of a copy)
        return layers

    def _lay_out(self, batch_size: int) -> list[Layer]:
        """Arrays for one batch size, made once (for speed: training then allocates next to nothing)."""
        views = zip(self._views(self.flat), self._views(self.flat_gradient), self._spec.activations, strict=True)
        layers = [Layer(batch_size, weights, gradient, ACTIVATIONS[name]) for weights, gradient, name in views]
        self._layers_of[batch_size] = layers
        return layers

    def _views(self, vector: FloatArray) -> list[FloatArray]:
        """The vector as one matrix `(fan_in + 1, units)` for each layer, without copying."""
        views, start = [], 0
        for fan_in, units in zip(self._spec.widths, self._spec.widths[1:], strict=False):
            stop = start + (fan_in + 1) * units
            views.append(vector[start:stop].reshape(fan_in + 1, units))
            start = stop
        return views


def _with_ones(x: FloatArray) -> FloatArray:
    """Samples `(n, inputs)` with one more column, of ones, that the biases are multiplied with."""
    return np.concatenate([x, np.ones((len(x), 1), x.dtype)], axis=1)
