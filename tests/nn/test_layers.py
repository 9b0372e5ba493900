"""Every kind of layer: its shapes, by hand, against central differences, and against Keras."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.errors import SpecError
from playground.nn.activations import ACTIVATIONS
from playground.nn.layers import LAYERS, Place, as_keras, from_keras, laid_out
from tests.support import central_differences, settings_of

BATCH = 3
PICTURE, UNITS = (7, 6, 2), (5,)

VARIATIONS = {
    "conv2d": [
        {"filters": 3},
        {"filters": 2, "kernel_size": 1, "strides": 2},
        {"filters": 2, "kernel_size": 5, "padding": "same"},
        {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"},
        {"filters": 2, "kernel_size": 3, "strides": 3},
        {"filters": 1, "kernel_size": 7, "strides": 4, "padding": "same"},
    ],
    "max_pooling2d": [{}, {"pool_size": 3}],
    "average_pooling2d": [{}, {"pool_size": 4}],
    "dropout": [{}, {"rate": 0.0}, {"rate": 0.9}],
    "batch_normalization": [{}, {"momentum": 0.5, "epsilon": 0.1}],
    "layer_normalization": [{}, {"epsilon": 0.1}],
}
"""Settings to try besides those that an entry starts with."""


def cases():
    """Each kind of layer with each input that it takes, and several settings."""
    for entry in LAYERS.values():
        for shape in (PICTURE, UNITS):
            if len(shape) in entry.ranks:
                for number, given_ in enumerate(VARIATIONS.get(entry.name, [{}])):
                    yield pytest.param(entry, shape, entry.settings(given_), id=f"{entry.name}-{len(shape)}d-{number}")


EVERY = pytest.mark.parametrize(("entry", "shape", "chosen"), [*cases()])


def built(entry, shape, chosen, *, dtype=np.float64, activation="linear", first=False, batch=BATCH):
    """A layer with random numbers, and those numbers and their gradients by name."""
    rng = np.random.default_rng(1)
    weights = {name: rng.normal(1, 0.5, weight.shape).astype(dtype) for name, weight in entry.weights(shape, **chosen).items()}
    if "moving_variance" in weights:
        weights["moving_variance"] = np.abs(weights["moving_variance"]) + dtype(0.1)
    gradients = {name: np.zeros_like(array) for name, array in weights.items()}
    place = Place(
        shape=shape,
        batch=batch,
        dtype=dtype,
        weights=weights,
        gradients=gradients,
        activation=(ACTIVATIONS[activation], ACTIVATIONS[activation].settings({})),
        first=first,
    )
    return entry.build(place, **chosen), weights, gradients


def sample(shape, dtype=np.float64, batch=BATCH):
    """A batch in Keras' layout."""
    return np.random.default_rng(0).normal(size=(batch, *shape)).astype(dtype)


def drawn(entry, shape, chosen):
    """The random numbers for a batch, where the kind needs some."""
    return entry.draw(np.random.default_rng(2), (BATCH, *shape), **chosen) if entry.draw else None


def arranged(x):
    return np.ascontiguousarray(from_keras(x))


@EVERY
def test_what_comes_out_has_the_shape_that_was_promised(entry, shape, chosen):
    layer, weights, _ = built(entry, shape, chosen)
    out = layer.forward(arranged(sample(shape)), drawn(entry, shape, chosen), training=True)
    assert out.shape == laid_out(entry.shape_after(shape, chosen), BATCH)
    assert {name: array.shape for name, array in weights.items()} == {
        name: weight.shape for name, weight in entry.weights(shape, **chosen).items()
    }


@EVERY
def test_gradients_are_the_slopes(entry, shape, chosen):
    layer, weights, gradients = built(entry, shape, chosen)
    x, draw = sample(shape), drawn(entry, shape, chosen)
    pull = np.random.default_rng(3).normal(size=(BATCH, *entry.shape_after(shape, chosen)))

    def value(_):
        return (as_keras(layer.forward(arranged(x), draw, training=True)) * pull).sum()

    value(None)
    below = as_keras(layer.backward(arranged(pull.copy()))).copy()
    found = {name: array.copy() for name, array in gradients.items()}
    flat = x.reshape(-1)
    np.testing.assert_allclose(below.ravel(), central_differences(value, flat, np.arange(flat.size)), rtol=1e-6, atol=1e-6)
    for name, weight in entry.weights(shape, **chosen).items():
        if weight.trainable:
            numbers = weights[name].reshape(-1)
            expected = central_differences(value, numbers, np.arange(numbers.size))
            np.testing.assert_allclose(found[name].ravel(), expected, rtol=1e-6, atol=1e-6, err_msg=name)


