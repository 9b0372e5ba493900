"""The Functions page: how long after a slider has moved its plot is drawn.

Measured inside the page, in headless Chromium on the machine that answers: from the movement to the frame that shows it.
"""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from benchmarks.report import Row, row
from tests.e2e.app import Server, browser_path, open_browser, running_server

COMMAND = "python -m benchmarks functions"
MOVES = 25

# Tab, the query that opens it, the slider that is moved, and what that asks of the server.
SLIDERS = {
    "activations": ("show=relu,tanh,sigmoid,gelu", "functions-reach", "four activations and their slopes"),
    "losses": ("", "functions-target", "four losses and their slopes"),
    "initializers": ("", "functions-fan_in", "the weights of three layers"),
    "signal": ("", "functions-units", "signals and gradients through 20 layers of four kinds"),
    "optimizers": ("", "functions-size", "60 steps of four optimizers"),
    "schedules": ("", "functions-epochs", "four schedules"),
    "walks": ("", "surface", "another surface: four learning rates are looked for, and 150 steps of each"),
}

# Move a slider again and again, each time when the answer to the last move is drawn; the milliseconds that each takes.
MOVE = """async ([panel, slider, moves]) => {
  const root = document.querySelector(`[data-testid=functions-${panel}]`);
  const input = slider === "surface" ? root.querySelector(".pg-surface-help input") : root.querySelector(`[data-testid=${slider}]`);
  const spent = [];
  for (let move = 0; move < moves; move++) {
    const begun = performance.now();
    const drawn = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now()));
      }).observe(root, { attributes: true, attributeFilter: ["data-answered"] });
    });
    input.value = String(Math.round(Number(input.max) * (0.3 + 0.5 * (move / moves))));
    input.dispatchEvent(new Event("input"));
    spent.push((await drawn) - begun);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return spent.slice(3);
}"""


def rows() -> Iterator[Row]:
    """Measure, and yield a row for each tab."""
    path = browser_path()
    if path is None:
        yield Row(name="Functions page", figure=float("nan"), unit="", notes="missing: there is no Chromium to drive")
        return
    with running_server() as server, open_browser(path) as browser:
        for tab in SLIDERS:
            yield _slider(browser, server, tab)


def _slider(browser: Browser, server: Server, tab: str) -> Row:
    query, slider, what = SLIDERS[tab]
    page: Page = browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    page.goto(f"{server.address}/functions?tab={tab}&{query}")
    page.wait_for_selector(f"[data-testid=functions-{tab}][data-answered]", timeout=60_000)
    page.wait_for_timeout(1000)
    spent = page.evaluate(MOVE, [tab, slider, MOVES])
    page.close()
    return row(f"Functions: slider to plot, {tab}", spent, "ms", notes=f"{COMMAND}: {what}")
