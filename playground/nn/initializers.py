"""Initializers: the weights that a network starts from.

To break the symmetry between units they must differ, and to keep signals alive they must be neither too large nor too small.
"""

import numpy as np

from playground.arrays import FloatArray


def glorot_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> FloatArray:
    """Uniform in +-sqrt(6 / (fan_in + fan_out)), which keeps the variance of signals and gradients about level; Keras' default.

    Args:
        fan_in: inputs of each unit.
        fan_out: units of the layer.
        rng: where the numbers come from.

    Returns:
        The kernel, float32 `(fan_in, fan_out)`.

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010, equation 16.
    """
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, size=(fan_in, fan_out)).astype(np.float32)
