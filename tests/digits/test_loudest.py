"""Who has spoken loudest for a class."""

import numpy as np
import pytest

from playground.digits.asking import Asking
from playground.digits.loudest import loudest
from playground.engine.responses import Responses
from playground.errors import DataError
from tests.digits.trained import NETWORKS, trained, unseen, untrained

HEARD = [name for name in NETWORKS if name != "no hidden layer"]


@pytest.mark.parametrize("name", HEARD)
def test_what_all_of_them_add_is_the_sum_of_the_class(name):
    network = trained(name)
    for picture in unseen(3):
        for label, z in enumerate(Asking(network, 1).sums(picture[None])[0]):
            found = loudest(network, picture, label, most=100)
            named = [*found.speaking_for, *found.speaking_against]
            assert len({each.unit for each in named}) == len(named) <= found.count
            np.testing.assert_allclose(found.bias + sum(each.push for each in named), z, rtol=1e-4, atol=1e-4)
            np.testing.assert_allclose(found.total, z, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", HEARD)
def test_each_says_what_it_says_and_pushes_by_that_times_its_weight(name):
    network, (picture,) = trained(name), unseen(1)
    found = loudest(network, picture, 7)
    says = Responses(network.spec)(network.parameters, picture[None])[found.layer][0]
    for each in (*found.speaking_for, *found.speaking_against):
        assert each.said == says[each.unit]
        np.testing.assert_allclose(each.push, says[each.unit] * network.parameters["output/kernel"][each.unit, 7], rtol=1e-6)


@pytest.mark.parametrize("name", HEARD)
def test_the_loudest_come_first_and_are_on_their_own_side(name):
    found = loudest(trained(name), unseen(1)[0], 2, most=4)
    for_, against = ([each.push for each in side] for side in (found.speaking_for, found.speaking_against))
    assert for_ == sorted(for_, reverse=True)
    assert against == sorted(against)
    assert 0 < len(for_) <= 4
    assert 0 < len(against) <= 4
    assert min(for_) > 0 > max(against)


def test_a_unit_that_looks_at_the_pixels_shows_what_it_looks_for():
    network = trained("dense")
    for each in loudest(network, unseen(1)[0], 0).speaking_for:
        np.testing.assert_array_equal(each.weights.ravel(), network.parameters["dense_1/kernel"][:, each.unit])
        assert each.map is None


def test_a_unit_that_looks_at_maps_has_no_picture():
    assert {each.weights for each in loudest(trained("conv"), unseen(1)[0], 0).speaking_for} == {None}


def test_maps_that_speak_for_themselves_are_shown():
    network = untrained("conv2d filters=5, flatten")
    picture = np.random.default_rng(1).random((8, 8)).astype(np.float32)
    found = loudest(network, picture, 3, most=5)
    maps = Responses(network.spec)(network.parameters, picture[None])[0][0]
    kernel = network.parameters["output/kernel"][:, 3].reshape(6, 6, 5)
    assert found.count == 5
    for each in (*found.speaking_for, *found.speaking_against):
        np.testing.assert_array_equal(each.map, maps[..., each.unit])
        np.testing.assert_allclose(each.said, each.map.mean(), rtol=1e-6)
        np.testing.assert_allclose(each.push, (each.map * kernel[..., each.unit]).sum(), rtol=1e-4)
        np.testing.assert_array_equal(each.weights, network.parameters["conv2d_1/kernel"][:, :, 0, each.unit])


def test_nobody_speaks_where_the_output_looks_at_the_pixels_itself():
    assert loudest(trained("no hidden layer"), unseen(1)[0], 0) is None


def test_numbers_that_overflow_are_numbers_still():
    network = trained("conv")
    huge = type(network)(network.spec, {part: array * np.float32(1e30) for part, array in network.parameters.items()}, network.facts)
    assert np.isfinite(loudest(huge, unseen(1)[0], 0).total)


def test_a_picture_of_another_size_is_refused():
    with pytest.raises(DataError, match="should be"):
        loudest(trained("dense"), np.zeros((8, 8), np.float32), 0)