@EVERY
@pytest.mark.parametrize("training", [True, False])
def test_outputs_and_gradients_are_those_of_the_keras_twin(entry, shape, chosen, training, keras):
    import tensorflow as tf

    layer, weights, gradients = built(entry, shape, chosen, dtype=np.float32)
    twin = getattr(keras.layers, entry.keras)(**entry.keras_arguments(chosen))
    twin.build([None, *shape])
    for name, array in weights.items():
        getattr(twin, name).assign(array)
    x = sample(shape, np.float32)
    draw = drawn(entry, shape, chosen) if training else None
    with tf.GradientTape() as tape:
        x_there = tf.constant(x)
        tape.watch(x_there)
        # Chance is drawn outside: Keras' own would be other numbers.
        there = entry.apply_draw(x_there, draw) if draw is not None else twin(x_there, training=training)
        pull = np.random.default_rng(3).normal(size=there.shape).astype(np.float32)
        total = tf.reduce_sum(there * pull)
    here = layer.forward(arranged(x), draw, training=training)
    np.testing.assert_allclose(as_keras(here), there, rtol=1e-5, atol=1e-5)
    for name, array in weights.items():
        np.testing.assert_allclose(array, getattr(twin, name), rtol=1e-5, atol=1e-6, err_msg=name)
    if not training:
        return
    trained = [name for name, weight in entry.weights(shape, **chosen).items() if weight.trainable]
    below_there, *expected = tape.gradient(total, [x_there, *(getattr(twin, name).value for name in trained)])
    below = layer.backward(arranged(pull))
    np.testing.assert_allclose(as_keras(below), below_there, rtol=1e-4, atol=1e-5)
    for name, array in zip(trained, expected, strict=True):
        np.testing.assert_allclose(gradients[name], array, rtol=1e-4, atol=1e-4, err_msg=name)


@EVERY
def test_a_second_batch_knows_nothing_of_the_first(entry, shape, chosen):
    """Arrays are used again and again: nothing of the last batch may be left in them."""
    draw = drawn(entry, shape, chosen)
    pull = np.random.default_rng(3).normal(size=(BATCH, *entry.shape_after(shape, chosen)))

    def once(layer, x):
        out = layer.forward(arranged(x), draw, training=True).copy()
        return out, layer.backward(arranged(pull.copy())).copy()

    x = sample(shape)
    used, _, used_gradients = built(entry, shape, chosen)
    once(used, x * 100 + 3)
    fresh, _, fresh_gradients = built(entry, shape, chosen)
    for found, expected in zip(once(used, x), once(fresh, x), strict=True):
        np.testing.assert_array_equal(found, expected)
    for name, array in fresh_gradients.items():
        np.testing.assert_array_equal(used_gradients[name], array)


@EVERY
def test_the_first_layer_gives_nobody_a_gradient_but_has_its_own(entry, shape, chosen):
    pull = np.random.default_rng(3).normal(size=(BATCH, *entry.shape_after(shape, chosen)))
    draw = drawn(entry, shape, chosen)
    results = []
    for first in (True, False):
        layer, _, gradients = built(entry, shape, chosen, first=first)
        layer.forward(arranged(sample(shape)), draw, training=True)
        layer.backward(arranged(pull.copy()))
        results.append(gradients)
    for name, array in results[0].items():
        np.testing.assert_array_equal(array, results[1][name])


@EVERY
def test_float32_stays_float32(entry, shape, chosen):
    layer, weights, gradients = built(entry, shape, chosen, dtype=np.float32)
    draw = drawn(entry, shape, chosen)
    out = layer.forward(arranged(sample(shape, np.float32)), draw, training=True)
    assert out.dtype == np.float32
    assert layer.backward(out.copy()).dtype == np.float32
    assert {array.dtype for array in [*weights.values(), *gradients.values()]} <= {np.dtype(np.float32)}


def test_dense_by_hand():
    entry = LAYERS["dense"]
    layer, weights, gradients = built(entry, (2,), {"units": 1}, batch=1, activation="relu")
    weights["kernel"][:] = [[0.5], [-0.25]]
    weights["bias"][:] = 0.1
    assert layer.forward(np.array([[1.0, 1.0]])).tolist() == [[0.35]]
    assert layer.backward(np.array([[2.0]])).tolist() == [[1.0, -0.5]]
    assert gradients["kernel"].tolist() == [[2.0], [2.0]]
    assert gradients["bias"].tolist() == [2.0]


def test_convolution_by_hand():
    """An edge finder over a step: nothing on the even parts, a full answer at the edge."""
    chosen = LAYERS["conv2d"].settings({"filters": 1, "kernel_size": 3})
    layer, weights, _ = built(LAYERS["conv2d"], (3, 5, 1), chosen, batch=1)
    weights["kernel"][..., 0, 0] = [[-1, 0, 1]] * 3
    weights["bias"][:] = 0.5
    step = np.array([[[0, 0, 1, 1, 1]] * 3])[..., None].astype(float)
    assert as_keras(layer.forward(arranged(step), None, training=True)).ravel().tolist() == [3.5, 3.5, 0.5]


