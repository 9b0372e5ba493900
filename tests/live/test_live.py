"""The live connection, from a page's point of view."""

import asyncio
import json
import os
import signal

import numpy as np
import pytest

from playground.live import watched
from playground.live.routes import BAD_MESSAGE, FOREIGN_ORIGIN, UNKNOWN_TOKEN
from playground.spec import DEFAULT, DataSpec
from playground.spec.suited import with_dataset
from tests.live.conftest import Server, with_server
from tests.live_client import read_message
from tests.support import with_epochs
from tests.worker.conftest import run_processes

XOR = DEFAULT.replace(data=DataSpec(dataset="xor"))


def test_a_page_gets_its_scene_its_curve_and_a_frame_without_asking() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.frame(status="ready")
            kinds = [message.kind for message in page.messages if message.kind not in ("notice", "inside")]
            assert kinds == ["scene", "curve", "frame"]

    with_server(test)


def test_a_page_sees_training_move() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            first = await page.frame(status="ready")
            await page.say("play")
            later = await page.until("frame", lambda frame: frame.values["epoch"] >= 3)
            assert (later.arrays["output"] != first.arrays["output"]).any()
            await page.say("pause")
            await page.frame(status="paused")

    with_server(test)


@pytest.mark.parametrize("dataset", ["rings", "ripple", "sine", "fashion_mnist", "digits"])
def test_every_kind_of_data_reaches_the_page_and_moves(dataset: str) -> None:
    spec = with_dataset(DEFAULT, dataset).replace(engine="numpy")
    spec = spec.replace(data=spec.data.replace(samples=min(500, spec.data.samples)))
    moving = {"rings": "winners", "ripple": "output", "sine": "curve"}.get(dataset, "units")

    async def test(server: Server) -> None:
        async with server.connect(await server.open(spec)) as page:
            first = await page.frame(status="ready")
            assert page.messages[-1].kind == "frame"
            await page.say("play")
            later = await page.until("frame", lambda frame: frame.values["epoch"] >= 2)
            assert (later.arrays[moving] != first.arrays[moving]).any()
            assert later.values["train_loss"] < first.values["train_loss"]

    with_server(test)


def test_no_row_of_the_curve_is_lost_on_a_page_that_draws_slowly() -> None:
    async def test(server: Server) -> None:
        token = await server.open(with_epochs(DEFAULT, 10_000))
        async with server.connect(token, acknowledge=False) as page:
            await page.frame()
            await page.say("speed", epochs_per_second=None)
            await page.say("play")
            heard = await page.hear_for(1)
            assert sum(message.kind == "frame" for message in heard) <= 1  # two in all, and none acknowledged
            await page.until("curve", lambda message: message.arrays["rows"][-1, 0] > 20)
            await page.say("pause")
            rows = [message for message in page.messages if message.kind == "curve"]
            epochs = np.concatenate([message.arrays["rows"][:, 0] for message in rows])
            assert (epochs == np.arange(len(epochs))).all()
            await until(lambda: read_message(server.session(token).newest.get("frame", b"")).values["status"] == "paused")
            await page.say("ack")
            newest = await page.until("frame")
            assert newest.values["epoch"] > 20

    with_server(test)


def test_a_page_that_comes_back_finds_its_run_going_on() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await page.frame()
            await page.say("play")
            left = await page.until("frame", lambda frame: frame.values["epoch"] >= 5)
        async with server.connect(token) as page:
            frame = await page.until("frame", lambda frame: frame.values["epoch"] > left.values["epoch"])
            assert frame.values["run"] == left.values["run"]
            rows = [message.arrays["rows"][:, 0] for message in page.messages if message.kind == "curve"]
            assert rows[0][0] == 0
            assert len(rows[0]) >= 5

    with_server(test)


