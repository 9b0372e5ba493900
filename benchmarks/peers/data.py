"""The training data as all peers read them: raw numbers in one folder, written by `benchmarks/work.py`."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


def digits(folder: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Pictures `(n, 28, 28)`, 255 is ink, and what they show, `(n,)`."""
    labels = np.fromfile(folder / "digits.y", np.uint8)
    return np.fromfile(folder / "digits.x", np.uint8).reshape(len(labels), 28, 28), labels


def points(folder: Path) -> tuple[Array, Array]:
    """Points `(n, 2)`, and the classes they belong to, 0 or 1, `(n,)`."""
    labels = np.fromfile(folder / "points.y", np.uint8)
    return np.fromfile(folder / "points.x", np.float32).reshape(len(labels), 2), labels.astype(np.float32)
