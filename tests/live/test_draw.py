"""The Draw page's connection, from the page's point of view."""

import asyncio
import json
import os
import signal
import time

import psutil
import pytest

from playground.digits.network import unpack
from playground.live import shelf as shelves
from playground.live import watched
from playground.live.draw_session import DrawSession
from playground.live.routes import BAD_MESSAGE
from playground.live.shelf import Shelf
from playground.spec import DEFAULT
from playground.spec.suited import with_dataset
from playground.worker.envelope import MOST_BYTES
from tests.live.conftest import Page, Server, with_server
from tests.live_client import Message
from tests.support import with_epochs
from tests.worker.conftest import run_processes
from tests.worker.readers import SEVEN, SIZE
from tests.worker.test_reader import picture_of_a_seven, small_network

ANNE, BOB = "a" * 32, "b" * 32
DIGITS = with_epochs(with_dataset(DEFAULT, "digits").replace(engine="numpy"), 10_000)
STROKE = {"points": list(SEVEN), "width": 22}


async def draw(page: Page, number: int = 1) -> Message:
    await page.say("draw", number=number, strokes=[STROKE], size=SIZE)
    return await page.until("reading", lambda reading: reading.values["number"] == number)


async def train(server: Server, browser: str) -> str:
    """Train a network for some epochs in a browser, and leave the page."""
    token = await server.open(DIGITS)
    async with server.connect(token, browser=browser) as page:
        await page.frame(status="ready")
        await page.say("speed", epochs_per_second=None)
        await page.say("play")
        await page.until("frame", lambda frame: frame.values["epoch"] >= 2)
    return token


def test_a_page_gets_its_network_and_then_readings() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.draw()) as page:
            reading = await draw(page)
            assert reading.values["verdict"]["label"] == 7
            assert [message.kind for message in page.messages if message.kind != "notice"][:2] == ["networks", "scene"]

    with_server(test)


def test_a_network_that_was_trained_in_the_same_browser_can_be_chosen_and_in_another_it_cannot() -> None:
    async def test(server: Server) -> None:
        await train(server, ANNE)
        async with server.connect(await server.draw(), browser=ANNE) as page:
            networks = await page.until("networks", lambda networks: networks.values["shelved"])
            (shelved,) = networks.values["shelved"]
            assert shelved["title"].startswith("Small digits")
            assert shelved["epochs"] >= 2
            await page.say("choose", network=shelved["name"])
            scene = await page.until("scene", lambda scene: scene.values["side"] == 8)
            # It trains on, and may have been handed over once more since.
            told = [each["accuracy"] for message in page.messages if message.kind == "networks" for each in message.values["shelved"]]
            assert scene.values["facts"]["accuracy"] in told
            assert (await draw(page)).arrays["picture"].shape == (8, 8)
            await page.say("choose", network="shipped")
            await page.until("scene", lambda scene: scene.values["side"] == 28)
        async with server.connect(await server.draw(), browser=BOB) as page:
            await page.until("scene")
            assert all(not message.values["shelved"] for message in page.messages if message.kind == "networks")
            await page.say("choose", network=shelved["name"])
            notice = await page.until("notice", lambda notice: notice.values["text"])
            assert "no longer there" in notice.values["text"]

    with_server(test)


def test_a_network_that_trains_in_another_tab_is_on_the_shelf_as_soon_as_somebody_draws() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(DIGITS), browser=ANNE) as training:
            await training.frame(status="ready")
            await training.say("play")
            await training.until("frame", lambda frame: frame.values["epoch"] >= 1)
            async with server.connect(await server.draw(), browser=ANNE) as page:
                first = await page.until("networks", lambda networks: networks.values["shelved"])
                await training.until("frame", lambda frame: frame.values["epoch"] >= 4)
                await page.say("networks")
                before = first.values["shelved"][0]
                later = await page.until("networks", lambda networks: networks.values["shelved"][0]["epochs"] > before["epochs"])
                assert [each["name"] for each in later.values["shelved"]] == [before["name"]]

    with_server(test)


def test_a_run_goes_on_as_long_as_somebody_draws_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "GRACE_SECONDS", 1.0)

    async def test(server: Server) -> None:
        token = await train(server, ANNE)
        async with server.connect(await server.draw(), browser=ANNE) as page:
            await page.until("scene")
            await asyncio.sleep(2.5)
            assert server.session(token).is_running
        async with asyncio.timeout(10):
            while run_processes():
                await asyncio.sleep(0.05)

    with_server(test)


def test_who_comes_back_from_drawing_has_time_to_do_so() -> None:
    """The page where one draws closes a moment before the other one opens, and just then a grace may be over."""

    async def test(server: Server) -> None:
        session = server.session(await train(server, ANNE))
        async with server.connect(await server.draw(), browser=ANNE) as page:
            await page.until("scene")
            session._rest()  # as its timer does
        async with asyncio.timeout(10):
            while session._is_wanted:
                await asyncio.sleep(0.01)
        session._rest()
        assert session.is_running
        session._rest()
        assert not session.is_running

    with_server(test)


def test_a_new_browser_is_given_a_name_and_keeps_it() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.draw()) as page:
            given = page.socket.response.headers["set-cookie"]
            assert "HttpOnly" in given
            assert "SameSite=Strict" in given
        async with server.connect(await server.draw(), browser=ANNE) as page:
            assert "set-cookie" not in page.socket.response.headers
        async with server.connect(await server.draw(), browser="<script>") as page:
            assert "set-cookie" in page.socket.response.headers

    with_server(test)


