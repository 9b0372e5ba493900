"""Points that are painted on the picture of the plane, by mouse, finger and keyboard, while the network trains."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.data.datasets.painted import STARTER
from playground.data.painting import MOST_TAKEN_OVER, counts
from playground.spec import DEFAULT, RunSpec, preset
from tests.e2e.app import Server
from tests.e2e.conftest import PATIENCE_MS, another_run, open_app, pick, status, wait_for_epoch

pytestmark = pytest.mark.e2e
PAINTED = preset("painted")
LEGEND = 54  # height of the legend of two classes

PLOT = """async legend => {
    const { outputLayout } = await import(new URL('assets/components/stage/layout.js', document.baseURI).href);
    const canvas = document.querySelector('[data-testid=output] canvas');
    return outputLayout(canvas.clientWidth, canvas.clientHeight, legend).plot;
}"""

COLOUR = """([x, y]) => {
    const canvas = document.querySelector('[data-testid=output] canvas');
    const ratio = canvas.width / canvas.clientWidth;
    return [...canvas.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data];
}"""

Place = tuple[float, float]


def opened(page: Page, server: Server, spec: RunSpec = PAINTED) -> Page:
    page.goto(server.link(spec))
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready")
    return page


@pytest.fixture
def canvas(page: Page, server: Server) -> Page:
    return opened(page, server)


def on_canvas(page: Page, place: Place) -> Place:
    plot = page.evaluate(PLOT, LEGEND)
    return plot["x"] + (place[0] + 6) / 12 * plot["side"], plot["y"] + (6 - place[1]) / 12 * plot["side"]


def on_page(page: Page, place: Place) -> Place:
    box = page.get_by_test_id("output").locator("canvas").bounding_box()
    assert box
    x, y = on_canvas(page, place)
    return box["x"] + x, box["y"] + y


def stroke(page: Page, *places: Place) -> None:
    first, *others = (on_page(page, place) for place in places)
    page.mouse.move(*first)
    page.mouse.down()
    for each in others:
        page.mouse.move(*each, steps=20)
    page.mouse.up()


def tool(page: Page, name: str) -> None:
    page.get_by_test_id("paint-tools").get_by_role("button", name=name).click()


def says(page: Page, *expected: int) -> None:
    """Wait until the picture says that there are so many points of each class."""
    words = ", ".join(f"{count} of class {number}" for number, count in enumerate(expected, 1))
    expect(page.get_by_test_id("output").locator("canvas")).to_have_attribute("aria-label", re.compile(f"Painted points: {words}\\."))


def in_link(page: Page, *expected: int) -> str:
    """Wait until the link has so many points of each class, and return them."""
    page.wait_for_function(
        """expected => {
            const painted = new URL(location.href).searchParams.get('painted') ?? '';
            return JSON.stringify(painted.split('.').map(part => part.length / 3)) === JSON.stringify(expected);
        }""",
        arg=[*expected],
    )
    return parse_qs(urlsplit(page.url).query)["painted"][0]


def is_blue(page: Page, place: Place) -> bool:
    red, _, blue, _ = page.evaluate(COLOUR, on_canvas(page, place))
    return bool(blue > red)


def wait_for_blue(page: Page, place: Place, expected: bool = True) -> None:
    page.wait_for_function(
        f"([at, expected]) => {{ const c = ({COLOUR})(at); return (c[2] > c[0]) === expected; }}", arg=[on_canvas(page, place), expected]
    )


def test_the_menu_has_points_to_paint_and_begins_with_two_strokes(page: Page, server: Server) -> None:
    open_app(page, server.address)
    with another_run(page):
        pick(page, "Painted points")
    assert in_link(page, *counts(STARTER)) == STARTER
    expect(page.get_by_text("48 points: 30 of class 1, 18 of class 2.")).to_be_visible()
    says(page, 30, 18)


def test_the_boundary_flows_round_what_is_painted_while_it_trains_and_undo_takes_a_stroke_back(canvas: Page) -> None:
    canvas.get_by_role("button", name="Play").click()
    wait_for_epoch(canvas, 60)
    wait_for_blue(canvas, (-3, 5.4), False)
    tool(canvas, "Paint class 2")
    stroke(canvas, (-5, 5.4), (-1.4, 5.4))
    wait_for_blue(canvas, (-3, 5.0))
    status(canvas, "playing")
    painted = int(canvas.get_by_test_id("output").get_by_text(" of 400").inner_text().split()[0])
    assert 52 <= painted <= 58
    in_link(canvas, 30, painted - 30)
    canvas.keyboard.press("Control+z")
    says(canvas, 30, 18)
    assert in_link(canvas, 30, 18) == STARTER
    canvas.keyboard.press("Control+Shift+z")
    says(canvas, 30, painted - 30)


def test_a_link_opens_the_same_points(canvas: Page, server: Server) -> None:
    stroke(canvas, (0, 5))
    points = in_link(canvas, 31, 18)
    canvas.goto(canvas.url)
    expect(canvas.get_by_test_id("stage")).to_have_attribute("data-status", "ready")
    says(canvas, 31, 18)
    assert in_link(canvas, 31, 18) == points


def test_points_are_erased_moved_and_all_taken_away(canvas: Page) -> None:
    stroke(canvas, (5, -5))
    in_link(canvas, 31, 18)
    tool(canvas, "Move a point")
    stroke(canvas, (5, -5), (-5, 5))
    tool(canvas, "Eraser")
    stroke(canvas, (5, -5))
    in_link(canvas, 31, 18)  # it was not there any more
    stroke(canvas, (-5.5, 5), (-4.5, 5))
    in_link(canvas, 30, 18)
    tool(canvas, "Take all points away")
    says(canvas, 0, 0)
    expect(canvas.get_by_text("Paint some points", exact=True)).to_be_visible()
    expect(canvas.get_by_test_id("test-loss")).to_have_text("–")
    canvas.get_by_role("button", name="Play").click()
    tool(canvas, "Paint class 2")
    stroke(canvas, (1, 1))
    expect(canvas.get_by_text("Paint some points", exact=True)).to_be_hidden()
    wait_for_epoch(canvas, 3)
    canvas.keyboard.press("Control+z")
    canvas.keyboard.press("Control+z")
    says(canvas, 30, 18)


def test_a_third_class_is_added_and_sprayed_while_it_trains(canvas: Page) -> None:
    canvas.get_by_role("button", name="Play").click()
    wait_for_epoch(canvas, 5)
    tool(canvas, "One more class")
    expect(canvas.get_by_role("img", name=re.compile("Output 3 Softmax"))).to_be_visible()
    tool(canvas, "Spray")
    stroke(canvas, (-4, 4.5), (-2, 4.5))
    expect(canvas.get_by_test_id("output").locator("canvas")).to_have_attribute(
        "aria-label", re.compile(r"18 of class 2, [5-9]|1\d of class 3")
    )
    expect(canvas.get_by_test_id("stage")).to_have_attribute("data-status", "playing")
    tool(canvas, "Take class 3 away")
    says(canvas, 30, 18)
    expect(canvas.get_by_role("img", name=re.compile("Output 1 Sigmoid"))).to_be_visible()


def test_it_is_all_done_by_keyboard(canvas: Page) -> None:
    picture = canvas.get_by_test_id("output").locator("canvas")
    picture.focus()
    for key in ("2", "ArrowUp", "ArrowUp", "ArrowRight", "Space"):
        canvas.keyboard.press(key)
    in_link(canvas, 30, 19)
    expect(canvas.get_by_test_id("output").get_by_role("status")).to_have_text(
        "Brush of class 2 at 0.3, 0.6. Painted points: 30 of class 1, 19 of class 2."
    )
    for key in ("m", "Space", *["ArrowUp"] * 4, "Enter", "e", "Space"):
        canvas.keyboard.press(key)
    says(canvas, 30, 18)
    canvas.keyboard.press("Control+z")
    says(canvas, 30, 19)
    canvas.keyboard.press("Escape")
    canvas.keyboard.press("Space")
    says(canvas, 30, 19)


def test_points_of_another_data_set_are_painted_on_and_the_network_goes_on(page: Page, server: Server) -> None:
    opened(page, server, DEFAULT)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 20)
    run = page.get_by_test_id("stage").get_attribute("data-run")
    page.get_by_role("button", name="Paint on this").click()
    expect(page.get_by_test_id("toast")).to_have_text(f"Of 500 points {MOST_TAKEN_OVER} are yours to paint on, each class in its share.")
    expect(page.get_by_test_id("paint-tools")).to_be_visible()
    expect(page.get_by_role("radio", name="Painted points")).to_be_checked()
    assert page.get_by_test_id("stage").get_attribute("data-run") == run
    tool(page, "Paint class 1")
    stroke(page, (0, 0))
    in_link(page, 151, 150)
    with another_run(page):
        pick(page, "Ripple")
    expect(page.get_by_role("button", name="Paint on this")).to_be_hidden()
    with another_run(page):
        pick(page, "Painted points")
    says(page, 151, 150)  # what was painted is still there


def test_other_data_can_be_chosen_in_the_midst_of_a_stroke(canvas: Page) -> None:
    canvas.mouse.move(*on_page(canvas, (0, 5)))
    canvas.mouse.down()
    says(canvas, 31, 18)
    with another_run(canvas):
        canvas.get_by_role("radio", name="Ripple", exact=True).evaluate("button => button.click()")
    expect(canvas.get_by_role("img", name="What the network tells for y")).to_be_visible()
    canvas.mouse.up()
    canvas.get_by_role("button", name="Step").click()
    wait_for_epoch(canvas, 1)


def test_a_finger_scrolls_until_it_has_chosen_a_tool(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(PATIENCE_MS)
    page = opened(context.new_page(), server)
    canvas = page.get_by_test_id("output").locator("canvas")
    canvas.scroll_into_view_if_needed()
    page.touchscreen.tap(*on_page(page, (5, 5)))
    expect(canvas).not_to_have_css("touch-action", "none")
    page.get_by_role("button", name="Paint class 2").tap()
    expect(canvas).to_have_css("touch-action", "none")
    canvas.scroll_into_view_if_needed()
    page.touchscreen.tap(*on_page(page, (5, -5)))
    says(page, 30, 19)
    context.close()
