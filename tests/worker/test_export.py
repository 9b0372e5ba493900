"""A run hands out its network for other pages: when it pauses, and when it is asked to."""

import numpy as np
import pytest

from playground.digits.network import unpack
from playground.digits.reading import probabilities
from playground.functions.slice import MOST_PARAMETERS
from playground.spec import DEFAULT, RunSpec, from_json, preset
from playground.spec.suited import with_dataset
from playground.worker.pool import Pool
from playground.worker.protocol import Export, Pause, Play, SetWeight
from tests.support import with_epochs
from tests.worker.conftest import UNHURRIED, Watched, with_pool

DIGITS = with_epochs(with_dataset(DEFAULT, "digits").replace(engine="numpy"), 10_000)


async def playing(pool: Pool, spec: RunSpec) -> Watched:
    watched = Watched(pool, spec, speed=UNHURRIED)
    await watched.ready()
    watched.run.send(Play())
    await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 1)
    return watched


def test_a_run_hands_out_its_network_when_it_pauses() -> None:
    async def test(pool: Pool) -> None:
        watched = await playing(pool, DIGITS)
        watched.run.send(Pause())
        await watched.frame(status="paused")

        def handed_out_as_it_is_shown() -> bool:  # twice, where its test was still going on when it was paused
            score = watched.of("frame")[-1].values["test_score"]
            return bool(watched.networks) and unpack(watched.networks[-1]).facts.accuracy == pytest.approx(score)

        await watched.until(handed_out_as_it_is_shown)
        network = unpack(watched.networks[-1])
        assert network.spec == DIGITS
        assert network.facts.name == "Small digits: Dense 128"
        assert network.facts.epochs >= 1
        assert np.isfinite(probabilities(network, np.zeros((1, 8, 8), np.float32))).all()

    with_pool(test)


def test_a_run_that_is_asked_hands_it_out_and_trains_on() -> None:
    async def test(pool: Pool) -> None:
        watched = await playing(pool, DIGITS)
        watched.run.send(Export())
        await watched.until(lambda: watched.networks)
        first = unpack(watched.networks[-1])
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] > first.facts.epochs + 1)
        watched.run.send(Export())
        await watched.until(lambda: len(watched.networks) > 1)
        assert unpack(watched.networks[-1]).facts.epochs > first.facts.epochs

    with_pool(test)


@pytest.mark.parametrize(("spec", "trains"), [(DEFAULT, True), (DIGITS, False)], ids=["points", "untrained"])
def test_there_is_nothing_to_hand_out_of_points_or_before_training(spec: RunSpec, trains: bool) -> None:
    async def test(pool: Pool) -> None:
        watched = await playing(pool, spec) if trains else Watched(pool, spec)
        await watched.ready()
        watched.run.send(Export())
        watched.run.send(Pause())
        await watched.frame()
        assert watched.networks == []

    with_pool(test)


@pytest.mark.parametrize("spec", [DEFAULT, preset("iris"), DIGITS], ids=["points", "table", "pictures"])
def test_the_numbers_of_any_network_are_handed_out_with_their_spec(spec: RunSpec) -> None:
    async def test(pool: Pool) -> None:
        watched = await playing(pool, spec)
        watched.run.send(Pause())
        await watched.until(lambda: watched.of("parameters"))
        message = watched.of("parameters")[-1]
        assert from_json(message.values["spec"]) == spec
        assert message.values["epoch"] >= 1
        assert sum(array.size for array in message.arrays.values()) == spec.parameters
        assert all(np.isfinite(array).all() for array in message.arrays.values())

    with_pool(test)


def test_an_untrained_network_keeps_its_numbers() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        watched.run.send(Export())
        watched.run.send(Pause())
        await watched.frame(status="ready")
        assert watched.of("parameters") == []

    with_pool(test)


def test_a_very_large_network_hands_out_why_it_cannot_be_sliced_in_place_of_its_numbers() -> None:
    large = with_dataset(DEFAULT, "digits").replace(engine="numpy")
    large = large.replace(
        model={"layers": [{"kind": "flatten"}, {"kind": "dense", "units": 512}, {"kind": "dense", "units": 1000}], "output": "softmax"}
    )
    assert large.parameters > MOST_PARAMETERS

    async def test(pool: Pool) -> None:
        watched = await playing(pool, large)
        watched.run.send(Pause())
        await watched.until(lambda: watched.of("parameters"))
        message = watched.of("parameters")[-1]
        assert not any(array.size for array in message.arrays.values())
        assert f"{large.parameters:,}" in message.values["problem"]

    with_pool(test)


def test_numbers_say_when_the_network_was_worked_on_last_and_not_when_they_were_handed_out() -> None:
    async def test(pool: Pool) -> None:
        watched = await playing(pool, DEFAULT)
        watched.run.send(Pause())
        await watched.until(lambda: watched.of("parameters"))
        watched.run.send(Export())
        await watched.until(lambda: len(watched.of("parameters")) == 2)
        watched.run.send(SetWeight(name="output/bias", index=0, value=3.0))
        watched.run.send(Export())
        await watched.until(lambda: len(watched.of("parameters")) == 3)
        paused, again, changed = (each.values["worked"] for each in watched.of("parameters"))
        assert paused == again < changed

    with_pool(test)
