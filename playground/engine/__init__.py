"""Engines: what trains a network. `numpy_engine` is backpropagation from scratch, `tensorflow_engine` the same in a compiled graph.

Importing this package imports neither TensorFlow nor Keras; an engine is loaded when a spec asks for it.
"""

from playground.engine.base import Engine, make_engine
from playground.engine.maps import NeuronMaps
from playground.engine.network import forward, predict
from playground.engine.train import train
from playground.engine.training import Training

__all__ = ["Engine", "NeuronMaps", "Training", "forward", "make_engine", "predict", "train"]
