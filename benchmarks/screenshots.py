"""`make screenshots`: the pictures in assets/, taken of the real app in a real browser.

Light and dark, 2-D and MNIST, and a phone. The networks are trained from their links, so the pictures come out the same each time but for
how far training got.
"""

import io
import time
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page

from playground.race import RaceSpec
from playground.race.link import race_to_query
from playground.spec import RunSpec, preset
from playground.spec.part import parse
from tests.doctor.cases import ILL
from tests.e2e.app import Server, browser_path, draw, open_browser, running_server

ASSETS = Path(__file__).parents[1] / "assets"


def race_of(name: str, epochs: int, seeds: int, *axes: str) -> RaceSpec:
    """A comparison on a preset; each axis reads like `"activation relu tanh"`."""
    spec = preset(name)
    split = [axis.split(" ") for axis in axes]
    base = spec.replace(training=spec.training.replace(epochs=epochs))
    return parse(RaceSpec, {"base": base, "axes": [{"name": what, "values": values} for what, *values in split], "seeds": seeds})


LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
RACE = race_of("spiral", 100, 3, "activation relu tanh sigmoid leaky_relu relu6 elu selu gelu silu mish softsign sine")
SWEEP = race_of("moons", 40, 2, "activation relu tanh sigmoid gelu sine", "learning_rate 0.0003 0.001 0.003 0.01 0.03 0.1 1")
SEVEN = [(0.28, 0.24), (0.5, 0.22), (0.72, 0.24), (0.58, 0.5), (0.46, 0.82)]


def main() -> None:
    """Take all pictures."""
    path = browser_path()
    if path is None:
        raise SystemExit("There is no Chromium to take pictures with.")
    with running_server() as server, open_browser(path) as browser:
        for theme in ("light", "dark"):
            _plane(browser, server, theme)
            _digits(browser, server, theme)
        _doctor(browser, server)
        _phone(browser, server)
        _draw(browser, server, "light")
        _draw(browser, server, "dark")
        _compare(browser, server, "light", RACE)
        _compare(browser, server, "dark", SWEEP)
        _functions(browser, server)


def _plane(browser: Browser, server: Server, theme: str) -> None:
    page = _open(browser, server, preset("deep"), theme, LAPTOP)
    page.get_by_role("button", name="Play").click()
    _wait_for_epoch(page, 60)
    _keep(page, f"playground-{theme}")


def _digits(browser: Browser, server: Server, theme: str) -> None:
    page = _open(browser, server, preset("mnist-dense"), theme, LAPTOP)
    page.get_by_role("button", name="Play").click()
    _wait_for_epoch(page, 2)
    draw(page, SEVEN)
    page.wait_for_timeout(600)
    _keep(page, f"mnist-{theme}")


def _doctor(browser: Browser, server: Server) -> None:
    page = _open(browser, server, ILL["dead"][0], "light", LAPTOP)
    page.get_by_role("button", name="Play").click()
    page.wait_for_selector(".pg-doctor .pg-fix")
    page.wait_for_timeout(1500)
    _keep(page, "doctor-light")


def _draw(browser: Browser, server: Server, theme: str) -> None:
    page = _new_page(browser, theme, {"width": 1280, "height": 1120})
    page.goto(f"{server.address}/draw")
    page.wait_for_selector("[data-testid=draw][data-ready=true]", timeout=60_000)
    draw(page, SEVEN)
    if theme == "dark":
        page.get_by_role("tab", name="What would change its mind?").click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(4000)
    _keep(page, f"draw-{theme}")


def _compare(browser: Browser, server: Server, theme: str, race: RaceSpec) -> None:
    page = _new_page(browser, theme, {"width": 1500, "height": 960})
    page.goto(f"{server.address}/compare?{urlencode(race_to_query(race))}")
    page.wait_for_selector("[data-testid=race][data-status=ready]", timeout=120_000)
    page.get_by_test_id("race-go").click()
    page.wait_for_selector("[data-testid=race][data-status=finished]", timeout=120_000)
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)
    _keep(page, f"compare-{theme}")


def _functions(browser: Browser, server: Server) -> None:
    page = _new_page(browser, "light", {"width": 1280, "height": 900})
    page.goto(f"{server.address}/functions")
    page.get_by_role("tab", name="Walks").click()
    page.wait_for_timeout(5000)
    _keep(page, "functions-light")


def _phone(browser: Browser, server: Server) -> None:
    page = _open(browser, server, preset("circle"), "light", PHONE)
    page.get_by_role("button", name="Play").click()
    _wait_for_epoch(page, 60)
    _keep(page, "phone")


def _open(browser: Browser, server: Server, spec: RunSpec, theme: str, size: dict[str, int]) -> Page:
    page = _new_page(browser, theme, size)
    page.goto(server.link(spec))
    page.wait_for_selector("[data-testid=stage][data-status=ready]", timeout=60_000)
    time.sleep(2)
    return page


def _new_page(browser: Browser, theme: str, size: dict[str, int]) -> Page:
    scheme = "dark" if theme == "dark" else "light"
    return browser.new_context(viewport=size, device_scale_factor=1.5, color_scheme=scheme).new_page()  # type: ignore[arg-type]


def _wait_for_epoch(page: Page, epoch: int) -> None:
    read = "Number(document.querySelector('[data-testid=epoch]').innerText.replaceAll(',', ''))"
    page.wait_for_function(f"{read} >= {epoch}", timeout=60_000)


def _keep(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot()))
    # 256 colours are enough for a page, and a third of the size.
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(ASSETS / f"{name}.png", optimize=True)
    page.context.close()


if __name__ == "__main__":
    main()
