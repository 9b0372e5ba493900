"""The weights that a network starts from."""

import numpy as np
import pytest

from playground.nn.initializers import glorot_uniform


@pytest.mark.parametrize(("fan_in", "fan_out"), [(1, 1), (2, 4), (784, 128)])
def test_glorot_keeps_within_its_limit_and_fills_it(fan_in, fan_out):
    kernel = glorot_uniform(fan_in, fan_out, np.random.default_rng(0))
    limit = np.sqrt(6 / (fan_in + fan_out))
    assert kernel.shape == (fan_in, fan_out)
    assert kernel.dtype == np.float32
    assert np.abs(kernel).max() <= limit
    if kernel.size > 1000:
        assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.01)
        assert kernel.mean() == pytest.approx(0, abs=limit / 100)


def test_the_same_numbers_give_the_same_weights():
    first, second, other = (glorot_uniform(5, 5, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert (first != other).all()
