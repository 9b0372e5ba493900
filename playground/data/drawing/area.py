"""Scaling by area: each pixel becomes the mean of what lies under it, with the shares that lie under it in part."""

import numpy as np

from playground.arrays import FloatArray


def resampled(ink: FloatArray, middle: FloatArray, scale: FloatArray, side: int) -> FloatArray:
    """Cut a square picture out of another one.

    Pixels are squares of even ink, so nothing is lost and nothing is added, whether the picture becomes smaller or larger; and a picture
    that keeps its size stays as it is.

    Args:
        ink: `(h, w)` float32; there is nothing outside of it.
        middle: x and y in it of what comes into the middle.
        scale: how many pixels of the result one of its pixels covers, across and down.
        side: of the result.

    Returns:
        `(side, side)` float32.
    """
    height, width = ink.shape
    across, down = _shares(width, middle[0], scale[0], side), _shares(height, middle[1], scale[1], side)
    result: FloatArray = down @ ink @ across.T
    return result


def _shares(length: int, middle: float, scale: float, side: int) -> FloatArray:
    """How much of each pixel of the result, `(side, length)`, every pixel along an axis accounts for."""
    edges = middle + (np.arange(side + 1) - side / 2) / scale
    covered = np.clip(edges[:, None] - np.arange(length), 0, 1)  # of each pixel, up to each edge
    shares: FloatArray = (np.diff(covered, axis=0) * scale).astype(np.float32)
    return shares
