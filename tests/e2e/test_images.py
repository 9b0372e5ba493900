"""Looking into a network that sees pictures: test digits, units, galleries."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.app import Server, draw
from tests.e2e.conftest import number, open_app, picture, status
from tests.e2e.test_accessibility import violations
from tests.support import CLASSES, make_spec

pytestmark = pytest.mark.e2e
DIGITS = make_spec(dataset="digits", layers="flatten, 24 relu", data={"samples": 1000}, **CLASSES)
MAPS = make_spec(
    dataset="digits", layers="conv2d filters=6 padding=same, max_pooling2d, flatten, 16 relu", data={"samples": 500}, **CLASSES
)


def open_digits(page: Page, server: Server, spec=DIGITS, *, epochs: int = 1) -> None:
    open_app(page, server.address, server.link(spec).removeprefix(f"{server.address}/"))
    for epoch in range(1, epochs + 1):
        page.get_by_role("button", name="Step").click()
        page.wait_for_function(f"document.querySelector('[data-testid=epoch]').innerText.trim() === '{epoch}'")
    if epochs:
        status(page, "paused")


def network(page: Page) -> Locator:
    return page.get_by_test_id("network").locator("canvas.pg-canvas")


def wall(page: Page) -> Locator:
    return page.get_by_test_id("output").locator(".pg-wall canvas")


def at(page: Page, canvas: Locator, x: float, y: float) -> None:
    """Click at a place of a canvas, given as shares of its sides."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    canvas.click(position={"x": x * box["width"], "y": y * box["height"]})


