"""What all tests share. Nothing here reaches the network, and nothing writes outside of temporary folders."""

from playground.threads import use_one_thread

use_one_thread()  # before NumPy is loaded, as every program of the project does

import os
from pathlib import Path
from types import ModuleType

import hypothesis
import numpy as np
import pytest

# The machines that run the tests are shared and slow at times, and a failure must be the same one for everybody.
hypothesis.settings.register_profile("playground", deadline=None, derandomize=True, database=None, max_examples=100)
hypothesis.settings.load_profile("playground")


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tests share one cache of data, thrown away at the end; without a file of MNIST they use the small set,
    and Fashion-MNIST is a made-up one."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["PLAYGROUND_CACHE"] = str(folder)
    if not os.environ.get("PLAYGROUND_MNIST"):
        # As if the network had just failed, so that no test waits for it.
        (folder / "mnist").mkdir()
        (folder / "mnist" / "failed").touch()
        os.utime(folder / "mnist" / "failed", (2**32, 2**32))  # and for as long as the tests may take
    _keep_pictures(folder / "fashion-mnist")
    return folder


def _keep_pictures(folder: Path) -> None:
    """As if Fashion-MNIST had been downloaded: 600 pictures of noise, where each class has a bright row of its own."""
    folder.mkdir()
    for part, count in (("train", 500), ("test", 100)):
        labels = (np.arange(count) % 10).astype(np.uint8)
        pictures = np.random.default_rng(count).integers(0, 100, (count, 28, 28)).astype(np.uint8)
        pictures[np.arange(count), 4 + 2 * labels] = 255
        np.save(folder / f"x_{part}.npy", pictures)
        np.save(folder / f"y_{part}.npy", labels)


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with nothing in it, and no file of MNIST named."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("PLAYGROUND_CACHE", str(folder))
    monkeypatch.delenv("PLAYGROUND_MNIST", raising=False)
    return folder


@pytest.fixture(scope="session")
def keras() -> ModuleType:
    """Keras on TensorFlow, imported only if a test asks for it: that takes seconds."""
    import keras

    return keras
