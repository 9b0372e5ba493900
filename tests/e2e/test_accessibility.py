"""What axe-core finds that people could not read, reach or hear: nothing serious, on any kind of page, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from playground.spec import DEFAULT, RunSpec, preset
from tests.e2e.app import Server, draw
from tests.e2e.conftest import PATIENCE_MS, wait_for_epoch

pytestmark = pytest.mark.e2e
DIGITS = preset("mnist-dense").replace(engine="numpy")
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

PAGES = {
    "points": (DEFAULT, "light", LAPTOP),
    "points, dark": (DEFAULT, "dark", LAPTOP),
    "digits, dark": (DIGITS, "dark", LAPTOP),
    "painted points": (preset("painted"), "light", LAPTOP),
    "table": (preset("iris"), "light", LAPTOP),
    "phone": (DEFAULT, "light", PHONE),
}


def violations(page: Page) -> list[str]:
    """The serious ones, with the first of the elements that each is about."""
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    return [f"{each['help']}: {each['nodes'][0]['html'][:200]} {each['nodes'][0]['failureSummary'][:300]}" for each in serious]


@pytest.mark.parametrize(("spec", "theme", "size"), PAGES.values(), ids=[*PAGES])
def test_nothing_serious_is_found(browser: Browser, server: Server, spec: RunSpec, theme: str, size: dict) -> None:
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(server.link(spec))
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 1)
    for panel in page.locator("details.pg-fold:visible > summary").all():
        panel.click()
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize(("theme", "size"), [("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)])
def test_nothing_serious_is_found_where_one_draws(browser: Browser, server: Server, theme: str, size: dict) -> None:
    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{server.address}/draw")
    expect(page.get_by_test_id("draw")).to_have_attribute("data-ready", "true", timeout=PATIENCE_MS)
    assert violations(page) == []
    draw(page, [(0.28, 0.25), (0.7, 0.25), (0.45, 0.8)])
    page.locator(".pg-tips summary").click()
    expect(page.get_by_test_id("draw-near").get_by_role("listitem")).to_have_count(8, timeout=PATIENCE_MS)
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(1000)
        expect(page.locator(".pg-stale:visible")).to_have_count(0)  # what is out of date is pale until the answer comes
        assert violations(page) == []
    context.close()
