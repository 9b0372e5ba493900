"""The parts of a spec as Keras has them: layers, loss and optimizer."""

from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from playground.engine.for_xla import FOR_XLA
from playground.nn.losses.base import EPSILON
from playground.spec import RunSpec
from playground.spec.choice import ActivationChoice
from playground.spec.layer import LayerSpec


def activation(choice: ActivationChoice) -> Callable[[Any], Any]:
    """An activation as a function of one tensor."""
    twin: Callable[[Any], Any] = choice.entry.keras_twin(keras, choice.settings)
    return twin


def make_layer(layer: LayerSpec, name: str, *, last: bool = False) -> keras.layers.Layer:
    """A layer; the last one stops at its weighted sums, since what is made of them may be one function with the loss."""
    arguments = layer.entry.keras_arguments(layer.settings)
    if layer.entry.activation is not None:
        regularizer = layer.regularizer
        arguments["activation"] = None if last else activation(layer.activation)
        if regularizer.entry.keras is not None:
            arguments["kernel_regularizer"] = getattr(keras.regularizers, regularizer.entry.keras)(**regularizer.settings)
    return getattr(keras.layers, layer.entry.keras)(**arguments, name=name)


class KerasNetwork:
    """The network of a spec, from its input to the weighted sums of its outputs.

    Attributes:
        variables: all numbers that it has, by name and in the order of `playground.engine.base.initial_parameters`.
        trainable: those that training changes, in the same order.
    """

    def __init__(self, spec: RunSpec) -> None:
        """Make the layers and their variables."""
        names = spec.layer_names
        self._specs = spec.layers
        self._layers = [make_layer(layer, name, last=name == names[-1]) for layer, name in zip(spec.layers, names, strict=True)]
        self.variables: dict[str, keras.Variable] = {}
        self.trainable: list[keras.Variable] = []
        for layer, name, shape, weights in zip(self._layers, names, spec.shapes, spec.weights, strict=False):
            layer.build([None, *shape])
            for part, weight in weights.items():
                variable = getattr(layer, part)
                self.variables[f"{name}/{part}"] = variable
                if weight.trainable:
                    self.trainable.append(variable)

    def sums(self, x: tf.Tensor, random: Sequence[tf.Tensor | None], *, training: bool, for_xla: bool) -> tf.Tensor:
        """The weighted sums of the outputs for samples in the shape of the input.

        Args:
            x: the samples.
            random: for each layer the numbers that it draws while it trains, or `None`.
            training: whether it learns.
            for_xla: XLA will compile this: some kinds of layers are then written so that it can melt them together.
        """
        for layer, spec, draw in zip(self._layers, self._specs, random, strict=True):
            if spec.entry.apply_draw is not None:
                x = x if draw is None else spec.entry.apply_draw(x, draw)
            elif for_xla and spec.kind in FOR_XLA:
                x = FOR_XLA[spec.kind](layer, spec.settings, x)
            else:
                x = layer(x, training=training)
        return x

    def penalty(self) -> tf.Tensor:
        """What the regularizers add to the loss."""
        kernels = [(layer.kernel_regularizer, layer.kernel) for layer in self._layers if getattr(layer, "kernel_regularizer", None)]
        return tf.add_n([regularizer(kernel) for regularizer, kernel in kernels]) if kernels else tf.zeros([])


def make_loss(spec: RunSpec, reduction: str | None = "sum_over_batch_size") -> Callable[[Any, Any], Any]:
    """The loss of a batch as a function of targets and weighted sums.

    Args:
        spec: of the run.
        reduction: what is made of the losses of all samples: their mean, or with `None` nothing.
    """
    loss, output = spec.training.loss, spec.model.output.activation
    twin = getattr(keras.losses, loss.entry.keras)
    if loss.entry.from_logits(output.name):
        on_sums: Callable[[Any, Any], Any] = twin(from_logits=True, reduction=reduction, **loss.settings)
        return on_sums
    on_answers, answers = twin(reduction=reduction, **loss.settings), activation(output)
    if float(loss.settings.get("gamma", 1)) < 1:
        # The slope of a power below 1 is infinite at 0, and Keras says NaN as soon as an output is certain and right.
        return lambda y, z: on_answers(y, keras.ops.clip(answers(z), EPSILON, 1 - EPSILON))
    return lambda y, z: on_answers(y, answers(z))


def make_optimizer(spec: RunSpec, **others: Any) -> keras.optimizers.Optimizer:
    """The optimizer, with its clipping; its learning rate is set before each update.

    Args:
        spec: of the run.
        others: arguments of Keras' class, in the place of what the spec says.
    """
    optimizer, clipping = spec.training.optimizer, spec.training.clipping
    arguments = {**optimizer.entry.keras_arguments, **optimizer.settings}
    if clipping.entry.keras is not None:
        arguments |= clipping.settings
    return getattr(keras.optimizers, optimizer.entry.keras)(**arguments | others)
