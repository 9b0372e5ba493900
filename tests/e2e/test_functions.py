"""The Functions page in a real browser."""

import csv
import io
import re
import time
import xml.dom.minidom
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from playground.functions.surfaces import SURFACES
from playground.nn.activations import ACTIVATIONS
from playground.spec import to_query
from tests.e2e.app import Server
from tests.e2e.conftest import PATIENCE_MS, open_app, picture, status, wait_for_epoch
from tests.support import make_spec

pytestmark = pytest.mark.e2e
TABS = {
    "activations": "Activations",
    "losses": "Losses",
    "initializers": "Initializers",
    "signal": "Signal through layers",
    "optimizers": "Optimizers",
    "schedules": "Schedules",
    "walks": "Walks on surfaces",
}
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def open_tab(page: Page, server: Server, tab: str, query: str = "") -> Locator:
    """Open the page on a tab, and wait until its figure is there."""
    page.goto(f"{server.address}/functions?tab={tab}{'&' if query else ''}{query}")
    return drawn(page, tab)


def drawn(page: Page, tab: str) -> Locator:
    panel = page.get_by_test_id(f"functions-{tab}")
    expect(panel).to_have_attribute("data-answered", re.compile(r"\d"))
    expect(panel).to_have_attribute("aria-busy", "false")
    return panel


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def wait_for_query(page: Page, **values: str) -> None:
    for key, value in values.items():
        page.wait_for_function("([key, value]) => new URLSearchParams(location.search).get(key) === value", arg=[key, value])


def chart(page: Page, tab: str) -> Locator:
    return page.get_by_test_id(f"functions-chart-{tab}")


def choice(page: Page, name: str) -> Locator:
    return page.locator(".pg-choice:visible").get_by_text(name, exact=True)


def slide(slider: Locator, part: float) -> None:
    slider.evaluate("(input, part) => { input.value = String(part * input.max); input.dispatchEvent(new Event('input')); }", part)


@pytest.fixture
def activations(page: Page, server: Server) -> Page:
    open_tab(page, server, "activations")
    return page


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_draws_something_and_says_what(page: Page, server: Server, tab: str) -> None:
    open_tab(page, server, tab)
    expect(page.get_by_role("tab", name=TABS[tab], exact=True)).to_have_attribute("aria-selected", "true")
    expect(chart(page, tab)).to_have_attribute("aria-label", re.compile(r" over .*\. .*: .* at "))
    colors = len({*Image.open(io.BytesIO(chart(page, tab).screenshot())).convert("RGB").get_flattened_data()})
    assert colors > 20


def test_what_there_is_to_compare_comes_from_the_registry(activations: Page) -> None:
    chips = activations.locator(".pg-choice:visible")
    assert chips.all_inner_texts() == [entry.label for entry in ACTIVATIONS.values()]


def test_a_curve_more_is_drawn_named_and_explained(activations: Page) -> None:
    values = activations.get_by_test_id("functions-values").get_by_role("listitem")
    before = picture(activations, "functions-chart-activations")
    expect(values).to_have_count(4)
    choice(activations, "ELU").click()
    expect(values).to_have_count(5)
    assert picture(activations, "functions-chart-activations") != before
    card = activations.locator(".pg-item[data-name=elu]")
    expect(card.locator("math")).to_be_visible()
    expect(card).to_contain_text(ACTIVATIONS["elu"].help)
    card.get_by_role("button", name="Take ELU away").press("Enter")
    expect(values).to_have_count(4)
    expect(activations.locator(".pg-choice[data-name=elu]")).to_be_focused()  # the button that had the focus is gone


def test_a_slider_moves_its_curve_and_the_address_follows(activations: Page) -> None:
    choice(activations, "Leaky ReLU").click()
    label = chart(activations, "activations")
    expect(label).to_have_attribute("aria-label", re.compile(r"Leaky ReLU: −1 at −5"))
    slider = activations.get_by_role("slider", name="Negative slope")
    slide(slider, 0.8)
    expect(label).to_have_attribute("aria-label", re.compile(r"Leaky ReLU: −4 at −5"))
    wait_for_query(activations, show="relu,tanh,sigmoid,gelu,leaky_relu~0.8")
    slider.press("ArrowLeft")
    expect(label).to_have_attribute("aria-label", re.compile(r"Leaky ReLU: −3\.95 at −5"))


