"""What one does with a comparison by hand: leave lanes out by way of the map and of the lines, copy its link, and meddle while it races."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playground.spec import from_query
from tests.e2e.app import Server
from tests.e2e.conftest import PATIENCE_MS, choose
from tests.e2e.test_compare import board, epoch, link, open_compare, race, run, status

pytestmark = pytest.mark.e2e

THREE = ("activation relu tanh", "learning_rate 0.003 0.01 0.03", "batch_size 10 20")


def wait_for_epoch(page: Page, least: float) -> None:
    page.wait_for_function("least => Number(document.querySelector('[data-testid=race]').dataset.epoch) >= least", arg=least)


def set_speed(page: Page, speed: str) -> None:
    page.get_by_role("combobox", name="Speed").select_option(speed)


def shows(page: Page, *entries: int) -> None:
    """These lanes are shown, and have curves; all others are left out."""
    for entry in range(page.get_by_test_id("race-lane").count()):
        mark = page.locator(f".pg-lane.pg-muted[data-entry='{entry}']")
        curve = page.get_by_test_id("race-curves").locator(f"path[data-entry='{entry}']")
        if entry in entries:
            expect(curve.first).to_be_attached()
            expect(mark).to_have_count(0)
        else:
            expect(curve).to_have_count(0)
            expect(mark).to_have_count(1)


def menu_of(page: Page, entry: int) -> Locator:
    """The menu of a cell of the map, opened with a click beside its number."""
    page.get_by_test_id("race-sweep").locator("rect").nth(entry).click(position={"x": 6, "y": 6})
    return page.get_by_role("menu")


def test_the_menu_of_a_cell_marks_its_lane_opens_it_and_leaves_it_out(page: Page, server: Server) -> None:
    found = race("activation relu tanh", "learning_rate 0.003 0.03", seeds=1)
    open_compare(page, server, found)
    run(page)
    menu_of(page, 1).get_by_role("menuitem", name="Look at it").click()
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(page.locator(".pg-lane.pg-pinned")).to_have_attribute("data-entry", "1")
    menu_of(page, 1).get_by_role("menuitem", name="Let go").click()
    expect(page.locator(".pg-lane.pg-pinned")).to_have_count(0)
    with page.expect_popup() as waiting:
        menu_of(page, 1).get_by_role("menuitem", name="Open in the Playground").click()
    expect(waiting.value.get_by_test_id("stage")).to_have_attribute("data-status", "ready")
    assert from_query(dict(parse_qsl(urlsplit(waiting.value.url).query))) == found.entries[1].spec
    waiting.value.close()
    menu_of(page, 1).get_by_role("menuitem", name="Leave out").click()
    shows(page, 0, 2, 3)
    menu_of(page, 1).get_by_role("menuitem", name="Show").click()
    shows(page, 0, 1, 2, 3)


def test_by_keyboard_a_cell_of_the_map_is_left_out(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh", "learning_rate 0.003 0.03", seeds=1))
    run(page)
    page.get_by_test_id("race-sweep").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter", "ArrowUp", "Enter"):  # the first cell, the one below it, and the last line of its menu
        page.keyboard.press(key)
    shows(page, 0, 1, 3)
    expect(page.get_by_test_id("race-sweep")).to_be_focused()


def brush(page: Page, first: int, last: int) -> None:
    """Drag along an axis, from one dot to another above it, and a little farther at both ends."""
    dots = page.get_by_test_id("race-sweep").locator("circle")
    dots.nth(first).scroll_into_view_if_needed()
    (x, low), (_, high) = middle(dots.nth(first)), middle(dots.nth(last))
    page.mouse.move(x, low + 8)
    page.mouse.down()
    page.mouse.move(x + 30, high - 8, steps=5)  # a hand does not stay on the line
    page.mouse.up()


def middle(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_lines_outside_of_a_brush_are_left_out_until_the_axis_is_clicked(page: Page, server: Server) -> None:
    found = race(*THREE, seeds=1)
    open_compare(page, server, found)
    run(page)
    rates = range(2, 5)  # the dots of the second axis, after two activations
    brush(page, rates[1], rates[2])
    shows(page, *(entry for entry, each in enumerate(found.entries) if each.values[1] > 0))
    for _ in range(2):
        brush(page, rates[0], rates[0])
    shows(page, *(entry for entry, each in enumerate(found.entries) if each.values[1] == 0))
    page.mouse.click(*middle(page.get_by_test_id("race-sweep").locator("circle").nth(rates[1])))
    shows(page, *range(12))


def test_brushes_of_several_axes_are_combined_and_taken_back_together(page: Page, server: Server) -> None:
    found = race(*THREE, seeds=2)
    open_compare(page, server, found)
    run(page)
    sweep = page.get_by_role("region", name="All combinations")
    expect(sweep.get_by_role("button", name="Show all lines")).to_be_hidden()
    tanh = sweep.get_by_role("button", name="Tanh", exact=True)
    tanh.click()
    expect(tanh).to_have_attribute("aria-pressed", "true")
    brush(page, 2, 3)
    left = [entry for entry, each in enumerate(found.entries) if each.values[0] == 1 and each.values[1] < 2]
    shows(page, *left)
    page.get_by_test_id("race-seed").select_option("1")
    expect(page.get_by_test_id("race-seed")).to_have_value("1")
    page.wait_for_timeout(500)
    shows(page, *left)
    expect(tanh).to_have_attribute("aria-pressed", "true")
    tanh.click()
    shows(page, *(entry for entry, each in enumerate(found.entries) if each.values[1] < 2))
    sweep.get_by_role("button", name="Show all lines").click()
    shows(page, *range(12))


def test_who_is_outside_of_a_brush_on_the_score_follows_the_race(page: Page, server: Server) -> None:
    open_compare(page, server, race(*THREE, seeds=1))
    dots = page.get_by_test_id("race-sweep").locator("circle")
    brush(page, dots.count() - 2, dots.count() - 1)  # the best of those at the start
    run(page)
    page.wait_for_timeout(500)
    rows = board(page).evaluate_all(
        "rows => rows.map((row) => [row.dataset.entry, Number.parseFloat(row.querySelector('[data-column=score]').textContent)])"
    )
    left_out = {each.get_attribute("data-entry") for each in page.locator(".pg-lane.pg-muted").all()}
    scores = {entry: score for entry, score in rows}
    assert 0 < len(left_out) < len(scores)
    assert max(scores[entry] for entry in left_out) <= min(score for entry, score in scores.items() if entry not in left_out)


def test_a_line_that_is_pointed_at_stands_out_and_a_click_holds_it(page: Page, server: Server) -> None:
    open_compare(page, server, race(*THREE, seeds=1))
    run(page)
    sweep = page.get_by_test_id("race-sweep")
    sweep.scroll_into_view_if_needed()
    steep = sweep.locator("path[data-entry='5']")
    place = steep.evaluate(
        "line => { const p = line.getPointAtLength(0.06 * line.getTotalLength()).matrixTransform(line.getScreenCTM()); return [p.x, p.y]; }"
    )
    page.mouse.move(*place)
    either = re.compile("^[45]$")  # two lines part farther on
    expect(page.locator(".pg-lane.pg-focus")).to_have_attribute("data-entry", either)
    page.mouse.click(*place)
    expect(page.locator(".pg-lane.pg-pinned")).to_have_attribute("data-entry", either)


def test_the_copied_link_shows_the_same_comparison_to_somebody_else(page: Page, browser: Browser, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_compare(page, server)
    choose(page, "Compare", "Learning rate")
    expect(page.get_by_role("heading", name="Learning rate, on Circle")).to_be_visible()
    status(page, "ready")
    page.get_by_test_id("race-link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    labels = page.locator(".pg-lane .pg-lane-name").all_inner_texts()
    other = browser.new_context()
    other.set_default_timeout(PATIENCE_MS)
    opened = other.new_page()
    opened.goto(address)
    status(opened, "ready")
    expect(opened.get_by_role("heading", name="Learning rate, on Circle")).to_be_visible()
    assert opened.locator(".pg-lane .pg-lane-name").all_inner_texts() == labels
    assert link(opened) == link(page)
    for each in (page, opened):
        run(each)
    assert standings(page) == standings(opened)
    other.close()


def standings(page: Page) -> list[list[str]]:
    """The board, without what depends on the clock."""
    page.wait_for_timeout(500)
    return [row.locator("td:not([data-column=seconds]):not([data-column=per_epoch])").all_inner_texts() for row in board(page).all()]


def test_a_race_whose_speed_is_changed_in_the_middle_ends_with_the_same_board(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh", "width 2 8", epochs=600))
    run(page)
    expected = standings(page)
    page.get_by_test_id("race-reset").click()
    status(page, "ready")
    set_speed(page, "60 epochs/s")
    page.get_by_test_id("race-go").click()
    wait_for_epoch(page, 10)
    set_speed(page, "2 epochs/s")
    page.wait_for_timeout(700)
    before = epoch(page)
    page.wait_for_timeout(2000)
    assert before < epoch(page) < before + 30
    set_speed(page, "As fast as it goes")
    status(page, "finished")
    assert standings(page) == expected


def pictures(page: Page) -> str:
    """What is drawn of all lanes, to the pixel."""
    return str(page.locator(".pg-race-sheet").evaluate("sheet => sheet.toDataURL()"))


def test_one_looks_back_while_lanes_train_on_and_returns_to_the_newest(page: Page, server: Server) -> None:
    open_compare(page, server, race("width 2 8", epochs=10_000))
    root = page.get_by_test_id("race")
    set_speed(page, "60 epochs/s")
    page.get_by_test_id("race-go").click()
    wait_for_epoch(page, 60)
    page.get_by_test_id("race-scrub").fill("2")
    expect(page.get_by_test_id("race-status")).to_have_text("Looking back to epoch 2")
    expect(root).to_have_attribute("data-past", "true")
    before, then = epoch(page), pictures(page)
    wait_for_epoch(page, before + 60)
    assert pictures(page) == then
    expect(root).to_have_attribute("data-at", "2")
    status(page, "racing")
    page.get_by_role("button", name="Back to now").click()
    expect(page.get_by_test_id("race-status")).to_have_text("Racing")
    expect(root).to_have_attribute("data-at", "")
    expect(root).to_have_attribute("data-past", "false")
    assert pictures(page) != then
    expect(page.get_by_role("button", name="Back to now")).to_be_hidden()
