"""The Compare page in a real browser: from what varies to a finished board, and what one takes home."""

import csv
import io
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from playground.race import RaceSpec
from playground.race.json_file import race_from_json, race_to_json
from playground.race.link import race_from_query, race_to_query
from playground.spec import from_query, preset
from playground.spec.part import parse
from tests.e2e.app import Server
from tests.e2e.conftest import PATIENCE_MS, choose, open_app
from tests.e2e.test_accessibility import violations
from tests.race.races import race as race_of

pytestmark = pytest.mark.e2e


def race(*axes: str, **settings) -> RaceSpec:
    return race_of(*axes, **{"epochs": 20, "data": {"samples": 200}, **settings})


def open_compare(page: Page, server: Server, found: RaceSpec | None = None) -> None:
    page.goto(f"{server.address}/compare{'' if found is None else '?' + urlencode(race_to_query(found))}")
    status(page, "ready")


def status(page: Page, expected: str) -> None:
    expect(page.get_by_test_id("race")).to_have_attribute("data-status", expected)


def epoch(page: Page) -> float:
    return float(page.get_by_test_id("race").get_attribute("data-epoch") or 0)


def run(page: Page) -> None:
    page.get_by_test_id("race-go").click()
    status(page, "finished")


def lane(page: Page, number: int) -> Locator:
    return page.get_by_test_id("race-lane").nth(number)


def board(page: Page) -> Locator:
    return page.get_by_test_id("race-board").locator("tbody tr")


def link(page: Page) -> RaceSpec:
    query = page.url.partition("?")[2]
    return race_from_query(dict(pair for pair in map(_pair, query.split("&"))))


def _pair(text: str) -> tuple[str, str]:
    from urllib.parse import unquote_plus

    key, _, value = text.partition("=")
    return unquote_plus(key), unquote_plus(value)


