"""The cache folder: pictures that were downloaded or unpacked, and which download failed not long ago.

Whatever the source, the arrays are kept uncompressed and mapped into memory from there: a run then starts at once, and all runs on a
machine share one copy.
"""

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from playground.arrays import ByteArray
from playground.data.dataset import Dataset, Split
from playground.data.split import stratified
from playground.errors import DataError

NAMES = ("x_train", "y_train", "x_test", "y_test")
"""Pictures `(n, side, side)` and their classes `(n,)`, to train on and to test on."""

RETRY_AFTER_SECONDS = 600.0
SMALL_TEST_SHARE = 0.2

Arrays = Mapping[str, ByteArray]
"""Arrays by the names in `NAMES`."""


def cache_folder() -> Path:
    """Where downloaded and unpacked data is kept: `PLAYGROUND_CACHE`, or the user's cache folder."""
    named = os.environ.get("PLAYGROUND_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named) if named else Path(base) / "playground"


@contextmanager
def whole_file(path: Path, *, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """A file to write, in a folder that is made if need be: beside its place and then renamed, so that no process ever sees half of it.

    Args:
        path: its place. Where it cannot be written to its end, what was there before stays.
        mode: who may read it, less what the umask forbids: its owner, since what is uploaded is nobody else's.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{secrets.token_hex(8)}.part")  # of its own: others may be writing the same
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True)
class PictureSet:
    """A set of pictures as it is kept.

    Attributes:
        name: for messages.
        side: of each picture, in pixels.
        class_names: what to call the classes; empty where they are numbers.
        classes: how many there are.
    """

    name: str
    side: int = 28
    class_names: tuple[str, ...] = ()
    classes: int = 10

    def dataset(self, arrays: Arrays, notes: tuple[str, ...] = ()) -> Dataset:
        """The arrays as a data set."""
        train, test = Split(arrays["x_train"], arrays["y_train"]), Split(arrays["x_test"], arrays["y_test"])
        return Dataset(train, test, self.classes, notes=notes, class_names=self.class_names)

    def check(self, arrays: Arrays) -> None:
        """See that arrays from outside are what they should be.

        Raises:
            DataError: they are not.
        """
        side = self.side
        for part in ("train", "test"):
            x, y = arrays[f"x_{part}"], arrays[f"y_{part}"]
            if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (side, side) or y.shape != x.shape[:1] or not len(x):
                raise DataError(
                    f"{self.name}'s {part} pictures should be (n, {side}, {side}) uint8 with n labels, "
                    f"got {x.shape} {x.dtype} and {y.shape}."
                )
            if y.dtype.kind not in "iu" or y.min() < 0 or y.max() >= self.classes:
                raise DataError(f"{self.name}'s {part} labels should be whole numbers from 0 to {self.classes - 1}.")

    def mapped(self, folder: Path) -> Arrays | None:
        """The arrays kept in `folder`, mapped into memory, or `None` if they are not all there and whole."""
        try:
            arrays = {name: np.lib.format.open_memmap(folder / f"{name}.npy", mode="r") for name in NAMES}
            self.check(arrays)
        except (OSError, ValueError, DataError):
            return None
        return arrays

    def kept(self, folder: Path, arrays: Arrays) -> Arrays:
        """Write the arrays into the cache for the next time; without a folder to write to they stay in memory."""
        try:
            for name, array in arrays.items():
                with whole_file(folder / f"{name}.npy") as file:
                    np.save(file, array.astype(np.uint8, copy=False), allow_pickle=False)
        except OSError:
            return arrays
        return self.mapped(folder) or arrays


def held_out(pictures: ByteArray, labels: ByteArray) -> Arrays:
    """Pictures that come in one piece, a fifth of each class held out to test on, always the same ones."""
    test, train = stratified(labels, round(len(labels) * SMALL_TEST_SHARE), np.random.default_rng(0))
    parts = {"train": train, "test": test}
    arrays = {f"x_{part}": pictures[chosen] for part, chosen in parts.items()}
    return arrays | {f"y_{part}": labels[chosen] for part, chosen in parts.items()}


def may_download(folder: Path, after_seconds: float = RETRY_AFTER_SECONDS) -> bool:
    """Whether to try the network: not again until some time after a failure, since each try may cost a time-out."""
    try:
        return time.time() - (folder / "failed").stat().st_mtime > after_seconds
    except OSError:
        return True


def remember_failure(folder: Path, error: Exception) -> None:
    """Keep when and why a download failed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "failed").write_text(f"{error}\n")
    except OSError:
        return


def glimpse(pattern: str, count: int) -> ByteArray | None:
    """A few training pictures, if they are in the cache already.

    Args:
        pattern: of the names of the folders that may hold them.
        count: how many.

    Returns:
        `(count, side, side)`, or `None` if there are none yet.
    """
    for path in sorted(cache_folder().glob(f"{pattern}/x_train.npy")):
        try:
            pictures = np.lib.format.open_memmap(path, mode="r")
        except (OSError, ValueError):
            continue
        if pictures.dtype == np.uint8 and pictures.ndim == 3:
            return np.array(pictures[:count])
    return None
