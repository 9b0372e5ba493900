"""The samples of a spec: what a run learns from, and what it is measured on."""

from playground.data import Dataset, Split
from playground.data.dataset import Progress, no_progress
from playground.data.datasets.painted import load_painted
from playground.data.datasets.table import load_table
from playground.data.load import load_left_out
from playground.spec import RunSpec

MEASURED_SAMPLES = 5_000
"""Metrics on the training data use this many samples at most, the same ones each time: measuring must not take longer than training."""

MOST_CHUNK = 1000
MOST_NUMBERS = 8_000_000


def load_data(spec: RunSpec, progress: Progress = no_progress) -> Dataset:
    """The data of a spec.

    Raises:
        DataError: it could not be found or read.
    """
    data = spec.data
    if data.is_table:
        return load_table(**data.table.model_dump(), samples=data.samples, test_share=data.test_share, seed=spec.seed)
    if data.is_painted:
        return load_painted(data.painted_points, test_share=data.test_share, features=data.features, seed=spec.seed)
    return data.load(spec.seed, progress)


def left_out(spec: RunSpec, progress: Progress = no_progress) -> Split:
    """The training pictures that a spec leaves out: none if it takes all of them, and for data that are no pictures.

    Raises:
        DataError: the data could not be found or read.
    """
    data = spec.data
    return load_left_out(data.dataset.name, settings=data.settings, samples=data.samples, seed=spec.seed, progress=progress)


def measured_samples(data: Dataset) -> tuple[Split, Split]:
    """The training samples and the test samples that a run is measured on."""
    return data.train.first(MEASURED_SAMPLES), data.test


def chunk_size(spec: RunSpec, lanes: int = 1) -> int:
    """How many samples are measured in one go: `MOST_CHUNK`, or as many as keep `MOST_NUMBERS` numbers in all layers together.

    Args:
        spec: of the run.
        lanes: how many networks of this shape are measured at once.
    """
    return max(1, min(MOST_CHUNK, MOST_NUMBERS // (spec.kept_numbers * lanes)))