def test_no_more_than_eight_are_compared(activations: Page) -> None:
    for name in ("Linear", "ELU", "SELU", "Mish"):
        choice(activations, name).click()
    expect(activations.locator(".pg-choice:visible:enabled")).to_have_count(8)
    expect(activations.get_by_text("Up to 8; take one away for another.")).to_be_visible()


def test_the_plot_is_read_where_one_points_and_by_the_keyboard(activations: Page) -> None:
    row = activations.get_by_test_id("functions-values").get_by_role("listitem").first
    box = chart(activations, "activations").bounding_box()
    assert box
    activations.mouse.move(box["x"] + 70, box["y"] + 100)
    expect(row).to_have_text(re.compile(r"ReLU\s*f 0\s+f′ 0"))
    reader = activations.get_by_role("slider", name="Read at weighted sum z")
    reader.focus()
    reader.press("End")
    expect(activations.get_by_test_id("functions-where")).to_have_text("weighted sum z = 5")
    expect(row).to_have_text(re.compile(r"ReLU\s*f 5\s+f′ 1"))
    assert "ReLU f 5" in str(reader.get_attribute("aria-valuetext"))


def test_slopes_can_be_left_out(activations: Page) -> None:
    activations.get_by_test_id("functions-slopes").click()
    expect(activations.get_by_test_id("functions-values").get_by_role("listitem").first).to_have_text(re.compile(r"ReLU\s*2$"))
    wait_for_query(activations, slopes="0")


def test_a_link_opens_the_same(page: Page, server: Server) -> None:
    open_tab(page, server, "losses", "show=huber~0.5,hinge&target=0.25&reach=3&slopes=0")
    expect(page.locator(".pg-item")).to_have_count(2)
    expect(page.get_by_role("slider", name="Delta")).to_have_attribute("aria-valuetext", "0.5")
    expect(page.get_by_role("slider", name="Target y")).to_have_attribute("aria-valuetext", "0.25")
    expect(page.get_by_test_id("functions-slopes")).to_have_attribute("aria-pressed", "false")
    assert query(page) == {"tab": "losses", "show": "huber~0.5,hinge", "target": "0.25", "reach": "3", "slopes": "0"}


@pytest.mark.parametrize(
    ("tab", "query", "left_out"),
    [
        ("activations", "show=relu,rleu,relu&reach=1e9&slopes=maybe", "rleu, relu, reach=1e9, slopes=maybe"),
        ("optimizers", "show=sgd&gradient=steep", "gradient=steep"),
        ("signal", "activations=relu,softmax&vary=colour&measure=loud", "vary=colour, softmax, measure=loud"),
        ("walks", "show=sgd&rates=lots&surface=moon&x=a&arrangement=round", "rates=lots, surface=moon, x=a, arrangement=round"),
        ("walks", "show=sgd&surface=network&directions=3.5&moon=1", "directions=3.5, moon=1"),
    ],
    ids=["activations", "optimizers", "signal", "walks", "slice"],
)
def test_a_bad_link_opens_what_it_can_and_says_what_it_leaves_out(page: Page, server: Server, tab: str, query: str, left_out: str) -> None:
    page.goto(f"{server.address}/functions?tab={tab}&{query}")
    notice = page.get_by_test_id("notice")
    expect(notice).to_contain_text("is left out: ")
    assert {*notice.inner_text().partition("left out: ")[2].removesuffix(".").split(", ")} == {*left_out.split(", ")}
    expect(page.locator(".pg-item:visible")).to_have_count(1)


def test_learning_rates_in_a_link_are_those_of_the_optimizers_that_are_understood(page: Page, server: Server) -> None:
    open_tab(page, server, "walks", "show=nothing,sgd,adam&rates=5,0.01,0.2")
    expect(page.get_by_test_id("functions-rate-sgd")).to_have_attribute("aria-valuetext", "0.01")
    expect(page.get_by_test_id("functions-rate-adam")).to_have_attribute("aria-valuetext", "0.2")


