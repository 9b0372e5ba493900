"""The same training in TensorFlow: many batches in one call, as a loop inside a compiled graph.

`model.fit` comes back to Python after each batch, which costs far more than the arithmetic of a small network. Here the data stay where
the graph can reach them and the loop runs inside it, compiled by XLA. Losses, optimizers and most layers are Keras' own; `for_xla.py` has
the others, and random numbers are handed in.
"""

import math
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.data import Dataset
from playground.engine.base import draws, initial_parameters, targets
from playground.engine.keras_model import KerasNetwork, make_loss, make_optimizer
from playground.engine.network import PIXEL_SCALE, kept
from playground.engine.samples import chunk_size, measured_samples
from playground.snapshot import Memory, Parameters
from playground.spec import RunSpec

EPOCHS_AT_ONCE = 32
"""Whole epochs in one call, where they are short: enough to make the call itself cheap, few enough to be done in some milliseconds."""

DRAWN_BATCHES = 16
"""Batches in one call where random numbers are handed in for each: XLA compiles for one size of that array."""


class TensorFlowEngine:
    """Trains the network of one spec on one data set; see `playground.engine.base.Engine`."""

    def __init__(self, spec: RunSpec, data: Dataset, *, compiled: bool = True) -> None:
        """Build the model; its training loop is compiled by `prepare`, or else at the first batch.

        Args:
            spec: of the run.
            data: what to train on.
            compiled: by XLA, where that makes it faster; it takes some seconds.
        """
        self._spec = spec
        self._size = spec.training.batch_size
        with tf.device("CPU"):
            x = kept(spec, data.train.raw)
            # A variable, where samples change while the network trains.
            self._x = tf.Variable(x, trainable=False) if spec.data.augmentation.any else tf.constant(x)
            self._y = tf.constant(targets(spec, data.train.labels))
        self._compiled = compiled
        self._network = KerasNetwork(spec)
        self._loss = make_loss(spec)
        self._optimizer = make_optimizer(spec)
        self._optimizer.build(self._network.trainable)
        self._fresh = [variable.numpy() for variable in self._optimizer.variables]
        self._drawing = [layer.entry.draw is not None for layer in spec.layers]
        self._chunk = tf.function(self._train_batches, jit_compile=self._compiled)
        # A batch of another size has a graph of its own; to compile that too would take longer than it saves.
        self._last = tf.function(self._train_last)
        self._first_outputs = tf.function(self._ask, reduce_retracing=True)
        self._outputs = tf.function(self._ask_compiled, jit_compile=True) if self._compiled else self._first_outputs
        self._untrained = True
        self._steps_per_epoch = math.ceil(len(data.train) / self._size)
        self._lay_out_epochs(data)
        self.reset()

    def _lay_out_epochs(self, data: Dataset) -> None:
        """Several epochs at once: for points, without random numbers for each batch, and in batches that are all of one size."""
        even = len(data.train) % self._size == 0
        self._measures = not self._spec.data.is_image and even and not any(self._drawing) and self._compiled
        self.epochs_at_once = EPOCHS_AT_ONCE if self._measures else 1
        if self._measures:
            self._measured = tf.constant(np.concatenate([kept(self._spec, split.raw) for split in measured_samples(data)]))
            self._span = tf.function(self._train_span, jit_compile=True)

    def prepare(self) -> None:
        """Compile the training loop, by training on no batches, and trace the graph of a smaller last batch."""
        whole, rest = divmod(len(self._y), self._size)
        order, no_rates = np.zeros(len(self._y), np.int32), np.zeros(0, np.float32)
        if self._measures:
            self._call_span(order[None], 0, no_rates)
        else:
            if whole:
                self._call_chunk(order, 0, 0, no_rates)
            if self._compiled:
                self._outputs(tf.zeros([chunk_size(self._spec), *self._x.shape[1:]], self._x.dtype))
        if rest:
            self._last.get_concrete_function(tf.TensorSpec([rest], tf.int32), tf.TensorSpec([], tf.float32), self._draw_specs(rest))

    def reset(self) -> None:
        """Back to the initial parameters, with an optimizer that remembers nothing."""
        self._untrained = True
        self.load(initial_parameters(self._spec))
        for variable, value in zip(self._optimizer.variables, self._fresh, strict=True):
            variable.assign(value)

    def train(self, orders: IntArray, step: int, learning_rates: FloatArray) -> FloatArray | None:
        """Make one update for each of some batches."""
        self._untrained = False
        start, batches = step % self._steps_per_epoch, len(learning_rates)
        if self._measures:
            self._before, z = self._call_span(orders, start, learning_rates)
            ended = (start + batches) // self._steps_per_epoch
            return z.numpy()[:ended] if ended else None
        (order,) = orders
        whole = min(batches, len(order) // self._size - start)
        most = DRAWN_BATCHES if any(self._drawing) else self._steps_per_epoch
        for first in range(0, whole, most):
            self._call_chunk(order, start + first, step + first, learning_rates[first : min(first + most, whole)])
        if whole < batches:  # the last batch of the epoch is smaller, so it has a graph of its own
            rest = order[len(order) // self._size * self._size :]
            random = [None if draw is None else tf.constant(draw) for draw in draws(self._spec, step + batches - 1, len(rest))]
            self._last(tf.constant(rest), tf.constant(learning_rates[-1]), random)
        return None

    def _call_chunk(self, order: IntArray, start: int, step: int, learning_rates: FloatArray) -> None:
        """Train on whole batches. Arrays are as long as they can get, whatever the count, so that XLA compiles once."""
        count = len(learning_rates)
        rates = np.zeros(self._steps_per_epoch, np.float32)
        rates[:count] = learning_rates
        random = [None] * len(self._drawing)
        if any(self._drawing):
            each = [draws(self._spec, step + number, self._size) for number in range(count)]
            random = [self._padded(number, [found[number] for found in each]) for number in range(len(self._drawing))]
        self._chunk(tf.constant(order), tf.constant(start), tf.constant(count), tf.constant(rates), random)

    def _padded(self, number: int, found: list[FloatArray | None]) -> tf.Tensor | None:
        """The random numbers of one layer for some batches, `(DRAWN_BATCHES, batch, *shape)`, or `None`."""
        if not self._drawing[number]:
            return None
        padded = np.zeros((DRAWN_BATCHES, self._size, *self._spec.shapes[number]), np.float32)
        if found:
            padded[: len(found)] = np.stack([array for array in found if array is not None])
        return tf.constant(padded)

    def _draw_specs(self, batch: int) -> list[Any]:
        shapes = zip(self._drawing, self._spec.shapes, strict=False)
        return [tf.TensorSpec([batch, *shape], tf.float32) if drawing else None for drawing, shape in shapes]

    def _call_span(self, orders: IntArray, start: int, learning_rates: FloatArray) -> tuple[list[tf.Tensor], tf.Tensor]:
        padded = np.zeros((EPOCHS_AT_ONCE, len(self._y)), np.int32)
        padded[: len(orders)] = orders
        rates = np.zeros(EPOCHS_AT_ONCE * self._steps_per_epoch, np.float32)
        rates[: len(learning_rates)] = learning_rates
        count = len(learning_rates)
        result: tuple[list[tf.Tensor], tf.Tensor] = self._span(
            tf.constant(padded), tf.constant(start), tf.constant(count), tf.constant(rates)
        )
        return result

    def rewind(self) -> None:
        """Back to before the last call of `train`."""
        for variable, value in zip(self._variables, self._before, strict=True):
            variable.assign(value)

    def outputs(self, samples: FloatArray | ByteArray) -> FloatArray:
        """The weighted sums of the outputs, `(n, outputs)`."""
        if self._untrained or not self._compiled:  # the first measurement must not wait for the compiler
            z: FloatArray = self._first_outputs(tf.constant(samples)).numpy()
            return z
        padded = np.zeros((chunk_size(self._spec), *samples.shape[1:]), samples.dtype)
        padded[: len(samples)] = samples
        z = self._outputs(tf.constant(padded)).numpy()[: len(samples)]
        return z

    def replace(self, positions: IntArray, samples: FloatArray | ByteArray) -> None:
        """Put other samples in the place of some of the training samples."""
        self._x.scatter_nd_update(positions[:, None], samples)

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""
        return {name: variable.numpy() for name, variable in self._network.variables.items()}

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases."""
        for name, variable in self._network.variables.items():
            variable.assign(parameters[name])

    def memory(self) -> Memory:
        """Copies of all that the optimizer remembers."""
        return {str(number): np.array(variable.numpy()) for number, variable in enumerate(self._optimizer.variables)}

    def recall(self, memory: Memory) -> None:
        """Have the optimizer remember something else."""
        for number, variable in enumerate(self._optimizer.variables):
            variable.assign(memory[str(number)])

    # Inside the graph

    @property
    def _variables(self) -> list[keras.Variable]:
        return [*self._network.variables.values(), *self._optimizer.variables]

    def _train_batches(self, order: tf.Tensor, start: tf.Tensor, count: tf.Tensor, rates: tf.Tensor, random: list[Any]) -> None:
        # Not a loop over tf.range, and two numbers that both count: XLA takes whatever it can for a constant, such as the bounds of a range
        # or an offset, and would compile anew for every other start and count.
        number, index = start, tf.constant(0)
        while index < count:
            batch = tf.slice(order, [number * self._size], [self._size])
            self._train_batch(batch, rates[index], [None if draw is None else draw[index] for draw in random], for_xla=self._compiled)
            number, index = number + 1, index + 1

    def _train_span(self, orders: tf.Tensor, start: tf.Tensor, count: tf.Tensor, rates: tf.Tensor) -> tuple[list[tf.Tensor], tf.Tensor]:
        """Batches over the ends of epochs; what the network says at each of those, and at the end of the last batch."""
        before = [tf.identity(variable.value) for variable in self._variables]
        z = tf.zeros([EPOCHS_AT_ONCE, len(self._measured), self._spec.output_units])
        number, index = start, tf.constant(0)  # as above
        while index < count:
            epoch = number // self._steps_per_epoch
            stop = tf.minimum(count, index + (epoch + 1) * self._steps_per_epoch - number)
            while index < stop:  # (for speed: a loop that knows nothing of `z`, since XLA would copy that at every step)
                batch = number % self._steps_per_epoch
                positions = tf.reshape(tf.slice(orders, [epoch, batch * self._size], [1, self._size]), [self._size])
                self._train_batch(positions, rates[index], [None] * len(self._drawing), for_xla=True)
                number, index = number + 1, index + 1
            z = tf.tensor_scatter_nd_update(z, [[epoch]], self._ask(self._measured, for_xla=True)[None])
        return before, z

    def _train_last(self, batch: tf.Tensor, rate: tf.Tensor, random: list[Any]) -> None:
        self._train_batch(batch, rate, random, for_xla=False)

    def _train_batch(self, batch: tf.Tensor, rate: tf.Tensor, random: list[Any], *, for_xla: bool) -> None:
        x, y = self._floats(tf.gather(self._x, batch)), tf.gather(self._y, batch)
        with tf.GradientTape() as tape:
            z = self._network.sums(x, random, training=True, for_xla=for_xla)
            loss = self._loss(y, z) + self._network.penalty()
        variables = self._network.trainable
        self._optimizer.learning_rate.assign(rate)
        self._optimizer.apply(tape.gradient(loss, variables), variables)

    def _ask(self, samples: tf.Tensor, *, for_xla: bool = False) -> tf.Tensor:
        return self._network.sums(self._floats(samples), [None] * len(self._drawing), training=False, for_xla=for_xla)

    def _ask_compiled(self, samples: tf.Tensor) -> tf.Tensor:
        return self._ask(samples, for_xla=True)

    def _floats(self, samples: tf.Tensor) -> tf.Tensor:
        if samples.dtype == tf.uint8:
            samples = tf.cast(samples, tf.float32) * PIXEL_SCALE
        return tf.reshape(samples, [-1, *self._spec.shapes[0]])
