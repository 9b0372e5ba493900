"""Explanations against what TensorFlow's own gradients give for the same network in Keras.

Heatmaps are compared on the scale on which they are shown, divided by their largest value without its sign: within 1e-5 of that. A trace
of noise is laid over the digits. Their strokes are fully inked, so that many windows see the very same; which of several largest is then
the largest depends on how an engine rounds, and neither is wrong.
"""

import numpy as np
import pytest

from playground.digits.asking import Asking
from playground.digits.explanations import EXPLANATIONS
from playground.digits.explanations.grad_cam import coarse, enlarged, places
from playground.digits.explanations.integrated_gradients import slopes_on_the_way
from playground.digits.slices import finished
from playground.engine.network import last_convolution
from playground.engine.responses import Responses
from playground.nn.layers import LAYERS
from tests.digits.trained import NETWORKS, trained, unseen, untrained

LABELS = (1, 8)


def pictures(count):
    noise = np.random.default_rng(2).uniform(0, 0.05, (count, 28, 28))
    return np.clip(unseen(count) * 0.95 + noise, 0, 1).astype(np.float32)


class Twin:
    """A network in Keras."""

    def __init__(self, network):
        from playground.engine.keras_model import KerasNetwork

        self._network = KerasNetwork(network.spec)
        for name, variable in self._network.variables.items():
            variable.assign(network.parameters[name])

    def sums(self, x):
        return self._network.sums(x, [None] * len(self._network._layers), training=False, for_xla=False)

    def slopes(self, pictures, label):
        """The gradient of the sum of a class with respect to the pixels, `(n, 28, 28)`."""
        import tensorflow as tf

        x = tf.constant(pictures[..., None])
        with tf.GradientTape() as tape:
            tape.watch(x)
            z = self.sums(x)[:, label]
        return tape.gradient(z, x).numpy()[..., 0]

    def grad_cam(self, picture, label, number):
        """As the paper has it, before it is enlarged."""
        import tensorflow as tf

        x = tf.constant(picture[None, ..., None])
        with tf.GradientTape() as tape:
            for k, layer in enumerate(self._network._layers):
                x = layer(x, training=False)
                if k == number:
                    maps = x
                    tape.watch(maps)
            z = x[:, label]
        weights = tf.reduce_mean(tape.gradient(z, maps), axis=(1, 2))
        return tf.nn.relu(tf.einsum("bijk,bk->bij", maps, weights)).numpy()[0]


def assert_same(found, expected):
    scale = np.abs(expected).max()
    assert scale > 1e-3
    np.testing.assert_allclose(found / scale, expected / scale, rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", NETWORKS)
def test_saliency_is_the_size_of_tensorflows_gradient(keras, name):
    network = trained(name)
    twin = Twin(network)
    for label in LABELS:
        for picture, expected in zip(pictures(5), twin.slopes(pictures(5), label), strict=True):
            assert_same(finished(EXPLANATIONS["saliency"].explain(network, picture, label)), np.abs(expected))


@pytest.mark.parametrize("name", NETWORKS)
def test_slopes_on_the_way_are_tensorflows(keras, name):
    network = trained(name)
    twin, asking = Twin(network), Asking(network)
    shares = (np.arange(50) + 0.5) / 50
    for picture in pictures(3):
        for label in LABELS:
            expected = twin.slopes((shares[:, None, None] * picture).astype(np.float32), label).mean(axis=0)
            found = finished(slopes_on_the_way(asking, picture, label, shares)) / 50
            assert_same(found * picture, expected * picture)


@pytest.mark.parametrize("name", NETWORKS)
def test_integrated_gradients_are_near_the_integral_of_tensorflows(keras, name):
    """Taken at 2,000 points, which is as good as exact: of all that is given to pixels, ours give 2 % to others at most."""
    network = trained(name)
    twin = Twin(network)
    shares = ((np.arange(2000) + 0.5) / 2000).astype(np.float32)
    for picture in pictures(2):
        expected = picture * twin.slopes(shares[:, None, None] * picture, 3).mean(axis=0)
        found = finished(EXPLANATIONS["integrated_gradients"].explain(network, picture, 3))
        assert np.abs(found - expected).sum() < 0.02 * np.abs(expected).sum()


@pytest.mark.parametrize("name", [name for name, layers in NETWORKS.items() if "conv2d" in layers])
def test_grad_cam_is_tensorflows(keras, name):
    network = trained(name)
    twin = Twin(network)
    for picture in pictures(5):
        for label in range(10):
            expected = twin.grad_cam(picture, label, last_convolution(network.spec))
            if expected.max() > 1e-3:
                assert_same(coarse(network, picture, label), expected)


def test_maps_that_cover_the_picture_are_stretched_over_it_as_tensorflow_does(keras):
    import tensorflow as tf

    network = untrained("conv2d filters=2 padding=same, max_pooling2d, conv2d filters=2 padding=same, flatten", "mnist")
    values = np.random.default_rng(0).random((14, 14))
    expected = tf.image.resize(values[..., None], (28, 28), method="bilinear").numpy()[..., 0]
    np.testing.assert_allclose(enlarged(values, places(network.spec), 28), expected, atol=1e-6)


# Where the places of maps are

CHANGING = [entry.name for entry in LAYERS.values() if 3 in entry.ranks and entry.name not in ("flatten", "global_average_pooling2d")]


@pytest.mark.parametrize(
    "layers",
    [
        "conv2d filters=2, max_pooling2d, conv2d filters=2",
        "conv2d filters=2 kernel_size=5 strides=2 padding=same, conv2d filters=2",
        "average_pooling2d pool_size=3, conv2d filters=2 padding=same",
        *[f"conv2d filters=2, {kind}, conv2d filters=2" for kind in CHANGING],
    ],
)
def test_a_place_is_in_the_middle_of_the_pixels_that_it_sees(layers):
    network = untrained(f"{layers}, flatten", "mnist")
    at, number = places(network.spec), last_convolution(network.spec)
    row, column = len(at.down) // 2, len(at.across) // 3
    seen = _seen(network, number, row, column)
    for axis, along, place in ((1, at.down, row), (0, at.across, column)):
        first, last = np.flatnonzero(seen.any(axis=axis))[[0, -1]]
        assert first > 0
        assert last < 27
        assert along[place] == (first + last + 1) / 2


def _seen(network, number, row, column):
    """The pixels that change what the maps say at a place, found by changing each: `(28, 28)` bool."""
    seen = np.zeros((28, 28), bool)
    responses = Responses(network.spec, 784)
    for seed in range(6):  # the largest of a window hides the others, and no pixel is the smallest each time
        x = np.random.default_rng(seed).random((28, 28)).astype(np.float32)
        there = Responses(network.spec)(network.parameters, x[None])[number][0, row, column]
        changed = np.repeat(x.reshape(1, -1), 784, axis=0)
        np.fill_diagonal(changed, 3 * np.random.default_rng(seed).choice([-1, 1], 784))
        says = responses(network.parameters, changed)[number][:, row, column]
        seen |= (np.abs(says - there).max(axis=1) > 1e-4).reshape(28, 28)
    return seen
