"""The app as a process of its own, and the browser to look at it with. The benchmarks and the screenshots use them too."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from playground.spec import RunSpec, to_query
from tests.worker.conftest import workers

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_OPTIONS = ["--no-sandbox"]  # Chromium refuses to run as root with one


def browser_path() -> str | None:
    """A Chromium that is installed on this machine: `PLAYGROUND_BROWSER`, or the first that is found."""
    return os.environ.get("PLAYGROUND_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@contextmanager
def running_server() -> Iterator["Server"]:
    """The app, until the end."""
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Server:
    """The app, as a process of its own that can be killed and started again at the same address."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def link(self, spec: RunSpec) -> str:
        """The address that opens a spec."""
        return f"{self.address}/?{urlencode(to_query(spec))}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def runs(self) -> list[psutil.Process]:
        """The processes of runs: workers that a template has started."""
        found = workers(self.pid)
        templates = {process.pid for process in found}
        return [process for process in found if process.ppid() in templates]

    def kill(self) -> list[psutil.Process]:
        """Kill it as an out-of-memory killer would, and return what was below it."""
        below = psutil.Process(self.pid).children(recursive=True)
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        return below

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def draw(page: Page, corners: Sequence[tuple[float, float]], *, steps: int = 10) -> None:
    """Draw one stroke on the pad, through corners given as shares of its side; each line is made of some steps."""
    pad = page.get_by_test_id("digit-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    if box is None:
        raise RuntimeError("There is no pad to draw on.")
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=steps)
    page.mouse.up()
