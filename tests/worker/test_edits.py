"""A run that is edited while it goes on, and taken back."""

import numpy as np
import pytest

from playground.data.datasets.painted import STARTER
from playground.spec import DEFAULT, RunSpec, preset, to_json
from playground.spec.painted import with_painted_points
from playground.worker.edits import merged
from playground.worker.pool import Pool
from playground.worker.protocol import Ack, Change, Pause, Play, Reset, SetWeight, Step
from tests.support import make_spec
from tests.worker.conftest import UNHURRIED, Watched, with_pool

WIDER = make_spec(layers="6 tanh, 2 tanh")


def epochs(watched: Watched) -> np.ndarray:
    """Of the curve that a page would show."""
    return np.frombuffer(b"".join(watched.rows), "<f4").reshape(-1, 6)[:, 0]


async def trained(pool: Pool, spec: RunSpec, epoch: int = 3) -> Watched:
    """A run that has been paused at the end of an epoch, so that its loss is measured."""
    watched = Watched(pool, spec, speed=UNHURRIED)
    await watched.ready()
    watched.run.send(Play())
    await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= epoch)
    watched.run.send(Pause())
    epoch = (await watched.frame(status="paused")).values["epoch"]
    watched.run.send(Step())
    # A pause is shown twice where something was still to be measured.
    await watched.until(lambda: (last := watched.of("frame")[-1].values)["status"] == "paused" and last["epoch"] > epoch)
    return watched


def change(spec: RunSpec, keep: int = 1, restore: int | None = None) -> Change:
    return Change(spec=to_json(spec), keep=keep, restore=restore)


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_a_layer_grows_and_the_epochs_the_curve_and_the_loss_go_on(engine: str) -> None:
    async def test(pool: Pool) -> None:
        watched = await trained(pool, DEFAULT.replace(engine=engine))
        before = watched.of("frame")[-1].values
        rows = len(epochs(watched))
        watched.rows.clear()
        watched.run.send(change(WIDER.replace(engine=engine)))
        frame = await watched.frame()
        assert watched.of("scene")[-1].values["layers"][1]["units"] == 6
        assert watched.of("scene")[-1].values["run"] == 1
        assert frame.values["step"] == before["step"]
        assert frame.values["train_loss"] == pytest.approx(before["train_loss"], rel=1e-4)  # what is new says nothing yet
        assert len(epochs(watched)) == rows + 1
        assert frame.values["status"] == "paused"
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] > before["epoch"] + 1)

    with_pool(test)


def test_a_learning_rate_that_is_changed_on_the_way_is_a_step_in_the_curve() -> None:
    slower = DEFAULT.replace(training=DEFAULT.training.replace(learning_rate=0.001))

    async def test(pool: Pool) -> None:
        watched = await trained(pool, DEFAULT)
        epoch = watched.of("frame")[-1].values["epoch"]
        watched.rows.clear()
        watched.run.send(change(slower))  # after the scene, all rows come again
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] > epoch + 3)
        watched.run.send(Pause())
        await watched.frame(status="paused")
        rows = np.frombuffer(b"".join(watched.rows), "<f4").reshape(-1, 6)
        assert rows[rows[:, 0] < epoch, 5] == pytest.approx(0.003)
        assert rows[rows[:, 0] > epoch, 5] == pytest.approx(0.001)

    with_pool(test)


def test_it_trains_on_while_it_is_changed() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT, speed=UNHURRIED)
        await watched.ready()
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 3)
        watched.run.send(change(WIDER))
        await watched.until(lambda: watched.of("scene")[-1].values["layers"][1]["units"] == 6)
        frame = await watched.frame()
        assert frame.values["status"] == "playing"
        assert frame.values["epoch"] >= 3

    with_pool(test)


def test_a_single_epoch_stays_one_when_the_network_changes_within_it() -> None:
    spec = DEFAULT.replace(training=DEFAULT.training.replace(batch_size=1))

    async def test(pool: Pool) -> None:
        watched = Watched(pool, spec)
        await watched.ready()
        watched.run.send(Step())
        watched.run.send(change(spec.replace(training=spec.training.replace(batch_size=50))))
        frame = await watched.frame(status="paused")
        assert frame.values["epoch"] == 1

    with_pool(test)


def test_a_network_that_has_not_trained_starts_as_its_link_says() -> None:
    async def test(pool: Pool) -> None:
        fresh, edited = Watched(pool, WIDER), Watched(pool, DEFAULT)
        for watched in (fresh, edited):
            await watched.ready()
        edited.rows.clear()
        edited.run.send(change(WIDER))
        frame = await edited.frame()
        assert (frame.arrays["weights"] == fresh.of("frame")[-1].arrays["weights"]).all()
        assert frame.values["status"] == "ready"
        assert epochs(edited).tolist() == [0]

    with_pool(test)


