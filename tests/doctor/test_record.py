"""What is noted about a run, however long it is."""

import numpy as np
import pytest

from playground.doctor.record import Thinned


@pytest.mark.parametrize("count", [1, 7, 8, 9, 100, 1000])
def test_a_series_is_thinned_out_evenly_and_keeps_its_first_and_its_newest_row(count: int) -> None:
    series = Thinned(8)
    for number in range(count):
        series.add((number,))
    rows = series.rows[:, 0]
    assert len(series) == count
    assert min(count, 4) <= len(rows) <= 9
    assert (rows[0], rows[-1]) == (0, count - 1)
    assert np.unique(np.diff(rows[:-1])).size <= 1  # the newest may be nearer
