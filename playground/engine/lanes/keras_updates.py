"""The updates of a line-up by Keras' own optimizers, and clipping that looks at each lane by itself."""

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from playground.engine.keras_model import make_optimizer
from playground.engine.lanes.keras_network import split_lanes
from playground.engine.lanes.lineup import Lineup
from playground.engine.lanes.neighbours import optimizer_of


class LanesOptimizers:
    """The optimizers of a line-up: one of Keras' for each stretch of equal ones, over all numbers of its lanes at once."""

    def __init__(self, lineup: Lineup, numbers: int) -> None:
        """Make them, and the variables that they change.

        Args:
            lineup: whose networks they train.
            numbers: how many each network has.
        """
        choices = lineup.stretches(optimizer_of)
        self._rates: list[Any] = [None] * len(choices)
        self._stretches: list[tuple[slice, Any]] = []
        norm = lineup.common.training.clipping.settings.get("global_clipnorm")
        self._longest = None if norm is None else float(norm)
        self.weights: list[keras.Variable] = []
        for number, (lanes, _) in enumerate(choices):
            variable = keras.Variable(tf.zeros([lanes.stop - lanes.start, numbers]))
            # Its own clipping by norm would take the norm over all lanes.
            optimizer = make_optimizer(lineup.specs[lanes.start], learning_rate=self._rate(number), global_clipnorm=None)
            optimizer.build([variable])
            self.weights.append(variable)
            self._stretches.append((lanes, optimizer))
        self._fresh = [variable.numpy() for variable in self._remembered]

    def _rate(self, number: int) -> Callable[[], Any]:
        """The learning rates of a stretch in the update that is being made: `(lanes, 1)`."""
        return lambda: self._rates[number]

    @property
    def _remembered(self) -> list[keras.Variable]:
        return [variable for _, optimizer in self._stretches for variable in optimizer.variables]

    def reset(self) -> None:
        """Forget everything; the weights stay."""
        for variable, value in zip(self._remembered, self._fresh, strict=True):
            variable.assign(value)

    def flat(self) -> tf.Tensor:
        """All weights and biases: `(lanes, numbers)`."""
        values = [variable.value for variable in self.weights]
        return tf.concat(values, 0) if len(values) > 1 else values[0]

    def load(self, flat: Any) -> None:
        """Go on from other weights and biases, `(lanes, numbers)`."""
        for variable, (lanes, _) in zip(self.weights, self._stretches, strict=True):
            variable.assign(flat[lanes])

    def apply(self, gradient: tf.Tensor, rates: tf.Tensor) -> None:
        """Make one update.

        Args:
            gradient: `(lanes, numbers)`.
            rates: learning rates, `(lanes, 1)`.
        """
        if self._longest is not None:
            gradient = clipped(gradient, self._longest)
        self._rates[:] = split_lanes(self._stretches, rates)
        pieces = zip(self._stretches, self.weights, split_lanes(self._stretches, gradient), strict=True)
        for (_, optimizer), variable, piece in pieces:
            optimizer.apply([piece], [variable])


def clipped(gradient: tf.Tensor, most: float) -> tf.Tensor:
    """Gradients `(lanes, numbers)`, each lane's shortened by itself, as Keras does it for one network."""
    norm = tf.sqrt(tf.reduce_sum(tf.square(gradient), 1, keepdims=True))
    # The last term makes a lane whose gradient is no longer finite say so.
    return gradient * (most * tf.minimum(1 / norm, 1 / most) + (norm - norm))