def test_a_moment_comes_back_with_its_weights_its_epoch_and_its_curve() -> None:
    async def test(pool: Pool) -> None:
        watched = await trained(pool, DEFAULT)
        before = watched.of("frame")[-1]
        watched.run.send(change(WIDER, keep=1))
        await watched.frame()
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] > before.values["epoch"] + 3)
        watched.run.send(Pause())
        later = await watched.frame(status="paused")
        watched.rows.clear()
        watched.run.send(change(DEFAULT, keep=2, restore=1))
        back = await watched.frame(step=before.values["step"])
        np.testing.assert_array_equal(back.arrays["weights"], before.arrays["weights"])
        assert epochs(watched).max() <= before.values["epoch"] + 1
        watched.run.send(change(WIDER, keep=3, restore=2))
        again = await watched.frame(step=later.values["step"])
        np.testing.assert_array_equal(again.arrays["weights"], later.arrays["weights"])

    with_pool(test)


def test_a_weight_is_set_and_the_loss_follows_at_once() -> None:
    async def test(pool: Pool) -> None:
        watched = await trained(pool, DEFAULT)
        before = watched.of("frame")[-1]
        watched.run.send(SetWeight(name="output/bias", index=0, value=-3, keep=1))
        frame = await watched.frame()
        assert frame.arrays["weights"][-1] == -3
        assert frame.values["train_loss"] != before.values["train_loss"]
        assert (frame.arrays["output"] != before.arrays["output"]).any()
        watched.run.send(change(DEFAULT, keep=2, restore=1))
        np.testing.assert_array_equal((await watched.frame()).arrays["weights"], before.arrays["weights"])

    with_pool(test)


@pytest.mark.parametrize(("name", "index"), [("dense_9/kernel", 0), ("output/bias", 1)])
def test_a_weight_that_is_not_there_is_a_sentence(name: str, index: int) -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        watched.run.send(SetWeight(name=name, index=index, value=1))
        await watched.until(lambda: any("Known: dense_1/kernel" in notice.values["text"] for notice in watched.of("notice")))
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] >= 2)

    with_pool(test)


def test_a_reset_can_be_taken_back() -> None:
    async def test(pool: Pool) -> None:
        watched = await trained(pool, DEFAULT)
        before = watched.of("frame")[-1]
        watched.run.send(Reset(keep=1))
        await watched.frame(status="ready")
        watched.run.send(change(DEFAULT, keep=2, restore=1))
        back = await watched.frame(status="paused")
        np.testing.assert_array_equal(back.arrays["weights"], before.arrays["weights"])

    with_pool(test)


def test_noise_grows_while_it_trains() -> None:
    async def test(pool: Pool) -> None:
        watched = await trained(pool, DEFAULT)
        before = watched.of("frame")[-1].values
        watched.run.send(change(DEFAULT.replace(data=DEFAULT.data.replace(noise=0.5))))
        frame = await watched.frame()
        assert frame.values["step"] == before["step"]
        assert frame.values["train_loss"] > before["train_loss"]
        assert (watched.of("scene")[-1].arrays["points"] != watched.of("scene")[0].arrays["points"]).any()

    with_pool(test)


def test_pictures_are_measured_while_the_run_is_paused() -> None:
    spec = preset("mnist-dense").replace(engine="numpy")
    spec = spec.replace(data=spec.data.replace(samples=500), training=spec.training.replace(epochs=1000))

    async def test(pool: Pool) -> None:
        watched = await trained(pool, spec, epoch=1)
        before = watched.of("frame")[-1].values
        watched.run.send(SetWeight(name="output/bias", index=0, value=50))
        await watched.until(lambda: watched.of("frame")[-1].values["train_loss"] > before["train_loss"] + 1)
        assert watched.of("frame")[-1].values["status"] == "paused"

    with_pool(test)


def test_of_the_waiting_parts_of_a_stroke_the_last_says_it_all() -> None:
    first, second, third = (Change(spec=text, keep=keep) for text, keep in (("a", 1), ("b", None), ("c", None)))
    undone = Change(spec="d", keep=2, restore=1)
    assert merged([first, second, Ack(), third]) == [first.model_copy(update={"spec": "c"}), Ack()]
    assert merged([first, undone]) == [first, undone]
    assert merged([first, Pause(), second]) == [first, Pause(), second]
    assert merged([]) == []


@pytest.mark.parametrize("engine", ["numpy", "tensorflow"])
def test_points_are_painted_while_it_trains(engine: str) -> None:
    painted = preset("painted").replace(engine=engine)
    more = with_painted_points(painted, STARTER.replace(".", "AAAAABAAC."))

    async def test(pool: Pool) -> None:
        watched = await trained(pool, painted)
        before = watched.of("frame")[-1]
        watched.run.send(change(more))
        frame = await watched.frame(status="paused")
        np.testing.assert_array_equal(frame.arrays["weights"], before.arrays["weights"])
        assert len(watched.of("scene")[-1].arrays["points"]) == len(watched.of("scene")[0].arrays["points"]) + 3
        watched.run.send(Play())
        await watched.until(lambda: watched.of("frame")[-1].values["epoch"] > before.values["epoch"] + 2)
        watched.run.send(change(with_painted_points(painted, "."), keep=2))
        await watched.until(lambda: watched.of("frame")[-1].values["train_loss"] is None)
        watched.run.send(change(painted, keep=3))
        await watched.until(lambda: watched.of("frame")[-1].values["train_loss"] is not None)
        assert watched.of("frame")[-1].values["status"] == "playing"

    with_pool(test)
