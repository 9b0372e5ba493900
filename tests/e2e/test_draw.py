"""The Draw page in a real browser: from a stroke to the reasons for its answer."""

import io
import json
import math
import os
import re
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect

from playground.spec import DEFAULT
from playground.spec.suited import with_dataset
from tests.e2e.app import Server, draw
from tests.e2e.conftest import status
from tests.support import with_epochs

pytestmark = pytest.mark.e2e
SEVEN = [(0.28, 0.25), (0.7, 0.25), (0.45, 0.8)]
SCRIBBLE = [(0.5 + 0.35 * math.sin(1.7 * k), 0.5 + 0.35 * math.cos(2.9 * k)) for k in range(24)]


@pytest.fixture
def pad(page: Page, server: Server) -> Page:
    open_draw(page, server)
    return page


def open_draw(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/draw")
    expect(page.get_by_test_id("draw")).to_have_attribute("data-ready", "true")


def verdict(page: Page) -> Locator:
    return page.get_by_test_id("draw-verdict")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def step(page: Page, number: int) -> Locator:
    return page.get_by_test_id("draw-steps").get_by_role("listitem").nth(number)


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def a_seven(size: tuple[int, int] = (160, 200)) -> bytes:
    image = Image.new("RGB", size, (238, 236, 230))
    width, height = size
    corners = [(0.2 * width, 0.2 * height), (0.8 * width, 0.2 * height), (0.45 * width, 0.85 * height)]
    ImageDraw.Draw(image).line(corners, fill=(30, 30, 60), width=width // 10, joint="curve")
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def put_file(page: Page, name: str, kind: str, content: bytes, how: str) -> None:
    """Paste a file, or drop it on the pad."""
    page.evaluate(
        """([name, kind, bytes, how]) => {
          const data = new DataTransfer(), options = { bubbles: true, cancelable: true };
          data.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
          const pad = document.querySelector("[data-testid=digit-pad]");
          if (how === "paste") document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...options }));
          else pad.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...options }));
        }""",
        [name, kind, list(content), how],
    )


def test_a_drawn_digit_is_read(pad: Page) -> None:
    expect(verdict(pad)).to_contain_text("Draw a digit")
    draw(pad, SEVEN)
    expect(verdict(pad)).to_have_text("This is a 7.")
    expect(pad.get_by_test_id("draw-glyph")).to_have_text("7")
    expect(pad.get_by_test_id("draw-probabilities").get_by_role("listitem").nth(7)).to_contain_text(re.compile(r"7: \d\d"))


def test_the_bars_follow_during_the_stroke(pad: Page) -> None:
    box = pad.get_by_test_id("digit-pad").bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    pad.mouse.move(*places[0])
    pad.mouse.down()
    for place in places[1:]:
        pad.mouse.move(*place, steps=12)
    expect(verdict(pad)).to_have_text("This is a 7.")  # and the pen is still down
    pad.mouse.up()


def test_what_is_no_digit_gets_no_class(pad: Page) -> None:
    draw(pad, [(0.5, 0.5)])
    expect(verdict(pad)).to_contain_text("That is a dot")
    expect(pad.get_by_test_id("draw-glyph")).to_have_text("")
    button(pad, "Clear").click()
    draw(pad, SCRIBBLE, steps=4)
    expect(pad.get_by_test_id("draw-glyph")).to_have_text("?")
    button(pad, "Clear").click()
    expect(verdict(pad)).to_contain_text("Draw a digit")


def test_strokes_can_be_undone_and_done_again(pad: Page) -> None:
    draw(pad, SEVEN)
    expect(verdict(pad)).to_have_text("This is a 7.")
    button(pad, "Undo").click()
    expect(verdict(pad)).to_contain_text("Draw a digit")
    button(pad, "Redo").click()
    expect(verdict(pad)).to_have_text("This is a 7.")
    button(pad, "Clear").click()
    pad.keyboard.press("Control+z")  # the pad has the focus
    expect(verdict(pad)).to_have_text("This is a 7.")


def test_what_was_undone_is_not_drawn_on_by_a_pen_that_is_still_down(pad: Page) -> None:
    draw(pad, SEVEN)
    expect(verdict(pad)).to_have_text("This is a 7.")
    pad.get_by_test_id("digit-pad").focus()
    pad.keyboard.press(" ")
    pad.keyboard.press("ArrowDown")
    pad.keyboard.press("Control+z")
    sent = pad.get_by_test_id("draw").get_attribute("data-sent")
    for _ in range(5):
        pad.keyboard.press("ArrowDown")
    assert pad.get_by_test_id("draw").get_attribute("data-sent") == sent
    expect(verdict(pad)).to_have_text("This is a 7.")


def test_lifting_the_pen_sends_nothing_that_was_sent_before(pad: Page) -> None:
    root = pad.get_by_test_id("draw")
    box = pad.get_by_test_id("digit-pad").bounding_box()
    assert box
    pad.mouse.move(box["x"] + 100, box["y"] + 80)
    pad.mouse.down()
    pad.mouse.move(box["x"] + 100, box["y"] + 260, steps=10)
    expect(verdict(pad)).to_have_text("This is a 1.")
    pad.wait_for_timeout(100)  # the last piece of the line may still be on its way
    pad.wait_for_function("(({ sent, number }) => sent === number)(document.querySelector('[data-testid=draw]').dataset)")
    sent = root.get_attribute("data-sent")
    pad.mouse.up()
    pad.wait_for_timeout(100)
    assert root.get_attribute("data-sent") == sent


def test_the_eraser_rubs_out_a_part(pad: Page) -> None:
    draw(pad, SEVEN)
    expect(verdict(pad)).to_have_text("This is a 7.")
    button(pad, "Eraser").click()
    draw(pad, [(0.2, 0.25), (0.6, 0.25)], steps=20)
    expect(verdict(pad)).not_to_have_text("This is a 7.")
    expect(button(pad, "Eraser")).to_have_attribute("aria-pressed", "true")


def test_a_digit_can_be_drawn_with_the_keyboard(pad: Page) -> None:
    canvas = pad.get_by_test_id("digit-pad")
    canvas.focus()
    for _ in range(6):
        pad.keyboard.press("ArrowUp")
    pad.keyboard.press(" ")
    for _ in range(13):
        pad.keyboard.press("ArrowDown")
    pad.keyboard.press(" ")
    expect(verdict(pad)).to_have_text("This is a 1.")
    pad.keyboard.press("Delete")
    expect(verdict(pad)).to_contain_text("Draw a digit")


def test_each_example_is_what_it_says_and_of_the_harder_ones_none_is_mistaken(pad: Page) -> None:
    examples = pad.get_by_role("button", name=re.compile("^Draw this: "))
    for number in range(examples.count()):
        name = str(examples.nth(number).get_attribute("aria-label")).removeprefix("Draw this: ")
        sent = pad.get_by_test_id("draw").get_attribute("data-sent") or "0"
        examples.nth(number).click()
        expect(pad.get_by_test_id("draw")).to_have_attribute("data-number", str(int(sent) + 1))
        expect(pad.get_by_test_id("draw-glyph")).to_have_text(name if len(name) == 1 else re.compile(rf"[{name[0]}?]"))


@pytest.mark.parametrize("how", ["choose", "paste", "drop"])
def test_a_picture_of_a_digit_is_read(pad: Page, how: str) -> None:
    if how == "choose":
        pad.locator(".pg-draw-pad input[type=file]").set_input_files({"name": "7.png", "mimeType": "image/png", "buffer": a_seven()})
    else:
        put_file(pad, "7.png", "image/png", a_seven(), how)
    expect(verdict(pad)).to_have_text("This is a 7.")
    button(pad, "Undo").click()
    expect(verdict(pad)).to_contain_text("Draw a digit")


def test_a_file_that_cannot_be_read_gets_a_sentence_and_loses_nothing(pad: Page) -> None:
    draw(pad, SEVEN)
    notice = pad.get_by_test_id("notice")
    for name, kind, content, sentence in (
        ("x.png", "image/png", b"no picture", "PNG"),
        ("x.png", "image/png", a_seven((2000, 2000)), "pixels"),
        ("x.png", "image/png", bytes(3_000_000), "2 MB"),
        ("x.txt", "text/plain", b"hello", "Only pictures"),
    ):
        put_file(pad, name, kind, content, "drop")
        expect(notice).to_contain_text(sentence)
        expect(verdict(pad)).to_have_text("This is a 7.")


def test_a_step_can_be_switched_off_and_the_small_drawing_is_misread(pad: Page) -> None:
    draw(pad, [(0.46, 0.44), (0.54, 0.44), (0.49, 0.56)])
    expect(verdict(pad)).to_have_text("This is a 7.")
    for name in ("Cut out", "Scaled"):
        pad.get_by_role("switch", name=f"Do the step: {name}").click()
    expect(verdict(pad)).not_to_have_text("This is a 7.")
    expect(step(pad, 2)).to_have_class(re.compile("pg-off"))
    for name in ("Cut out", "Scaled"):
        pad.get_by_role("switch", name=f"Do the step: {name}").click()
    expect(verdict(pad)).to_have_text("This is a 7.")


def test_it_says_why(pad: Page) -> None:
    draw(pad, SEVEN)
    why = pad.get_by_test_id("draw-why")
    expect(why).to_contain_text("It reads a 7.")
    for method in ("Occlusion", "Integrated gradients", "Grad-CAM", "Saliency"):
        expect(why.get_by_role("img", name=re.compile(f"^{method}: which pixels speak for 7"))).to_be_visible()
    expect(why).to_contain_text(re.compile(r"It adds up: \d+\.\d+ of the \d+\.\d+"))
    expect(why.locator("math").first).to_be_visible()
    expect(pad.get_by_test_id("draw-near").get_by_role("listitem")).to_have_count(8)
    why.get_by_role("button", name="1", exact=True).click()
    expect(why.get_by_role("img", name=re.compile("^Saliency: which pixels speak for 1"))).to_be_visible()


def test_it_shows_what_would_change_its_mind(pad: Page) -> None:
    draw(pad, SEVEN)
    open_tab(pad, "What would change its mind?")
    outcome = pad.get_by_test_id("draw-flip")
    expect(outcome).to_contain_text(re.compile(r"no pixel by more than 0\.\d+ of the way from paper to ink makes it an? \d"))
    pad.get_by_test_id("draw-mind").get_by_role("button", name="3", exact=True).click()
    expect(outcome).to_contain_text("makes it a 3")
    slider = pad.get_by_role("slider", name="Budget")
    slider.focus()
    slider.press("Home")
    expect(outcome).to_contain_text("With 0 for each pixel it still reads a 7.")
    button(pad, "FGSM").click()
    expect(pad.get_by_test_id("draw-mind")).to_contain_text("Goodfellow")


def test_the_drawing_can_be_followed_layer_by_layer(pad: Page) -> None:
    draw(pad, SEVEN)
    open_tab(pad, "Layer by layer")
    network = pad.get_by_test_id("draw-network")
    expect(network).to_have_attribute("aria-label", re.compile(r"Conv2D 26 × 26 × 16"))
    network.focus()
    for _ in range(3):
        pad.keyboard.press("ArrowRight")
    expect(pad.get_by_test_id("draw-layers").locator(".pg-unit")).to_be_visible()


def test_it_can_be_taught_and_forgets_the_lesson_again(pad: Page, tmp_path: Path) -> None:
    draw(pad, SEVEN)
    open_tab(pad, "Teach it")
    button(pad, "Keep this drawing as a 4").click()
    own = pad.get_by_test_id("draw-own").get_by_role("listitem")
    expect(own).to_have_count(1)
    with pad.expect_download() as download:
        button(pad, "Download them").click()
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    assert json.loads(file.read_text())["digits"][0]["label"] == 4
    pad.get_by_test_id("draw-teach-button").click()
    lesson = pad.get_by_test_id("draw-lesson")
    expect(lesson).to_contain_text("100 %")
    expect(verdict(pad)).not_to_have_text("This is a 7.")
    button(pad, "Forget the lesson").click()
    expect(verdict(pad)).to_have_text("This is a 7.")
    button(pad, "Take all away").click()
    expect(own).to_have_count(0)
    pad.get_by_test_id("draw-teach").locator("input[type=file]").set_input_files(file)
    expect(own).to_have_count(1)
    pad.get_by_test_id("draw-teach").locator("input[type=file]").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": b'{"kind": "else"}'}
    )
    expect(pad.get_by_test_id("notice")).to_contain_text("no file of drawings")


def test_ones_own_digits_stay_where_they_are_while_a_lesson_goes_on(pad: Page) -> None:
    draw(pad, SEVEN)
    open_tab(pad, "Teach it")
    button(pad, "Keep this drawing as a 4").click()
    own = pad.get_by_test_id("draw-own").get_by_role("listitem")
    expect(own).to_have_count(1)
    before = own.element_handle()
    pad.get_by_test_id("draw-teach-button").click()
    progress = pad.get_by_role("progressbar", name="learning")
    expect(progress).to_be_visible()
    pad.wait_for_function("() => document.querySelector('[data-testid=draw-teach] progress').value > 0.1")
    assert before.evaluate("element => element.isConnected")
    own.get_by_role("button").click()  # and can be taken away
    expect(own).to_have_count(0)


def test_it_says_how_sure_it_may_be(pad: Page) -> None:
    open_tab(pad, "How sure is it?")
    expect(pad.get_by_test_id("draw-ece")).to_contain_text(re.compile(r"Expected calibration error: 0\.\d\d % after calibration"))
    expect(pad.get_by_test_id("draw-reliability")).to_have_attribute("aria-label", re.compile(r"\d+ % of [\d,]+ answers"))


def test_a_network_that_was_just_trained_reads_drawings_and_goes_on_when_one_comes_back(page: Page, server: Server) -> None:
    spec = with_dataset(DEFAULT, "digits").replace(engine="numpy")
    page.goto(server.link(with_epochs(spec, 10_000)))
    status(page, "ready")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number.parseFloat(document.querySelector('[data-testid=test-accuracy]').innerText) > 80")
    page.get_by_role("link", name="Draw").click()
    expect(page.get_by_test_id("draw")).to_have_attribute("data-ready", "true")
    choice = page.get_by_test_id("draw-network-choice")
    expect(choice.get_by_role("option")).to_have_count(2)
    choice.select_option(index=1)
    expect(page.get_by_test_id("draw")).to_have_attribute("data-network", re.compile("^Small digits"))
    draw(page, SEVEN)
    expect(step(page, 4)).to_contain_text(re.compile(r"\d \(\d+"))
    page.get_by_role("link", name="Playground").click()
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "playing")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-run", "1")
    assert "data=digits" in page.url
    page.go_back()
    expect(page.get_by_test_id("draw")).to_have_attribute("data-ready", "true")
    assert page.url == f"{server.address}/draw"


