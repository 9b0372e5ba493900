"""Backpropagation of many small networks at once, in NumPy; `playground/engine/numpy_engine.py` is the one to read first.

The steps are the same, with an axis of lanes in front of every array. A step of a small network is some thirty operations that take a
microsecond each and move next to nothing: forty networks are forty times the numbers, and hardly more time.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.engine.base import targets
from playground.engine.lanes.base import initial_lanes
from playground.engine.lanes.dense_lanes import DenseLanes, Stretch, views, with_one
from playground.engine.lanes.lineup import Lineup
from playground.engine.network import floats, kept
from playground.nn.optimizers import OptimizerState
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.spec.choice import RegularizerChoice

BLOCK_NUMBERS = 500_000
"""Inputs of as many batches as have so many numbers are looked up in one go."""


class NumpyLanes:
    """Trains the networks of a line-up; see `playground.engine.lanes.base.LanesEngine`.

    Attributes:
        flat: all numbers of each lane, `(lanes, numbers)`.
        flat_gradient: their gradients, as they were left by the last batch.
        matrix_gradients: the same as the kernel and the bias of each dense layer, `(lanes, fan_in + 1, units)`.
    """

    epochs_at_once = 32

    def __init__(self, lineup: Lineup, dtype: npt.DTypeLike = np.float32) -> None:
        """Lay out the memory and initialise.

        Args:
            lineup: the lanes.
            dtype: float32 to train; float64 to check derivatives.
        """
        self._lineup = lineup
        self._dtype = np.dtype(dtype)
        common = lineup.common
        self._size = common.training.batch_size
        self._dense = [number for number, layer in enumerate(common.layers) if layer.kind == "dense"]
        self._shapes = [_shape(common, number) for number in self._dense]
        self.flat = np.zeros((len(lineup), sum((inputs + 1) * units for inputs, units in self._shapes)), self._dtype)
        self.flat_gradient = np.zeros_like(self.flat)
        self._matrices, self.matrix_gradients = (views(vector, self._shapes) for vector in (self.flat, self.flat_gradient))
        self._clipping, self._clipping_settings = common.training.clipping.entry, common.training.clipping.settings
        self._answers = lineup.stretches(lambda spec: (spec.training.loss, spec.model.output.activation))
        self._optimizers = lineup.stretches(lambda spec: spec.training.optimizer)
        self._same_rate = [len(set(map(_rate, lineup.specs[part]))) == 1 for part, _ in self._optimizers]
        self._regularized = self._find_regularized()
        self._layers_of: dict[int, list[DenseLanes]] = {}
        self._asked_of: dict[int, list[DenseLanes]] = {}
        self._x = [kept(common, data.train.raw) for data in lineup.datasets]
        seats, self._seat_of = lineup.seats()
        self._y = np.stack([targets(spec, data.train.labels) for spec, data in seats]).astype(self._dtype)
        self._samples = self._y.shape[1]
        self.reset()

    # Step 1

    def reset(self) -> None:
        """Copy the initial parameters into place; the optimizers forget everything."""
        self.load(initial_lanes(self._lineup))
        self._states: list[OptimizerState] = [choice.entry.start(self.flat[part], choice.settings) for part, choice in self._optimizers]

    # Steps 2 to 4

    def differentiate(self, x: FloatArray, y: FloatArray) -> None:
        """Forward, error and backward for one batch: afterwards every weight of every lane has its gradient.

        Args:
            x: with the 1 below, `(lanes, inputs + 1, batch)`; or with one lane, for data that all have in common.
            y: what the outputs should say, `(lanes, batch, outputs)`.
        """
        layers = self.layers(x.shape[2])
        for layer in layers:
            x = layer.forward(x)
        gradient: FloatArray | None = self.error(x, y)
        for layer in reversed(layers):
            if gradient is None:
                break
            gradient = layer.backward(gradient)
        for weights, its_gradient, regularizer in self._regularized:
            regularizer.entry.add_gradient(weights, its_gradient, **regularizer.settings)

    def error(self, z: FloatArray, y: FloatArray) -> FloatArray:
        """How each lane's loss, averaged over the batch, changes with the weighted sums of its outputs: `(lanes, outputs, batch)`."""
        _, outputs, batch = z.shape
        gradient = np.empty_like(z)
        for part, (loss, activation) in self._answers:
            # One sample of one lane after the other: a loss knows samples, and nothing of lanes.
            sums, wanted = z[part].transpose(0, 2, 1).reshape(-1, outputs), y[part].reshape(-1, outputs)
            a = activation.entry.function(sums, None, **activation.settings)
            if loss.entry.from_logits(activation.name):
                each = loss.entry.gradient_from_logits(wanted, a, **loss.settings)
            else:
                each = loss.entry.gradient(wanted, a, **loss.settings)
                each = activation.entry.backward(each, sums, a, None, **activation.settings)
            gradient[part] = each.reshape(-1, batch, outputs).transpose(0, 2, 1)
        gradient /= batch
        return gradient

    # Step 5

    def update(self, learning_rates: FloatArray) -> None:
        """Change every weight a little, against its gradient; `learning_rates` are those of the lanes."""
        if self._clipping.name != "none":
            for gradient, scratch in zip(self.flat_gradient, np.empty_like(self.flat), strict=True):
                self._clipping.clip(gradient, scratch, **self._clipping_settings)
        for (part, choice), state, same in zip(self._optimizers, self._states, self._same_rate, strict=True):
            rate = float(learning_rates[part.start]) if same else learning_rates[part, None]
            choice.entry.apply(self.flat[part], self.flat_gradient[part], state, rate, choice.settings)

    # All together

    def train(self, orders: IntArray, step: int, learning_rates: FloatArray) -> None:
        """Steps 2 to 5, for each of some batches."""
        per_epoch = -(-self._samples // self._size)
        done, count, start = 0, len(learning_rates), step % per_epoch
        with np.errstate(all="ignore"):  # a network that diverges overflows; whoever measures looks at the loss and says so
            for order in orders:
                stop = min(per_epoch, start + count - done)
                self._train_epoch(order, start, stop, learning_rates[done:])
                done, start = done + stop - start, 0
                if done == count:
                    break

    def _train_epoch(self, order: IntArray, start: int, stop: int, learning_rates: FloatArray) -> None:
        """Batches `start` to `stop` of one epoch; `order` is `(datasets, n)`."""
        size = self._size
        block = max(1, BLOCK_NUMBERS // (size * self._x[0].shape[1] * len(order)))
        for first in range(start, stop, block):
            last = min(first + block, stop)
            x, y = self._looked_up(order[:, first * size : last * size])
            for batch in range(last - first):
                part = slice(batch * size, (batch + 1) * size)
                self.differentiate(x[:, :, part], y[:, part])
                self.update(learning_rates[first - start + batch])

    def differentiate_samples(self, positions: IntArray) -> None:
        """Differentiate at some of the training samples of each data set: int `(datasets, n)`."""
        self.differentiate(*self._looked_up(positions))

    def _looked_up(self, positions: IntArray) -> tuple[FloatArray, FloatArray]:
        """Training samples at some positions, and what the outputs of each lane should say of them: `(lanes, n, outputs)`."""
        where = positions.astype(np.intp)  # what NumPy looks things up with
        x = self.given([samples.take(each, axis=0) for samples, each in zip(self._x, where, strict=True)])
        return x, self._y[self._seat_of[:, None], where[self._lineup.dataset_of]]

    def given(self, samples: Sequence[FloatArray | ByteArray]) -> FloatArray:
        """Samples of each data set as the first layer is given them: `(lanes, inputs + 1, n)`, or `(1, ...)` where all have the same."""
        x = with_one(np.stack([floats(each) for each in samples]).astype(self._dtype, copy=False))
        return x if len(samples) == 1 else x[self._lineup.dataset_of]

    def layers(self, batch: int) -> list[DenseLanes]:
        """The layers for batches of one size, made once (for speed: training then allocates next to nothing)."""
        if batch not in self._layers_of:
            self._layers_of[batch] = self._build(batch)
        return self._layers_of[batch]

    def _build(self, batch: int) -> list[DenseLanes]:
        places = zip(self._dense, self._matrices, self.matrix_gradients, strict=True)
        return [
            DenseLanes(matrix, gradient, batch, self._activations(number), first=number == self._dense[0])
            for number, matrix, gradient in places
        ]

    def _activations(self, number: int) -> list[Stretch]:
        if number == len(self._lineup.common.layers) - 1:
            return []
        stretches = self._lineup.stretches(lambda spec: spec.layers[number].activation)
        return [(part, activation.entry, activation.settings) for part, activation in stretches]

    def _find_regularized(self) -> list[tuple[FloatArray, FloatArray, RegularizerChoice]]:
        found: list[tuple[FloatArray, FloatArray, RegularizerChoice]] = []
        for number, matrix, gradient in zip(self._dense, self._matrices, self.matrix_gradients, strict=True):
            each = self._lineup.stretches(partial(_regularizer, number))
            found += [(matrix[part, :-1], gradient[part, :-1], choice) for part, choice in each if choice.name != "none"]
        return found

    # What else an engine can do

    def prepare(self) -> None:
        """There is nothing to prepare."""

    def outputs(self, samples: Sequence[FloatArray | ByteArray]) -> FloatArray:
        """The weighted sums of the outputs, `(lanes, n, outputs)`."""
        count = len(samples[0])
        if count not in self._asked_of:
            self._asked_of[count] = self._build(count)
        with np.errstate(all="ignore"):
            x = self.given(samples)
            for layer in self._asked_of[count]:
                x = layer.forward(x)
        z: FloatArray = x.transpose(0, 2, 1).copy()
        return z

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""
        return self._named(self._matrices)

    def _named(self, matrices: list[FloatArray]) -> Parameters:
        found: dict[str, FloatArray] = {}
        for number, matrix in zip(self._dense, matrices, strict=True):
            name = self._lineup.common.layer_names[number]
            found |= {f"{name}/kernel": matrix[:, :-1].copy(), f"{name}/bias": matrix[:, -1].copy()}
        return found

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases."""
        for number, matrix in zip(self._dense, self._matrices, strict=True):
            name = self._lineup.common.layer_names[number]
            matrix[:, :-1], matrix[:, -1] = parameters[f"{name}/kernel"], parameters[f"{name}/bias"]


def _shape(spec: RunSpec, number: int) -> tuple[int, int]:
    inputs, units = spec.weights[number]["kernel"].shape
    return inputs, units


def _regularizer(number: int, spec: RunSpec) -> RegularizerChoice:
    return spec.layers[number].regularizer


def _rate(spec: RunSpec) -> object:
    """What decides about the learning rate of each step."""
    training = spec.training
    return training.learning_rate, training.schedule, training.warm_up, training.epochs
