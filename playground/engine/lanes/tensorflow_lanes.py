"""Lanes in TensorFlow: a line-up trains for many epochs in one call, inside a loop that XLA has compiled."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from playground.arrays import ByteArray, FloatArray, IntArray
from playground.engine.base import targets
from playground.engine.lanes.base import initial_lanes
from playground.engine.lanes.keras_network import LanesNetwork
from playground.engine.lanes.keras_updates import LanesOptimizers
from playground.engine.lanes.lineup import Lineup
from playground.engine.lanes.neighbours import neighbourly
from playground.engine.network import PIXEL_SCALE, kept
from playground.engine.samples import chunk_size, measured_samples
from playground.snapshot import Parameters

EPOCHS_AT_ONCE = 32
"""Epochs in one call at most: enough to make the call itself cheap."""

MOST_POSITIONS = 1_000_000
"""Numbers in the orders of one call at most: long epochs need no company."""

BLOCK = 128
"""Samples that are asked about at once; so many of them stay in the cache with all that the layers make of them."""


class TensorFlowLanes:
    """Trains the networks of a line-up; see `playground.engine.lanes.base.LanesEngine`."""

    def __init__(self, lineup: Lineup) -> None:
        """Lay out the data and the variables; the training loop is compiled by `prepare`, or else at the first batch.

        Args:
            lineup: the networks and their data.
        """
        self._order, lineup = neighbourly(lineup)
        self._lineup = lineup
        self._size = lineup.common.training.batch_size
        self._samples = len(lineup.datasets[0].train)
        self._whole, self._rest = divmod(self._samples, self._size)
        self._steps_per_epoch = -(-self._samples // self._size)
        self.epochs_at_once = min(EPOCHS_AT_ONCE, max(1, MOST_POSITIONS // (self._samples * len(lineup.datasets))))
        seats, seat_of = lineup.seats()
        with tf.device("CPU"):
            x = np.stack([kept(lineup.common, data.train.raw) for data in lineup.datasets])
            self._x = tf.constant(x)  # (datasets, n, inputs)
            self._y = tf.constant(np.stack([targets(spec, data.train.labels) for spec, data in seats]))  # (seats, n, outputs)
            self._dataset_of = tf.constant(lineup.dataset_of, tf.int32)
            self._seat_of = tf.constant(seat_of, tf.int32)
            positions = {id(data): number for number, data in enumerate(lineup.datasets)}
            self._dataset_of_seat = tf.constant([positions[id(data)] for _, data in seats], tf.int32)
        self._network = LanesNetwork(lineup)
        self._initial = self._in_a_row(initial_lanes(lineup))
        self._optimizers = LanesOptimizers(lineup, self._initial.shape[1])
        measured = sum(len(split) for split in measured_samples(lineup.datasets[0]))
        self._most_blocks = -(-min(measured, chunk_size(lineup.common)) // BLOCK)
        # For speed: they would be read, and all of Keras' code that they call, in search of loops over tensors.
        self._batch, self._asked = (tf.autograph.experimental.do_not_convert(inner) for inner in (self._train_batch, self._ask))
        self._span = tf.function(self._train_span, jit_compile=True)
        self._first_outputs = tf.function(self._asked, reduce_retracing=True)
        self._outputs = tf.function(self._ask_blocks, jit_compile=True)
        self.reset()

    def prepare(self) -> None:
        """Compile both loops, by training on no batches and asking about no samples."""
        self._call_span(np.zeros((1, len(self._lineup.datasets), self._samples), np.int32), 0, np.zeros((0, len(self._lineup)), np.float32))
        self._call_outputs(np.zeros((self._x.shape[0], 0, self._x.shape[2]), self._x.dtype.as_numpy_dtype))

    def reset(self) -> None:
        """Back to the initial parameters, with optimizers that remember nothing."""
        self._untrained = True
        self._optimizers.load(self._initial)
        self._optimizers.reset()

    def train(self, orders: IntArray, step: int, learning_rates: FloatArray) -> None:
        """Make one update of every lane for each of some batches."""
        self._untrained = False
        self._call_span(orders, step % self._steps_per_epoch, learning_rates)

    def _call_span(self, orders: IntArray, start: int, learning_rates: FloatArray) -> None:
        """Train. Arrays are as long as they can get, whatever the count, so that XLA compiles once."""
        padded = np.zeros((self.epochs_at_once, *orders.shape[1:]), np.int32)
        padded[: len(orders)] = orders
        count = len(learning_rates)
        rates = np.zeros((self.epochs_at_once * self._steps_per_epoch, len(self._lineup)), np.float32)
        rates[:count] = learning_rates[:, self._order]
        self._span(tf.constant(padded), tf.constant(start), tf.constant(count), tf.constant(rates))

    def outputs(self, samples: Sequence[FloatArray | ByteArray]) -> FloatArray:
        """The weighted sums of the outputs, `(lanes, n, outputs)`."""
        stacked: Any = np.stack(samples)
        if self._untrained:  # the first measurement must not wait for the compiler
            return self._as_given(self._first_outputs(tf.constant(stacked)).numpy())
        most = self._most_blocks * BLOCK
        parts = [self._call_outputs(stacked[:, first : first + most]) for first in range(0, stacked.shape[1], most)]
        return self._as_given(np.concatenate(parts, 1))

    def _call_outputs(self, samples: Any) -> FloatArray:
        """What the networks say of samples `(datasets, n, inputs)`, which are at most as many as fit into all blocks."""
        sets, count, inputs = samples.shape
        padded = np.zeros((sets, self._most_blocks * BLOCK, inputs), samples.dtype)
        padded[:, :count] = samples
        blocks: FloatArray = self._outputs(tf.constant(padded), tf.constant(-(-count // BLOCK))).numpy()
        return blocks.swapaxes(0, 1).reshape(len(self._lineup), self._most_blocks * BLOCK, -1)[:, :count]

    def parameters(self) -> Parameters:
        """Copies of all weights and biases, with an axis of lanes in front."""
        flat = self._as_given(np.concatenate([variable.numpy() for variable in self._optimizers.weights]))
        found, start = {}, 0
        for name, shape in zip(self._network.names, self._network.shapes, strict=True):
            stop = start + int(np.prod(shape))
            found[name] = flat[:, start:stop].reshape(-1, *shape).copy()
            start = stop
        return found

    def load(self, parameters: Parameters) -> None:
        """Go on from other weights and biases."""
        self._optimizers.load(self._in_a_row(parameters)[self._order])

    def _as_given(self, lanes: FloatArray) -> FloatArray:
        """A copy of numbers of all lanes, `(lanes, ...)`, in the order that the lanes were given in."""
        found = np.empty_like(lanes)
        found[self._order] = lanes
        return found

    def _in_a_row(self, parameters: Parameters) -> FloatArray:
        """All weights and biases of each lane in one row: `(lanes, numbers)`."""
        rows = [parameters[name].reshape(len(self._lineup), -1) for name in self._network.names]
        return np.concatenate(rows, 1).astype(np.float32, copy=False)

    # Inside the graph

    def _train_span(self, orders: tf.Tensor, start: tf.Tensor, count: tf.Tensor, rates: tf.Tensor) -> None:
        """Batches over the ends of epochs."""
        # Not a loop over tf.range, and two numbers that both count: XLA takes whatever it can for a constant, such as the bounds of a range
        # or an offset, and would compile anew for every other start and count.
        number, index = start, tf.constant(0)
        while index < count:
            epoch = number // self._steps_per_epoch
            order = orders[epoch]  # (datasets, n)
            if self._whole:
                stop = tf.minimum(count, index + epoch * self._steps_per_epoch + self._whole - number)
                while index < stop:
                    first = number % self._steps_per_epoch * self._size
                    self._batch(tf.slice(order, [0, first], [order.shape[0], self._size]), rates[index])
                    number, index = number + 1, index + 1
            if self._rest:  # a smaller last batch
                if index < count:
                    self._batch(order[:, -self._rest :], rates[index])
                    number, index = number + 1, index + 1

    def _train_batch(self, positions: tf.Tensor, rates: tf.Tensor) -> None:
        """One update of every lane, for the samples at some positions `(datasets, batch)`, at learning rates `(lanes,)`."""
        x = self._inputs(tf.gather(self._x, positions, batch_dims=1))
        y = tf.gather(tf.gather(self._y, tf.gather(positions, self._dataset_of_seat), batch_dims=1), self._seat_of)
        parts = self._network.parts(self._optimizers.flat())
        with tf.GradientTape() as tape:
            tape.watch(parts)
            loss = self._network.loss(y, self._network.sums(parts, x, for_xla=True)) + self._network.penalty(parts)
        gradients = tape.gradient(loss, parts)
        rows = [tf.reshape(gradient, [len(self._lineup), -1]) for pair in gradients for gradient in pair]
        self._optimizers.apply(tf.concat(rows, 1), rates[:, None])

    def _ask(self, samples: tf.Tensor, *, for_xla: bool = False) -> tf.Tensor:
        return self._network.sums(self._network.parts(self._optimizers.flat()), self._inputs(samples), for_xla=for_xla)

    def _ask_blocks(self, samples: tf.Tensor, count: tf.Tensor) -> tf.Tensor:
        """The weighted sums for the first blocks of the samples: `(blocks, lanes, BLOCK, outputs)`."""
        z = tf.zeros([self._most_blocks, len(self._lineup), BLOCK, self._lineup.common.output_units])
        index = tf.constant(0)
        while index < count:
            block = tf.slice(samples, [0, index * BLOCK, 0], [samples.shape[0], BLOCK, samples.shape[2]])
            z = tf.tensor_scatter_nd_update(z, [[index]], self._asked(block, for_xla=True)[None])
            index += 1
        return z

    def _inputs(self, samples: tf.Tensor) -> tf.Tensor:
        """Samples of each data set `(datasets, n, inputs)`, as numbers and for each lane `(lanes, n, inputs)`."""
        if samples.dtype == tf.uint8:
            samples = tf.cast(samples, tf.float32) * PIXEL_SCALE
        return tf.gather(samples, self._dataset_of)
