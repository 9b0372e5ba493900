"""The same training in TensorFlow: many batches in one call, as a loop inside a compiled graph.

`model.fit` comes back to Python after each batch, which costs far more than the arithmetic of a small network. Here the data stay where
the graph can reach them and the loop runs inside it; for dense networks XLA compiles the whole of it. Layers, losses and optimizers are
Keras' own.
"""

import keras
import tensorflow as tf

from playground.arrays import IntArray
from playground.data import Dataset
from playground.engine.base import initial_parameters, layer_names, targets
from playground.engine.network import PIXEL_SCALE, kept
from playground.nn.activations import ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.snapshot import Parameters
from playground.spec import RunSpec


class TensorFlowEngine:
    """Trains the network of one spec on one data set; see `playground.engine.base.Engine`."""

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Build the model; its training loop is compiled by `prepare`, or else at the first batch."""
        self._spec = spec
        with tf.device("CPU"):
            self._x = tf.constant(kept(spec, data.train.raw))
            self._y = tf.constant(targets(spec, data.train.labels))
        loss = LOSSES[spec.training.loss]
        arguments = {"from_logits": True} if loss.from_logits else {}
        self._loss = getattr(keras.losses, loss.keras)(**arguments)
        self._model = _model(spec)
        optimizer = OPTIMIZERS[spec.training.optimizer]
        self._optimizer = getattr(keras.optimizers, optimizer.keras)(**optimizer.settings({}))
        self._optimizer.build(self._model.trainable_variables)
        self._fresh = [variable.numpy() for variable in self._optimizer.variables]
        self._chunk = tf.function(self._train_batches, jit_compile=True)
        self._last = tf.function(self._train_batch)
        self.reset()

    def prepare(self) -> None:
        """Compile the training loop, by training on no batches, and trace the graph of a smaller last batch."""
        whole, rest = divmod(len(self._x), self._spec.training.batch_size)
        if whole:
            self._chunk(tf.zeros([len(self._x)], tf.int32), tf.constant(0), tf.constant(0))
        if rest:
            self._last.get_concrete_function(tf.TensorSpec([rest], tf.int32))

    def reset(self) -> None:
        """Back to the initial parameters, with an optimizer that remembers nothing."""
        parameters = initial_parameters(self._spec)
        self._model.set_weights(list(parameters.values()))
        for variable, value in zip(self._optimizer.variables, self._fresh, strict=True):
            variable.assign(value)

    def train(self, order: IntArray, start: int, batches: int, learning_rate: float) -> None:
        """Make one update for each of some batches."""
        self._optimizer.learning_rate.assign(learning_rate)
        size = self._spec.training.batch_size
        whole = min(batches, len(order) // size - start)
        if whole > 0:
            self._chunk(tf.constant(order), tf.constant(start), tf.constant(whole))
        if whole < batches:  # the last batch of the epoch is smaller, so it has a graph of its own
            self._last(tf.constant(order[len(order) // size * size :]))

    def parameters(self) -> Parameters:
        """Copies of all weights and biases."""
        names = [f"{name}/{part}" for name in layer_names(self._spec) for part in ("kernel", "bias")]
        return dict(zip(names, self._model.get_weights(), strict=True))

    def _train_batches(self, order: tf.Tensor, start: tf.Tensor, count: tf.Tensor) -> None:
        size = self._spec.training.batch_size
        number = start
        # Not a loop over tf.range: XLA takes its bounds for constants, and would compile anew for every other start and count.
        while number < start + count:
            self._train_batch(tf.slice(order, [number * size], [size]))
            number += 1

    def _train_batch(self, batch: tf.Tensor) -> None:
        x, y = tf.gather(self._x, batch), tf.gather(self._y, batch)
        if x.dtype == tf.uint8:
            x = tf.cast(x, tf.float32) * PIXEL_SCALE
        with tf.GradientTape() as tape:
            loss = self._loss(y, self._model(x, training=True))
        variables = self._model.trainable_variables
        self._optimizer.apply(tape.gradient(loss, variables), variables)


def _model(spec: RunSpec) -> keras.Sequential:
    """The network in Keras; without its output activation where the loss works on logits."""
    layers = [keras.layers.Input([spec.widths[0]])]
    for units, name in zip(spec.widths[1:], spec.activations, strict=True):
        layers.append(keras.layers.Dense(units, activation=ACTIVATIONS[name].keras))
    if LOSSES[spec.training.loss].from_logits:
        layers[-1].activation = keras.activations.linear
    return keras.Sequential(layers)