def test_pooling_by_hand():
    x = np.array([[[1, 2, 9], [5, 3, 9], [9, 9, 9]]])[..., None].astype(float)  # the last row and column are in no window
    for name, expected, below in (("max_pooling2d", 5, [0, 0, 0, 4, 0]), ("average_pooling2d", 2.75, [1, 1, 0, 1, 1])):
        layer, _, _ = built(LAYERS[name], (3, 3, 1), {"pool_size": 2}, batch=1)
        assert layer.forward(arranged(x), None, training=True).ravel().tolist() == [expected]
        assert layer.backward(np.full((1, 1, 1, 1), 4.0)).ravel().tolist() == [*below, 0, 0, 0, 0]


def test_of_several_largest_the_first_gets_the_gradient():
    layer, _, _ = built(LAYERS["max_pooling2d"], (2, 2, 1), {"pool_size": 2}, batch=1)
    layer.forward(np.ones((1, 2, 2, 1)), None, training=True)
    assert layer.backward(np.ones((1, 1, 1, 1))).ravel().tolist() == [1, 0, 0, 0]


def test_dropout_silences_its_share_and_keeps_the_sum():
    draw = LAYERS["dropout"].draw(np.random.default_rng(0), (1000, 100), rate=0.3)
    assert (draw == 0).mean() == pytest.approx(0.3, abs=0.01)
    assert draw.mean() == pytest.approx(1, abs=0.01)
    assert set(np.unique(draw)) == {0, np.float32(1 / 0.7)}
    assert (LAYERS["dropout"].draw(np.random.default_rng(0), (10, 10), rate=0.0) == 1).all()


def test_noise_has_the_strength_that_was_asked_for():
    draw = LAYERS["gaussian_noise"].draw(np.random.default_rng(0), (1000, 100), stddev=0.2)
    assert draw.std() == pytest.approx(0.2, rel=0.01)
    assert draw.mean() == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("name", [entry.name for entry in LAYERS.values() if entry.draw])
def test_chance_is_for_training_only(name):
    chosen = LAYERS[name].settings({})
    layer, _, _ = built(LAYERS[name], UNITS, chosen)
    x = sample(UNITS)
    np.testing.assert_array_equal(layer.forward(x, drawn(LAYERS[name], UNITS, chosen), training=False), x)


def test_batch_normalization_uses_what_was_usual_when_it_is_only_asked():
    chosen = LAYERS["batch_normalization"].settings({"momentum": 0.0, "epsilon": 1e-7})
    layer, weights, _ = built(LAYERS["batch_normalization"], UNITS, chosen)
    x = sample(UNITS)
    trained = layer.forward(x, None, training=True)
    np.testing.assert_allclose(weights["moving_mean"], x.mean(axis=0))
    np.testing.assert_allclose(layer.forward(x, None, training=False), trained)


@pytest.mark.parametrize(
    ("name", "shape", "given_", "says"),
    [
        (
            "dense",
            (26, 26, 8),
            {},
            r"Dense takes units and gets pictures of 26 by 26 by 8: put Flatten or GlobalAveragePooling2D before it\.",
        ),
        ("conv2d", (784,), {}, r"Conv2D takes pictures and gets 784 units: it has to stand before Flatten, on picture data\."),
        ("flatten", (784,), {}, r"Flatten takes pictures and gets 784 units"),
        (
            "conv2d",
            (4, 3, 1),
            {"kernel_size": 5},
            r"Conv2D with a kernel of 5 by 5 does not fit in a picture of 4 by 3; at most 3 by 3 would\.",
        ),
        ("max_pooling2d", (1, 1, 4), {}, r"Pooling with windows of 2 by 2 does not fit in a picture of 1 by 1; at most 1 by 1 would\."),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(name, shape, given_, says):
    with pytest.raises(SpecError, match=says):
        LAYERS[name].shape_after(shape, LAYERS[name].settings(given_))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), height=st.integers(1, 12), width=st.integers(1, 12))
def test_shapes_are_those_of_keras(data, height, width, keras):
    entry = LAYERS[data.draw(st.sampled_from(["conv2d", "max_pooling2d", "average_pooling2d"]))]
    chosen = data.draw(settings_of(entry))
    twin = getattr(keras.layers, entry.keras)(**entry.keras_arguments(chosen))
    try:
        shape = entry.shape_after((height, width, 2), chosen)
    except SpecError:
        with pytest.raises(ValueError, match=r"negative|Computed output size"):
            twin.compute_output_shape((1, height, width, 2))
    else:
        assert twin.compute_output_shape((1, height, width, 2)) == (1, *shape)


@EVERY
def test_what_it_keeps_is_counted(entry, shape, chosen):
    assert entry.kept_numbers(shape, chosen) >= math.prod(entry.shape_after(shape, chosen))
