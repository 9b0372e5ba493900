"""A glimpse of augmentation: a few pictures of the data set as they are, and as the network may see them."""

import numpy as np

from playground.arrays import ByteArray
from playground.data import DATASETS
from playground.data.augmentation import Augmenter
from playground.data.cache import glimpse
from playground.spec import AugmentationSpec

COLUMNS = 8
ROWS = 3
GAP = 2


def preview(dataset: str, augmentation: AugmentationSpec) -> ByteArray | None:
    """One row of pictures as they are, and below it rows of the same ones changed: dark ink on light paper.

    Args:
        dataset: name of a data set of pictures.
        augmentation: how they are changed.

    Returns:
        uint8 `(height, width)`, or `None` as long as no run has fetched the pictures: this page must not wait for a download.
    """
    pictures = glimpse(DATASETS[dataset].cached_in, COLUMNS)
    if pictures is None:
        return None
    augmenter = Augmenter(**augmentation.model_dump(), seed=0)
    positions = np.arange(len(pictures))
    rows = [pictures, *(augmenter.augmented(pictures, positions, epoch) for epoch in range(ROWS - 1))]
    framed = [np.hstack([np.pad(picture, GAP) for picture in row]) for row in rows]
    return 255 - np.vstack(framed)
