"""A playground for neural networks: specs, training and predictions from Python.

import playground

spec = playground.preset("circle")
for snapshot in playground.train(spec):
    print(snapshot.epoch, snapshot.metrics.test_accuracy)
playground.predict(spec, snapshot.parameters, [[0.0, 0.0], [4.0, 4.0]])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.engine import predict, train
    from playground.errors import PlaygroundError
    from playground.snapshot import Metrics, Snapshot
    from playground.spec import RunSpec, preset

__all__ = ["Metrics", "PlaygroundError", "RunSpec", "Snapshot", "predict", "preset", "train"]

# Loaded when first asked for, so that a program inside the package can set the number of threads before NumPy is loaded.
_HOMES = {
    "Metrics": "snapshot",
    "PlaygroundError": "errors",
    "RunSpec": "spec",
    "Snapshot": "snapshot",
    "predict": "engine",
    "preset": "spec",
    "train": "engine",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