@pytest.mark.parametrize("tab", ["activations", "walks"])
def test_with_nothing_to_draw_there_is_nothing_to_keep(page: Page, server: Server, tab: str) -> None:
    open_tab(page, server, tab, "show=")
    expect(page.get_by_text("Choose something to draw.").locator("visible=true")).to_be_visible()
    for kind in ("png", "svg", "csv"):
        expect(page.locator(f"[data-testid=functions-{kind}]:visible")).to_be_disabled()
    page.locator(".pg-choice[data-name]:visible").last.click()
    expect(page.locator("[data-testid=functions-png]:visible")).to_be_enabled()


def test_an_arrow_moves_a_slider_on_also_where_its_numbers_are_small(page: Page, server: Server) -> None:
    open_tab(page, server, "initializers", "fan_in=1")
    slider = page.get_by_test_id("functions-fan_in")
    for value in ("2", "3", "4"):
        slider.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuetext", value)
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "3")


def test_reset_has_everything_as_it_was_also_what_is_only_looked_at(page: Page, server: Server) -> None:
    open_tab(page, server, "activations")
    before = picture(page, "functions-chart-activations")
    page.get_by_test_id("functions-slopes").click()
    assert picture(page, "functions-chart-activations") != before
    page.get_by_test_id("functions-reset").click()
    expect(page.get_by_test_id("functions-slopes")).to_have_attribute("aria-pressed", "true")
    assert picture(page, "functions-chart-activations") == before
    slide(page.get_by_test_id("functions-reach"), 0.9)
    choice(page, "ELU").click()
    page.get_by_test_id("functions-reset").click()
    expect(page.locator(".pg-item")).to_have_count(4)
    expect(page.get_by_test_id("functions-reach")).to_have_attribute("aria-valuetext", "5")
    wait_for_query(page, show="relu,tanh,sigmoid,gelu", reach="5")


def test_the_page_is_as_it_was_when_one_comes_back_from_another(page: Page, server: Server) -> None:
    open_tab(page, server, "schedules", "show=cosine&epochs=77")
    page.get_by_role("link", name="Playground").click()
    status(page, "ready")
    assert "epochs=77" not in page.url
    page.get_by_role("link", name="Functions").click()
    drawn(page, "schedules")
    wait_for_query(page, tab="schedules", show="cosine", epochs="77")


def test_on_the_way_to_another_page_its_address_is_left_alone(page: Page, server: Server) -> None:
    open_app(page, server.address, "?data=xor")
    page.get_by_role("link", name="Functions").click()
    drawn(page, "activations")
    slide(page.get_by_test_id("functions-reach"), 0.9)
    page.go_back()
    status(page, "ready")
    page.wait_for_timeout(600)
    assert "data=xor" in page.url
    assert "tab=" not in page.url
    page.go_forward()
    drawn(page, "activations")
    expect(page.get_by_test_id("notice")).to_be_empty()
    slide(page.get_by_test_id("functions-reach"), 0.8)
    page.get_by_role("link", name="Playground").click()
    status(page, "ready")
    page.wait_for_timeout(600)
    assert "tab=" not in page.url


def test_tabs_are_opened_by_the_keyboard(activations: Page) -> None:
    activations.get_by_role("tab", name="Activations").focus()
    activations.keyboard.press("ArrowLeft")
    drawn(activations, "walks")
    expect(activations.get_by_role("tab", name="Walks on surfaces")).to_be_focused()
    activations.keyboard.press("Home")
    expect(activations.get_by_test_id("functions-activations")).to_be_visible()


@pytest.mark.parametrize("tab", ["activations", "signal", "walks"])
def test_a_figure_is_kept_as_picture_vector_file_and_table(page: Page, server: Server, tab: str) -> None:
    open_tab(page, server, tab)
    kept: dict[str, bytes] = {}
    for kind in ("png", "svg", "csv"):
        with page.expect_download() as download:
            page.get_by_test_id(f"functions-{kind}").click()
        assert download.value.suggested_filename == f"{tab}.{kind}"
        kept[kind] = Path(download.value.path()).read_bytes()
    assert Image.open(io.BytesIO(kept["png"])).size[0] > 1500
    words = [node.firstChild.data for node in xml.dom.minidom.parseString(kept["svg"]).getElementsByTagName("text")]
    header, *rows = csv.reader(io.StringIO(kept["csv"].decode()))
    for name in page.locator(".pg-item:visible h3").all_inner_texts():
        assert name in words
        assert any(name in column for column in header)
    assert len(rows) >= 20
    assert all(len(row) == len(header) for row in rows)


