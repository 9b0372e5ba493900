"""Processes that are killed, hang, or are one too many."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from playground.spec import DEFAULT, to_json
from playground.worker.envelope import HEADER, Kind, envelope
from playground.worker.leftovers import remove_leftovers
from playground.worker.pool import Pool
from playground.worker.protocol import Play
from tests.worker.conftest import Watched, run_processes, with_pool, workers

ROOT = Path(__file__).parents[2]


def test_a_killed_run_says_so_and_the_others_go_on() -> None:
    async def test(pool: Pool) -> None:
        first = Watched(pool, DEFAULT)
        await first.ready()
        (victim,) = run_processes()
        second = Watched(pool, DEFAULT)
        await second.ready()
        os.kill(victim, signal.SIGKILL)
        await first.until(lambda: first.ended)
        assert first.ended == "signal 9"
        second.run.send(Play())
        await second.frame(status="playing")
        assert second.ended is None

    with_pool(test)


def test_a_run_that_hangs_can_be_stopped() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        (hung,) = run_processes()
        os.kill(hung, signal.SIGSTOP)
        pool.stop(watched.run)
        pool.stop(watched.run)
        await gone({hung})
        assert watched.ended is None

    with_pool(test)


def test_a_killed_template_is_replaced_and_its_runs_are_told() -> None:
    async def test(pool: Pool) -> None:
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        (run,) = run_processes()
        os.kill(psutil.Process(run).ppid(), signal.SIGKILL)
        await watched.until(lambda: watched.ended)
        await gone({run})
        again = Watched(pool, DEFAULT)
        await again.ready()

    with_pool(test)


def test_thirty_runs_started_at_once_all_show_a_first_frame() -> None:
    async def test(pool: Pool) -> None:
        runs = [Watched(pool, DEFAULT.replace(seed=seed)) for seed in range(30)]
        for watched in runs:
            await watched.ready()
        for watched in runs:
            pool.stop(watched.run)

    with_pool(test)


def test_starting_and_stopping_leaves_no_process_and_no_open_file() -> None:
    async def test(pool: Pool) -> None:
        async def once() -> None:
            watched = Watched(pool, DEFAULT)
            await watched.ready()
            alive = run_processes()
            pool.stop(watched.run)
            await gone(alive)

        await once()
        before = psutil.Process().num_fds()
        for _ in range(5):
            await once()
        assert psutil.Process().num_fds() <= before + 1
        assert not run_processes()

    with_pool(test)


def with_temporary_files(test: Callable[[Pool, Path], Awaitable[None]], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Run a test with a pool whose temporary files are all in one folder; returns what is left there after it."""
    folder = tmp_path_factory.mktemp("t")  # a short name: there will be a socket below it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        with_pool(lambda pool: test(pool, folder))
    return list(folder.rglob("*"))


def written_to_by_tensorflow(folder: Path) -> set[Path]:
    """The folders below one in which it has files that it would remove at the end of its process."""
    return {path.parent for path in folder.rglob("__autograph_generated_file*")}


async def playing(pool: Pool) -> Watched:
    watched = Watched(pool, DEFAULT.replace(engine="tensorflow"), speed=50)  # for twenty seconds
    await watched.ready()
    watched.run.send(Play())
    await watched.frame(status="playing")
    return watched