def test_a_reader_that_is_killed_is_replaced_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "CRASH_SECONDS", 0)

    async def test(server: Server) -> None:
        async with server.connect(await server.draw()) as page:
            await draw(page)
            (victim,) = run_processes()
            os.kill(victim, signal.SIGKILL)
            notice = await page.until("notice", lambda notice: notice.values["level"] == "warning")
            assert "has ended (signal 9)" in notice.values["text"]
            await page.until("scene", lambda scene: scene.values["run"] == 2)
            assert (await draw(page)).values["run"] == 2

    with_server(test)


def test_a_reader_that_is_replaced_reads_with_what_there_still_is_and_the_page_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "CRASH_SECONDS", 0)

    async def test(server: Server) -> None:
        await train(server, ANNE)
        async with server.connect(await server.draw(), browser=ANNE) as page:
            (shelved,) = (await page.until("networks", lambda networks: networks.values["shelved"])).values["shelved"]
            await page.say("choose", network=shelved["name"])
            await page.until("networks", lambda networks: networks.values["chosen"] == shelved["name"])
            monkeypatch.setattr(shelves, "MOST_BYTES", 0)
            await page.say("networks")  # the run puts its network on a shelf that holds nothing any more
            await page.until("networks", lambda networks: not networks.values["shelved"])
            (reader,) = [pid for pid in run_processes() if psutil.Process(pid).nice() == 0]  # runs are niced
            os.kill(reader, signal.SIGKILL)
            await page.until("networks", lambda networks: networks.values["chosen"] == "shipped")
            scene = await page.until("scene")
            assert (scene.values["run"], scene.values["side"]) == (2, 28)

    with_server(test)


def test_a_picture_travels_as_it_is_and_one_that_is_too_large_gets_a_sentence() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.draw()) as page:
            await page.until("scene")
            await page.socket.send(picture_of_a_seven())
            picture = await page.until("picture")
            await page.say("draw", number=1, strokes=[], size=SIZE, picture=picture.values["number"])
            assert (await page.until("reading")).values["verdict"]["label"] == 7
            await page.socket.send(bytes(MOST_BYTES + 1))
            notice = await page.until("notice", lambda notice: notice.values["text"])
            assert notice.values["text"] == "A file has at most 2 MB, got 2.1 MB."
            assert (await draw(page, 2)).values["number"] == 2

    with_server(test)


@pytest.mark.parametrize(
    "garbage",
    [
        "nonsense",
        "[]",
        "{}",
        '{"type": "play"}',
        '{"type": "draw", "number": 1, "strokes": [{"points": [1], "width": 5}], "size": 280}',
        '{"type": "draw", "number": -1, "strokes": [], "size": 280}',
        '{"type": "draw", "number": 1, "strokes": [], "size": 1e9}',
        '{"type": "why", "shown": true, "label": 1e99}',
        '{"type": "mind", "shown": true, "budget": 2}',
        '{"type": "mind", "shown": true, "budget": NaN}',
        '{"type": "keep", "number": 1, "label": "x", "strokes": [], "size": 280}',
        '{"type": "steps", "off": "box"}',
        '{"type": "choose"}',
        "x" * 70_000,
    ],
)
def test_garbage_closes_the_connection_with_a_reason(garbage: str) -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.draw()) as page:
            await page.until("scene")
            await page.socket.send(garbage)
            assert await page.closing_code() == BAD_MESSAGE
        async with server.connect(await server.draw()) as page:
            assert (await draw(page)).values["number"] == 1

    with_server(test)


def test_a_flood_of_drawings_ends_with_the_connection_and_hurts_nobody() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.draw()) as flooding, server.connect(await server.draw()) as other:
            await draw(other)
            command = json.dumps({"type": "draw", "number": 1, "strokes": [STROKE] * 20, "size": SIZE})
            for _ in range(1000):
                await flooding.socket.send(command)
            begun = time.monotonic()
            assert (await draw(other, 2)).values["number"] == 2
            assert time.monotonic() - begun < 5
            assert await flooding.closing_code() == BAD_MESSAGE

    with_server(test)


def test_the_playground_takes_no_files() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.frame()
            await page.socket.send(b"\x89PNG")
            assert await page.closing_code() == BAD_MESSAGE

    with_server(test)


def test_the_shelf_keeps_the_newest_of_each_run_and_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, told = Shelf(), []
    shelf.watch(told.append)
    content = small_network()
    for number in range(shelves.MOST_OF_ONE + 3):
        shelf.put(ANNE, f"run {number}", content)
    assert len(shelf.of(ANNE)) == shelves.MOST_OF_ONE
    newest = shelf.of(ANNE)[0]
    shelf.put(ANNE, f"run {shelves.MOST_OF_ONE + 2}", content)
    assert shelf.of(ANNE)[0].name == newest.name
    assert unpack(shelf.of(ANNE)[0].content).facts == newest.facts
    assert shelf.of(BOB) == []
    assert shelf.find(BOB, newest.name) is None
    assert set(told) == {ANNE}
    monkeypatch.setattr(shelves, "MOST_BYTES", 2 * len(content))
    shelf.put(BOB, "his", content)
    assert [len(shelf.of(ANNE)), len(shelf.of(BOB))] == [1, 1]
    shelf.put(BOB, "damaged", b"nonsense")
    assert len(shelf.of(BOB)) == 1


def test_a_token_of_one_kind_of_page_is_not_one_of_another() -> None:
    async def test(server: Server) -> None:
        token = await server.draw()
        assert isinstance(server.hub.session(token), DrawSession)
        assert server.hub.follow(token) is None

    with_server(test)
