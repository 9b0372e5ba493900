"""A real server, started as a user starts it, and a real browser.

Without a browser these tests are skipped, unless `PLAYGROUND_REQUIRE_BROWSER` is set, as it is in CI: then that is a failure.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect

from tests.e2e.app import Server, browser_path, open_browser, running_server

PATIENCE_MS = 60_000  # far more than anything takes: only a page that is stuck should fail, not a machine that is busy


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server for one test alone, which may do with it what it likes."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        if os.environ.get("PLAYGROUND_REQUIRE_BROWSER"):
            pytest.fail("There is no browser, and PLAYGROUND_REQUIRE_BROWSER is set.")
        pytest.skip("There is no Chromium to drive.")
    expect.set_options(timeout=PATIENCE_MS)
    with open_browser(path) as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test if a script on it fails."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not errors


def open_app(page: Page, address: str, query: str = "") -> None:
    """Open the app, and wait until the network is there."""
    page.goto(f"{address}/{query}")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready")


def number(page: Page, name: str) -> float:
    """What one of the read-outs says."""
    text = page.get_by_test_id(name).inner_text()
    return float(text.replace(",", "").replace("%", "").strip())


def wait_for_epoch(page: Page, epoch: int) -> None:
    page.wait_for_function(
        "least => Number(document.querySelector('[data-testid=epoch]').innerText.replaceAll(',', '')) >= least", arg=epoch
    )


def status(page: Page, expected: str) -> None:
    """Wait until the newest frame has a status."""
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", expected)


@contextmanager
def another_run(page: Page) -> Iterator[None]:
    """Do something after which the stage shows another network that is not trained, and wait until it is there."""
    with another_scene(page):
        yield
    status(page, "ready")


@contextmanager
def another_scene(page: Page) -> Iterator[None]:
    """Do something that changes the run or starts another, and wait until the stage shows it."""
    scenes = page.get_by_test_id("stage").get_attribute("data-scenes")
    yield
    expect(page.get_by_test_id("stage")).not_to_have_attribute("data-scenes", str(scenes))


def settled(page: Page) -> None:
    """Wait until no script of a page runs: one that does may put another control in the place of one that is clicked."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()


def choose(page: Page, menu: str, option: str) -> None:
    """Choose from one of the sidebar's menus. One that is open closes when it is redrawn or moved, so it may have to be opened again."""
    box, choice = page.get_by_role("combobox", name=menu, exact=True), page.get_by_role("option", name=option, exact=True)
    for patience in (PATIENCE_MS / 12, PATIENCE_MS / 6, PATIENCE_MS):
        settled(page)
        box.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        box.click()
        with suppress(TimeoutError):
            return choice.click(timeout=patience)
    pytest.fail(f"The menu {menu} does not stay open, or has no {option}.")


def pick(page: Page, name: str) -> None:
    """Choose a data set by its picture."""
    settled(page)
    page.get_by_role("radio", name=name, exact=True).click()


def picture(page: Page, name: str) -> bytes:
    """The pixels of a part of the stage."""
    return page.get_by_test_id(name).screenshot()
