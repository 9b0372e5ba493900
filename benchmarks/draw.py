"""The Draw page: how long a person waits for the pad, and for the answer while a stroke is still being drawn.

Measured inside the page, in headless Chromium on the machine that reads: from the movement of the pointer to the frame with bars that have
taken it in.
"""

import math
import time
from collections.abc import Iterator
from statistics import median

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.replay import CANVAS, replayed
from benchmarks.report import Row, p95, row
from playground.spec import preset
from tests.e2e.app import Server, browser_path, draw, open_browser, running_server

COMMAND = "python -m benchmarks draw"
OPENINGS = 7
STROKES = 30
MOVES = 40
DRAWN = 100

MOVE_SECONDS = 0.012
"""Between two movements of the pointer: as many as a mouse makes, give or take."""

# When there is a pad to draw on; and for each movement of the pointer, when the bars of a drawing that has it could be seen.
LISTEN = """() => {
  window.heard = { moved: [], sent: [], shown: [], pad: null };
  const root = () => document.querySelector("[data-testid=draw]");
  // What is changed in an animation frame is seen once that frame has been painted, and no task comes before that.
  const painted = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };
  new MutationObserver((changes) => {
    const now = performance.now();
    if (window.heard.pad === null && document.querySelector("[data-testid=digit-pad]")) window.heard.pad = now;
    for (const { attributeName } of changes) {
      if (attributeName === "data-sent") window.heard.sent.push([now, Number(root().dataset.sent)]);
      const number = Number(root()?.dataset.number);
      if (attributeName === "data-number") painted((at) => window.heard.shown.push([at, number]));
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-sent", "data-number"] });
  document.addEventListener("pointermove", ({ timeStamp, buttons }) => buttons && window.heard.moved.push(timeStamp), true);
}"""

WAITS = """() => {
  const { moved, sent, shown } = window.heard;
  return moved.map((at) => {
    const message = sent.find(([when]) => when >= at);
    const frame = message && shown.find(([, number]) => number >= message[1]);
    return frame ? frame[0] - at : null;
  }).filter((wait) => wait !== null);
}"""

# Whether the newest drawing has been read.
SHOWN = """() => {
  const { sent, number } = document.querySelector("[data-testid=draw]").dataset;
  return sent === number;
}"""

OPENED = """() => new Promise((resolve) => {
  const paint = () => performance.getEntriesByName("first-paint")[0]?.startTime;
  const look = () => (window.heard.pad !== null && paint() !== undefined ? resolve(window.heard.pad - paint()) : setTimeout(look, 50));
  look();
})"""


def rows() -> Iterator[Row]:
    """Measure, and yield a row for each figure."""
    path = browser_path()
    if path is None:
        yield Row(name="Draw page", figure=float("nan"), unit="", notes="missing: there is no Chromium to drive")
        return
    with running_server() as server, open_browser(path) as browser:
        time.sleep(5)  # the programs that start workers have loaded what they need
        yield row("Draw: first paint to the first possible stroke", _openings(browser, server), "s", at_most=3, notes=COMMAND)
        loaded = sum("tensorflow" in each.path for each in psutil.Process(server.pid).memory_maps())
        yield row("Draw: TensorFlow's files in the web process", [loaded], "files", at_most=0)
        page = _open(browser, server)
        yield _waits(page, "Draw: pointer to bars during a stroke, page alone", 50)
        with_run = _train_beside(browser, server)
        yield _waits(page, "Draw: the same, with MNIST training in another tab", 100)
        with_run.close()
        yield _drawn(page)


def _drawn(page: Page) -> Row:
    """Test digits drawn with the mouse, as `benchmarks digits` draws them in its thousands without a browser."""
    page.bring_to_front()
    right = []
    for strokes, label in replayed(DRAWN, seed=1):
        if right:
            page.get_by_role("button", name="Clear").click()
        page.get_by_role("slider", name="Pen width").fill(str(round(strokes[0].width)))
        for stroke in strokes:
            draw(page, (stroke.points / CANVAS).tolist(), steps=1)
        page.wait_for_function(SHOWN)
        bars = page.get_by_test_id("draw-probabilities").get_by_role("listitem").all_inner_texts()
        percents = [float(text.split(":")[1].strip(" %")) for text in bars]
        right.append(percents.index(max(percents)) == label)
    notes = f"{COMMAND}: {DRAWN} test digits as strokes; the bound is on all 10,000, in `benchmarks digits`"
    return row("Draw: test digits drawn with the mouse", [sum(right) / len(right)], "test accuracy", notes=notes)


def _openings(browser: Browser, server: Server) -> list[float]:
    """Seconds from the first paint of a page that nobody has seen before to a pad that takes strokes."""
    seconds = []
    for _ in range(OPENINGS):
        page = _open(browser, server)
        seconds.append(page.evaluate(OPENED) / 1000)
        page.context.close()
    return seconds


def _open(browser: Browser, server: Server) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(f"({LISTEN})()")
    page.goto(f"{server.address}/draw")
    page.wait_for_selector("[data-testid=draw][data-ready=true]", timeout=60_000)
    return page


def _train_beside(browser: Browser, server: Server) -> Page:
    """Another page of the same browser window, that trains for as long as it is open."""
    spec = preset("mnist-cnn")
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(server.link(spec.replace(training=spec.training.replace(epochs=1000))))
    page.wait_for_selector("[data-testid=stage][data-status=ready]", timeout=60_000)
    page.get_by_role("button", name="Play").click()
    time.sleep(3)
    return page


def _waits(page: Page, name: str, most: float) -> Row:
    page.bring_to_front()
    page.evaluate("() => Object.assign(window.heard, { moved: [], sent: [], shown: [] })")
    for number in range(STROKES):
        if number and number % 3 == 0:
            page.get_by_role("button", name="Clear").click()
        _stroke(page, number)
    time.sleep(1)
    waits = page.evaluate(WAITS)
    notes = f"p95 of {len(waits)} movements in {STROKES} strokes; median {median(waits):.0f} ms"
    return row(name, [p95(waits)], "ms", at_most=most, notes=notes)


def _stroke(page: Page, number: int) -> None:
    """A wave over the pad, never the same twice."""
    box = page.get_by_test_id("digit-pad").bounding_box()
    if box is None:
        raise RuntimeError("There is no pad to draw on.")

    def place(share: float) -> tuple[float, float]:
        x = 0.5 + 0.3 * math.sin(2 * math.pi * (share + number / STROKES))
        return box["x"] + x * box["width"], box["y"] + (0.15 + 0.7 * share) * box["height"]

    page.mouse.move(*place(0))
    page.mouse.down()
    for step in range(1, MOVES + 1):
        page.mouse.move(*place(step / MOVES))
        time.sleep(MOVE_SECONDS)
    page.mouse.up()
    time.sleep(0.3)
