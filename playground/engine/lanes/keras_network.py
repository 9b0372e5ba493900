"""The networks of a line-up in TensorFlow: Keras' activations, losses and regularizers on slices of the lanes, and products for XLA.

XLA melts whatever stands between two places where numbers have to be in memory into one loop, and starting a loop takes about as long as a
small network's arithmetic. So there should be few loops, and each should run over all lanes.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from playground.engine.for_xla import SMALL
from playground.engine.keras_model import activation, make_loss
from playground.engine.lanes.lineup import Lineup
from playground.engine.lanes.neighbours import activation_of, loss_of, regularizer_of
from playground.spec.choice import Choice

FEW_SAMPLES = 16
"""The gradient of a kernel is summed up by hand for batches of at most so many samples."""

Stretch = tuple[slice, Any]
Part = tuple[tf.Tensor, tf.Tensor]
"""A kernel `(lanes, fan_in, units)` and its bias `(lanes, units)`."""


class LanesNetwork:
    """The networks of a line-up, from their inputs to the weighted sums of their outputs and to the loss.

    Attributes:
        names: of kernels and biases, in the order of `playground.engine.base.initial_parameters`.
        shapes: of those, without the axis of lanes.
    """

    def __init__(self, lineup: Lineup) -> None:
        """Find out which neighbours have something in common."""
        common = lineup.common
        dense = [number for number, layer in enumerate(common.layers) if layer.entry.activation is not None]
        named = [
            (f"{name}/{part}", w) for name, weights in zip(common.layer_names, common.weights, strict=True) for part, w in weights.items()
        ]
        self.names = [name for name, _ in named]
        self.shapes = [weight.shape for _, weight in named]
        self._sizes = [math.prod(shape) for shape in self.shapes]
        self._activations = [_made(lineup.stretches(activation_of(number)), activation) for number in dense[:-1]]
        self._regularizers = [_made(lineup.stretches(regularizer_of(number)), _regularizer) for number in dense]
        losses = lineup.stretches(loss_of)
        self._losses = [(lanes, make_loss(lineup.specs[lanes.start], reduction=None)) for lanes, _ in losses]

    def parts(self, flat: tf.Tensor) -> list[Part]:
        """All numbers, `(lanes, numbers)`, as the kernel and the bias of each layer."""
        arrays = [tf.reshape(piece, [-1, *shape]) for piece, shape in zip(tf.split(flat, self._sizes, 1), self.shapes, strict=True)]
        return list(zip(arrays[::2], arrays[1::2], strict=True))

    def sums(self, parts: Sequence[Part], x: tf.Tensor, *, for_xla: bool) -> tf.Tensor:
        """The weighted sums of the outputs.

        Args:
            parts: kernels and biases.
            x: samples, `(lanes, n, inputs)`.
            for_xla: XLA will compile this.

        Returns:
            `(lanes, n, outputs)`.
        """
        product = multiplied if for_xla else tf.matmul
        for (kernel, bias), activations in zip(parts, self._activations, strict=False):
            x = _on_stretches(activations, product(x, kernel) + bias[:, None], flat=for_xla)
        kernel, bias = parts[-1]
        return product(x, kernel) + bias[:, None]

    def loss(self, y: tf.Tensor, z: tf.Tensor) -> tf.Tensor:
        """The mean loss of each lane, added up, so that the derivative of the sum is that of each lane by itself.

        Args:
            y: targets, `(lanes, batch, outputs)`.
            z: weighted sums of the outputs, `(lanes, batch, outputs)`.
        """
        pairs = zip(self._losses, split_lanes(self._losses, y), split_lanes(self._losses, z), strict=True)
        return tf.add_n([tf.reduce_sum(loss(of_y, of_z)) for (_, loss), of_y, of_z in pairs]) / float(z.shape[1])

    def penalty(self, parts: Sequence[Part]) -> tf.Tensor:
        """What the regularizers add to the losses of all lanes."""
        each = [tf.zeros([])]
        for (kernel, _), stretches in zip(parts, self._regularizers, strict=True):
            if any(regularizer is not None for _, regularizer in stretches):
                pairs = zip(stretches, split_lanes(stretches, kernel), strict=True)
                each += [regularizer(piece) for (_, regularizer), piece in pairs if regularizer is not None]
        return tf.add_n(each)


def _multiplied(x: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]]:
    """The product of samples `(lanes, n, fan_in)` and kernels `(lanes, fan_in, units)`: `(lanes, n, units)`.

    Small ones by hand: XLA makes one loop of the product and of what is done with it, where a product of matrices is a call for each lane.
    """
    by_hand = kernel.shape[1] * kernel.shape[2] <= SMALL

    def pull_back(gradient: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        if by_hand:
            to_x = tf.reduce_sum(gradient[:, :, None, :] * kernel[:, None], 3)  # (lanes, n, fan_in, units), then (lanes, n, fan_in)
        else:
            to_x = tf.matmul(gradient, kernel, transpose_b=True)
        if x.shape[1] <= FEW_SAMPLES:
            to_kernel = tf.reduce_sum(x[:, :, :, None] * gradient[:, :, None], 1)
        else:
            to_kernel = tf.matmul(x, gradient, transpose_a=True)
        return to_x, to_kernel

    return tf.reduce_sum(x[..., None] * kernel[:, None], 2) if by_hand else tf.matmul(x, kernel), pull_back


def split_lanes(stretches: Sequence[Stretch], x: tf.Tensor) -> list[tf.Tensor]:
    """An array `(lanes, ...)` as one for each stretch.

    Not by slices: the gradient of each would be as large as the whole array, most of it zeros, and then they would be added up.
    """
    return tf.split(x, [lanes.stop - lanes.start for lanes, _ in stretches]) if len(stretches) > 1 else [x]


multiplied = tf.custom_gradient(_multiplied)
"""The same, with the gradients as they are written there."""


def _made(stretches: Sequence[tuple[slice, Choice]], make: Callable[[Any], Any]) -> list[Stretch]:
    return [(lanes, make(choice)) for lanes, choice in stretches]


def _regularizer(choice: Any) -> Callable[[tf.Tensor], tf.Tensor] | None:
    made: Callable[[tf.Tensor], tf.Tensor] | None = None
    if choice.entry.keras is not None:
        made = getattr(keras.regularizers, choice.entry.keras)(**choice.settings)
    return made


def _on_stretches(stretches: Sequence[Stretch], z: tf.Tensor, *, flat: bool) -> tf.Tensor:
    """What the activations make of the weighted sums of a hidden layer.

    Args:
        stretches: with the activation of each.
        z: `(lanes, n, units)`.
        flat: hand them over in one row: over that, XLA makes one long loop, where a processor does several numbers at once.
    """
    results = []
    for (_, function), piece in zip(stretches, split_lanes(stretches, z), strict=True):
        results.append(tf.reshape(function(tf.reshape(piece, [-1])), piece.shape) if flat else function(piece))
    return tf.concat(results, 0) if len(results) > 1 else results[0]
