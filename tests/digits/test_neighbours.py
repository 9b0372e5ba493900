"""The digits that look most like another one to a network: by brute force."""

import numpy as np
import pytest

from playground.digits.neighbours import neighbours
from playground.digits.slices import finished
from playground.engine.responses import Responses
from playground.errors import DataError
from tests.digits.trained import NETWORKS, data, trained, unseen

COUNT = 300


def known(name):
    raw, labels = np.asarray(data().train.raw[:COUNT]), data().train.labels[:COUNT]
    return finished(neighbours(trained(name), raw, labels))


@pytest.mark.parametrize("name", NETWORKS)
def test_the_nearest_are_those_whose_last_hidden_layer_says_the_most_alike(name):
    network, found = trained(name), known(name)
    responses = Responses(network.spec)
    for picture in unseen(3):
        here = responses(network.parameters, picture[None])[-2][0].astype(float).copy()
        distances = [np.sqrt(((responses(network.parameters, each[None])[-2][0] - here) ** 2).sum()) for each in found.pictures]
        expected = np.argsort(distances, kind="stable")[:7]
        positions, far = found.nearest(picture, 7)
        np.testing.assert_allclose(far, np.array(distances)[expected], rtol=1e-4)
        np.testing.assert_allclose(far, np.array(distances)[positions], rtol=1e-4)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_digit_that_it_has_learned_from_is_its_own_nearest_neighbour(name):
    found = known(name)
    for number in (0, 17, COUNT - 1):
        positions, distances = found.nearest(found.pictures[number], 2)
        assert positions[0] == number
        assert distances[0] < 1e-3 * distances[1]


def test_without_hidden_layers_the_pixels_are_compared():
    found = known("no hidden layer")
    (picture,) = unseen(1)
    pixels = np.sqrt(((found.pictures / 255 - picture) ** 2).sum(axis=(1, 2)))
    np.testing.assert_allclose(found.nearest(picture, COUNT)[1], np.sort(pixels), rtol=1e-4)


def test_near_digits_are_mostly_the_same_digit():
    found = known("conv")
    tests = data().test
    same = [(found.labels[found.nearest(tests.raw[k], 5)[0]] == tests.labels[k]).mean() for k in range(50)]
    assert np.mean(same) > 0.8


def test_there_are_never_more_neighbours_than_digits():
    positions, distances = known("dense").nearest(unseen(1)[0], 10 * COUNT)
    assert sorted(positions) == list(range(COUNT))
    assert (np.diff(distances) >= 0).all()


def test_other_things_can_be_done_while_they_are_looked_at():
    network = trained("conv")
    work = neighbours(network, np.asarray(data().train.raw[:COUNT]), data().train.labels[:COUNT])
    for _ in range(3):
        next(work)
    assert known("dense").features.shape == (COUNT, 32)
    np.testing.assert_array_equal(finished(work).features, known("conv").features)


def test_a_picture_of_another_size_is_refused():
    with pytest.raises(DataError, match="should be"):
        known("dense").nearest(np.zeros((8, 8), np.float32), 3)
