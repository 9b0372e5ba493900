"""Every data set, in menu order. To add one, write a file beside the others and name its entry here."""

from playground.data.dataset import DatasetEntry
from playground.data.datasets import circle, gauss, mnist, spiral, xor
from playground.registry import Registry

DATASETS: Registry[DatasetEntry] = Registry("data set", [circle.ENTRY, xor.ENTRY, gauss.ENTRY, spiral.ENTRY, mnist.ENTRY])
