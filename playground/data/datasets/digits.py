"""The digits that scikit-learn carries: 1,797 of them, eight by eight pixels each. They need no network.

Optical Recognition of Handwritten Digits: Ethem Alpaydin and Cenk Kaynak, by way of the UCI repository; licence CC BY 4.0.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from playground.data.cache import Arrays, PictureSet, cache_folder, held_out
from playground.data.dataset import Dataset, DatasetEntry, Progress
from playground.errors import DataError

DIGITS = PictureSet("The 8x8 digits", side=8)
TRAIN = 1438
INKED = 16
"""The darkest level in the file: each pixel counts the inked ones among sixteen."""


def load_digits(progress: Progress) -> Dataset:
    """Read the digits, a fifth of each class held out to test on.

    Args:
        progress: told about the unpacking.

    Raises:
        DataError: scikit-learn is not installed.
    """
    folder = cache_folder() / "digits"
    cached = DIGITS.mapped(folder)
    return DIGITS.dataset(cached or DIGITS.kept(folder, _unpacked(progress)))


def _unpacked(progress: Progress) -> Arrays:
    progress("Unpacking the 8x8 digits", None)
    try:
        table = np.loadtxt(_file(), delimiter=",", dtype=np.uint8)
    except (OSError, ValueError):
        raise DataError("The 8x8 digits come with the package scikit-learn, which is not installed.") from None
    pictures = np.rint(table[:, :-1] * (255 / INKED)).astype(np.uint8).reshape(-1, 8, 8)
    return held_out(pictures, table[:, -1])


def _file() -> Path:
    """The file in the package, found without importing that, which takes seconds and is what importlib.resources would do."""
    spec = find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("sklearn")
    return Path(spec.submodule_search_locations[0]) / "datasets" / "data" / "digits.csv.gz"


ENTRY = DatasetEntry(
    name="digits",
    label="Small digits",
    help="1,797 handwritten digits of 8 by 8 pixels: quick to learn, and they need no download.",
    kind="image",
    classes=10,
    side=DIGITS.side,
    samples=TRAIN,
    most=TRAIN,
    load=load_digits,
    cached_in="digits",
)
