"""A playground for neural networks: specs, training and predictions from Python.

    import playground

    spec = playground.preset("circle")
    for snapshot in playground.train(spec):
        print(snapshot.epoch, snapshot.metrics.test.accuracy)
    playground.predict(spec, snapshot.parameters, [[0.0, 0.0], [4.0, 4.0]])

The names are loaded when they are first used: importing the package does no work, and leaves a program time to set the number of
threads before NumPy reads it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.engine import predict, train
    from playground.errors import PlaygroundError
    from playground.snapshot import Metrics, Snapshot
    from playground.spec import RunSpec, preset

__all__ = ["Metrics", "PlaygroundError", "RunSpec", "Snapshot", "predict", "preset", "train"]

_HOME = {
    "predict": "playground.engine",
    "train": "playground.engine",
    "PlaygroundError": "playground.errors",
    "Metrics": "playground.snapshot",
    "Snapshot": "playground.snapshot",
    "RunSpec": "playground.spec",
    "preset": "playground.spec",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'playground' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
