"""A playground for neural networks: specs, training and predictions from Python.

import playground

spec = playground.preset("circle")
for snapshot in playground.train(spec):
    print(snapshot.epoch, snapshot.metrics.test_accuracy)
playground.predict(spec, snapshot.parameters, [[0.0, 0.0], [4.0, 4.0]])
"""

from playground.engine import predict, train
from playground.errors import PlaygroundError
from playground.snapshot import Metrics, Snapshot
from playground.spec import RunSpec, preset

__all__ = ["Metrics", "PlaygroundError", "RunSpec", "Snapshot", "predict", "preset", "train"]
