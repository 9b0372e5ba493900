"""Layers as XLA likes them on a CPU: the same arithmetic as Keras' own, several times as fast.

XLA melts sums, products and slices into one loop. A product of small matrices it hands to a library, which takes longer than the
arithmetic; and for convolutions with few channels it has nothing good at all. So these are written out here, from what it can melt.
"""

from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from playground.nn.layers.conv2d import conv_windows
from playground.nn.layers.pooling import pool_windows

SMALL = 256
"""Kernels of at most so many numbers are multiplied by hand."""


def _dense(layer: keras.layers.Dense, settings: Mapping[str, Any], x: tf.Tensor) -> tf.Tensor:
    if layer.kernel.shape[0] * layer.units > SMALL:
        return layer(x)
    z = tf.reduce_sum(x[:, :, None] * layer.kernel, 1) + layer.bias  # (batch, fan_in, units), then (batch, units)
    return z if layer.activation is None else layer.activation(z)


def _conv2d(layer: keras.layers.Conv2D, settings: Mapping[str, Any], x: tf.Tensor) -> tf.Tensor:
    """All windows side by side in one matrix, as the NumPy engine has it, and then one product."""
    x = _batch_last(x)
    channels, height, width, _ = x.shape
    at = conv_windows((height, width, channels), **settings)
    top, bottom, left, right = at.rim
    if any(at.rim):
        x = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]])
    columns = tf.concat([part for _, _, part in at.parts(x)], 0)  # (inside a window, rows, columns, batch)
    inside = columns.shape[0]
    kernel = tf.reshape(layer.kernel, [inside, layer.filters])
    z = tf.matmul(kernel, tf.reshape(columns, [inside, -1]), transpose_a=True)  # (filters, windows)
    z = tf.reshape(z, [layer.filters, at.rows, at.columns, -1]) + layer.bias[:, None, None, None]
    return _batch_first(z if layer.activation is None else layer.activation(z))


def _max_pooling2d(layer: keras.layers.MaxPooling2D, settings: Mapping[str, Any], x: tf.Tensor) -> tf.Tensor:
    # Of several largest the first gets the gradient: that is how `tf.maximum` has it too.
    return _pooled(settings, x, tf.maximum)


def _average_pooling2d(layer: keras.layers.AveragePooling2D, settings: Mapping[str, Any], x: tf.Tensor) -> tf.Tensor:
    return _pooled(settings, x, tf.add) / float(layer.pool_size[0] * layer.pool_size[1])


def _pooled(settings: Mapping[str, Any], x: tf.Tensor, combine: Callable[[tf.Tensor, tf.Tensor], tf.Tensor]) -> tf.Tensor:
    x = _batch_last(x)
    channels, height, width, _ = x.shape
    (_, _, out), *others = pool_windows((height, width, channels), **settings).parts(x)
    for _, _, part in others:
        out = combine(out, part)
    return _batch_first(out)


def _batch_last(x: tf.Tensor) -> tf.Tensor:
    """From `(batch, height, width, channels)` to `(channels, height, width, batch)`; between two layers XLA takes both ways out again."""
    return tf.transpose(x, [3, 1, 2, 0])


_batch_first = _batch_last
"""The same exchange the other way round."""

FOR_XLA: Mapping[str, Callable[[Any, Mapping[str, Any], tf.Tensor], tf.Tensor]] = {
    "dense": _dense,
    "conv2d": _conv2d,
    "max_pooling2d": _max_pooling2d,
    "average_pooling2d": _average_pooling2d,
}
"""`(layer of Keras, settings, input) -> output`, by kind; kinds that are not here are Keras' own."""
