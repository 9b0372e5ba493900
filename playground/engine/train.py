"""Training as an iterator of snapshots."""

from collections.abc import Iterator

from playground.data import Dataset
from playground.data.dataset import Progress, no_progress
from playground.data.datasets.painted import NOTHING
from playground.engine.samples import load_data
from playground.engine.training import Training
from playground.errors import DataError
from playground.snapshot import Snapshot
from playground.spec import RunSpec


def train(spec: RunSpec, progress: Progress = no_progress, data: Dataset | None = None) -> Iterator[Snapshot]:
    """Train a spec.

    Args:
        spec: the whole input of the run.
        progress: told about long waits for data.
        data: that of the spec, where it has been loaded already.

    Yields:
        A snapshot before the first step and after each epoch; the last one has `final`. The same spec gives the same snapshots.

    Raises:
        DataError: the data could not be found or read, or there are none.
    """
    if not spec.data.has_samples:
        raise DataError(NOTHING)
    training = Training(spec, load_data(spec, progress) if data is None else data)
    snapshot = training.snapshot()
    yield snapshot
    while not snapshot.final:
        measured = training.advance(training.steps_per_epoch)
        if not measured or (training.step % training.steps_per_epoch and training.diverged is None):
            continue
        snapshot = training.snapshot()
        yield snapshot
