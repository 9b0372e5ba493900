"""Backpropagation from scratch, in the five steps of the textbook.

    1. initialise   the weights are random and small, the biases zero
    2. forward      each layer makes something of what the one below it says
    3. error        the outputs are compared with what they should say
    4. backward     the error flows back, and leaves a gradient at every weight
    5. update       the optimizer changes every weight a little, against its gradient

and then again from step 2, with the next batch. Written to be read from top to bottom; what is done for speed is named where it is done.
How each kind of layer goes forward and backward stands in `playground/nn/layers/`: read `dense.py` next.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.data import Dataset
from playground.engine.base import draws, initial_parameters, targets
from playground.engine.network import arranged, ask, build, floats, kept
from playground.nn.layers import Layer
from playground.snapshot import Memory, Parameters
from playground.spec import RunSpec


class NumpyEngine:
    """Trains the network of one spec on one data set; see `playground.engine.base.Engine`."""

    epochs_at_once = 1

    def __init__(self, spec: RunSpec, data: Dataset, dtype: npt.DTypeLike = np.float32) -> None:
        """Lay out the memory and initialise.

        Args:
            spec: of the run.
            data: what to train on.
            dtype: float32 to train; float64 to check derivatives.
        """
        self._spec = spec
        self._dtype = np.dtype(dtype)
        self._loss, self._loss_settings = spec.training.loss.entry, spec.training.loss.settings
        self._output, self._output_settings = spec.model.output.activation.entry, spec.model.output.activation.settings
        self._from_logits = self._loss.from_logits(self._output.name)
        self._optimizer, self._optimizer_settings = spec.training.optimizer.entry, spec.training.optimizer.settings
        self._clipping, self._clipping_settings = spec.training.clipping.entry, spec.training.clipping.settings
        self._draws_something = any(layer.entry.draw for layer in spec.layers)
        self._no_draws: list[FloatArray | None] = [None] * len(spec.layers)
        # All numbers that training changes lie in one vector, and their gradients in another (for speed: the update is a few operations on
        # whole vectors, whatever the network looks like). Each layer has views of its part.
        trained = sum(math.prod(weight.shape) for weights in spec.weights for weight in weights.values() if weight.trainable)
        self.flat = np.zeros(trained, self._dtype)
        self.flat_gradient = np.zeros_like(self.flat)
        self._weights = self._views(self.flat)
        self._gradients = self._views(self.flat_gradient)
        self._regularized = [
            (self._weights[number]["kernel"], self._gradients[number]["kernel"], layer.regularizer)
            for number, layer in enumerate(spec.layers)
            if layer.entry.activation is not None and layer.regularizer.name != "none"
        ]
        self._layers_of: dict[int, list[Layer]] = {}
        self._asked_of: dict[int, list[Layer]] = {}
        x = kept(spec, data.train.raw)
        # Pictures that will be replaced need memory of their own; others are shared with whoever has them, perhaps with all runs.
        own = spec.data.augmentation.any
        self._x: npt.NDArray[Any] = x.astype(x.dtype if x.dtype == np.uint8 else self._dtype, copy=own)
        self._y = targets(spec, data.train.labels).astype(self._dtype)
        self.initialise()

    # Step 1

    def initialise(self) -> None:
        """Copy the initial parameters into place; the optimizer forgets everything."""
        self.load(initial_parameters(self._spec))
        self._optimizer_state = self._optimizer.start(self.flat, self._optimizer_settings)

    # Step 2

    def forward(self, layers: list[Layer], x: FloatArray, random: list[FloatArray | None]) -> FloatArray:
        """From samples `(batch, inputs)` to the weighted sums of the outputs, `(batch, outputs)`."""
        a = arranged(self._spec, x)
        for layer, draw in zip(layers, random, strict=True):
            a = layer.forward(a, draw, training=True)
        return a

    # Step 3

    def error(self, z: FloatArray, y: FloatArray) -> FloatArray:
        """How the loss, averaged over the batch, changes with the weighted sums of the outputs: `(batch, outputs)`."""
        a = self._output.function(z, None, **self._output_settings)
        if self._from_logits:
            gradient = self._loss.gradient_from_logits(y, a, **self._loss_settings)
        else:
            gradient = self._loss.gradient(y, a, **self._loss_settings)
            gradient = self._output.backward(gradient, z, a, None, **self._output_settings)
        gradient /= len(y)
        return gradient

    # Step 4

    def backward(self, layers: list[Layer], gradient: FloatArray) -> None:
        """From the outputs to the gradient of every weight: the chain rule, layer by layer."""
        for layer in reversed(layers):
            below = layer.backward(gradient)
            if below is None:
                break
            gradient = below
        for weights, its_gradient, regularizer in self._regularized:
            regularizer.entry.add_gradient(weights, its_gradient, **regularizer.settings)

    # Step 5

    def update(self, learning_rate: float) -> None:
        """Change every weight a little, against its gradient."""
        if self._clipping.name != "none":
            self._clipping.clip(self.flat_gradient, self._optimizer_state.scratch[0], **self._clipping_settings)
        self._optimizer.apply(self.flat, self.flat_gradient, self._optimizer_state, learning_rate, self._optimizer_settings)

    # All together

    def train(self, orders: IntArray, step: int, learning_rates: FloatArray) -> None:
        """Steps 2 to 5, for each of some batches of one epoch."""
        (order,) = orders
        size = self._spec.training.batch_size
        start = step % -(-len(order) // size)
        with np.errstate(all="ignore"):  # a network that diverges overflows; `Training` looks at the loss and says so
            for number, learning_rate in enumerate(learning_rates.tolist()):
                batch = order[(start + number) * size : (start + number + 1) * size].astype(np.intp)  # what NumPy looks things up with
                self.differentiate(batch, step + number)
                self.update(learning_rate)

    def differentiate(self, batch: npt.NDArray[np.intp], step: int) -> None:
        """Steps 2 to 4 for one batch, the positions of its samples: afterwards every weight has its gradient."""
        layers = self.layers(len(batch))
        random = draws(self._spec, step, len(batch)) if self._draws_something else self._no_draws
        z = self.forward(layers, self.samples(batch), random)
        self.backward(layers, self.error(z, self._y.take(batch, axis=0)))

    def samples(self, batch: IntArray) -> FloatArray:
        """The training samples at some positions: `(batch, inputs)`."""
        return floats(self._x.take(batch, axis=0))

    def layers(self, batch: int) -> list[Layer]:
        """The layers for batches of one size, made once (for speed: training then allocates next to nothing)."""
        if batch not in self._layers_of:
            self._layers_of[batch] = build(self._spec, batch, self._dtype, self._weights, self._gradients)
        return self._layers_of[batch]

    # What else an engine can do

    def prepare(self) -> None:
        """There is nothing to prepare."""

    def reset(self) -> None:
        """Back to step 1."""
        self.initialise()

    def rewind(self) -> None:
        """Nothing is trained in advance."""

    def outputs(self, samples: FloatArray | ByteArray) -> FloatArray:
        """The weighted sums of the outputs, `(n, outputs)`."""
        if len(samples) not in self._asked_of:
            self._asked_of[len(samples)] = build(self._spec, len(samples), self._dtype, self._weights)
        return ask(self._spec, self._asked_of[len(samples)], floats(samples)).copy()

    def replace(self, positions: IntArray, samples: FloatArray | ByteArray) -> None:
        """Put other samples in the place of some of the training samples."""
        self._x[positions] = samples

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""
        named = zip(self._spec.layer_names, self._weights, strict=True)
        return {f"{name}/{part}": array.copy() for name, weights in named for part, array in weights.items()}

    @property
    def gradients(self) -> Parameters:
        """The gradient of each number that training changes, as it was left by the last batch: views, by name."""
        trained = zip(self._spec.layer_names, self._spec.weights, self._gradients, strict=True)
        return {f"{name}/{part}": gradients[part] for name, weights, gradients in trained for part in weights if weights[part].trainable}

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases."""
        for name, weights in zip(self._spec.layer_names, self._weights, strict=True):
            for part, array in weights.items():
                array[...] = parameters[f"{name}/{part}"]

    def memory(self) -> Memory:
        """Copies of all that the optimizer remembers."""
        state = self._optimizer_state
        numbers = {"step": float(state.step), **state.numbers}
        return {**{name: np.array(number) for name, number in numbers.items()}, **{name: slot.copy() for name, slot in state.slots.items()}}

    def recall(self, memory: Memory) -> None:
        """Have the optimizer remember something else."""
        state = self._optimizer_state
        state.step = int(memory["step"])
        state.numbers.update({name: float(memory[name]) for name in state.numbers})
        for name, slot in state.slots.items():
            slot[...] = memory[name]

    def _views(self, vector: FloatArray) -> list[dict[str, FloatArray]]:
        """The vector as the arrays of each layer, by name, without copying; what is not trained gets memory of its own."""
        views, start = [], 0
        for weights in self._spec.weights:
            arrays = {}
            for name, weight in weights.items():
                if weight.trainable:
                    stop = start + math.prod(weight.shape)
                    arrays[name] = vector[start:stop].reshape(weight.shape)
                    start = stop
                else:
                    arrays[name] = np.zeros(weight.shape, self._dtype)
            views.append(arrays)
        return views
