"""Pictures of what there is to choose from."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from playground.data import DATASETS, FEATURES
from playground.data.cache import cache_folder
from playground.ui.thumbnails import SIDE, dataset_picture, feature_picture


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_a_picture_that_can_be_sent(name: str) -> None:
    picture = dataset_picture(name)
    assert len(json.dumps(picture)) < 6000
    if picture["kind"] == "points":
        points = np.array(picture["points"])
        assert np.abs(points[:, :2]).max() <= 100
        assert np.ptp(points[:, 0]) > 50  # it fills its square
        answers = set(points[:, 2])
        assert len(answers) > 10 if picture["numbers"] else answers == set(range(DATASETS[name].class_count(DATASETS[name].settings({}))))


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_is_drawn_over_the_plane_as_it_is(name: str) -> None:
    picture = feature_picture(name)
    pixels = np.frombuffer(base64.b64decode(picture["pixels"]), np.uint8).reshape(SIDE, SIDE) - 128.0
    assert np.abs(pixels).max() >= 126
    if name == "x2":
        assert pixels[0, 0] > 0 > pixels[-1, 0]  # up is at the top
    if name == "x1_x2":
        assert pixels[0, -1] > 0 > pixels[0, 0]


def test_pictures_are_shown_as_soon_as_they_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_CACHE", str(tmp_path))
    assert dataset_picture("digits") == {"kind": "text", "text": DATASETS["digits"].label.split()[0]}
    folder = cache_folder() / "digits"
    folder.mkdir(parents=True)
    np.save(folder / "x_train.npy", np.full((4, 8, 8), 9, np.uint8))
    picture = dataset_picture("digits")
    assert picture["kind"] == "image"
    assert len(base64.b64decode(picture["pixels"])) == picture["width"] ** 2
