"""Inside many networks at once: the sizes of each layer's gradients, and which of its units have gone flat.

The same numbers as those of `playground.engine.inside`, for every lane of a line-up; whichever engine trains it, this is done in NumPy.
"""

from dataclasses import replace

import numpy as np

from playground.arrays import FloatArray
from playground.engine.gradients import MOST_SAMPLES
from playground.engine.inside import DEAD
from playground.engine.lanes.lineup import Lineup
from playground.engine.lanes.numpy_lanes import NumpyLanes
from playground.snapshot import Parameters


class LanesInside:
    """Looks into all networks of a line-up, over and over, on the first samples of their training data."""

    def __init__(self, lineup: Lineup) -> None:
        """Prepare the samples to look with."""
        datasets = tuple(replace(data, train=data.train.first(MOST_SAMPLES)) for data in lineup.datasets)
        self._engine = NumpyLanes(replace(lineup, datasets=datasets))
        self._samples = np.arange(len(datasets[0].train))[None].repeat(len(datasets), axis=0)

    def __call__(self, parameters: Parameters) -> tuple[FloatArray, FloatArray]:
        """What there is to see.

        Args:
            parameters: of all lanes, as the engine has them.

        Returns:
            For each lane and layer, `(lanes, layers)` each: the root mean square of how the loss changes with each weight, and the share
            of units that are flat for every sample, 0 to 1; NaN for the output.
        """
        engine = self._engine
        engine.load(parameters)
        with np.errstate(all="ignore"):  # a network that diverges overflows
            engine.differentiate_samples(self._samples)
            gradients = [np.sqrt(np.mean(np.square(matrix[:, :-1], dtype=np.float64), axis=(1, 2))) for matrix in engine.matrix_gradients]
            hidden = engine.layers(self._samples.shape[1])[:-1]
            dead = [(np.abs(layer.slopes()).max(axis=2) < DEAD).mean(axis=1) for layer in hidden]
        nobody = np.full(len(gradients[0]), np.nan)
        return np.stack(gradients, axis=1), np.stack([*dead, nobody], axis=1)
