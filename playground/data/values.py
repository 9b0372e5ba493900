"""Points with a value each: what the data sets for regression share."""

from collections.abc import Callable

import numpy as np

from playground.arrays import FloatArray
from playground.data.dataset import EXTENT

Generate = Callable[[int, float, np.random.Generator], tuple[FloatArray, FloatArray]]


def sampled(function: Callable[..., FloatArray], coordinates: int) -> Generate:
    """A generator of points that lie anywhere, each with the value that a function has there.

    Noise is added to the value and moves no point: it is normally distributed, with a standard deviation of `noise` itself. The
    functions stay between -1 and 1, so at 1 there is more noise than function.

    Args:
        function: of the coordinates, each `(n,)`, to values `(n,)` from -1 to 1.
        coordinates: 2 for a plane, 1 for a line.

    Returns:
        `(samples, noise, rng) -> (points (samples, coordinates), values (samples,))`, both float32.
    """

    def generate(samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        points = rng.uniform(-EXTENT, EXTENT, (samples, coordinates))
        values = function(*points.T) + noise * rng.normal(0, 1, samples)
        return points.astype(np.float32), values.astype(np.float32)

    return generate
