"""What holds for every explanation there is, and what each of them says where one can work it out by hand."""

import numpy as np
import pytest

from playground.digits.explanations import EXPLANATIONS, Completeness, completeness
from playground.digits.explanations.occlusion import patch_side
from playground.digits.reading import probabilities
from playground.digits.slices import MOST_NUMBERS, finished, in_a_slice
from playground.errors import DataError
from playground.nn.layers import LAYERS
from tests.digits.trained import NETWORKS, spec_of, trained, unseen, untrained, with_parameters

ALL = [*EXPLANATIONS]
SUITED = [(entry.name, network) for entry in EXPLANATIONS.values() for network in NETWORKS if entry.suits(spec_of(network))]
ON_PICTURES = [entry.name for entry in LAYERS.values() if 3 in entry.ranks]


def explain(name, network, picture, label):
    return finished(EXPLANATIONS[name].explain(network, picture, label))


def read(network, picture):
    return int(probabilities(network, picture[None])[0].argmax())


@pytest.mark.parametrize(("name", "network"), SUITED)
def test_every_explanation_is_a_finite_picture_and_the_same_each_time(name, network):
    network = trained(network)
    largest = []
    for picture in unseen(5):
        heatmap = explain(name, network, picture.copy(), read(network, picture))
        assert heatmap.shape == picture.shape
        assert heatmap.dtype == np.float32
        assert np.isfinite(heatmap).all()
        np.testing.assert_array_equal(heatmap, explain(name, network, picture, read(network, picture)))
        largest.append(np.abs(heatmap).max())
    assert np.median(largest) > 0  # nowhere may there be a place that speaks for a class, but not on most digits


@pytest.mark.parametrize("name", ALL)
def test_an_explanation_that_has_no_signs_has_none_and_one_that_has_them_uses_them(name):
    network = trained("conv")
    lowest = min(explain(name, network, picture, label).min() for picture in unseen(5) for label in (0, 3, 7))
    assert (lowest < 0) == EXPLANATIONS[name].signed


@pytest.mark.parametrize(("name", "network"), SUITED)
def test_a_class_that_does_not_depend_on_the_pixels_has_nothing_to_explain(name, network):
    network = trained(network)
    kernel = network.parameters["output/kernel"].copy()
    kernel[:, 4] = 0
    (picture,) = unseen(1)
    np.testing.assert_array_equal(explain(name, with_parameters(network, kernel=kernel), picture, 4), 0)


@pytest.mark.parametrize("name", ALL)
def test_of_a_blank_picture_there_is_no_ink_to_speak_of(name):
    network = trained("conv")
    heatmap = explain(name, network, np.zeros((28, 28), np.float32), 1)
    assert np.isfinite(heatmap).all()
    if EXPLANATIONS[name].signed:
        np.testing.assert_array_equal(heatmap, 0)


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "tanh", "linear"])
@pytest.mark.parametrize("name", ALL)
def test_what_the_output_makes_of_the_sums_does_not_matter(name, output):
    heatmaps = [explain(name, untrained("conv2d, flatten, 6 tanh", output=each), unseen_small(1)[0], 5) for each in ("softmax", output)]
    np.testing.assert_array_equal(*heatmaps)


@pytest.mark.parametrize("kind", ON_PICTURES)
@pytest.mark.parametrize("name", ALL)
def test_every_explanation_goes_through_every_layer(name, kind):
    after = "" if kind in ("flatten", "global_average_pooling2d") else ", flatten"
    network = untrained(f"conv2d filters=3, {kind}{after}, 6 tanh")
    assert max(np.abs(explain(name, network, unseen_small(1)[0], label)).max() for label in range(10)) > 0


def unseen_small(count):
    """Pictures of 8 by 8."""
    return np.random.default_rng(5).random((count, 8, 8)).astype(np.float32)


@pytest.mark.parametrize("name", ALL)
def test_two_explanations_can_be_made_at_the_same_time(name):
    network, pictures = trained("conv"), unseen(2)
    works = [EXPLANATIONS[name].explain(network, picture, 3) for picture in pictures]
    for work in works:
        next(work)
    together = [finished(work) for work in works]
    np.testing.assert_array_equal(together, [explain(name, network, picture, 3) for picture in pictures])


@pytest.mark.parametrize("name", ALL)
def test_a_picture_of_another_size_is_refused(name):
    with pytest.raises(DataError, match="should be"):
        explain(name, trained("conv"), np.zeros((8, 8), np.float32), 0)


