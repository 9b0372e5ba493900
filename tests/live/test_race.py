"""A comparison through a real server: its lanes race live, side by side, and its board says who wins."""

import asyncio
import time

import numpy as np
import psutil
import pytest

from playground.race import RaceSpec
from playground.race.marks import BEFORE_LAYERS, EPOCH, LANE
from playground.spec import RunSpec, layer
from playground.spec.part import parse
from tests.live.conftest import Page, Server, with_server
from tests.worker.conftest import run_processes


def race(*axes: str, epochs: int = 30, seeds: int = 2, **base) -> RaceSpec:
    """Each axis reads like `"activation relu tanh"`."""
    units = layer("dense", units=4, activation="tanh")
    spec = {"model": {"layers": [units, units]}, "training": {"epochs": epochs, "learning_rate": 0.01}, **base}
    split = [axis.split(" ") for axis in axes or ["activation relu tanh"]]
    return parse(RaceSpec, {"base": parse(RunSpec, spec), "axes": [{"name": n, "values": v} for n, *v in split], "seeds": seeds})


def racing(test, spec: RaceSpec):
    """Run a test with a page that looks at a comparison."""

    async def body(server: Server) -> None:
        token = await server.compare(spec)
        async with server.connect(token) as page:
            await test(page)

    with_server(body)


async def standing(page: Page, status: str):
    """Wait until the race has a status, unless it has it already."""
    known = [message for message in page.messages if message.kind == "standing"]
    if known and known[-1].values["status"] == status:
        return known[-1]
    return await page.until("standing", lambda message: message.values["status"] == status)


async def stillness(page: Page) -> None:
    """Wait until nothing more comes: whoever stands still says nothing, and crews may have to catch up with each other."""
    while await page.hear_for(0.7):
        pass


def rows(page: Page) -> np.ndarray:
    return np.concatenate([message.arrays["rows"] for message in page.messages if message.kind == "curve"])


def tiles(page: Page):
    return [message for message in page.messages if message.kind == "tiles"]


def test_a_race_is_shown_before_it_starts():
    async def test(page):
        scene = await page.until("race")
        assert [entry["label"] for entry in scene.values["entries"]] == ["ReLU", "Tanh"]
        assert scene.values["seeds"] == [0, 1]
        assert scene.arrays["points"].shape == (400, 2)
        pictures = await page.until("tiles")
        assert pictures.arrays["output"].shape == (2, 64, 64)
        assert (await standing(page, "ready")).values["epoch"] == 0

    racing(test, race())


def test_lanes_race_to_the_last_epoch_and_the_board_is_full():
    async def test(page):
        await standing(page, "ready")
        await page.say("go")
        board = (await standing(page, "finished")).values["board"]
        assert [row["rank"] for row in board] == [1, 2]
        assert all(row["score"]["count"] == 2 and row["per_epoch"] > 0 for row in board)
        found = rows(page)
        assert found.shape[1] == BEFORE_LAYERS + 2 * 3
        for lane in range(4):
            assert found[found[:, LANE] == lane, EPOCH].tolist() == list(range(31))
        while len({message.arrays["output"].tobytes() for message in tiles(page) if message.values["crew"] == 0}) < 2:
            await page.hear()  # the pictures move; a fast machine is done before the second

    racing(test, race())


def test_lanes_of_other_shapes_are_kept_in_step():
    async def test(page):
        scene = await page.until("race")
        assert len(scene.values["crews"]) > 1
        await standing(page, "ready")
        await page.say("go")
        await standing(page, "finished")
        newest: dict[int, float] = {}
        for mark in rows(page):
            newest[int(mark[LANE])] = mark[EPOCH]
            assert len(newest) < 4 or max(newest.values()) - min(newest.values()) <= 14, "a window, and what is told at once"
        assert set(newest.values()) == {400}

    racing(test, race("width 2 16", epochs=400))


