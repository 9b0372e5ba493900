"""The gradient of the loss at the weights of a snapshot."""

import numpy as np
import pytest

from playground.engine import make_engine
from playground.engine.base import initial_parameters
from playground.engine.gradients import MOST_SAMPLES, Gradients
from playground.engine.samples import load_data
from tests.support import CLASSES, NUMBERS, make_spec

NETWORKS = {
    "yes or no": {"layers": "4 tanh, 3 relu"},
    "classes": {"dataset": "rings", "layers": "5 elu, layer_normalization", **CLASSES},
    "a number": {"dataset": "sine", "layers": "4 sine", **NUMBERS},
    "regularized": {"layers": [{"kind": "dense", "units": 4, "regularizer": "l2"}]},
}


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
@pytest.mark.parametrize("settings", NETWORKS.values(), ids=[*NETWORKS])
def test_it_is_the_step_that_either_engine_makes_down_the_slope(request, settings, engine):
    if engine == "tensorflow":
        request.getfixturevalue("keras")
    samples = 100
    spec = make_spec(engine=engine, optimizer="sgd", batch_size=samples, data={"samples": 2 * samples}, **settings)
    data = load_data(spec)
    before = initial_parameters(spec)
    trained = make_engine(spec, data)
    trained.train(np.arange(samples, dtype=np.int32)[None], 0, np.ones(1, np.float32))
    gradients = Gradients(spec, data)(before)
    after = trained.parameters()
    assert any(np.abs(gradient).max() > 1e-3 for gradient in gradients.values())
    for name, gradient in gradients.items():
        np.testing.assert_allclose(before[name] - after[name], gradient, rtol=1e-4, atol=1e-5)


def test_it_looks_at_the_first_samples_and_changes_nothing():
    spec = make_spec(layers="4 tanh, batch_normalization, dropout")
    data = load_data(spec)
    look, parameters = Gradients(spec, data), initial_parameters(spec)
    kept = {name: array.copy() for name, array in parameters.items()}
    first = {name: array.copy() for name, array in look(parameters).items()}
    for name, array in look(parameters).items():
        np.testing.assert_array_equal(array, first[name])
        np.testing.assert_array_equal(parameters[name], kept[name])
    assert len(data.train) > MOST_SAMPLES
