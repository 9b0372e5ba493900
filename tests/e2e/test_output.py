"""What of the output picture is shown, chosen as a person would."""

import pytest
from playwright.sync_api import Page, expect

from playground.spec import preset
from tests.e2e.app import Server
from tests.e2e.conftest import another_run, another_scene, open_app, pick, picture, status

pytestmark = pytest.mark.e2e


def canvas(page: Page) -> bytes:
    page.mouse.move(5, 5)
    page.wait_for_timeout(200)
    return page.get_by_test_id("output").locator("canvas").first.screenshot()


@pytest.mark.parametrize("name", ["train", "test", "mistaken", "hard"])
def test_each_button_changes_the_picture_and_changes_it_back(page: Page, server: Server, name: str) -> None:
    open_app(page, server.address)
    before = canvas(page)
    button = page.get_by_test_id("output").get_by_role("button", name=name)
    pressed = button.get_attribute("aria-pressed")
    button.click()
    assert button.get_attribute("aria-pressed") != pressed
    assert canvas(page) != before
    other = page.get_by_test_id("output").get_by_role("button", name="shaded" if name == "hard" else name)
    other.focus()
    page.keyboard.press("Enter")
    assert canvas(page) == before


def test_what_is_hidden_stays_hidden_with_other_data_and_in_other_pictures(page: Page, server: Server) -> None:
    open_app(page, server.address)
    output = page.get_by_test_id("output")
    output.get_by_role("button", name="test").click()
    output.get_by_role("button", name="hard").click()
    with another_run(page):
        pick(page, "Ripple")
    expect(output.get_by_role("button", name="test")).to_have_attribute("aria-pressed", "false")
    expect(output.get_by_role("button", name="bands")).to_have_attribute("aria-pressed", "true")
    expect(output.get_by_role("button", name="mistaken")).to_be_hidden()
    hidden = picture(page, "output")
    output.get_by_role("button", name="test").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(200)
    assert picture(page, "output") != hidden
    with another_scene(page):
        pick(page, "Sine")
    expect(output.get_by_role("button", name="bands")).to_be_hidden()
    expect(output.get_by_role("button", name="train")).to_be_visible()


def test_several_classes_are_shaded_or_hard(page: Page, server: Server) -> None:
    page.goto(server.link(preset("blobs")))
    status(page, "ready")
    shaded = canvas(page)
    page.get_by_test_id("output").get_by_role("button", name="hard").click()
    assert canvas(page) != shaded
