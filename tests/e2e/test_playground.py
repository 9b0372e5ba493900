"""The Playground, used as a person would."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.app import Server
from tests.e2e.conftest import another_run, another_scene, choose, number, open_app, pick, picture, settled, status, wait_for_epoch

pytestmark = pytest.mark.e2e


def test_everything_is_there_before_any_click(page: Page, server: Server) -> None:
    open_app(page, server.address)
    for name in ("stage", "network", "output", "curves", "epoch", "train-loss", "test-loss", "test-accuracy"):
        expect(page.get_by_test_id(name)).to_be_visible()
    assert number(page, "epoch") == 0
    assert number(page, "train-loss") > 0
    expect(page.get_by_role("button", name="Play")).to_be_enabled()
    expect(page.get_by_role("img", name=re.compile("Decision boundary"))).to_be_visible()


def test_who_changes_something_before_the_stage_has_loaded_gets_a_stage_all_the_same(page: Page, server: Server) -> None:
    held: list[Route] = []
    page.route("**/assets/components/stage/stage.js*", lambda route: held.append(route))
    page.goto(server.address)
    expect(page.get_by_test_id("stage")).to_be_attached()
    pick(page, "Spiral")
    expect(page).to_have_url(re.compile("data=spiral"))
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()
    status(page, "ready")
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Play")).to_be_enabled()


def test_the_stage_fits_a_laptop_screen_without_scrolling(page: Page, server: Server) -> None:
    open_app(page, server.address)
    box = page.get_by_test_id("curves").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800


def test_play_trains_and_everything_moves(page: Page, server: Server) -> None:
    open_app(page, server.address)
    before = {name: picture(page, name) for name in ("network", "output", "curves")}
    loss = number(page, "train-loss")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 30)
    page.get_by_role("button", name="Pause").click()
    status(page, "paused")
    page.wait_for_timeout(500)
    for name, pixels in before.items():
        assert picture(page, name) != pixels, name
    assert number(page, "train-loss") < loss
    assert number(page, "test-accuracy") > 60


def test_pause_stops_and_step_trains_one_epoch_and_reset_goes_back(page: Page, server: Server) -> None:
    open_app(page, server.address)
    loss = page.get_by_test_id("train-loss").inner_text()
    page.get_by_role("button", name="Step").click()
    wait_for_epoch(page, 1)
    status(page, "paused")
    page.get_by_role("button", name="Step").click()
    wait_for_epoch(page, 2)
    status(page, "paused")
    page.wait_for_timeout(300)
    assert number(page, "epoch") == 2
    page.get_by_role("button", name="Reset").click()
    status(page, "ready")
    expect(page.get_by_test_id("train-loss")).to_have_text(loss)
    assert number(page, "epoch") == 0


def test_speed_goes_from_slow_to_full(page: Page, server: Server) -> None:
    open_app(page, server.address)
    slider = page.get_by_role("slider", name="Speed")
    slider.fill("0")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 1)
    slow = number(page, "epoch")
    slider.press("End")
    wait_for_epoch(page, int(slow) + 300)


def test_the_same_link_shows_the_same_network_and_training(context: BrowserContext, page: Page, server: Server) -> None:
    open_app(page, server.address, "?data=xor&seed=7&layers=3-relu&noise=0.2")
    other = context.new_page()
    open_app(other, server.address, page.url.partition("/?")[2].join(["?", ""]))
    for one in (page, other):
        one.get_by_role("button", name="Step").click()
        wait_for_epoch(one, 1)
        status(one, "paused")
    for name in ("train-loss", "test-loss", "test-accuracy"):
        assert page.get_by_test_id(name).inner_text() == other.get_by_test_id(name).inner_text()
    assert page.url == other.url


def test_a_reload_keeps_every_setting(page: Page, server: Server) -> None:
    open_app(page, server.address)
    with another_run(page):
        pick(page, "Spiral")
    page.wait_for_url("**data=spiral**")
    settled(page)
    page.get_by_role("button", name="Add layer").click()
    page.wait_for_url("**layer3=dense-2-tanh**")
    page.reload()
    status(page, "ready")
    expect(page.get_by_role("radio", name="Spiral")).to_be_checked()
    expect(page.get_by_role("spinbutton", name="Hidden layer 3: units")).to_have_value("2")


def test_every_control_changes_the_network(page: Page, server: Server) -> None:
    open_app(page, server.address)

    def enter(box: str, value: str) -> None:
        page.get_by_role("spinbutton", name=box).fill(value)
        page.get_by_role("spinbutton", name=box).press("Enter")

    changes: list[tuple[Callable[[], None], str]] = [
        (lambda: choose(page, "Hidden layer 1: activation", "ReLU"), "layer1=dense-4-relu"),
        (lambda: enter("Hidden layer 1: units", "6"), "layer1=dense-6-relu"),
        (page.get_by_role("button", name="Remove layer 2").click, "layers=1&"),
        (page.get_by_role("button", name="sin x₁").click, "inputs=x1.x2.sin_x1"),
        (lambda: choose(page, "Loss", "Mean squared error"), "loss=mean_squared_error"),
        (lambda: choose(page, "Output", "Tanh"), "output=tanh"),
        (lambda: choose(page, "Optimizer", "Momentum"), "optimizer=momentum"),
        (lambda: choose(page, "Batch size", "32"), "batch=32"),
        (lambda: enter("Seed", "11"), "seed=11"),
        (lambda: page.get_by_role("slider", name="Noise").press("ArrowRight"), "noise=0.01"),
        (lambda: page.get_by_role("slider", name="Test share").press("ArrowLeft"), "test=0.49"),
        (lambda: enter("Points", "200"), "samples=200"),
    ]
    for change, setting in changes:
        with another_run(page):
            change()
        page.wait_for_url(re.compile(setting))
    expect(page.get_by_test_id("network")).to_contain_text("Mean squared error")
    expect(page.get_by_test_id("network")).to_contain_text("Momentum")
    page.get_by_role("button", name="Step").click()
    wait_for_epoch(page, 1)


def test_data_and_inputs_are_picked_by_keyboard_and_the_last_input_stays(page: Page, server: Server) -> None:
    open_app(page, server.address, "?data=circle&inputs=x1")
    with another_run(page):
        page.get_by_role("radio", name="Circle").press("ArrowRight")
    page.wait_for_url(re.compile("data=xor"))
    expect(page.get_by_role("radio", name="Exclusive or")).to_be_checked()
    expect(page.get_by_role("radio", name="Exclusive or")).to_be_focused()
    first, second = (page.get_by_role("button", name=name, exact=True) for name in ("x₁", "x₂"))
    first.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at least one input feature")
    expect(first).to_have_attribute("aria-pressed", "true")
    second.press("Space")
    page.wait_for_url(re.compile("inputs=x1.x2"))
    expect(second).to_have_attribute("aria-pressed", "true")


def test_a_new_seed_is_another_start(page: Page, server: Server) -> None:
    open_app(page, server.address)
    loss = page.get_by_test_id("train-loss").inner_text()
    page.get_by_role("button", name="New seed").click()
    page.wait_for_url(re.compile("seed=[1-9]"))
    expect(page.get_by_test_id("train-loss")).not_to_have_text(loss)


def test_the_learning_rate_changes_while_training_without_a_reset(page: Page, server: Server) -> None:
    open_app(page, server.address)
    run = page.get_by_test_id("stage").get_attribute("data-run")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 5)
    choose(page, "Learning rate", "0.1")
    page.wait_for_url("**rate=0.1**")
    epoch = number(page, "epoch")
    wait_for_epoch(page, int(epoch) + 10)
    assert page.get_by_test_id("stage").get_attribute("data-run") == run
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_tensorflow_trains_too(page: Page, server: Server) -> None:
    open_app(page, server.address)
    with another_run(page):
        page.get_by_role("radio", name="TensorFlow").click()
    expect(page.get_by_test_id("network")).to_contain_text("TensorFlow")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 5)


def test_going_back_in_the_browser_goes_back_in_the_settings(page: Page, server: Server) -> None:
    open_app(page, server.address)
    pick(page, "Gauss")
    page.wait_for_url("**data=gauss**")
    expect(page.get_by_test_id("network")).to_contain_text("Gauss")
    page.go_back()
    expect(page.get_by_test_id("network")).to_contain_text("Circle")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?layers=4-rleu", "Unknown activation 'rleu'"),
        ("?rate=1e9", "learning_rate should be at most 10"),
        ("?samples=-1", "should be a whole number"),
        ("?seed=1&seed=2", "gives 'seed' 2 times"),
        ("?data=<script>alert(1)</script>", "Unknown data set"),
        ("?__class__=1", "unknown setting '__class__'"),
        ("?data=![x](https://elsewhere.example/x.png)", "'![x](https://elsewhere.example/x.png)'"),
        ("?engine=:red[**bold**] $x$", "':red[**bold**] $x$'"),
        ("?layers=" + "1024-relu." * 30 + "4-relu", "longer than 256"),
        ("?data=mnist&layers=1&layer1=dense-8-relu", "Layer 1: Dense takes units and gets pictures of 28 by 28 by 1: put Flatten"),
        ("?optimizer=adam~2", "Adam beta_1 should be from 0 to 0.9999, got 2.0"),
    ],
)
def test_a_bad_link_says_so_in_a_sentence_and_opens_the_default(page: Page, server: Server, query: str, says: str) -> None:
    open_app(page, server.address, query)
    warning = page.get_by_role("alert")
    expect(warning).to_contain_text("This link could not be opened as it is")
    expect(warning).to_contain_text(says)
    page.wait_for_url("**data=circle**")
    page.get_by_role("button", name="Step").click()
    wait_for_epoch(page, 1)


def test_taking_all_inputs_away_is_a_sentence_and_loses_nothing(page: Page, server: Server) -> None:
    open_app(page, server.address, "?inputs=x1&seed=3")
    page.get_by_role("button", name="x₁", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("at least one input feature")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready")
    assert "seed=3" in page.url
    expect(page.get_by_role("button", name="x₁", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="x₂", exact=True).click()
    page.wait_for_url("**inputs=x1.x2**")


def test_a_loss_that_does_not_fit_is_a_warning_with_the_fix(page: Page, server: Server) -> None:
    open_app(page, server.address)
    with another_run(page):
        choose(page, "Loss", "Hinge")
    expect(page.get_by_role("alert")).to_contain_text("Sigmoid on the output does not fit what hinge compares it with; Tanh does.")
    page.get_by_role("button", name="Step").click()  # it trains nevertheless
    wait_for_epoch(page, 1)
    with another_scene(page):
        page.get_by_test_id("stSidebarUserContent").get_by_role("button", name="Use Tanh on the output").click()
    page.wait_for_url("**output=tanh**")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "link", "output"),
    [
        ("Sine", "data=sine", "linear"),
        ("Ripple", "data=ripple", "linear"),
        ("Blobs", "data=blobs", "softmax"),
        ("Moons", "data=moons", "sigmoid"),
    ],
)
def test_another_kind_of_data_brings_the_output_and_the_loss_that_suit_it(
    page: Page, server: Server, name: str, link: str, output: str
) -> None:
    open_app(page, server.address)
    with another_run(page):
        pick(page, name)
    page.wait_for_url(re.compile(f"{link}.*output={output}"))
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 20)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_layers_of_any_kind_are_added_where_they_fit_and_taken_away_again(page: Page, server: Server) -> None:
    open_app(page, server.address, "?data=digits&layers=2&layer1=flatten&layer2=dense-8-relu&output=softmax&loss=categorical_crossentropy")
    expect(page.get_by_text("→ 64", exact=False).first).to_be_visible()
    choose(page, "Kind of layer to add", "Conv2D")
    with another_run(page):
        page.get_by_role("button", name="Add layer").click()
    page.wait_for_url("**layer1=conv2d**layer2=flatten**")
    expect(page.get_by_text("→ 6 × 6 × 8 · 80 parameters")).to_be_visible()
    with another_run(page):
        page.get_by_role("button", name="Remove layer 3").click()
    settled(page)
    page.get_by_role("button", name="Remove layer 2").click()
    expect(page.get_by_role("alert")).to_contain_text("The output: Dense takes units and gets pictures of 6 by 6 by 8: put Flatten")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready")


def test_rarer_settings_are_behind_a_button(page: Page, server: Server) -> None:
    open_app(page, server.address)
    page.get_by_role("button", name="More about layer 1").click()
    with another_run(page):
        choose(page, "Regularizer", "L2")
    page.wait_for_url("**layer1=dense-4-tanh-glorot_uniform-l2~0.001**")
    page.keyboard.press("Escape")
    page.get_by_text("Optimizer, schedule, clipping").click()
    with another_run(page):
        choose(page, "Schedule", "Cosine")
    page.wait_for_url("**schedule=cosine**")


def test_early_stopping_ends_the_run_and_says_why(page: Page, server: Server) -> None:
    open_app(page, server.address, "?stop_accuracy=0.6&rate=0.03")
    page.get_by_role("button", name="Play").click()
    status(page, "finished")
    expect(page.get_by_test_id("notice")).to_contain_text("is at least 0.6. Press Play to train on.")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, int(number(page, "epoch")) + 20)


def test_a_phone_shows_everything_without_scrolling_sideways(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_app(page, server.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 3)
    for name in ("network", "output", "curves"):
        page.get_by_test_id(name).scroll_into_view_if_needed()
        expect(page.get_by_test_id(name)).to_be_visible()


def test_it_can_be_played_with_the_keyboard_alone(page: Page, server: Server) -> None:
    open_app(page, server.address)
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Space")
    wait_for_epoch(page, 2)
    page.keyboard.press("Space")
    status(page, "paused")
    epoch = number(page, "epoch")
    for _ in ("one batch", "step"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_epoch(page, int(epoch) + 1)


def test_nothing_is_fetched_from_anywhere_else(page: Page, server: Server) -> None:
    elsewhere: list[str] = []
    page.on(
        "request", lambda request: elsewhere.append(request.url) if not request.url.startswith((server.address, "data:", "blob:")) else None
    )
    open_app(page, server.address)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 5)
    assert not elsewhere


def test_a_table_says_what_each_class_is_taken_for(page: Page, server: Server) -> None:
    open_app(page, server.address)
    table = page.get_by_test_id("classes")
    expect(table.get_by_role("table")).to_be_hidden()
    table.get_by_text("Each class: what the network takes it for").click()
    page.get_by_role("button", name="Step").click()
    wait_for_epoch(page, 1)
    status(page, "paused")
    counts = table.locator("tbody td:not(.pg-total)")
    expect(counts.first).to_have_text(re.compile("[0-9]"))
    assert sum(int(text) for text in counts.all_inner_texts()) == 250
    expect(table.locator("tfoot td").last).to_have_text(page.get_by_test_id("test-accuracy").inner_text())
    with another_run(page):
        pick(page, "Tilted plane")
    expect(table).to_be_hidden()


def test_the_loss_stands_on_a_logarithmic_axis_and_smoothed_if_one_likes(page: Page, server: Server) -> None:
    open_app(page, server.address)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 10)
    options = page.get_by_role("group", name="Learning curves")
    options.get_by_role("button", name="log").click()
    page.wait_for_function("() => document.querySelector('.pg-plot').layout?.yaxis.type === 'log'")
    lines = page.evaluate("() => document.querySelector('.pg-plot').data.length")
    options.get_by_role("button", name="smooth").click()
    expect(options.get_by_role("button", name="smooth")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("before => document.querySelector('.pg-plot').data.length === 2 * before", arg=lines)


def test_the_curve_of_the_last_run_stays_behind_the_new_one(page: Page, server: Server) -> None:
    open_app(page, server.address)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 10)
    page.get_by_role("button", name="Reset").click()
    status(page, "ready")
    page.wait_for_function("() => document.querySelector('.pg-plot').data?.some(line => line.name === 'Last run, test')")


WRITE_DOWN_PHASES = """() => {
  window.phases = [];
  const loss = document.querySelector("[data-testid=train-loss]");
  new MutationObserver(() => window.phases.push([document.querySelector(".pg-phase").innerText, loss.innerText]))
    .observe(document.querySelector(".pg-phase"), { childList: true, characterData: true, subtree: true });
}"""


def test_one_batch_goes_forward_and_back_and_changes_the_weights_at_the_end(page: Page, server: Server) -> None:
    open_app(page, server.address)
    loss = page.get_by_test_id("train-loss").inner_text()
    page.evaluate(WRITE_DOWN_PHASES)
    page.get_by_role("button", name="One batch").click()
    expect(page.get_by_test_id("train-loss")).not_to_have_text(loss)
    seen = page.evaluate("window.phases")
    assert [text.split(":")[0] for text, _ in seen] == ["2 · Forward", "3 · Error", "4 · Backward", "5 · Update"]
    assert {shown for _, shown in seen} == {loss}  # until then one sees the network before the update
    status(page, "paused")
    assert number(page, "epoch") == 0
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("window.phases.length > 4")


def test_a_learning_rate_that_changes_has_its_own_line(page: Page, server: Server) -> None:
    open_app(page, server.address, "?schedule=cosine&epochs=60")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('.pg-plot').data?.at(-1)?.name === 'Learning rate'")
    curves = page.get_by_role("img", name="Learning curves after")
    expect(curves).to_have_attribute("aria-label", re.compile("The learning rate changes on the way"))
