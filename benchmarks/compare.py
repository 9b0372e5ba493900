"""The Compare page, live: from the click to a finished board, and how smoothly the pictures of many lanes move.

Browser, server and crews share the machine's cores, as they do on a student's laptop.
"""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from benchmarks.report import Row, row
from benchmarks.work import RACE_ACTIVATIONS, RACE_SEEDS, race_spec
from playground.race import RaceSpec
from playground.race.link import race_to_query
from playground.spec import preset
from playground.spec.part import parse
from tests.e2e.app import Server, browser_path, open_browser, running_server

ROUNDS = 3
SECONDS = 4.0
COMMAND = "python -m benchmarks compare"
LANES = ("relu", "tanh", "sigmoid", "leaky_relu", "relu6", "elu", "selu", "gelu", "silu", "mish", "softsign", "sine")

# Seconds from the click on Start to the board of a finished race.
RACE = """() => new Promise((resolve) => {
  const race = document.querySelector("[data-testid=race]");
  const named = (each) => each.getAttribute("aria-label") ?? each.textContent;
  const button = [...race.querySelectorAll("button")].find((each) => named(each).startsWith("Start"));
  const begun = performance.now(), frames = Number(race.dataset.frames);
  new MutationObserver((_, observer) => {
    if (race.dataset.status !== "finished") return;
    observer.disconnect();
    requestAnimationFrame(() => resolve([(performance.now() - begun) / 1000, Number(race.dataset.frames) - frames]));
  }).observe(race, { attributes: true });
  button.click();
})"""

# How many pictures each card has drawn.
DRAWN = "() => [...document.querySelectorAll('[data-testid=race] [data-entry][data-frames]')].map((card) => Number(card.dataset.frames))"


def rows() -> Iterator[Row]:
    """Measure, and yield a row for each figure."""
    path = browser_path()
    if path is None:
        yield Row(name="Compare page", figure=float("nan"), unit="", notes="missing: there is no Chromium to drive")
        return
    with running_server() as server, open_browser(path) as browser:
        for engine in ("tensorflow", "numpy"):
            yield from _click_to_board(browser, server, engine)
        yield _frames(browser, server)
        yield _digits(browser, server)


def _open(browser: Browser, server: Server, race: RaceSpec) -> Page:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.goto(f"{server.address}/compare?{urlencode(race_to_query(race))}")
    page.wait_for_selector("[data-testid=race][data-status=ready]", timeout=120_000)
    page.wait_for_timeout(1500)  # the page has come to rest
    return page


def _race(activations: tuple[str, ...], seeds: int, **base: object) -> RaceSpec:
    spec = race_spec("tanh", 0).replace(**base)
    return parse(RaceSpec, {"base": spec, "axes": [{"name": "activation", "values": activations}], "seeds": seeds})


def _click_to_board(browser: Browser, server: Server, engine: str) -> Iterator[Row]:
    """All lanes of the race, to the last epoch, as a person sees it."""
    page = _open(browser, server, _race(RACE_ACTIVATIONS, RACE_SEEDS, engine=engine))
    seconds, frames = [], []
    for number in range(ROUNDS):
        if number:
            page.get_by_role("button", name="Reset").click()
            page.wait_for_selector("[data-testid=race][data-status=ready]", timeout=60_000)
        spent, drawn = page.evaluate(RACE)
        seconds.append(spent)
        frames.append(drawn / len(RACE_ACTIVATIONS) / spent)
    page.close()
    label = {"tensorflow": "TensorFlow", "numpy": "NumPy"}[engine]
    yield row(f"Compare: click to finished board, 40 lanes, {label}", seconds, "s", at_most=5, notes=COMMAND)
    yield row(f"Compare: pictures a second of each of 8 entries meanwhile, {label}", frames, "frames/s", notes=COMMAND)


def _frames(browser: Browser, server: Server) -> Row:
    """Twelve lanes at once: the slowest card counts."""
    race = _race(LANES, 1)
    page = _open(browser, server, race.replace(base=race.base.replace(training=race.base.training.replace(epochs=10_000))))
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_timeout(1000)
    slowest = []
    for _ in range(ROUNDS):
        before, begun = page.evaluate(DRAWN), time.perf_counter()
        page.wait_for_timeout(SECONDS * 1000)
        after, spent = page.evaluate(DRAWN), time.perf_counter() - begun
        slowest.append(min(b - a for a, b in zip(before, after, strict=True)) / spent)
    page.close()
    return row("Compare: 12 lanes live, the slowest card", slowest, "frames/s", at_least=8, notes=COMMAND)


def _digits(browser: Browser, server: Server) -> Row:
    """MNIST dense with four activations, beside the same page with one."""
    base = preset("mnist-dense")
    spent = []
    for activations in (("relu",), ("relu", "tanh", "sigmoid", "elu")):
        race = parse(RaceSpec, {"base": base, "axes": [{"name": "activation", "values": activations}], "seeds": 1})
        page = _open(browser, server, race)
        spent.append(page.evaluate(RACE)[0])
        page.close()
    one, four = spent
    return row(
        "Compare: MNIST dense, four activations, 5 epochs",
        [four / one],
        "x the time of one",
        at_most=4,
        notes=f"{COMMAND}: {one:.1f} s for one",
    )