def test_the_network_is_alive_with_a_test_digit_that_one_chooses_while_it_trains(page: Page, server: Server) -> None:
    open_digits(page, server, epochs=0)
    look = page.get_by_test_id("look")
    expect(look).to_have_text(re.compile(r"Looking at test digit 1, an? \d"))
    page.get_by_role("button", name="Play").click()
    status(page, "playing")
    wall(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(wall(page)).to_have_attribute("aria-label", re.compile(r"This \d looks like"))
    page.keyboard.press("Enter")
    expect(look).to_have_text(re.compile(r"Looking at test digit 2, an? \d"))
    expect(page.get_by_test_id("digit-guess")).to_contain_text(re.compile(r"\d · \d+ %"))
    page.get_by_role("button", name="Look at the next test picture").click()
    expect(look).to_contain_text("test digit 3")
    page.get_by_role("button", name="back to the first").click()
    expect(look).to_contain_text("test digit 1")


def test_a_drawing_takes_the_place_of_a_test_digit_and_there_is_a_way_back_to_it(page: Page, server: Server) -> None:
    open_digits(page, server)
    at(page, wall(page), 0.25, 0.5)
    expect(page.get_by_test_id("look")).to_contain_text("test digit")
    draw(page, [(0.28, 0.25), (0.7, 0.25), (0.45, 0.8)])
    expect(page.get_by_test_id("look")).to_have_text("Looking at your drawing")
    before = picture(page, "network")
    at(page, wall(page), 0.25, 0.5)
    expect(page.get_by_test_id("look")).to_contain_text("test digit")
    assert picture(page, "network") != before
    page.get_by_role("button", name="back to your drawing").click()
    expect(page.get_by_test_id("look")).to_have_text("Looking at your drawing")


def test_a_cell_of_the_matrix_opens_the_digits_that_it_counts(page: Page, server: Server) -> None:
    open_digits(page, server)
    page.get_by_test_id("classes").locator("summary").click()
    cell = page.get_by_role("button", name=re.compile("Is 3, taken for 3"))
    expect(cell).to_have_text(re.compile(r"\d+"))
    count = int(cell.inner_text())
    assert count > 0
    cell.click()
    gallery = page.get_by_test_id("cell-gallery")
    expect(gallery).to_contain_text("3, and taken for that")
    expect(gallery).to_contain_text(f"of {count}" if count > 30 else str(count))
    pictures = gallery.locator("canvas")
    pictures.focus()
    page.keyboard.press("ArrowRight")
    expect(pictures).to_have_attribute("aria-label", re.compile("This 3 looks like a 3"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("look")).to_have_text(re.compile(r"Looking at test digit \d+, a 3"))
    gallery.get_by_role("button", name="Close").click()
    expect(gallery).to_be_hidden()


def test_cells_are_reached_by_keyboard_and_an_empty_one_says_so(page: Page, server: Server) -> None:
    open_digits(page, server, epochs=3)
    page.get_by_test_id("classes").locator("summary").click()
    page.get_by_role("button", name=re.compile("Is 0, taken for 0")).focus()
    page.keyboard.press("ArrowRight")
    focused = page.locator("button.pg-cell:focus")
    expect(focused).to_have_attribute("aria-label", re.compile("Is 0, taken for 1: 0"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("cell-gallery")).to_contain_text("none")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("cell-gallery")).to_be_hidden()


def test_those_that_the_network_is_wrong_about_come_first_on_request(page: Page, server: Server) -> None:
    open_digits(page, server)
    output = page.get_by_test_id("output")
    page.get_by_role("button", name="wrong first").click()
    expect(output).to_contain_text(re.compile(r"\d+ of 359 right"))
    right = int(re.search(r"(\d+) of 359 right", output.inner_text())[1])  # type: ignore[index]
    assert right / 359 * 100 == pytest.approx(number(page, "test-accuracy"), abs=0.06)
    wall(page).focus()
    page.keyboard.press("ArrowRight")
    expect(wall(page)).to_have_attribute("aria-label", re.compile(r"This \d looks like"))
    said = str(wall(page).get_attribute("aria-label"))
    answer, guess = re.findall(r"\d", said)[:2]
    assert answer != guess
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("look")).to_have_text(re.compile(rf"Looking at test digit \d+, an? {answer}"))
    page.get_by_role("button", name="wrong first").click()
    expect(output).to_contain_text(re.compile(r"\d+ of \d\d right"))


def test_arrow_keys_lead_through_the_network_and_enter_keeps_a_unit_open(page: Page, server: Server) -> None:
    open_digits(page, server, MAPS)
    network(page).focus()
    page.keyboard.press("ArrowRight")
    expect(network(page)).to_have_attribute("aria-label", re.compile(r"Conv2D \(layer 1\), map 1\. bias"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    unit = page.get_by_test_id("unit")
    expect(unit).to_contain_text("Conv2D (layer 1), map 2")
    expect(unit.get_by_role("img")).to_have_attribute("aria-label", re.compile("The map and the kernels"))
    unit.get_by_role("button", name="Close").click()
    expect(unit).to_be_hidden()
    expect(network(page)).to_be_focused()


def test_a_class_names_the_units_that_push_it_and_leads_to_them(page: Page, server: Server) -> None:
    open_digits(page, server)
    at(page, network(page), 0.965, 0.5)
    unit = page.get_by_test_id("unit")
    expect(unit).to_contain_text("Class")
    expect(unit).to_contain_text("Pushed most by")
    expect(unit.locator(".pg-tag-picture").first).to_be_visible()  # with the facts, which come after the names
    first = unit.get_by_role("button", name=re.compile(r"unit \d+ \+")).first
    name = re.search(r"unit \d+", first.inner_text())
    assert name is not None
    first.click()
    expect(unit).to_contain_text(f"Dense (layer 2), {name[0]}")
    expect(unit).to_contain_text("bias")


def test_buttons_stay_where_they_are_while_what_they_say_follows_the_training(page: Page, server: Server) -> None:
    open_digits(page, server, epochs=0)
    at(page, network(page), 0.965, 0.5)
    panel, unit = page.get_by_test_id("speakers"), page.get_by_test_id("unit")
    panel.locator("summary").click()
    expect(unit.locator(".pg-tag-picture").first).to_be_visible()
    expect(panel.get_by_role("button").first).to_be_visible()
    buttons = [unit.locator(".pg-tag").first, panel.get_by_role("button").first]
    said = [button.inner_text() for button in buttons]
    handles = [button.element_handle() for button in buttons]
    page.get_by_role("button", name="Play").click()
    for button, text in zip(buttons, said, strict=True):
        expect(button).not_to_have_text(text)
    page.wait_for_timeout(1500)  # some galleries
    for handle in handles:
        assert handle.evaluate("button => button.isConnected")


def test_a_panel_says_what_speaks_for_each_class(page: Page, server: Server) -> None:
    open_digits(page, server)
    panel = page.get_by_test_id("speakers")
    panel.locator("summary").click()
    expect(panel.get_by_role("listitem")).to_have_count(10)
    panel.get_by_role("button").first.click()
    expect(page.get_by_test_id("unit")).to_contain_text("Dense (layer 2), unit")


def test_what_stands_below_the_units_that_speak_does_not_move_when_they_come(page: Page, server: Server) -> None:
    open_digits(page, server, epochs=0)
    page.evaluate("""() => {  // the same event that asks for the units: at that moment nobody can have answered
        const [speakers, classes] = ["speakers", "classes"].map((name) => document.querySelector(`[data-testid=${name}]`));
        speakers.addEventListener("toggle", () => { window.before = [speakers.querySelectorAll("button").length, classes.offsetTop]; });
    }""")
    page.get_by_test_id("speakers").locator("summary").click()
    expect(page.get_by_test_id("speakers").get_by_role("button").first).to_be_visible()
    units, top = page.evaluate("before")
    assert units == 0
    assert page.get_by_test_id("classes").evaluate("panel => panel.offsetTop") == top


def test_each_class_says_how_many_of_it_are_recognised(page: Page, server: Server) -> None:
    open_digits(page, server)
    items = page.get_by_test_id("recalls").get_by_role("listitem")
    expect(items).to_have_count(10)
    expect(items.nth(3)).to_have_attribute("title", re.compile(r"3: \d+\.\d % recognised"))


def test_what_is_looked_at_stays_when_the_network_is_changed(page: Page, server: Server) -> None:
    open_digits(page, server)
    at(page, wall(page), 0.5, 0.5)
    look = page.get_by_test_id("look")
    expect(look).to_have_text(re.compile(r"Looking at test digit (?!1,)\d+, an? \d"))
    text = look.inner_text()
    scenes = page.get_by_test_id("stage").get_attribute("data-scenes")
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_test_id("stage")).not_to_have_attribute("data-scenes", str(scenes))
    expect(look).to_have_text(text)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_with_everything_open_nothing_serious_is_found_by_axe(page: Page, server: Server, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    open_digits(page, server)
    for panel in ("classes", "speakers"):
        page.get_by_test_id(panel).locator("summary").click()
    expect(page.get_by_test_id("speakers").get_by_role("button").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Is 8, taken for 8")).click()
    expect(page.get_by_test_id("cell-gallery").locator("canvas")).to_be_visible()
    expect(page.get_by_test_id("speakers").get_by_role("listitem")).to_have_count(10)
    assert violations(page) == []
    at(page, network(page), 0.965, 0.5)
    expect(page.get_by_test_id("unit")).to_contain_text("Pushed most by")
    assert violations(page) == []


def test_on_a_phone_the_card_of_a_unit_lies_over_the_network(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_digits(page, server, MAPS)
    at(page, network(page), 0.965, 0.4)
    unit = page.get_by_test_id("unit")
    expect(unit).to_be_visible()
    box, card = network(page).bounding_box(), unit.bounding_box()
    assert box is not None
    assert card is not None
    assert box["y"] <= card["y"]
    assert card["y"] + card["height"] <= box["y"] + box["height"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
