"""Tiles: what the Compare page shows of each network is what the network says."""

import numpy as np
import pytest

from playground.engine.base import initial_parameters
from playground.engine.network import classes, predict
from playground.engine.samples import load_data
from playground.race import Pack
from playground.spec import preset
from playground.worker.painters.base import as_bytes
from playground.worker.painters.points import square
from playground.worker.racer.moments import Moments
from playground.worker.racer.scene import points_differ, scene
from playground.worker.racer.tiles import DIGITS_SHOWN, UNITS_SHOWN, drawn, make_tiles, side_for
from tests.race.races import race
from tests.support import make_spec

CLASSES = {"output": "softmax", "loss": "categorical_crossentropy"}


def pictures(specs, side=20):
    tiles = make_tiles(specs, [load_data(spec) for spec in specs], side)
    return drawn(tiles, [initial_parameters(spec) for spec in specs])


def test_two_classes_are_shown_as_the_answer_over_the_plane():
    specs = [make_spec(layers=f"4 {name}") for name in ("tanh", "relu")]
    output = pictures(specs)["output"]
    for picture, spec in zip(output, specs, strict=True):
        answer = predict(spec, initial_parameters(spec), square(20)).reshape(20, 20)
        np.testing.assert_array_equal(picture, as_bytes(2 * answer - 1))


def test_several_classes_are_shown_as_the_winner():
    spec = make_spec(dataset="rings", layers="4 tanh", **CLASSES)
    found = pictures([spec])
    says = predict(spec, initial_parameters(spec), square(20))
    np.testing.assert_array_equal(found["winners"][0].ravel(), classes(spec, says))
    assert found["confidence"].shape == (1, 20, 20)


def test_a_number_over_one_coordinate_is_a_curve():
    assert pictures([preset("sine"), preset("sine").replace(seed=1)])["curves"].shape == (2, 200)


def test_a_table_is_shown_over_its_first_two_inputs():
    assert pictures([preset("iris")])["winners"].shape == (1, 20, 20)


@pytest.mark.parametrize("layers", ["flatten, 16 relu", "flatten, 4 relu", "conv2d filters=4, flatten, 8 relu"])
def test_digits_are_shown_as_weights_and_guesses(layers):
    spec = make_spec(dataset="digits", layers=layers, data={"samples": 200}, **CLASSES)
    found = pictures([spec, spec.replace(seed=1)])
    assert found["units"].shape[:2] == (2, UNITS_SHOWN)
    assert found["guesses"].shape == found["confidences"].shape == (2, DIGITS_SHOWN)
    raw = load_data(spec).test.first(DIGITS_SHOWN).raw
    np.testing.assert_array_equal(found["guesses"][0], classes(spec, predict(spec, initial_parameters(spec), raw)))


def test_networks_that_share_memory_keep_their_own_pictures():
    specs = [make_spec(layers="4 tanh", seed=seed) for seed in range(3)]
    together = pictures(specs)["output"]
    for number, spec in enumerate(specs):
        np.testing.assert_array_equal(together[number], pictures([spec])["output"][0])


def test_a_network_that_has_diverged_has_a_blank_picture():
    spec = make_spec(layers="4 tanh")
    broken = {name: np.full_like(array, np.nan) for name, array in initial_parameters(spec).items()}
    (picture,) = drawn(make_tiles([spec], [load_data(spec)], 20), [broken])["output"]
    assert (picture == 128).all()


def test_more_tiles_are_smaller():
    assert [side_for(count) for count in (1, 12, 13, 144)] == [64, 64, 36, 20]


@pytest.mark.parametrize(
    ("axis", "differ"), [("activation relu tanh", False), ("features x1.x2 x1.x2.x1_x2", False), ("noise 0 0.3", True)]
)
def test_points_are_told_once_unless_they_differ(axis, differ):
    found = race(axis)
    assert points_differ(found) is differ


def test_points_of_other_numbers_are_filled_up_with_places_that_are_none():
    found = race("samples 20 60")
    datasets = [load_data(entry.spec) for entry in found.entries]
    _, arrays = scene(found, [[0, 1]], datasets, 0)
    assert arrays["points"].shape == (2, 60, 2)
    assert np.isnan(arrays["points"][0, 20:]).all()
    assert np.isfinite(arrays["points"][1]).all()
    assert arrays["labels"].shape == arrays["test"].shape == (2, 60)


def test_moments_are_thinned_when_they_are_too_many(monkeypatch):
    monkeypatch.setattr("playground.worker.racer.moments.MOST_NUMBERS", 2000)
    found = race("activation relu tanh", epochs=40, seeds=1)
    pack, moments = Pack(found, found.groups), Moments()
    while pack.has_work(40):
        heat, marks = pack.advance(40)
        if marks:
            moments.keep(heat)
    heat = pack.heats[0]
    epochs = [moments.of(heat, epoch)[0] for epoch in range(41)]
    assert epochs[0] == 0
    assert 4 < len(set(epochs)) < 40
    assert all(abs(epoch - number) <= 8 for number, epoch in enumerate(epochs))
    _, parameters = moments.of(heat, 40)
    assert parameters[0]["dense_1/kernel"].shape == (2, 4)