def test_lanes_race_side_by_side_to_a_finished_board(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh sine", seeds=3))
    expect(page.get_by_test_id("race-lane")).to_have_count(3)
    before = lane(page, 2).locator(".pg-race-picture").screenshot()
    run(page)
    assert lane(page, 2).locator(".pg-race-picture").screenshot() != before, "the picture moves"
    expect(board(page)).to_have_count(3)
    expect(board(page).first).to_contain_text("Leads")
    expect(page.get_by_test_id("race-said")).to_contain_text("leads with a test loss of")
    expect(page.get_by_test_id("race-curves")).to_have_attribute("aria-label", re.compile("up to epoch 20"))


def test_the_page_opens_with_a_comparison_of_activations(page: Page, server: Server) -> None:
    open_compare(page, server)
    expect(page.get_by_test_id("race-lane")).to_have_count(6)
    expect(page.get_by_role("heading", name="Activation, on Circle")).to_be_visible()


def test_what_the_playground_is_set_to_is_compared_with_a_click(page: Page, server: Server) -> None:
    open_app(page, server.address, "?" + server.link(preset("xor")).partition("?")[2])
    page.get_by_role("button", name="Compare this").click()
    status(page, "ready")
    expect(page.get_by_role("heading", name="Activation, on Exclusive or")).to_be_visible()
    assert link(page).base.data.dataset.name == "xor"


def test_something_else_is_compared_and_the_link_says_so(page: Page, server: Server) -> None:
    open_compare(page, server, race())
    choose(page, "Compare", "Learning rate")
    expect(page.get_by_role("heading", name="Learning rate, on Circle")).to_be_visible()
    status(page, "ready")
    expect(page).to_have_url(re.compile("vary=learning_rate"))
    assert link(page).axes[0].name == "learning_rate"
    address = page.url
    page.goto(address)
    status(page, "ready")
    expect(page.get_by_role("heading", name="Learning rate, on Circle")).to_be_visible()


def test_two_settings_make_a_map_whose_cells_open_the_run(page: Page, server: Server) -> None:
    found = race("activation relu tanh", "learning_rate 0.003 0.03", seeds=1)
    open_compare(page, server, found)
    run(page)
    sweep = page.get_by_test_id("race-sweep")
    expect(sweep).to_have_attribute("aria-label", re.compile("of every combination"))
    expect(page.get_by_test_id("race-lane")).to_have_count(4)
    lane(page, 3).click()
    address = page.get_by_test_id("race-looked").get_by_role("link").get_attribute("href")
    opened = from_query(dict(map(_pair, str(address).partition("?")[2].split("&"))))
    assert opened == found.entries[3].spec


def test_three_settings_are_lines_over_parallel_axes(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh", "learning_rate 0.003 0.03", "batch_size 10 20", seeds=1))
    run(page)
    expect(page.get_by_test_id("race-sweep")).to_have_attribute("aria-label", re.compile("Every combination as a line"))


def test_a_lane_that_is_pointed_at_is_marked_on_the_board_and_one_that_is_left_out_has_no_curve(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh"))
    run(page)
    lane(page, 1).hover()
    marked = page.get_by_test_id("race-board").locator("tr[data-entry='1']")
    expect(marked).to_have_class(re.compile("pg-focus"))
    curves = page.get_by_test_id("race-curves")
    expect(curves.locator("path[data-entry='0']").first).to_be_attached()
    lane(page, 0).get_by_role("button", name=re.compile("Leave ReLU out|Leave out")).click()
    expect(curves.locator("path[data-entry='0']")).to_have_count(0)


def test_a_race_is_frozen_stepped_and_looked_back_at(page: Page, server: Server) -> None:
    open_compare(page, server, race("width 2 8", epochs=5000))
    page.get_by_test_id("race-go").click()
    page.wait_for_function("Number(document.querySelector('[data-testid=race]').dataset.epoch) > 5")
    page.get_by_test_id("race-go").click()
    status(page, "frozen")
    root = page.get_by_test_id("race")
    frozen, before = epoch(page), -1.0
    while frozen != before:  # the one crew may still catch up with the other
        page.wait_for_timeout(700)
        frozen, before = epoch(page), frozen
    page.get_by_test_id("race-step").click()
    expect(root).to_have_attribute("data-epoch", str(int(frozen + 1e-6) + 1))
    expect(root).to_have_attribute("data-past", "false")
    now = lane(page, 0).locator(".pg-race-picture").screenshot()
    page.get_by_test_id("race-scrub").fill("0")
    expect(page.get_by_test_id("race-status")).to_contain_text("Looking back")
    expect(root).to_have_attribute("data-past", "true")
    assert lane(page, 0).locator(".pg-race-picture").screenshot() != now


def test_a_lane_that_diverges_is_marked_with_its_reason(page: Page, server: Server) -> None:
    numbers = {"output": "linear", "loss": "mean_squared_error", "optimizer": "sgd"}
    found = race("learning_rate 0.01 10", dataset="plane", layers="8 relu, 8 relu", data={"samples": 500}, **numbers)
    open_compare(page, server, found)
    run(page)
    expect(lane(page, 1)).to_contain_text("Diverged")
    expect(lane(page, 0)).not_to_contain_text("Diverged")
    expect(board(page).last).to_contain_text("diverged")


def test_more_than_can_be_compared_is_a_sentence_and_nothing_is_lost(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh elu gelu", "learning_rate 0.001 0.003 0.01 0.03"))
    seeds = page.get_by_role("spinbutton", name="Seeds")
    seeds.fill("20")
    seeds.press("Enter")
    expect(page.get_by_text("A comparison has at most 240 lanes")).to_be_visible()
    expect(page.get_by_text("it may have 15 seeds")).to_be_visible()
    expect(page.get_by_test_id("race-lane")).to_have_count(16)


def test_a_link_that_cannot_be_opened_gets_a_sentence(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/compare?vary=activation+rleu")
    expect(page.get_by_text("Unknown activation")).to_be_visible()
    status(page, "ready")


def test_table_rows_file_and_script_are_taken_home(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    found = race("activation relu tanh")
    open_compare(page, server, found)
    run(page)
    with page.expect_download() as waiting:
        page.get_by_test_id("race-file").click()
    assert race_from_json(waiting.value.path().read_text()) == found
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the table as CSV").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text())))
    assert len(rows) == 2
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("Save everything that was measured")).click()
    assert len(list(csv.reader(io.StringIO(waiting.value.path().read_text())))) == 1 + 4 * 21
    page.get_by_test_id("race-script").click()
    dialog = page.get_by_test_id("race-script-dialog")
    expect(dialog).to_contain_text("keras")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("status")).to_have_text("Copied.")
    script = page.evaluate("navigator.clipboard.readText()")
    assert script == dialog.locator("code").text_content()
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Save").click()
    assert waiting.value.path().read_text() == script


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_every_figure_is_taken_home(page: Page, server: Server, kind: str) -> None:
    open_compare(page, server, race("activation relu tanh", "learning_rate 0.003 0.03", seeds=1))
    run(page)
    buttons = page.get_by_test_id("race").get_by_role("button", name=re.compile(f"{kind}"))
    assert buttons.count() >= 4
    for button in buttons.all():
        with page.expect_download() as waiting:
            button.click()
        content = waiting.value.path().read_bytes()
        assert content.startswith(b"\x89PNG" if kind == "PNG" else b"<svg") or b"<svg" in content[:200]


def test_a_saved_comparison_is_opened_again(page: Page, server: Server) -> None:
    open_compare(page, server)
    found = race("batch_size 5 10 20", dataset="gauss")
    page.get_by_test_id("stExpander").locator("summary").click()
    upload = page.locator("input[type=file]")
    upload.set_input_files({"name": "mine.json", "mimeType": "application/json", "buffer": race_to_json(found).encode()})
    expect(page.get_by_role("heading", name="Batch size, on Gauss")).to_be_visible()
    status(page, "ready")
    expect(page.get_by_test_id("race-lane")).to_have_count(3)


def test_digits_race_with_their_weights_and_guesses(page: Page, server: Server) -> None:
    base = preset("digits")
    base = base.replace(training=base.training.replace(epochs=2))
    found = parse(RaceSpec, {"base": base, "axes": [{"name": "activation", "values": ["relu", "sigmoid"]}], "seeds": 1})
    open_compare(page, server, found)
    before = lane(page, 0).locator(".pg-race-picture").screenshot()
    run(page)
    assert lane(page, 0).locator(".pg-race-picture").screenshot() != before
    expect(lane(page, 0)).to_contain_text("%")


def test_the_same_race_again_has_the_same_board(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh sine", seeds=2))
    boards = []
    for again in (False, True):
        if again:
            page.get_by_test_id("race-reset").click()
            status(page, "ready")
        run(page)
        page.wait_for_timeout(500)
        cells = "td:not([data-column=seconds]):not([data-column=per_epoch])"
        boards.append([row.locator(cells).all_inner_texts() for row in board(page).all()])
    assert boards[0] == boards[1]


def test_closing_the_page_ends_its_crews(page: Page, own_server: Server) -> None:
    open_compare(page, own_server, race("width 2 8", epochs=10_000))
    page.get_by_test_id("race-go").click()
    status(page, "racing")
    assert own_server.runs()
    page.goto("about:blank")
    for _ in range(200):
        if not own_server.runs():
            return
        page.wait_for_timeout(100)
    pytest.fail("crews were left behind")


@pytest.mark.parametrize(("theme", "width"), [("light", 1600), ("dark", 1280), ("light", 390)])
def test_nothing_serious_keeps_anybody_out(browser: Browser, server: Server, theme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    open_compare(page, server, race("activation relu tanh", "learning_rate 0.003 0.03"))
    run(page)
    page.wait_for_timeout(500)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing is cut off"
    context.close()


def test_by_keyboard_alone_a_race_starts_and_stands_still(page: Page, server: Server) -> None:
    open_compare(page, server, race("activation relu tanh", epochs=10_000))
    page.keyboard.press("Space")
    status(page, "racing")
    page.keyboard.press("Space")
    status(page, "frozen")
    page.keyboard.press("r")
    status(page, "ready")
