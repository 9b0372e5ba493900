"""Data: what a network learns from. One file for each data set in `datasets/`."""

from playground.data.dataset import Dataset, DatasetEntry, Split
from playground.data.datasets import DATASETS
from playground.data.features import FEATURES, features_for
from playground.data.load import load

__all__ = ["DATASETS", "FEATURES", "Dataset", "DatasetEntry", "Split", "features_for", "load"]