@pytest.mark.parametrize("name", ALL)
def test_numbers_that_overflow_are_explained_by_numbers(name):
    network = trained("conv")
    huge = type(network)(network.spec, {part: array * np.float32(1e30) for part, array in network.parameters.items()}, network.facts)
    assert np.isfinite(explain(name, huge, unseen(1)[0], 3)).all()


def test_a_slice_never_keeps_more_numbers_than_it_should_and_always_has_a_picture():
    for layers in (*NETWORKS.values(), "conv2d filters=64 padding=same, conv2d filters=64 padding=same, flatten"):
        spec = untrained(layers, "mnist").spec
        assert in_a_slice(spec) == 1 or in_a_slice(spec) * spec.kept_numbers <= MOST_NUMBERS


def test_only_a_network_with_a_convolution_has_maps_to_explain_by():
    suits = {name for name in NETWORKS if EXPLANATIONS["grad_cam"].suits(spec_of(name))}
    assert suits == {name for name, layers in NETWORKS.items() if "conv2d" in layers}


# Adding up

ADDING_UP = [entry.name for entry in EXPLANATIONS.values() if entry.adds_up]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", ADDING_UP)
def test_the_values_add_up_to_what_the_picture_has_added(name, network):
    network = trained(network)
    for number, picture in enumerate(unseen(40)):
        for label in (read(network, picture), number % 10):
            found = completeness(network, picture, label, explain(name, network, picture, label))
            assert found.holds, found
            if abs(found.difference) > found.size / 10:
                assert found.gap <= 0.01 * abs(found.difference)


def test_what_is_two_per_cent_off_does_not_add_up():
    assert Completeness(attributed=10.09, difference=10, size=10).holds
    assert not Completeness(attributed=10.2, difference=10, size=12).holds
    assert Completeness(attributed=0.03, difference=0.01, size=30).holds
    assert not Completeness(attributed=0.06, difference=0.01, size=30).holds


# By hand: without hidden layers the sum of a class is the picture times its weights


def linear():
    """An untrained network of 8 by 8 pixels, and its weights to each class as pictures."""
    network = untrained("flatten")
    return network, network.parameters["output/kernel"].T.reshape(10, 8, 8)


def test_without_hidden_layers_saliency_is_the_size_of_the_weights():
    network, weights = linear()
    for picture in unseen_small(2):
        np.testing.assert_allclose(explain("saliency", network, picture, 6), np.abs(weights[6]), rtol=1e-6)


def test_without_hidden_layers_integrated_gradients_are_ink_times_weight():
    network, weights = linear()
    (picture,) = unseen_small(1)
    np.testing.assert_allclose(explain("integrated_gradients", network, picture, 6), picture * weights[6], rtol=1e-5, atol=1e-7)


def test_without_hidden_layers_occlusion_is_the_ink_times_weight_under_the_patches():
    network, weights = linear()
    size = patch_side(8)
    for picture in unseen_small(2):
        under = picture * weights[6]
        expected = np.zeros((8, 8))
        for i in range(8):
            for j in range(8):
                corners = [(r, c) for r in range(9 - size) for c in range(9 - size) if r <= i < r + size and c <= j < c + size]
                expected[i, j] = np.mean([under[r : r + size, c : c + size].sum() for r, c in corners])
        np.testing.assert_allclose(explain("occlusion", network, picture, 6), expected, atol=1e-5)


def test_a_single_dot_is_missed_where_a_patch_can_hide_it():
    """Patches of 2 by 2: all that cover the dot hide it, half of those that cover a pixel beside it, a quarter of those at its corner."""
    network, weights = linear()
    picture = np.zeros((8, 8), np.float32)
    picture[3, 4] = 1
    shares = np.array([[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]])
    expected = np.zeros((8, 8))
    expected[2:5, 3:6] = shares * weights[6, 3, 4]
    np.testing.assert_allclose(explain("occlusion", network, picture, 6), expected, atol=1e-6)


def test_grad_cam_of_one_map_is_the_map():
    """Which counts for as much as the sum of the class changes with it, on average over its places; with padding it covers the picture."""
    network = untrained("conv2d filters=1 kernel_size=1, flatten")
    weights = {"conv2d_1/kernel": np.full((1, 1, 1, 1), 2.0), "conv2d_1/bias": np.zeros(1), "output/kernel": np.full((64, 10), 0.5)}
    network = type(network)(network.spec, dict(network.parameters) | weights, network.facts)
    (picture,) = unseen_small(1)
    np.testing.assert_allclose(explain("grad_cam", network, picture, 1), picture * 2 * 0.5, rtol=1e-6)