def test_a_killed_reader_is_replaced_and_the_drawing_is_still_there(page: Page, own_server: Server) -> None:
    open_draw(page, own_server)
    page.wait_for_timeout(6000)  # one that ends at once would not be replaced
    draw(page, SEVEN)
    expect(verdict(page)).to_have_text("This is a 7.")
    (reader,) = own_server.runs()
    os.kill(reader.pid, signal.SIGKILL)
    expect(page.get_by_test_id("notice")).to_contain_text("Here is another one; your drawing is still there.")
    expect(verdict(page)).to_have_text("This is a 7.")


def test_a_picture_on_the_pad_outlives_its_reader_and_a_file_that_was_refused(page: Page, own_server: Server) -> None:
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    open_draw(page, own_server)
    page.wait_for_timeout(6000)  # one that ends at once would not be replaced
    put_file(page, "7.png", "image/png", a_seven(), "drop")
    expect(verdict(page)).to_have_text("This is a 7.")
    put_file(page, "x.png", "image/png", b"no picture", "drop")
    expect(page.get_by_test_id("notice")).to_contain_text("PNG")
    (reader,) = own_server.runs()
    os.kill(reader.pid, signal.SIGKILL)
    expect(page.get_by_test_id("notice")).to_contain_text("Here is another one; your drawing is still there.")
    expect(verdict(page)).to_have_text("This is a 7.")
    button(page, "Undo").click()
    expect(verdict(page)).to_contain_text("Draw a digit")
    assert not errors


def test_on_a_phone_the_answer_is_seen_beside_the_pad(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_draw(page, server)
    tap(page, SEVEN)
    expect(verdict(page)).to_have_text("This is a 7.")
    expect(verdict(page)).to_be_in_viewport()
    expect(page.get_by_test_id("digit-pad")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def tap(page: Page, corners: Sequence[tuple[float, float]]) -> None:
    """Draw with a finger."""
    box = page.get_by_test_id("digit-pad").bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    path = [points[0]]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        path += [(x0 + (x1 - x0) * k / 12, y0 + (y1 - y0) * k / 12) for k in range(1, 13)]
    for number, (x, y) in enumerate(path):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
