"""What a real run tells of its inside, and what the doctor makes of it."""

import numpy as np
import pytest

from playground.doctor import RULES
from playground.engine import train
from playground.spec import DEFAULT, preset, to_json
from playground.worker.pool import Pool
from playground.worker.protocol import Change, Pause, Play, Reset
from tests.doctor.cases import ILL
from tests.live_client import Message
from tests.support import make_spec
from tests.worker.conftest import Watched, with_pool

FOR_SOME_LOOKS = 100.0  # epochs a second: a run lasts ten seconds on a fast machine, too


async def inside(watched: Watched) -> Message:
    """The next look."""
    seen = len(watched.of("inside"))
    await watched.until(lambda: len(watched.of("inside")) > seen)
    return watched.of("inside")[-1]


def findings(watched: Watched) -> list[dict]:
    """Of the newest look."""
    looks = watched.of("inside")
    return looks[-1].values["findings"] if looks else []


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_a_run_looks_inside_before_it_trains_and_while_it_does(engine: str) -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT.replace(engine=engine), speed=FOR_SOME_LOOKS)
        await watched.until(lambda: watched.of("inside"))
        first = watched.of("inside")[-1]
        assert first.values["keys"] == ["dense_1", "dense_2", "output"]
        assert first.values["epoch"] == 0
        assert first.arrays["looks"].shape == (1, 1 + 3 * 5)
        assert np.isnan(first.arrays["looks"][0, 3])  # no update yet
        watched.run.send(Play())
        for _ in range(3):
            look = await inside(watched)
        looks = look.arrays["looks"]
        assert looks.shape == (len(watched.of("inside")), 16)
        assert (np.diff(looks[:, 0]) > 0).all()
        assert (looks[1:, [1, 2, 3, 6, 7, 8, 11, 12, 13]] > 0).all()
        assert look.values["findings"] == []
        np.testing.assert_allclose(look.arrays["weight_shares"].sum(axis=1), 1, rtol=1e-5)
        np.testing.assert_allclose(look.arrays["activation_shares"].sum(axis=1), 1, rtol=1e-5)
        assert look.values["activation_ranges"] == [[-1, 1], [-1, 1], [0, 1]]

    with_pool(test)


def test_looking_changes_nothing_about_the_run() -> None:
    async def test(pool: Pool) -> None:
        spec = DEFAULT.replace(training=DEFAULT.training.replace(epochs=300))
        watched = Watched(pool, spec, speed=FOR_SOME_LOOKS)
        await watched.ready()
        watched.run.send(Play())
        await watched.frame(status="finished")
        assert len(watched.of("inside")) > 2
        rows = np.frombuffer(b"".join(watched.rows), "<f4").reshape(301, -1)
        np.testing.assert_array_equal(rows[:, 1], np.float32([snapshot.metrics.train.loss for snapshot in train(spec)]))

    with_pool(test)


def test_the_scene_names_all_that_the_doctor_looks_for() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        assert [check["rule"] for check in watched.of("scene")[0].values["checks"]] == list(RULES)

    with_pool(test)


def test_layers_that_are_new_begin_a_new_record_and_a_learning_rate_does_not() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT, speed=FOR_SOME_LOOKS)
        await watched.ready()
        watched.run.send(Play())
        await inside(watched)
        before = len((await inside(watched)).arrays["looks"])
        slower = DEFAULT.replace(training=DEFAULT.training.replace(learning_rate=0.001))
        watched.run.send(Change(spec=to_json(slower), keep=1))
        assert len((await inside(watched)).arrays["looks"]) > before
        wider = make_spec(layers="6 tanh, 2 tanh, 2 tanh")
        watched.run.send(Change(spec=to_json(wider), keep=2))
        await watched.until(lambda: watched.of("inside")[-1].values["keys"][2] == "dense_3")
        assert len(watched.of("inside")[-1].arrays["looks"]) < before
        watched.run.send(Reset())
        await watched.until(lambda: watched.of("inside")[-1].values["epoch"] == 0)
        assert len(watched.of("inside")[-1].arrays["looks"]) == 1

    with_pool(test)


def test_a_diverged_run_says_so_and_goes_back_to_when_it_was_healthy() -> None:
    spec, _ = ILL["divergence"]

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.ready()
        watched.run.send(Play())
        await watched.frame(status="diverged")
        await watched.until(lambda: findings(watched))
        (finding,) = watched.of("inside")[-1].values["findings"]
        assert finding["rule"] == "divergence"
        assert "0.3" in finding["fix"]
        fix = RULES["divergence"].fix(spec)
        assert fix is not None
        watched.run.send(Change(spec=to_json(fix.spec), keep=1, back="healthy"))
        watched.run.send(Play())
        frame = await watched.frame(status="playing")
        assert np.isfinite(frame.values["train_loss"])
        await watched.until(lambda: not findings(watched))

    with_pool(test)


def test_over_fitting_goes_back_to_the_lowest_test_loss() -> None:
    spec, _ = ILL["over_fitting"]

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec, speed=100)
        await watched.ready()
        watched.run.send(Play())
        await watched.until(lambda: findings(watched))
        late = watched.of("frame")[-1].values
        watched.run.send(Pause())
        fix = RULES["over_fitting"].fix(spec)
        assert fix is not None
        watched.run.send(Change(spec=to_json(fix.spec), keep=1, back="best"))
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] < late["epoch"])
        assert watched.of("frame")[-1].values["test_loss"] < late["test_loss"]

    with_pool(test)


def test_pictures_are_looked_into_as_well() -> None:
    spec = preset("mnist-small").replace(engine="numpy")

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.until(lambda: watched.of("inside"))
        assert watched.of("inside")[0].values["keys"] == ["conv2d_1", "conv2d_2", "dense_1", "output"]
        watched.run.send(Play())
        look = await inside(watched)
        assert look.values["epoch"] > 0
        assert look.values["findings"] == []

    with_pool(test)
