"""Digits as one draws them, and what to measure on a picture."""

import numpy as np

from playground.data.drawing import Drawing, Stroke

CANVAS, BRUSH = 280.0, 20.0

ROUNDING = 0.1
"""Pixels are drawn in one go from how far they are from a line; where two edges meet in one pixel, that is near the truth, not exact."""


HALF = 0.502
"""Pictures move by whole pixels, so the mass may be half a pixel off."""


def arc(turns, size=100.0):
    """Part of a circle around (0, 0), clockwise from the top."""
    angle = np.linspace(0, turns * 2 * np.pi, 40)
    return size / 2 * np.stack([np.sin(angle), -np.cos(angle)], axis=1)


# Around (0, 0), 100 pixels high, as one draws them.
FIGURES = {
    "one": [np.array([[0, -50], [0, 50]])],
    "slanted one": [np.array([[15, -50], [-15, 50]])],
    "zero": [arc(1) * [0.6, 1]],
    "seven": [np.array([[-30, -50], [30, -50], [-10, 50]])],
    "plus": [np.array([[-40, 0], [40, 0]]), np.array([[0, -50], [0, 50]])],
    "hook": [arc(0.6)],
    "dash": [np.array([[-50, 0], [50, 0]])],
}


def drawing(figure, scale=1.0, x=CANVAS / 2, y=CANVAS / 2, brush=BRUSH, size=CANVAS, image=None):
    return Drawing([Stroke(stroke * scale + [x, y], brush) for stroke in figure], size, image)


def centre_of_mass(ink):
    rows, columns = np.indices(ink.shape)
    return (ink * rows).sum() / ink.sum(), (ink * columns).sum() / ink.sum()


def is_centred(ink):
    """Whether the mass is in the middle, or off it only because one more pixel would push ink over the border."""
    means = centre_of_mass(ink)
    return all(abs(mean - 14) <= HALF or ink.take(0 if mean > 14 else -1, axis).any() for axis, mean in enumerate(means))


def extent(ink, least=0):
    """Rows and columns that have ink."""
    return tuple(np.ptp(np.flatnonzero((ink > least).any(axis=axis))) + 1 for axis in (1, 0))
