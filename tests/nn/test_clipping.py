"""Every kind of gradient clipping: by hand, and against Keras."""

import numpy as np
import pytest

from playground.nn.clipping import CLIPPINGS

EVERY = pytest.mark.parametrize("clipping", [*CLIPPINGS.values()], ids=lambda entry: entry.name)


def clipped(clipping, gradients, **settings):
    g = np.array(gradients)
    clipping.clip(g, np.empty_like(g), **clipping.settings(settings))
    return g


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("none", {}, [3, -4, 0]),
        ("norm", {"global_clipnorm": 1.0}, [0.6, -0.8, 0]),
        ("norm", {"global_clipnorm": 5.0}, [3, -4, 0]),
        ("value", {"clipvalue": 3.5}, [3, -3.5, 0]),
    ],
)
def test_values_calculated_by_hand(name, settings, expected):
    assert clipped(CLIPPINGS[name], [3.0, -4.0, 0.0], **settings) == pytest.approx(expected)


@EVERY
@pytest.mark.parametrize("size", [0.01, 1, 100])
@pytest.mark.parametrize("limit", [None, 3.0])
def test_an_update_of_several_variables_is_that_of_the_keras_twin(clipping, size, limit, keras):
    given = {each.name: limit for each in clipping.hyperparameters if limit}
    settings = clipping.settings(given)
    assert list(settings) == ([clipping.keras] if clipping.keras else [])
    rng = np.random.default_rng(0)
    shapes = [(4, 3), (3,), (3, 2)]
    weights, gradients = ([rng.normal(0, scale, shape).astype(np.float32) for shape in shapes] for scale in (1, size))
    variables = [keras.Variable(w) for w in weights]
    keras.optimizers.SGD(0.1, **settings).apply([keras.ops.convert_to_tensor(g) for g in gradients], variables)
    flat = np.concatenate([g.ravel() for g in gradients])
    expected = np.concatenate([np.ravel(v) for v in variables])
    found = np.concatenate([w.ravel() for w in weights]) - 0.1 * clipped(clipping, flat, **given)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@EVERY
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_works_in_place_and_the_type_of_the_numbers_stays(clipping, dtype):
    g = np.array([30.0, -40.0], dtype)
    assert clipping.clip(g, np.empty_like(g), **clipping.settings({})) is None
    assert g.dtype == dtype
    assert clipping.name == "none" or (np.abs(g) < 1).all()


@EVERY
@pytest.mark.parametrize("end", ["low", "high"])
def test_no_gradient_stays_none_and_small_ones_stay_as_they_are(clipping, end):
    settings = {each.name: getattr(each, end) for each in clipping.hyperparameters}
    with np.errstate(all="raise"):
        assert (clipped(clipping, np.zeros(3, np.float32), **settings) == 0).all()
        np.testing.assert_array_equal(clipped(clipping, [1e-7, -1e-7], **settings), [1e-7, -1e-7])


@pytest.mark.parametrize("bad", [np.inf, np.nan, 1e30])
def test_a_gradient_without_a_length_gives_no_numbers_as_in_keras(bad, keras):
    """So that a run that diverges says so, instead of standing still."""
    g = np.array([1, bad], np.float32)
    variable = keras.Variable(np.zeros(2, np.float32))
    keras.optimizers.SGD(1.0, global_clipnorm=1.0).apply([keras.ops.convert_to_tensor(g)], [variable])
    with np.errstate(all="ignore"):
        assert np.isnan(clipped(CLIPPINGS["norm"], g)).all()
    assert np.isnan(np.asarray(variable)).all()
