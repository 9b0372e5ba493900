"""How well each lane does: lanes with the same data and the same loss are measured as one network at several moments would be."""

from collections.abc import Generator, Sequence

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.engine.evaluation import Evaluation
from playground.engine.lanes.base import LanesEngine
from playground.engine.lanes.lineup import Lineup
from playground.engine.network import kept
from playground.engine.samples import chunk_size, measured_samples
from playground.snapshot import Measured, Metrics


class LanesEvaluation:
    """The samples of a line-up to measure on, prepared once and used at each point of the curve."""

    def __init__(self, lineup: Lineup) -> None:
        """Work out what the networks are given and what they should say."""
        self._lanes = len(lineup)
        splits = [measured_samples(data) for data in lineup.datasets]
        self._train = [kept(lineup.common, train.raw) for train, _ in splits]
        self._test = [kept(lineup.common, test.raw) for _, test in splits]
        self._chunk = chunk_size(lineup.common, self._lanes)
        self._teams = []
        for lanes, spec, data in lineup.teams:
            train, test = measured_samples(data)
            self._teams.append((lanes, Evaluation(spec, train, data.unit), Evaluation(spec, test, data.unit)))

    def in_chunks(self, engine: LanesEngine) -> Generator[None, None, list[Metrics]]:
        """Measure bit by bit, so that something else can be done in between.

        Yields:
            Nothing, after each chunk.

        Returns:
            How well each lane does now.
        """
        train = yield from self._outputs(engine, self._train)
        test = yield from self._outputs(engine, self._test)
        found: dict[int, Metrics] = {}
        for lanes, on_train, on_test in self._teams:
            pairs: zip[tuple[Measured, Measured]] = zip(on_train.measure(train[lanes]), on_test.measure(test[lanes]), strict=True)
            found |= {lane: Metrics(*pair) for lane, pair in zip(lanes.tolist(), pairs, strict=True)}
        return [found[lane] for lane in range(self._lanes)]

    def _outputs(self, engine: LanesEngine, samples: Sequence[FloatArray | ByteArray]) -> Generator[None, None, FloatArray]:
        parts = []
        for start in range(0, len(samples[0]), self._chunk):
            parts.append(engine.outputs([each[start : start + self._chunk] for each in samples]))
            yield
        return np.concatenate(parts, axis=1)