def test_a_run_ends_a_while_after_its_last_page_and_starts_again_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "GRACE_SECONDS", 0.2)

    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            first = await page.frame()
            assert len(run_processes()) == 1
        await until(lambda: not run_processes())
        async with server.connect(token) as page:
            again = await page.frame(status="ready")
            assert again.values["run"] == first.values["run"] + 1
            assert (again.arrays["weights"] == first.arrays["weights"]).all()

    with_server(test)


def test_a_speed_that_is_chosen_while_nothing_runs_is_that_of_the_next_run() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await page.frame(status="ready")
            server.session(token).stop()
            await page.say("speed", epochs_per_second=120)
            await page.say("reset")
            scene = await page.until("scene", lambda scene: scene.values["run"] == 2)
            assert scene.values["speed"] == 120

    with_server(test)


def test_a_run_whose_page_never_comes_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "PATIENCE_SECONDS", 0.3)

    async def test(server: Server) -> None:
        token = await server.open()
        assert server.session(token).is_running
        await until(lambda: not server.session(token).is_running)
        await until(lambda: not run_processes())

    with_server(test)


def test_two_pages_on_one_session_see_the_same_run() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as one, server.connect(token) as two:
            await one.frame()
            await two.frame()
            await one.say("step")
            first, second = await one.frame(epoch=1, status="paused"), await two.frame(epoch=1, status="paused")
            assert first.values == second.values
            assert len(run_processes()) == 1

    with_server(test)


def test_a_new_learning_rate_reaches_the_run_and_anything_else_starts_a_new_one() -> None:
    faster = DEFAULT.replace(training=DEFAULT.training.replace(learning_rate=0.25))

    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            before = await page.frame()
            await page.say("play")
            await page.until("frame", lambda frame: frame.values["epoch"] >= 2)
            await server.open(faster, token)
            same = await page.frame(learning_rate=0.25)
            assert same.values["run"] == before.values["run"]
            assert same.values["epoch"] >= 2
            await server.open(XOR, token)
            scene = await page.until("scene")
            assert scene.values["run"] == before.values["run"] + 1
            assert scene.values["dataset"] == "Exclusive or"
            other = await page.frame(run=scene.values["run"])
            assert other.values["status"] == "ready"

    with_server(test)


def test_a_chosen_speed_outlives_a_new_run() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            scene = await page.until("scene")
            assert scene.values["speed"] == 30
            await page.say("speed", epochs_per_second=5)
            await page.frame()
            await server.open(XOR, token)
            again = await page.until("scene", lambda scene: scene.values["dataset"] == "Exclusive or")
            assert again.values["speed"] == 5

    with_server(test)


def test_a_killed_worker_is_replaced_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "CRASH_SECONDS", 0)

    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            before = await page.frame()
            (victim,) = run_processes()
            os.kill(victim, signal.SIGKILL)
            notice = await page.until("notice", lambda notice: notice.values["level"] == "warning")
            assert "has ended (signal 9)" in notice.values["text"]
            await page.say("play")
            after = await page.frame(status="playing")
            assert after.values["run"] == before.values["run"] + 1

    with_server(test)


def test_a_worker_that_ends_at_once_is_not_started_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "CRASH_SECONDS", 60)

    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.frame()
            (victim,) = run_processes()
            os.kill(victim, signal.SIGKILL)
            notice = await page.until("notice", lambda notice: notice.values["level"] == "error")
            assert notice.values["text"].endswith("Press Reset to try again.")
            assert not run_processes()
            await page.say("reset")
            await page.frame(status="ready")

    with_server(test)


def test_tensorflow_says_that_it_warms_up() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(DEFAULT.replace(engine="tensorflow"))) as page:
            notice = await page.until("notice", lambda notice: notice.values["busy"])
            assert notice.values["text"].startswith("TensorFlow is warming up")
            await page.frame(status="ready")
            await page.say("step")
            await page.frame(status="paused", epoch=1)

    with_server(test)


@pytest.mark.parametrize("token", ["nobody", "..", "%00", "x" * 5000])
def test_an_unknown_token_is_turned_away(token: str) -> None:
    async def test(server: Server) -> None:
        async with server.connect(token) as page:
            assert await page.closing_code() == UNKNOWN_TOKEN

    with_server(test)


