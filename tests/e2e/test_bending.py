"""How the plane bends, used as a person would."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.spec import preset
from tests.e2e.app import Server
from tests.e2e.conftest import another_run, another_scene, number, open_app, pick, status, wait_for_epoch

pytestmark = pytest.mark.e2e
TITLE = "How the plane bends: what each layer makes of it"


def opened(page: Page) -> Locator:
    panel = page.get_by_test_id("bend")
    panel.get_by_text(TITLE).click()
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("The plane and the points as Layer"))
    return panel


def test_the_plane_is_seen_as_each_layer_sees_it(page: Page, server: Server) -> None:
    open_app(page, server.address)
    panel = opened(page)
    picture = panel.get_by_role("img")
    expect(panel.get_by_role("button", name="Layer 2: Dense 2, tanh")).to_have_attribute("aria-pressed", "true")
    expect(panel).to_contain_text("The dashed line is the next layer's")
    expect(panel).to_contain_text("Axes: h₁ from")
    panel.get_by_role("button", name="Layer 1: Dense 4, tanh").click()
    expect(panel).to_contain_text(re.compile(r"This plane holds \d+\.\d % of what the 4 units vary"))
    panel.get_by_role("button", name="Input").click()
    expect(picture).to_have_attribute("aria-label", re.compile("as Input sees them, after 0 epochs.*x₁ from −6 to 6"))


def test_it_moves_while_the_network_trains_and_only_while_it_is_open(page: Page, server: Server) -> None:
    open_app(page, server.address)
    panel = opened(page)
    before = panel.locator("canvas").screenshot()
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 30)
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("after [1-9]"))
    page.get_by_role("button", name="Pause").click()
    status(page, "paused")
    assert panel.locator("canvas").screenshot() != before
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile(f"after {number(page, 'epoch'):.0f} epochs"))
    page.wait_for_timeout(500)  # words follow a little later
    panel.get_by_text(TITLE).click()
    said = panel.locator("canvas").get_attribute("aria-label")
    page.get_by_role("button", name="Step").click()
    page.wait_for_timeout(1000)
    assert panel.locator("canvas").get_attribute("aria-label") == said


def test_a_layer_that_is_added_or_another_data_set_can_be_looked_at_at_once(page: Page, server: Server) -> None:
    open_app(page, server.address)
    panel = opened(page)
    with another_scene(page):
        page.get_by_role("button", name="Add layer").click()
    panel.get_by_role("button", name=re.compile("Layer 3: Dense")).click()
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("as Layer 3: Dense"))
    with another_run(page):
        pick(page, "Blobs")
    panel.get_by_role("button", name=re.compile("Output")).click()
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("Output .*Straight borders fitted"))


def test_with_two_pages_of_a_session_the_one_says_that_the_other_looks_elsewhere(page: Page, server: Server) -> None:
    """Two stages of one session: a page that reconnects before the server has noticed that it had gone is one of them."""
    open_app(page, server.address)
    panel = opened(page)
    page.evaluate("""() => {
      window.sent = [];
      const native = WebSocket.prototype.send;
      WebSocket.prototype.send = function (text) { window.sent.push(text); window.socket = this; return native.call(this, text); };
    }""")
    panel.get_by_role("button", name="Input").click()
    page.wait_for_function("() => window.sent.some((text) => text.includes('bend'))")
    page.evaluate("() => window.socket.send(JSON.stringify({ type: 'bend', layer: 1 }))")
    expect(panel).to_contain_text("Another page of this session looks at another layer now.")
    page.evaluate("() => window.socket.send(JSON.stringify({ type: 'bend', layer: null }))")
    page.get_by_role("button", name="Step").click()
    expect(panel).to_contain_text("This is what goes in")  # the other has closed its panel: this one asks again


def test_there_is_no_plane_where_there_are_pictures_or_a_line(page: Page, server: Server) -> None:
    page.goto(server.link(preset("sine")))
    status(page, "ready")
    expect(page.get_by_test_id("bend")).to_be_hidden()
