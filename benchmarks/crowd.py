"""A class at work: twenty pages train at once on one server, and one page trains for ten minutes.

The pages of the class are clients that speak the protocol as a browser does, and acknowledge each frame when it has come. Server,
clients and runs share the machine's cores.
"""

import asyncio
import os
import time
from collections.abc import Iterator

import psutil
from playwright.sync_api import Page as Tab

from benchmarks.report import Row, row
from playground.spec import preset
from tests.e2e.app import Server, browser_path, open_browser, running_server
from tests.live.conftest import Page, with_server
from tests.live.conftest import Server as Hub
from tests.live_client import Message

CLIENTS = 20
SPEC = preset("circle").replace(training=preset("circle").training.replace(epochs=10_000))
"""What each of the class looks at: the network that the page opens with, for so long that no run ends meanwhile."""

SECONDS = 15.0
MINUTES = 10
WARM_UP = 2
"""Minutes after which memory should not grow any more."""


def rows() -> Iterator[Row]:
    """Measure, and yield a row for each figure."""
    yield from _crowd()
    yield from _long_run()


def _crowd() -> Iterator[Row]:
    frames: list[float] = []
    epochs: list[float] = []

    async def client(hub: Hub, number: int, start: asyncio.Event) -> None:
        token = await hub.open(SPEC.replace(seed=number))
        async with hub.connect(token) as page:
            await page.frame(status="ready")
            await page.say("speed", epochs_per_second=None)
            await page.hear_for(0.5)
            await start.wait()
            await page.say("play")
            await page.frame(status="playing")
            await page.hear_for(3)  # until all are at work
            before = _newest(page).values["epoch"]
            heard = await page.hear_for(SECONDS)
            frames.append(sum(message.kind == "frame" for message in heard) / SECONDS)
            epochs.append((_newest(page).values["epoch"] - before) / SECONDS)

    async def measure(hub: Hub) -> None:
        start = asyncio.Event()
        tasks = [asyncio.create_task(client(hub, number, start)) for number in range(CLIENTS)]
        await asyncio.sleep(10)
        start.set()
        await asyncio.gather(*tasks)

    with_server(measure)
    name = f"{CLIENTS} pages on {os.cpu_count()} cores"
    yield row(
        f"{name}: frames of the slowest", [min(frames)], "frames/s", at_least=4, notes=f"of all: {min(frames):.1f} to {max(frames):.1f}"
    )
    yield row(f"{name}: epochs of the slowest", [min(epochs)], "epochs/s", notes=f"of all: {min(epochs):.0f} to {max(epochs):.0f}")


def _newest(page: Page) -> Message:
    return next(message for message in reversed(page.messages) if message.kind == "frame")


def _long_run() -> Iterator[Row]:
    path = browser_path()
    if path is None:
        return
    with running_server() as server, open_browser(path) as browser:
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        spec = preset("spiral-features")
        tab.goto(server.link(spec.replace(training=spec.training.replace(epochs=10_000))))
        tab.wait_for_selector("[data-testid=stage][data-status=ready]", timeout=60_000)
        tab.get_by_role("slider", name="Speed").press("End")
        sizes = list(_sizes(tab, server))
    for number, what in enumerate(("web process", "run's process", "page, JavaScript")):
        series = [each[number] for each in sizes]
        notes = f"{series[0]:.0f} MB after {WARM_UP} minutes, {series[-1]:.0f} MB after {MINUTES}"
        yield row(f"10 minutes of training: {what} grows", [series[-1] - series[0]], "MB", at_most=10, notes=notes)


def _sizes(tab: Tab, server: Server) -> Iterator[tuple[float, float, float]]:
    """Megabytes of the web process, the run and the page's JavaScript, each half minute from the end of the warm-up."""
    session = tab.context.new_cdp_session(tab)
    begun = time.monotonic()
    while (minutes := (time.monotonic() - begun) / 60) < MINUTES:
        if tab.get_by_test_id("stage").get_attribute("data-status") != "playing":
            tab.get_by_role("button", name="Play").click()
        if minutes >= WARM_UP:
            session.send("HeapProfiler.collectGarbage")
            used = session.send("Runtime.getHeapUsage")["usedSize"]
            (run,) = server.runs()
            yield psutil.Process(server.pid).memory_info().rss / 1e6, run.memory_info().rss / 1e6, used / 1e6
        time.sleep(30)
