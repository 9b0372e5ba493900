"""Comparisons that stop before their last epoch: data that are not there, a crew that dies, one that has used up what it may."""

import asyncio
import sys
from pathlib import Path

import psutil
import pytest

from playground.data.cache import cache_folder
from playground.data.uploads import keep
from playground.race.marks import EPOCH, LANE
from tests.live.conftest import Page, Server, with_server
from tests.live.test_race import race, racing, rows, said_of_the_end, standing, stillness
from tests.worker.conftest import run_processes

FLOWERS = "width,length,kind\n" + "".join(f"{k % 7},{k % 5 + 0.5},{'ab'[k % 2]}\n" for k in range(60))


def allow(monkeypatch: pytest.MonkeyPatch, folder: Path, limits: str) -> None:
    """Have the pool start its programs with other limits: a statement that knows the modules `racer` and `template`."""
    program = f"import runpy, sys; from playground.worker import template; from playground.worker.racer import racer; {limits}; "
    program += "del sys.argv[1:3]; runpy.run_module('playground.worker', run_name='__main__', alter_sys=True)"
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec \'{sys.executable}\' -c "{program}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))


async def error(page: Page) -> str:
    notice = await page.until("notice", lambda message: message.values["level"] == "error")
    return str(notice.values["text"])


def notices(page: Page) -> list[str]:
    return [message.values["text"] for message in page.messages if message.kind == "notice"]


async def start(other: Page) -> None:
    """Have a page of the Playground train, and forget what it has heard until then."""
    await other.frame(status="ready")
    await other.say("play")
    await other.frame(status="playing")
    other.messages.clear()


async def trains_on(other: Page) -> None:
    """It trains still, in the same run, and has heard of nothing."""
    before = await other.frame(status="playing", run=1)
    await other.until("frame", lambda frame: frame.values["epoch"] > before.values["epoch"] + 1)
    assert not any(notices(other))


async def nobody_is_left(crews: set[int]) -> None:
    """Where one crew has ended, the others end with it."""
    for _ in range(100):
        if not crews & run_processes():
            return
        await asyncio.sleep(0.1)
    pytest.fail("crews were left behind")


def test_data_that_are_not_there_are_a_sentence_and_a_reset_finds_them_once_they_are():
    name, _ = keep(FLOWERS.encode())
    (cache_folder() / "tables" / f"{name}.csv").unlink()
    table = {"dataset": "table", "table": {"file": name, "target": 3, "inputs": [1, 2], "classes": 2}, "samples": 60}

    async def body(server: Server) -> None:
        async with server.connect(await server.open()) as other:
            await start(other)
            async with server.connect(await server.compare(race("width 2 16", data=table))) as page:
                assert "does not have the CSV file of this link" in await error(page)
                await page.say("go")
                assert {message.kind for message in await page.hear_for(0.5)} <= {"notice", "standing"}, "nobody races without data"
                assert (await standing(page, "preparing")).values["epoch"] == 0
                await trains_on(other)
                keep(FLOWERS.encode())
                await page.say("reset")
                await standing(page, "ready")
                assert page.messages[-1].values["board"]
                assert notices(page)[-1] == "", "the sentence is taken back"
                await page.say("go")
                await standing(page, "finished")

    with_server(body)


def test_a_crew_that_is_killed_in_the_middle_brings_all_lanes_back_to_the_start_and_no_other_page_notices():
    async def body(server: Server) -> None:
        async with server.connect(await server.compare(race("width 2 16", epochs=100))) as page:
            await standing(page, "ready")
            crews = run_processes()
            async with server.connect(await server.open()) as other:
                await start(other)
                await page.say("speed", epochs_per_second=20)
                await page.say("go")
                await page.until("standing", lambda message: message.values["epoch"] > 3)
                page.messages.clear()
                psutil.Process(min(crews)).kill()
                await said_of_the_end(page, "warning")
                assert "signal 9" in notices(page)[-1]
                again = await page.until("standing", lambda message: message.values["status"] == "ready")
                assert (again.values["run"], again.values["epoch"]) == (2, 0)
                assert "from its start" in notices(page)[-1], "it stays there to be read"
                await nobody_is_left(crews)
                await trains_on(other)
            await page.say("speed", epochs_per_second=None)
            await page.say("go")
            done = (await standing(page, "finished")).values
            assert [row["rank"] for row in done["board"]] == [1, 2]
            page.messages[:] = [message for message in page.messages if message.values["run"] == 2]
            found = rows(page)
            assert all({0, 100} <= set(found[found[:, LANE] == lane, EPOCH]) for lane in range(4))

    with_server(body)


def test_a_comparison_that_has_used_its_time_up_stands_at_one_place_and_can_be_started_again(monkeypatch, tmp_path):
    allow(monkeypatch, tmp_path, "racer.CPU_LIMIT_SECONDS = 0.4")

    async def test(page):
        for _ in range(2):
            await standing(page, "ready")
            await page.say("go")
            await page.until("notice", lambda message: message.values["level"] == "warning")
            assert "used its ten minutes of computing time" in notices(page)[-1]
            done = await standing(page, "finished")
            assert 0 < done.values["epoch"] < 10_000
            await stillness(page)
            newest = {message.values["crew"]: message.values["epoch"] for message in page.messages if message.kind == "tiles"}
            assert set(newest.values()) == {done.values["epoch"]}
            page.messages.clear()
            for command in ("go", "step"):
                await page.say(command)
            after = await page.hear_for(0.7)
            assert {message.values["status"] for message in after if message.kind == "standing"} <= {"finished"}
            assert not [message for message in after if message.kind == "curve"], "nobody goes on"
            page.messages.clear()
            await page.say("reset")

    racing(test, race("width 2 5 16", epochs=10_000))


def test_a_crew_that_takes_too_much_memory_is_ended_with_the_numbers(monkeypatch, tmp_path):
    allow(monkeypatch, tmp_path, "template.MEMORY_LIMITS['numpy'] = 1 << 20")

    async def test(page):
        said = await error(page)
        assert "A process that trained some of the lanes has ended (it used" in said
        assert "more than the 1 MB that it may have). Press Reset to try again." in said
        assert (await standing(page, "preparing")).values["epoch"] == 0
        await nobody_is_left(run_processes())

    racing(test, race("width 2 16"))