def test_a_page_from_elsewhere_is_turned_away_even_with_a_token() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token, origin="https://elsewhere.example") as page:
            assert await page.closing_code() == FOREIGN_ORIGIN
        async with server.connect(token, origin=f"http://127.0.0.1:{server.port}") as page:
            await page.frame()

    with_server(test)


BAD = [
    "",
    "play",
    "[]",
    "null",
    '{"type": "stop"}',
    '{"type": "play", "more": 1}',
    '{"type": "learning_rate", "value": 1}',
    '{"type": "speed"}',
    '{"type": "speed", "epochs_per_second": 0}',
    '{"type": "speed", "epochs_per_second": NaN}',
    '{"type": "speed", "epochs_per_second": 1e999}',
    '{"type": "draw", "strokes": [[1, 2]], "size": 280}',
    '{"type": "draw", "strokes": [{"points": [1], "width": 20}], "size": 280}',
    '{"type": "draw", "strokes": [{"points": [], "width": 20}], "size": 280}',
    '{"type": "draw", "strokes": [{"points": ["a", "b"], "width": 20}], "size": 280}',
    '{"type": "draw", "strokes": [{"points": [1, 2], "width": 20}], "size": 0}',
    '{"type": "draw", "strokes": [{"points": [1, 2], "width": 1e9}], "size": 280}',
    '{"type": "draw", "strokes": [{"points": [1, 2], "width": 20, "pressures": [0.5, 0.5]}], "size": 280}',
    '{"type": "draw", "strokes": [{"points": [1, 2], "width": 20, "pressures": [2]}], "size": 280}',
    json.dumps({"type": "draw", "strokes": [{"points": [1, 2], "width": 20}] * 201, "size": 280}),
    json.dumps({"type": "draw", "strokes": [{"points": [1.5] * 30_000, "width": 20}], "size": 280}),
    '{"type": "look"}',
    '{"type": "look", "sample": -1}',
    '{"type": "look", "sample": 1e9}',
    '{"type": "look", "sample": 1, "unit": [0, 3]}',
    '{"type": "look", "sample": 1, "unit": [1, 2, 3]}',
    '{"type": "cell", "answer": 1}',
    '{"type": "cell", "answer": 256, "guess": 0}',
    '{"type": "mistakes"}',
    '{"type": "speaking", "shown": 3}',
    b"\x00\x01",
    "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace") * 100,
]


@pytest.mark.parametrize("message", BAD, ids=lambda message: str(message)[:50])
def test_anything_but_a_command_closes_the_socket_and_the_run_goes_on(message: str | bytes) -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await page.frame()
            await page.socket.send(message)
            assert await page.closing_code() == BAD_MESSAGE
            assert page.socket.close_reason
        async with server.connect(token) as page:
            assert (await page.frame()).values["run"] == 1

    with_server(test)


def test_a_flood_of_commands_closes_the_socket() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.frame()
            for _ in range(1000):
                await page.say("pause")
            assert await page.closing_code() == BAD_MESSAGE

    with_server(test)


def test_a_page_that_does_not_read_holds_up_nobody() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as deaf, server.connect(await server.open(XOR)) as page:
            await deaf.say("play")
            await page.frame()
            await page.say("play")
            await asyncio.sleep(0.5)
            await page.until("frame", lambda frame: frame.values["epoch"] >= 5)

    with_server(test)


def test_more_sessions_than_are_remembered_push_out_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.live.hub.MOST_SESSIONS", 3)

    async def test(server: Server) -> None:
        tokens = [await server.open() for _ in range(4)]
        assert server.hub.session(tokens[0]) is None
        assert all(server.hub.session(token) for token in tokens[1:])

    with_server(test)


async def until(happened: object, seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not happened():  # type: ignore[operator]
            await asyncio.sleep(0.02)
