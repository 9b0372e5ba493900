"""Every data set, in menu order. To add one, write a file beside the others and name its entry here."""

from playground.data.dataset import DatasetEntry
from playground.data.datasets import (
    blobs,
    bumps,
    checkerboard,
    circle,
    digits,
    fashion_mnist,
    gauss,
    mnist,
    moons,
    painted,
    plane,
    rings,
    ripple,
    sine,
    spiral,
    table,
    xor,
)
from playground.registry import Registry

DATASETS: Registry[DatasetEntry] = Registry(
    "data set",
    [
        circle.ENTRY,
        xor.ENTRY,
        gauss.ENTRY,
        spiral.ENTRY,
        moons.ENTRY,
        rings.ENTRY,
        blobs.ENTRY,
        checkerboard.ENTRY,
        painted.ENTRY,
        plane.ENTRY,
        bumps.ENTRY,
        ripple.ENTRY,
        sine.ENTRY,
        mnist.ENTRY,
        fashion_mnist.ENTRY,
        digits.ENTRY,
        table.ENTRY,
    ],
)
