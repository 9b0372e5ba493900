"""Where Fashion-MNIST comes from: the cache folder, or the network. No package carries it.

Fashion-MNIST: Han Xiao, Kashif Rasul and Roland Vollgraf, Zalando Research; licence MIT.
"""

import tempfile
from pathlib import Path

from playground.arrays import ByteArray
from playground.data.cache import PictureSet, cache_folder, may_download, remember_failure
from playground.data.dataset import Dataset, Progress
from playground.data.download import FAILURES, download
from playground.data.idx import read_idx
from playground.errors import DataError

# The files that keras.datasets.fashion_mnist downloads.
URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
FILES = {
    "x_train": "train-images-idx3-ubyte.gz",
    "y_train": "train-labels-idx1-ubyte.gz",
    "x_test": "t10k-images-idx3-ubyte.gz",
    "y_test": "t10k-labels-idx1-ubyte.gz",
}
TOTAL_BYTES = 31_000_000
"""What the four files have together, roughly: so that progress can be shown before the last of them has said how long it is."""

CLASS_NAMES = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
FASHION = PictureSet("Fashion-MNIST", class_names=CLASS_NAMES)
MOST_PICTURES = 60_000

# Much sooner than where there is a smaller set to go on with: whoever asks again has perhaps just mended the network.
RETRY_AFTER_SECONDS = 20.0
NOT_TO_BE_HAD = (
    "Fashion-MNIST could not be downloaded, and no copy of it comes with this program: choose another data set, or try again online."
)


def load_fashion_mnist(progress: Progress, *, url: str = URL) -> Dataset:
    """Find Fashion-MNIST in the order that the module describes.

    Args:
        progress: told about the download.
        url: of the folder with the four files.

    Raises:
        DataError: it is not in the cache, and could not be downloaded.
    """
    folder = cache_folder() / "fashion-mnist"
    cached = FASHION.mapped(folder)
    if cached:
        return FASHION.dataset(cached)
    if may_download(folder, RETRY_AFTER_SECONDS):
        try:
            return FASHION.dataset(FASHION.kept(folder, _download(url, progress)))
        except FAILURES as error:
            remember_failure(folder, error)
    raise DataError(NOT_TO_BE_HAD)


def _download(url: str, progress: Progress) -> dict[str, ByteArray]:
    text = "Downloading Fashion-MNIST (31 MB, once)"
    progress(text, None)
    arrays = {}
    before = 0

    def received(count: int, expected: int | None) -> None:
        progress(text, min((before + count) / TOTAL_BYTES, 1))

    for name, file_name in FILES.items():
        with tempfile.NamedTemporaryFile(suffix=".gz") as file:
            download(url + file_name, file, FASHION.name, received)
            before += file.tell()
            sides = (FASHION.side, FASHION.side) if name.startswith("x") else ()
            arrays[name] = read_idx(Path(file.name), file_name, MOST_PICTURES, *sides)
    FASHION.check(arrays)
    return arrays