def test_all_lanes_freeze_at_the_same_place_and_step_on_together():
    async def test(page):
        await standing(page, "ready")
        await page.say("go")
        await page.until("standing", lambda message: message.values["epoch"] > 3)
        await page.say("freeze")
        await stillness(page)
        frozen = await standing(page, "frozen")
        epochs = {message.values["crew"]: message.values["epoch"] for message in tiles(page)}
        assert epochs == {0: frozen.values["epoch"], 1: frozen.values["epoch"]}
        await page.say("step")
        await stillness(page)
        stepped = await standing(page, "frozen")
        assert stepped.values["epoch"] == int(frozen.values["epoch"] + 1e-6) + 1

    racing(test, race("width 2 16", epochs=10_000))


def test_the_same_race_twice_has_the_same_board():
    boards = []

    async def test(page):
        await standing(page, "ready")
        await page.say("go")
        board = (await standing(page, "finished")).values["board"]
        boards.append([{key: value for key, value in row.items() if key not in ("seconds", "per_epoch")} for row in board])

    for _ in range(2):
        racing(test, race("activation relu tanh sine", "learning_rate 0.01 0.1"))
    assert boards[0] == boards[1]


def test_a_reset_starts_the_same_race_again():
    async def test(page):
        await standing(page, "ready")
        await page.say("go")
        await standing(page, "finished")
        first = rows(page)
        page.messages.clear()
        await page.say("reset")
        scene = await page.until("race")
        assert scene.values["run"] == 2
        await standing(page, "ready")
        await page.say("go")
        await standing(page, "finished")
        second = rows(page)
        order = [np.lexsort((found[:, EPOCH], found[:, LANE])) for found in (first, second)]
        np.testing.assert_array_equal(first[order[0]], second[order[1]])

    racing(test, race())


def test_one_looks_back_at_an_earlier_moment():
    async def test(page):
        start = await page.until("tiles")
        await standing(page, "ready")
        await page.say("go")
        await standing(page, "finished")
        await page.say("at", epoch=0)
        past = await page.until("tiles", lambda message: message.values["past"])
        assert past.values["epoch"] == 0
        np.testing.assert_array_equal(past.arrays["output"], start.arrays["output"])
        await page.say("at", epoch=None)
        newest = await page.until("tiles", lambda message: not message.values["past"])
        assert newest.values["epoch"] == 30

    racing(test, race())


def test_the_pictures_of_another_seed_are_shown():
    async def test(page):
        first = await page.until("tiles")
        await standing(page, "ready")
        await page.say("seed", position=1)
        assert (await page.until("race")).values["shown"] == 1
        other = await page.until("tiles")
        assert (first.arrays["output"] != other.arrays["output"]).any()

    racing(test, race())


def test_a_lane_that_diverges_is_marked_and_the_others_race_on():
    async def test(page):
        await standing(page, "ready")
        await page.say("go")
        done = (await standing(page, "finished")).values
        assert set(done["diverged"]) == {"2", "3"}
        assert "Try a lower learning rate than 10" in done["diverged"]["2"]
        assert done["board"][0]["entry"] == 0
        assert done["board"][1]["text"] == "All lanes have diverged"
        assert done["epoch"] == 30

    base = {"data": {"dataset": "plane"}, "model": {"layers": [layer("dense", units=4, activation="relu")], "output": "linear"}}
    spec = race("learning_rate 0.01 10", training={"loss": "mean_squared_error", "optimizer": "sgd", "epochs": 30}, **base)
    racing(test, spec)


def test_closing_the_page_ends_all_crews(monkeypatch):
    monkeypatch.setattr("playground.live.watched.GRACE_SECONDS", 0.1)

    async def body(server: Server) -> None:
        token = await server.compare(race("width 2 16", epochs=10_000))
        async with server.connect(token) as page:
            await standing(page, "ready")
            await page.say("go")
            await standing(page, "racing")
            assert len(run_processes()) == 2
        for _ in range(100):
            await asyncio.sleep(0.1)
            if not run_processes():
                return
        pytest.fail("crews were left behind")

    with_server(body)


def kill_a_crew() -> None:
    psutil.Process(run_processes().pop()).kill()


async def said_of_the_end(page: Page, level: str) -> None:
    await page.until("notice", lambda message: "has ended" in message.values["text"] and message.values["level"] == level)


