"""A network that is edited on the stage, by mouse and by keyboard, while it trains and while it does not."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.app import Server
from tests.e2e.conftest import another_scene, number, open_app, status, wait_for_epoch

pytestmark = pytest.mark.e2e


@pytest.fixture
def app(page: Page, server: Server) -> Page:
    open_app(page, server.address)
    return page


def network(page: Page, layers: str) -> None:
    expect(page.get_by_role("img", name=f"Network with {layers}")).to_be_visible()


def press(page: Page, name: str) -> None:
    """A button of the stage."""
    page.get_by_role("button", name=name).first.click()


def test_a_layer_is_added_while_the_network_trains_and_taken_back(app: Page) -> None:
    press(app, "Play")
    wait_for_epoch(app, 20)
    with another_scene(app):
        app.get_by_role("button", name="Add a layer here").nth(2).click()
    expect(app.get_by_test_id("toast")).to_have_text("Added a layer. The others keep their weights.")  # first: it goes away
    network(app, "Input 2, Dense 4 Tanh, Dense 2 Tanh, Dense 2 Tanh, Output 1 Sigmoid")
    status(app, "playing")
    assert number(app, "epoch") >= 20
    app.wait_for_url("**layers=3**")  # the link and the sidebar follow
    expect(app.get_by_role("button", name="Remove layer 3")).to_be_visible()
    with another_scene(app):
        press(app, "Undo")
    network(app, "Input 2, Dense 4 Tanh, Dense 2 Tanh, Output 1 Sigmoid")
    app.wait_for_url("**layers=2**")
    with another_scene(app):
        press(app, "Redo")
    network(app, "Input 2, Dense 4 Tanh, Dense 2 Tanh, Dense 2 Tanh, Output 1 Sigmoid")


def test_units_are_added_and_taken_away(app: Page) -> None:
    with another_scene(app):
        press(app, "One more unit in layer 1")
    network(app, "Input 2, Dense 5 Tanh")
    with another_scene(app):
        press(app, "One unit less in layer 2")
    network(app, "Input 2, Dense 5 Tanh, Dense 1 Tanh, Output 1 Sigmoid")
    with another_scene(app):
        press(app, "Take layer 2")  # with its last unit a layer goes
    network(app, "Input 2, Dense 5 Tanh, Output 1 Sigmoid")


def test_a_neuron_says_what_it_calculates_and_its_weights_can_be_changed_by_keyboard(app: Page) -> None:
    picture = app.get_by_role("img", name=re.compile("^Network with"))
    picture.focus()
    for key in ("ArrowRight", "ArrowRight"):
        app.keyboard.press(key)
    expect(app.get_by_text("Dense (layer 1), unit 1", exact=True)).to_be_visible()
    app.keyboard.press("Enter")
    editor = app.get_by_role("dialog", name="Dense (layer 1), unit 1")
    bias = editor.get_by_label("bias")
    expect(bias).to_be_focused()
    loss = number(app, "train-loss")
    bias.fill("7.5")
    bias.press("Enter")
    app.wait_for_function("before => Number(document.querySelector('[data-testid=train-loss]').innerText) !== before", arg=loss)
    expect(bias).to_have_value("7.5")
    editor.get_by_label("from x₁").fill("")
    app.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    app.keyboard.press("Control+z")
    app.wait_for_function("before => Number(document.querySelector('[data-testid=train-loss]').innerText) === before", arg=loss)


def test_a_neuron_is_still_looked_at_when_the_window_has_another_size(app: Page) -> None:
    app.get_by_role("img", name=re.compile("^Network with")).focus()
    for key in ("ArrowRight", "ArrowRight"):
        app.keyboard.press(key)
    title = app.get_by_text("Dense (layer 1), unit 1", exact=True)
    expect(title).to_be_visible()
    app.set_viewport_size({"width": 1100, "height": 700})
    app.wait_for_timeout(500)
    expect(title).to_be_visible()
    app.keyboard.press("ArrowDown")
    expect(app.get_by_text("Dense (layer 1), unit 2", exact=True)).to_be_visible()


def test_what_is_being_typed_stays_when_the_window_has_another_size(app: Page) -> None:
    app.get_by_role("img", name=re.compile("^Network with")).focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        app.keyboard.press(key)
    editor = app.get_by_role("dialog", name="Dense (layer 1), unit 1")
    bias = editor.get_by_label("bias")
    expect(bias).to_be_focused()
    bias.fill("7.5")
    app.set_viewport_size({"width": 1000, "height": 700})
    app.wait_for_timeout(500)
    expect(bias).to_be_focused()
    expect(bias).to_have_value("7.5")
    card, box = editor.bounding_box(), app.get_by_test_id("network").bounding_box()
    assert card
    assert box
    assert card["x"] >= box["x"]
    assert card["x"] + card["width"] <= box["x"] + box["width"] + 1


def test_a_click_on_a_neuron_opens_its_numbers_and_hovering_shows_its_picture(app: Page) -> None:
    picture = app.get_by_test_id("network").locator("canvas")
    box = picture.bounding_box()
    assert box
    places = [(x / 20, y / 20) for x in range(1, 20) for y in range(4, 18)]
    title = app.get_by_test_id("output").get_by_role("heading")
    for x, y in places:
        picture.hover(position={"x": x * box["width"], "y": y * box["height"]})
        if "layer 2" in title.inner_text():
            break
    expect(title).to_have_text(re.compile(r"Dense \(layer 2\), unit \d"))
    app.mouse.down()
    app.mouse.up()
    expect(app.get_by_test_id("weight-editor").get_by_text("from h₄")).to_be_visible()


def test_a_reset_can_be_taken_back(app: Page) -> None:
    press(app, "Play")
    wait_for_epoch(app, 30)
    press(app, "Pause")
    status(app, "paused")
    epoch = number(app, "epoch")
    press(app, "Reset")
    status(app, "ready")
    press(app, "Undo")
    status(app, "paused")
    assert number(app, "epoch") == epoch


def test_the_keyboard_plays_steps_and_resets(app: Page) -> None:
    app.keyboard.press("Space")
    wait_for_epoch(app, 3)
    app.keyboard.press("Space")
    status(app, "paused")
    epoch = number(app, "epoch")
    app.keyboard.press("ArrowRight")
    wait_for_epoch(app, int(epoch) + 1)
    app.keyboard.press("r")
    status(app, "ready")


def test_noise_grows_while_it_trains(app: Page) -> None:
    press(app, "Play")
    wait_for_epoch(app, 10)
    with another_scene(app):
        app.get_by_role("slider", name="Noise").press("End")
    status(app, "playing")
    assert number(app, "epoch") >= 10
