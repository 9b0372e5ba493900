"""Those that are measured side by side: this project, and other programs that do the same work, each in a process of its own.

To add one, add an entry to `PROGRAMS`. One in Python is a function that is given the name of the work and the folder with the data, gets
ready, warms up, and returns another function, which does one round of work and returns how much it did. One in JavaScript is the same in
`benchmarks/node/peers.mjs`. Importing this package imports none of them.
"""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

NODE = Path(__file__).parents[1] / "node"
NODE_MODULES = NODE / "node_modules"

Round = Callable[[], float]
"""One round of work: how many samples, epochs or whatever the work is counted in."""


@dataclass(frozen=True)
class Program:
    """Something that can be measured.

    Attributes:
        label: what the table calls it.
        start: `"module:function"` for Python; the name in `peers.mjs` for JavaScript.
        needs: the package without which it cannot run: a Python module, or the name of an npm package.
    """

    label: str
    start: str
    needs: str = "numpy"

    @property
    def in_node(self) -> bool:
        """Whether it is JavaScript."""
        return ":" not in self.start

    @property
    def missing(self) -> str | None:
        """Why it cannot run on this machine, or `None`."""
        if not self.in_node:
            return None if find_spec(self.needs) else "not installed"
        if shutil.which("node") is None:
            return "Node.js not installed"
        return None if (NODE_MODULES / self.needs).is_dir() else "not installed"

    @property
    def version(self) -> str:
        """Of the npm package it needs; `"none"` if it is not there."""
        try:
            return str(json.loads((NODE_MODULES / self.needs / "package.json").read_text())["version"])
        except OSError:
            return "none"

    def command(self, name: str, work: str, folder: Path) -> list[str]:
        """How it is started, to do one round for each line on its stdin."""
        program = ["node", str(NODE / "peers.mjs"), self.start] if self.in_node else [sys.executable, "-m", "benchmarks.peers", name]
        return [*program, work, str(folder)]


PROGRAMS: dict[str, Program] = {
    "fit": Program("Keras fit", "benchmarks.peers.keras_fit:fit", "keras"),
    "fit-float64": Program("Keras fit, pictures in float64", "benchmarks.peers.keras_fit:fit_float64", "keras"),
    "tensorflow": Program("TensorFlow engine, measuring", "benchmarks.peers.ours:tensorflow", "tensorflow"),
    "tensorflow-updates": Program("TensorFlow engine", "benchmarks.peers.ours:tensorflow_updates", "tensorflow"),
    "numpy": Program("NumPy engine, measuring", "benchmarks.peers.ours:numpy"),
    "numpy-updates": Program("NumPy engine", "benchmarks.peers.ours:numpy_updates"),
    "lanes-tensorflow": Program("TensorFlow, all lanes at once", "benchmarks.peers.ours:lanes_tensorflow", "tensorflow"),
    "lanes-numpy": Program("NumPy, all lanes at once", "benchmarks.peers.ours:lanes_numpy"),
    "one-by-one-tensorflow": Program("TensorFlow, one lane after another", "benchmarks.peers.ours:one_by_one_tensorflow", "tensorflow"),
    "one-by-one-numpy": Program("NumPy, one lane after another", "benchmarks.peers.ours:one_by_one_numpy"),
    "maps": Program("NeuronMaps", "benchmarks.peers.ours:maps"),
    "sklearn": Program("scikit-learn MLPClassifier", "benchmarks.peers.others:scikit_learn", "sklearn"),
    "torch": Program("PyTorch, eager", "benchmarks.peers.others:torch_eager", "torch"),
    "sgemm": Program("np.dot", "benchmarks.peers.others:sgemm"),
    "convnetjs": Program("ConvNetJS", "convnetjs", "convnetjs"),
    "tfjs-cpu": Program("TensorFlow.js fit, JavaScript", "tfjs-cpu", "@tensorflow/tfjs"),
    "tfjs-wasm": Program("TensorFlow.js fit, WebAssembly", "tfjs-wasm", "@tensorflow/tfjs-backend-wasm"),
}