def test_a_crew_that_is_killed_is_started_again_once_and_then_on_request():
    async def test(page):
        await standing(page, "ready")
        kill_a_crew()
        await said_of_the_end(page, "warning")
        page.messages.clear()
        await standing(page, "ready")
        kill_a_crew()
        await said_of_the_end(page, "error")
        page.messages.clear()
        await page.say("reset")
        await standing(page, "ready")
        notices = [message.values["text"] for message in page.messages if message.kind == "notice"]
        assert notices[-1] == "", "what was said about the end is taken back"

    racing(test, race("width 2 16"))


def test_step_while_racing_stands_still_and_goes_on_by_one_epoch():
    async def test(page):
        await standing(page, "ready")
        await page.say("go")
        await page.until("standing", lambda message: message.values["epoch"] > 3)
        await page.say("step")
        await stillness(page)
        stepped = (await standing(page, "frozen")).values["epoch"]
        assert stepped == int(stepped)
        assert stepped < 5_000
        await page.say("step")
        await stillness(page)
        assert (await standing(page, "frozen")).values["epoch"] == stepped + 1

    racing(test, race("width 2 16", epochs=10_000))


@pytest.mark.parametrize("begin", ["reset", "another"])
def test_a_page_hears_of_the_race_before_it_hears_of_its_lanes(begin):
    """Whichever crew is first: here the second one has less to do until then."""

    async def body(server: Server) -> None:
        spec = race("samples 5000 20", "width 2 16")
        token = await server.compare(spec)
        async with server.connect(token) as page:
            await standing(page, "ready")
            page.messages.clear()
            if begin == "reset":
                await page.say("reset")
            else:
                await server.compare(spec.replace(seeds=1), token)
            await page.until("standing", lambda message: message.values["run"] == 2 and message.values["status"] == "ready")
            await stillness(page)
            heard = [message.kind for message in page.messages if message.values["run"] == 2 and message.kind in ("race", "curve", "tiles")]
            assert heard[0] == "race"
            assert {"curve", "tiles"} <= set(heard)
            first = next(message for message in page.messages if message.kind == "curve" and message.values["run"] == 2)
            assert first.values["from"] == 0

    with_server(body)


def test_another_target_is_read_out_of_what_was_measured():
    async def body(server: Server) -> None:
        spec = race()
        token = await server.compare(spec)
        async with server.connect(token) as page:
            await standing(page, "ready")
            await page.say("go")
            await standing(page, "finished")
            page.messages.clear()
            await server.compare(spec.replace(target={"on": "score", "value": 0.0}), token)
            scene = await page.until("race")
            assert (scene.values["run"], scene.values["target"]["value"]) == (1, 0.0)
            told = await standing(page, "finished")
            assert all(row["epochs"]["mean"] == 0 for row in told.values["board"])

    with_server(body)


def test_both_engines_race_side_by_side():
    async def test(page):
        scene = await page.until("race")
        assert scene.values["crews"] == [[0], [1]]
        await standing(page, "ready")
        await page.say("go")
        board = (await standing(page, "finished")).values["board"]
        assert board[0]["loss"]["mean"] == pytest.approx(board[1]["loss"]["mean"], rel=1e-3)

    racing(test, race("engine numpy tensorflow"))


def test_a_page_that_comes_later_hears_of_everything_that_was_measured():
    async def body(server: Server) -> None:
        token = await server.compare(race("width 2 16"))
        async with server.connect(token) as page:
            await standing(page, "ready")
            await page.say("speed", epochs_per_second=10)
            await page.say("go")
            await standing(page, "finished")
            async with server.connect(token) as other:
                assert (await standing(other, "finished")).values["speed"] == 10
                np.testing.assert_array_equal(rows(other), rows(page))

    with_server(body)


def test_a_race_may_be_slow_enough_to_follow():
    async def test(page):
        await standing(page, "ready")
        await page.say("speed", epochs_per_second=20)
        begun = time.monotonic()
        await page.say("go")
        moved = await page.until("standing", lambda message: message.values["epoch"] >= 5)
        assert moved.values["epoch"] <= 20 * (time.monotonic() - begun) + 6, "at most a moment is made up for"

    racing(test, race(epochs=1000))


def test_what_is_no_command_closes_the_socket():
    async def test(page):
        await page.say("dance")
        assert await page.closing_code() == 4400

    racing(test, race())
