"""The end of a race."""

import pytest

from playground.engine import training
from playground.race import AxisSpec, RaceSpec, run
from tests.support import make_spec


@pytest.mark.parametrize("layers", ["4 tanh", "4 tanh, dropout"], ids=["together", "alone"])
def test_a_race_ends_even_if_the_last_mark_takes_several_moments_to_measure(layers, monkeypatch):
    monkeypatch.setattr(training, "MEASURE_SECONDS", 0.0)
    base = make_spec(layers=layers, epochs=2, data={"samples": 2400})
    *_, record = run(RaceSpec(base=base, axes=(AxisSpec(name="activation", values=("tanh", "relu")),), seeds=1))
    assert [facts.epoch for facts in record.lanes] == [2, 2]