def test_temporary_files_of_a_run_go_when_it_ends_and_those_of_others_stay(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def test(pool: Pool, folder: Path) -> None:
        first, second = await playing(pool), await playing(pool)
        both = written_to_by_tensorflow(folder)
        assert len(both) == 2
        pool.stop(first.run)
        await until(lambda: sum(path.exists() for path in both) == 1)
        await second.frame(status="playing")
        assert len(written_to_by_tensorflow(folder)) == 1
        pool.stop(second.run)
        await until(lambda: [path.name for path in Path(pool._folder.name).iterdir()] == ["runs"])

    assert not with_temporary_files(test, tmp_path_factory)


def test_temporary_files_of_a_killed_template_and_of_a_closed_pool_go_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def test(pool: Pool, folder: Path) -> None:
        lost = await playing(pool)
        (left,) = written_to_by_tensorflow(folder)
        (run,) = run_processes()
        os.kill(psutil.Process(run).ppid(), signal.SIGKILL)
        await lost.until(lambda: lost.ended)
        await until(lambda: not left.exists())
        await playing(pool)
        assert written_to_by_tensorflow(folder)  # and the pool closes

    assert not with_temporary_files(test, tmp_path_factory)


def test_a_run_stopped_while_it_starts_is_gone() -> None:
    async def test(pool: Pool) -> None:
        for _ in range(5):
            pool.stop(Watched(pool, DEFAULT).run)
        watched = Watched(pool, DEFAULT)
        await watched.ready()
        assert len(run_processes()) == 1

    with_pool(test)


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, HEADER.pack(99, 10), HEADER.pack(1, 1 << 31), envelope(Kind.HELLO, b"nobody")])
def test_a_stranger_on_the_socket_of_runs_is_hung_up_on(content: bytes) -> None:
    async def test(pool: Pool) -> None:
        reader, writer = await asyncio.open_unix_connection(pool._address.removeprefix("unix:"))
        writer.write(content)
        writer.write_eof()
        assert await asyncio.wait_for(reader.read(), 30) == b""
        writer.close()

    with_pool(test)


def test_a_run_that_takes_too_much_memory_is_ended_with_the_numbers() -> None:
    program = (
        "from playground.worker import template\n"
        "template.MEMORY_LIMITS['numpy'] = 1 << 20\n"
        "template.serve_run = lambda *a, **k: __import__('time').sleep(60)\n"
        "template.Template('numpy').serve()\n"
    )
    order = {"what": "run", "id": "hog", "spec": to_json(DEFAULT), "address": "", "secret": "", "number": 1, "speed": None, "greeting": ""}
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as template:
        assert template.stdin
        assert template.stdout
        assert json.loads(template.stdout.readline()) == {"ready": True}
        template.stdin.write(json.dumps({"start": order}).encode() + b"\n")
        template.stdin.flush()
        ended = json.loads(template.stdout.readline())
        assert ended["ended"] == "hog"
        assert "more than the 1 MB that it may have" in ended["reason"]


SERVER = """
import asyncio, sys
from playground.spec import DEFAULT
from playground.worker.leftovers import remove_leftovers
from playground.worker.pool import Pool
from playground.worker.protocol import Play

async def main():
    async with Pool() as pool:
        for _ in range(3):
            pool.start(DEFAULT, number=1, speed=None, on_message=lambda *_: None, on_end=print).send(Play())
        await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.parametrize("hang", [False, True])
def test_nothing_survives_a_server_that_is_killed(hang: bool) -> None:
    with subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT) as server:
        try:
            wait_until(lambda: len(workers(server.pid)) == 5)
            left = workers(server.pid)
            if hang:
                time.sleep(0.5)  # by now the youngest has asked to go with its parent
                for process in left:
                    process.suspend()
        finally:
            server.kill()
    _, alive = psutil.wait_procs(left, timeout=10)
    assert not [process for process in alive if not is_gone(process)]


def is_gone(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True


def wait_until(happened: object, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


async def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.05)


async def gone(processes: set[int], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while any(psutil.pid_exists(number) for number in processes):
            await asyncio.sleep(0.02)


def test_folders_of_servers_that_were_killed_are_removed_and_those_of_others_stay(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("t")
    dead, alive, young, strange = (folder / f"playground-{name}" for name in ("dead", "alive", "young", "strange"))
    listening = []
    for each in (dead, alive, young):
        each.mkdir()
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(each / "runs"))
        server.listen()
        listening.append(server)
    strange.mkdir()
    (strange / "runs").write_text("not a socket")
    for k in (0, 2):
        listening[k].close()  # as when the process is killed: the file stays
    long_ago = time.time() - 3600
    for each in (dead, alive, strange):
        os.utime(each, (long_ago, long_ago))
    remove_leftovers(folder, "playground-", "runs")
    assert {path.name for path in folder.iterdir()} == {"playground-alive", "playground-young", "playground-strange"}
    listening[1].close()