def test_the_link_is_copied(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport=LAPTOP, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    page = context.new_page()
    open_tab(page, server, "activations", "show=elu~2")
    page.get_by_test_id("functions-link").click()
    expect(page.get_by_test_id("toast")).to_contain_text("clipboard")
    assert "show=elu~2" in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_the_figure_follows_a_slider_at_once(activations: Page) -> None:
    """Not how fast, which is for the benchmarks: but that each move is drawn, and no queue of them builds up."""
    slider = activations.get_by_test_id("functions-reach")
    slider.evaluate("""async (slider) => {
        for (let k = 0; k < 40; k++) {
            slider.value = String((0.1 + k / 50) * slider.max);
            slider.dispatchEvent(new Event("input"));
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
    }""")
    asked = activations.evaluate(
        "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/functions/activations')).length"
    )
    expect(chart(activations, "activations")).to_have_attribute("aria-label", re.compile(r"26\.5 at 26\.5"))
    assert asked < 40


# Signal


def test_what_becomes_of_a_signal_is_said(page: Page, server: Server) -> None:
    open_tab(page, server, "signal", "vary=activations&activations=relu,sigmoid&initializers=he_normal")
    fates = page.get_by_test_id("functions-fates").get_by_role("listitem")
    expect(fates).to_have_text(["ReLU: signal and gradient are kept.", "Sigmoid: the signal is kept, the gradient vanishes."])
    page.get_by_role("button", name="initializers", exact=True).click()
    expect(fates).to_have_count(4)
    expect(fates.last).to_contain_text("Normal: signal and gradient vanish.")


# Walks


@pytest.fixture
def walks(page: Page, server: Server) -> Page:
    page.emulate_media(reduced_motion="reduce")  # so that walks are shown as a whole
    open_tab(page, server, "walks")
    return page


def step(page: Page) -> Locator:
    return page.get_by_test_id("functions-step")


@pytest.mark.parametrize("surface", [*SURFACES.values()], ids=lambda surface: surface.name)
def test_optimizers_walk_on_every_surface(walks: Page, surface: object) -> None:
    choice(walks, surface.label).click()
    expect(walks.get_by_test_id("functions-surface-0")).to_have_attribute("aria-label", re.compile(f"^{surface.label}, .* SGD from "))
    expect(walks.get_by_test_id("functions-tiles").get_by_role("img")).to_have_count(4)


def test_a_click_on_the_surface_chooses_the_start(walks: Page) -> None:
    surface = walks.get_by_test_id("functions-surface-1")
    box = surface.bounding_box()
    assert box
    surface.click(position={"x": box["width"] / 2 + 40, "y": box["height"] / 2 - 30})
    walks.wait_for_function("new URLSearchParams(location.search).has('x')")
    x, y = float(query(walks)["x"]), float(query(walks)["y"])
    assert x > 0.3
    assert y > 0.2
    slide(walks.get_by_test_id("functions-x"), 0)  # and so do sliders
    wait_for_query(walks, x="-3")


def test_walks_are_played_stopped_and_stepped_through(page: Page, server: Server) -> None:
    walks = page
    page.emulate_media(reduced_motion="reduce")
    open_tab(page, server, "walks", "steps=500")  # long enough to be stopped under way, on a busy machine too
    expect(step(walks)).to_have_text("500 / 500")
    play = walks.get_by_test_id("functions-play")
    play.click()
    expect(play).to_have_attribute("aria-label", "Pause")
    expect(step(walks)).to_have_text(re.compile(r"^[1-9]\d* / 500"))
    play.click()
    seen = step(walks).inner_text()
    walks.wait_for_timeout(200)
    assert step(walks).inner_text() == seen
    slide(walks.get_by_test_id("functions-scrub"), 0.1)
    expect(step(walks)).to_have_text("50 / 500")
    walks.get_by_role("button", name="One step forward").click()
    expect(step(walks)).to_have_text("51 / 500")
    walks.get_by_role("button", name="One step back").click()
    expect(step(walks)).to_have_text("50 / 500")


def test_walks_grow_longer_at_the_end_of_their_replay(page: Page, server: Server) -> None:
    """With motion: so the walks are at their last step when there are more."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_tab(page, server, "walks", "show=sgd,adam&steps=20")
    expect(step(page)).to_have_text("20 / 20")
    slide(page.get_by_test_id("functions-steps"), 1)
    expect(step(page)).to_have_text("500 / 500")
    slide(page.get_by_test_id("functions-steps"), 0)
    expect(step(page)).to_have_text("1 / 1")
    assert problems == []


def test_a_learning_rate_does_not_jump_back_while_a_key_is_held(walks: Page) -> None:
    rate = walks.get_by_test_id("functions-rate-sgd")
    slide(rate, 0.3)
    seen = [float(str(rate.get_attribute("aria-valuetext")).replace("−", "-"))]
    for _ in range(15):
        rate.press("ArrowRight")
        seen.append(float(str(rate.get_attribute("aria-valuetext")).replace("−", "-")))
    assert seen == sorted(seen)
    last = seen[-1]
    expect(walks.get_by_test_id("functions-walks")).to_have_attribute("aria-busy", "false")
    assert float(str(rate.get_attribute("aria-valuetext"))) == last


def test_a_learning_rate_is_looked_for_until_one_is_chosen(walks: Page) -> None:
    rate = walks.get_by_test_id("functions-rate-sgd")
    expect(rate).to_have_attribute("aria-valuetext", "0.056")
    slide(rate, 1)
    expect(walks.get_by_test_id("functions-values")).to_contain_text("flew off at step")
    tune = walks.get_by_role("button", name="Learning rate SGD: tuned")
    expect(tune).to_have_attribute("aria-pressed", "false")
    wait_for_query(walks, rates="100,tuned,tuned,tuned")
    tune.click()
    expect(rate).to_have_attribute("aria-valuetext", "0.056")
    expect(walks.get_by_test_id("functions-values")).not_to_contain_text("flew off")


def test_rates_that_were_looked_for_are_still_there_after_a_reset(walks: Page) -> None:
    walks.get_by_role("button", name="on one", exact=True).click()
    walks.get_by_test_id("functions-reset").click()
    expect(walks.get_by_test_id("functions-tiles").get_by_role("img")).to_have_count(4)
    for name, rate in {"sgd": "0.056", "adam": "0.32"}.items():
        expect(walks.get_by_test_id(f"functions-rate-{name}")).to_have_attribute("aria-valuetext", rate)


def test_all_walk_on_one_surface_or_each_on_its_own(walks: Page) -> None:
    walks.get_by_role("button", name="on one", exact=True).click()
    expect(walks.get_by_test_id("functions-tiles").get_by_role("img")).to_have_count(1)
    wait_for_query(walks, arrangement="together")


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """A browser that has trained nothing."""
    context = browser.new_context(viewport=LAPTOP, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_without_a_network_the_page_says_what_to_do_and_with_one_it_is_sliced(alone: Page, server: Server) -> None:
    page = alone
    page.goto(f"{server.address}/functions?tab=walks&surface=network")
    expect(page.get_by_test_id("functions-no-network")).to_contain_text("Train a network in the Playground, then come back")
    expect(page.get_by_test_id("functions-png")).to_be_disabled()
    choice(page, "Bowl").click()
    expect(page.get_by_test_id("functions-surface-0")).to_be_visible()
    expect(page.get_by_test_id("functions-no-network")).to_be_hidden()
    choice(page, "Your own network").click()
    expect(page.get_by_test_id("functions-no-network")).to_be_visible()
    expect(page.get_by_test_id("functions-surface-0")).to_be_hidden()
    page.get_by_role("link", name="Open the Playground").click()
    status(page, "ready")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 3)
    page.get_by_role("link", name="Functions").click()
    drawn(page, "walks")
    expect(page.get_by_test_id("functions-network-facts")).to_contain_text(re.compile(r"Circle: Dense 4, Dense 2, after [\d.]+ epochs"))
    expect(page.get_by_test_id("functions-surface-0")).to_have_attribute("aria-label", re.compile("^Your own network"))
    before = picture(page, "functions-surface-0")
    page.get_by_role("button", name="Other directions").click()
    end = time.monotonic() + 30
    while picture(page, "functions-surface-0") == before:
        assert time.monotonic() < end
        page.wait_for_timeout(100)


def test_a_network_that_trains_in_another_tab_is_sliced_too(alone: Page, server: Server) -> None:
    page = alone.context.new_page()
    page.goto(f"{server.address}/functions?tab=walks&surface=network")
    expect(page.get_by_test_id("functions-no-network")).to_be_visible()
    open_app(alone, server.address)
    alone.get_by_role("button", name="Play").click()
    wait_for_epoch(alone, 3)
    page.wait_for_function(  # as when one comes back to a tab, until the server has heard of the other one
        """() => {
            document.dispatchEvent(new Event("visibilitychange"));
            return document.querySelector("[data-testid=functions-network-facts]")?.innerText.includes("Circle: Dense 4, Dense 2");
        }""",
        polling=1000,
    )


def test_nobody_waits_for_a_slice_that_is_not_asked_for_any_more(alone: Page, server: Server) -> None:
    open_app(alone, server.address)
    alone.get_by_role("button", name="Play").click()
    wait_for_epoch(alone, 3)
    page = alone.context.new_page()
    open_tab(page, server, "walks")
    choice(page, "Your own network").click()
    page.get_by_test_id("functions-reset").click()
    expect(page.get_by_test_id("functions-surface-0")).to_have_attribute("aria-label", re.compile("^Ravine"))
    choice(page, "Your own network").click()
    expect(page.get_by_test_id("functions-surface-0")).to_have_attribute("aria-label", re.compile("^Your own network"))
    expect(page.get_by_test_id("functions-network-facts")).to_contain_text("Circle: Dense 4, Dense 2")


def test_a_network_that_cannot_be_sliced_says_why(alone: Page, server: Server) -> None:
    large = make_spec(dataset="digits", layers="flatten, 1024 relu, 512 relu", output="softmax", loss="categorical_crossentropy")
    open_app(alone, server.address, f"?{urlencode(to_query(large))}")
    alone.get_by_role("button", name="Play").click()
    wait_for_epoch(alone, 1)
    alone.get_by_role("link", name="Functions").click()
    alone.get_by_role("tab", name="Walks on surfaces").click()
    choice(alone, "Your own network").click()
    gap = alone.get_by_test_id("functions-no-network")
    expect(gap).to_contain_text("This network could not be sliced")
    expect(gap).to_contain_text("at most 500,000 can be sliced")
    gap.get_by_role("button", name="Try again").click()
    expect(gap).to_contain_text("at most 500,000 can be sliced")


# Everybody


@pytest.mark.parametrize(("theme", "size"), [("light", LAPTOP), ("dark", LAPTOP), ("light", PHONE)], ids=["light", "dark", "phone"])
def test_nothing_serious_is_found_that_people_could_not_read_or_reach(browser: Browser, server: Server, theme: str, size: dict) -> None:
    context = browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    for tab in TABS:
        open_tab(page, server, tab)
        found = Axe().run(page).response["violations"]
        serious = [f"{each['help']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in ("serious", "critical")]
        assert serious == [], tab
    context.close()


@pytest.mark.parametrize("tab", TABS)
def test_on_a_phone_the_figure_fits_and_is_soon_in_sight(browser: Browser, server: Server, tab: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    open_tab(page, server, tab)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    figure = page.get_by_test_id("functions-surface-0") if tab == "walks" else chart(page, tab)
    box = figure.bounding_box()
    assert box
    assert box["y"] < PHONE["height"]
    if tab != "walks":
        figure.scroll_into_view_if_needed()
        box = figure.bounding_box()
        assert box
        where = page.get_by_test_id("functions-where").inner_text()
        page.touchscreen.tap(box["x"] + 100, box["y"] + 60)
        expect(page.get_by_test_id("functions-where")).not_to_have_text(where)
    context.close()
