"""What every unit and every map of a network makes of some pictures, in NumPy, whichever engine trains it."""

from collections.abc import Sequence

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.engine.network import answers, arranged, build, by_layer, inputs
from playground.nn.layers.base import as_keras
from playground.snapshot import Parameters
from playground.spec import RunSpec


class Responses:
    """Asks one network over and over, with as many pictures each time; the layers and their memory are made once."""

    def __init__(self, spec: RunSpec, batch: int = 1) -> None:
        """Make the layers.

        Args:
            spec: of the run.
            batch: how many pictures it is asked at a time.
        """
        self._spec = spec
        self._weights = [{part: np.zeros(weight.shape, np.float32) for part, weight in weights.items()} for weights in spec.weights]
        self._layers = build(spec, batch, np.float32, self._weights)

    def __call__(self, parameters: Parameters, raw: FloatArray | ByteArray) -> Sequence[FloatArray]:
        """What every layer says, from the first after the input to the output.

        Args:
            parameters: of a snapshot of the run.
            raw: `batch` pictures, as `network.kept` takes them.

        Returns:
            For each layer an array in Keras' layout, `(batch, height, width, channels)` or `(batch, units)`; good until the next call.
        """
        for weights, now in zip(self._weights, by_layer(self._spec, parameters), strict=True):
            for part, array in now.items():
                weights[part][...] = array
        a = arranged(self._spec, inputs(self._spec, raw))
        said = []
        with np.errstate(all="ignore"):  # a network that diverges overflows
            for layer in self._layers:
                a = layer.forward(a, None, training=False)
                said.append(as_keras(a))
            said[-1] = answers(self._spec, said[-1])
        return said
