"""Layers: what a network is made of. One file for each kind, or for kinds that share most of what they do.

To add a kind, write a `LayerKind` and a class with its two directions beside the others, and name it here.
"""

from playground.nn.layers import conv2d, dense, flatten, noise, normalization, pooling
from playground.nn.layers.applied import HasActivation
from playground.nn.layers.base import Layer, LayerKind, Place, Shape, Weight, as_keras, from_keras, laid_out
from playground.registry import Registry

LAYERS: Registry[LayerKind] = Registry(
    "layer",
    [
        dense.ENTRY,
        conv2d.ENTRY,
        pooling.MAX_POOLING,
        pooling.AVERAGE_POOLING,
        pooling.GLOBAL_AVERAGE_POOLING,
        flatten.ENTRY,
        noise.DROPOUT,
        noise.GAUSSIAN_NOISE,
        normalization.BATCH_NORMALIZATION,
        normalization.LAYER_NORMALIZATION,
    ],
)
"""In menu order."""

__all__ = ["LAYERS", "HasActivation", "Layer", "LayerKind", "Place", "Shape", "Weight", "as_keras", "from_keras", "laid_out"]
