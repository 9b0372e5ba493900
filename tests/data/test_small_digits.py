"""The digits that come with scikit-learn."""

import subprocess
import sys

import numpy as np
import pytest

from playground.data.dataset import no_progress
from playground.data.datasets import DATASETS, digits
from playground.data.datasets.digits import load_digits
from playground.errors import DataError


def test_they_are_the_ones_that_scikit_learn_has(empty_cache):
    data = load_digits(no_progress)
    table = np.loadtxt(digits._file(), delimiter=",")
    ours = np.concatenate([part.raw.reshape(-1, 64) for part in (data.train, data.test)]) * (16 / 255)
    theirs = np.concatenate([part.labels for part in (data.train, data.test)])
    assert sorted(map(tuple, np.column_stack([np.rint(ours), theirs]))) == sorted(map(tuple, table))
    assert np.abs(ours - np.rint(ours)).max() < 0.04
    assert data.train.raw.max() == 255


def test_a_fifth_of_each_class_is_held_out_and_as_many_as_the_menu_says_are_left(empty_cache):
    data = load_digits(no_progress)
    train, test = np.bincount(data.train.labels), np.bincount(data.test.labels)
    np.testing.assert_allclose(test / (train + test), 0.2, atol=0.005)
    assert len(data.train) == DATASETS["digits"].samples == DATASETS["digits"].most


def test_they_are_unpacked_once_and_always_split_the_same(empty_cache):
    told = []
    first, second = (load_digits(lambda text, share: told.append(text)) for _ in range(2))
    assert told == ["Unpacking the 8x8 digits"]
    assert isinstance(second.train.raw, np.memmap)
    np.testing.assert_array_equal(first.train.raw, second.train.raw)


def test_without_the_package_its_name_is_said(empty_cache, monkeypatch):
    monkeypatch.setattr(digits, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="come with the package scikit-learn, which is not installed"):
        load_digits(no_progress)


def test_reading_them_does_not_import_the_package(empty_cache):
    code = """
import sys
from playground.data.dataset import no_progress
from playground.data.datasets.digits import load_digits
load_digits(no_progress)
sys.exit(any(name.split(".")[0] in ("sklearn", "scipy") for name in sys.modules))
"""
    subprocess.run([sys.executable, "-c", code], check=True)
