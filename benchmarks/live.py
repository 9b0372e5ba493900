"""The page, live: frames and epochs a second, and how long a person waits. Measured in headless Chromium on the machine that trains.

Browser, server and training share the machine's cores, as they do on a student's laptop. Waits are measured inside the page, from the
event that a person makes to the change that they see.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import psutil
from playwright.sync_api import Page

from benchmarks.report import Row, p95, row
from playground.spec import RunSpec, layer, preset
from tests.e2e.app import Server, browser_path, draw, open_browser, running_server

ROUNDS = 5
SECONDS = 3.0
COMMAND = "python -m benchmarks live"
WEB = "the web process, all of it"
MAIN = "the page's main thread, all of it: Streamlit's share and Plotly's too"

# Wait until an attribute of the stage satisfies a condition, after clicking a button; answers with milliseconds.
CLICK = """([name, attribute, wanted]) => new Promise((resolve) => {
  const stage = document.querySelector("[data-testid=stage]");
  const button = [...stage.querySelectorAll("button")].find((b) => (b.getAttribute("aria-label") ?? b.textContent).includes(name));
  const begun = performance.now();
  new MutationObserver((_, observer) => {
    if (stage.getAttribute(attribute) !== wanted) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begun));
  }).observe(stage, { attributes: true });
  button.click();
})"""

# The time of the last new frame after Pause.
PAUSE = """() => new Promise((resolve) => {
  const stage = document.querySelector("[data-testid=stage]");
  const button = [...stage.querySelectorAll("button")].find((b) => (b.getAttribute("aria-label") ?? b.textContent).includes("Pause"));
  const begun = performance.now();
  let last = begun;
  const observer = new MutationObserver(() => { last = performance.now(); });
  observer.observe(stage, { attributes: true, attributeFilter: ["data-frames"] });
  button.click();
  setTimeout(() => { observer.disconnect(); resolve(last - begun); }, 1000);
})"""

# Keep the size of every message, and of each guess when it came and which picture it was about.
LISTEN = """() => {
  const Native = window.WebSocket;
  window.heard = { frames: 0, bytes: 0, guesses: [] };
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      if (!String(given[0]).includes("/live/")) return;
      this.addEventListener("message", ({ data }) => {
        const view = new DataView(data), length = Number(view.getBigUint64(0, true));
        const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 8, length)));
        window.heard.bytes += data.byteLength;
        if (header.__metadata__.kind === "frame") window.heard.frames += 1;
        if (header.__metadata__.kind !== "guess" || !header.digit) return;
        const [from, to] = header.digit.data_offsets;
        window.heard.guesses.push([performance.now(), new Uint8Array(data, 8 + length + from, to - from).join()]);
      });
    }
  };
  document.addEventListener("pointerup", () => { window.lifted = performance.now(); }, true);
}"""

# From lifting the pen to the frame in which the bars of the finished drawing can be seen.
STROKE = """() => new Promise((resolve) => setTimeout(() => {
  const { guesses } = window.heard, digit = guesses.at(-1)[1];
  const first = guesses.find(([, picture]) => picture === digit);
  resolve(first[0] - window.lifted + 1000 / 60);
}, 600))"""


def rows() -> Iterator[Row]:
    """Measure, and yield a row for each figure."""
    path = browser_path()
    if path is None:
        yield Row(name="live page", figure=float("nan"), unit="", notes="missing: there is no Chromium to drive")
        return
    with running_server() as server, open_browser(path) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(f"({LISTEN})()")
        yield from _plane(page, server)
        yield from _deep(page, server)
        yield from _digits(page, server)


def _plane(page: Page, server: Server) -> Iterator[Row]:
    name = "2-D, 7 inputs, 3 x 8"
    spec = preset("spiral-features")
    _open(page, server, spec)
    yield row(f"{name}: first frame after Play", _waits(page, server, spec), "ms", at_most=300, notes=COMMAND)
    page.get_by_role("slider", name="Speed").press("End")
    rounds = []
    for _ in range(ROUNDS):
        _start(page)
        rounds.append(_watch(page, server))
    frames = [each.frames / SECONDS for each in rounds]
    yield row(f"{name}: frames drawn", frames, "frames/s", at_least=20, notes="full speed; TensorFlow Playground: 18.5")
    epochs = [each.epochs / SECONDS for each in rounds]
    yield row(f"{name}: epochs trained meanwhile", epochs, "epochs/s", at_least=300, notes="TensorFlow Playground: 18.5")
    yield row(f"{name}: server CPU", [1000 * each.cpu / each.frames for each in rounds], "ms/frame", at_most=3, notes=WEB)
    yield row(f"{name}: main thread", [1000 * each.main / each.frames for each in rounds], "ms/frame", notes=MAIN)
    yield row(f"{name}: sent", [each.sent / each.frames / 1000 for each in rounds], "kB/frame", at_most=60, notes="all messages")
    yield row(f"{name}: Pause to last new frame", _pauses(page), "ms", at_most=200, notes="full speed")


def _deep(page: Page, server: Server) -> Iterator[Row]:
    """The largest network on points that TensorFlow Playground can draw."""
    name = "2-D, 7 inputs, 6 x 8"
    spec = preset("spiral-features")
    _open(page, server, spec.replace(model=spec.model.replace(layers=[layer("dense", units=8)] * 6)))
    page.get_by_role("slider", name="Speed").press("End")
    rounds = []
    for _ in range(ROUNDS):
        _start(page)
        rounds.append(_watch(page, server))
    yield row(
        f"{name}: frames drawn", [each.frames / SECONDS for each in rounds], "frames/s", at_least=20, notes="TensorFlow Playground: 10.4"
    )
    yield row(f"{name}: server CPU", [1000 * each.cpu / each.frames for each in rounds], "ms/frame", at_most=3, notes=WEB)
    yield row(f"{name}: main thread", [1000 * each.main / each.frames for each in rounds], "ms/frame", notes=MAIN)
    yield row(f"{name}: sent", [each.sent / each.frames / 1000 for each in rounds], "kB/frame", at_most=60, notes="all messages")


def _digits(page: Page, server: Server) -> Iterator[Row]:
    name = "MNIST, tutorial's network"
    spec = preset("mnist-dense")
    # The first run has TensorFlow loaded and MNIST unpacked: that is waited for once after the server has started.
    _open(page, server, spec)
    time.sleep(3)
    waits = _waits(page, server, spec, settle=2)
    yield row(f"{name}: first frame after Play", waits, "ms", at_most=1000, notes="TensorFlow warm, page open for 2 s")
    long = spec.replace(training=spec.training.replace(epochs=1000))
    _open(page, server, long)
    time.sleep(2)
    page.get_by_role("button", name="Play").click()
    time.sleep(1)
    rounds = [_watch(page, server) for _ in range(ROUNDS)]
    yield row(f"{name}: frames drawn", [each.frames / SECONDS for each in rounds], "frames/s", at_least=8)
    yield row(f"{name}: server CPU", [1000 * each.cpu / each.frames for each in rounds], "ms/frame", at_most=3, notes=WEB)
    yield row(f"{name}: main thread", [1000 * each.main / each.frames for each in rounds], "ms/frame", notes=MAIN)
    yield row(f"{name}: sent", [each.sent / each.frames / 1000 for each in rounds], "kB/frame", at_most=150, notes="all messages")
    strokes = [_stroke(page, number) for number in range(40)]
    notes = f"p95 of {len(strokes)} strokes while training; median {median(strokes):.0f} ms"
    yield row(f"{name}: stroke end to new bars", [p95(strokes)], "ms", at_most=100, notes=notes)
    yield row(f"{name}: Pause to last new frame", _pauses(page), "ms", at_most=200)


def _open(page: Page, server: Server, spec: RunSpec) -> None:
    page.goto(server.link(spec))
    page.wait_for_selector("[data-testid=stage][data-status=ready]", timeout=60_000)
    time.sleep(1)


def _waits(page: Page, server: Server, spec: RunSpec, settle: float = 0) -> list[float]:
    """Milliseconds from Play to the first frame of training, for a fresh run each time."""
    waits = []
    for _ in range(ROUNDS):
        _open(page, server, spec)
        time.sleep(settle)
        waits.append(page.evaluate(CLICK, ["Play", "data-status", "playing"]))
    return waits


def _pauses(page: Page) -> list[float]:
    pauses = []
    for _ in range(ROUNDS):
        _start(page)
        pauses.append(page.evaluate(PAUSE))
    return pauses


def _start(page: Page) -> None:
    """Train from the start, so that no run ends while it is being measured."""
    page.get_by_role("button", name="Reset").click()
    page.wait_for_selector("[data-testid=stage][data-status=ready]")
    page.get_by_role("button", name="Play").click()
    time.sleep(1)


@dataclass(frozen=True)
class Watched:
    """What happened in some seconds.

    Attributes:
        frames: drawn.
        epochs: trained.
        cpu: seconds of the web process.
        main: seconds of the page's main thread.
        sent: bytes to the page.
    """

    frames: float
    epochs: float
    cpu: float
    main: float
    sent: float


def _watch(page: Page, server: Server) -> Watched:
    """Watch a page for `SECONDS`."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def now() -> tuple[float, ...]:
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return _count(page), _epoch(page), _cpu(server), float(metrics["TaskDuration"]), page.evaluate("window.heard.bytes")

    before = now()
    time.sleep(SECONDS)
    watched = Watched(*(after - first for first, after in zip(before, now(), strict=True)))
    session.detach()
    return watched


def _count(page: Page) -> int:
    return int(page.get_by_test_id("stage").get_attribute("data-frames") or 0)


def _epoch(page: Page) -> float:
    return float(page.get_by_test_id("epoch").inner_text().replace(",", ""))


def _cpu(server: Server) -> float:
    times = psutil.Process(server.pid).cpu_times()
    return times.user + times.system


def _stroke(page: Page, number: int) -> float:
    """Draw one stroke, never the same twice, and measure how long the bars take."""
    page.get_by_role("button", name="Clear drawing").click()
    draw(page, [(0.3, 0.2), (0.5 + number / 200, 0.4), (0.5, 0.85)], steps=4)
    return float(page.evaluate(STROKE))
