"""MNIST, and a digit that one draws."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.app import Server, draw
from tests.e2e.conftest import another_run, number, open_app, pick, settled, status

pytestmark = pytest.mark.e2e
SEVEN = [(0.28, 0.25), (0.7, 0.25), (0.45, 0.8)]


def open_mnist(page: Page, server: Server, engine: str) -> None:
    open_app(page, server.address)
    with another_run(page):
        pick(page, "MNIST digits")
    expect(page.get_by_test_id("network")).to_contain_text("MNIST")
    if engine == "NumPy":
        settled(page)
        with another_run(page):
            page.get_by_role("radio", name="NumPy").click()
    expect(page.get_by_test_id("network")).to_contain_text(engine)


def probabilities(page: Page) -> list[int]:
    entries = page.get_by_test_id("digit-probabilities").get_by_role("listitem").all_inner_texts()
    matches = [re.fullmatch(r"(\d): (\d+) %", entry.strip()) for entry in entries]
    assert [match and int(match[1]) for match in matches] == list(range(10)), entries
    return [int(match[2]) for match in matches if match]


def test_choosing_mnist_brings_the_tutorials_network(page: Page, server: Server) -> None:
    open_mnist(page, server, "TensorFlow")
    for part in (
        "layer1=flatten",
        "layer2=dense-128-relu",
        "output=softmax",
        "optimizer=adam~",
        "loss=categorical_crossentropy",
        "batch=32",
        "epochs=5",
    ):
        assert part in page.url
    expect(page.get_by_test_id("network")).to_contain_text("101,770 parameters")
    expect(page.get_by_role("img", name=re.compile("Flatten 784, Dense 128 ReLU, Output 10 Softmax"))).to_be_visible()


@pytest.mark.parametrize("engine", ["TensorFlow", "NumPy"])
def test_a_digit_drawn_while_the_network_trains_is_read(page: Page, server: Server, engine: str) -> None:
    open_mnist(page, server, engine)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number.parseFloat(document.querySelector('[data-testid=test-accuracy]').innerText) > 80")
    draw(page, SEVEN)
    expect(page.get_by_test_id("digit-guess")).to_contain_text("7")
    page.wait_for_function("document.querySelectorAll('[data-testid=digit-probabilities] > *')[7].innerText.trim().length > 0")
    assert sum(probabilities(page)) == pytest.approx(100, abs=5)
    page.get_by_role("button", name="Clear drawing").click()
    expect(page.get_by_test_id("digit-guess")).not_to_contain_text("7")


def test_the_bars_change_while_training_goes_on(page: Page, server: Server) -> None:
    open_mnist(page, server, "NumPy")
    draw(page, SEVEN)
    expect(page.get_by_test_id("digit-guess")).to_contain_text(re.compile(r"\d"))
    untrained = probabilities(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number.parseFloat(document.querySelector('[data-testid=test-accuracy]').innerText) > 80")
    assert probabilities(page) != untrained


def test_the_tutorials_network_learns_mnist_to_the_end(page: Page, server: Server) -> None:
    open_mnist(page, server, "NumPy")
    digits = page.get_by_role("spinbutton", name="Training digits")
    with another_run(page):
        digits.fill("12000")  # a fifth of them, so that the test does not hang on how fast the machine is
        digits.press("Enter")
    page.wait_for_url("**samples=12000**")
    page.get_by_role("button", name="Play").click()
    status(page, "finished")
    assert number(page, "epoch") == 5
    assert number(page, "test-accuracy") > 90
    expect(page.get_by_test_id("notice")).to_contain_text("Finished 5 epochs")


def test_augmentation_shows_what_the_network_may_see(page: Page, server: Server) -> None:
    open_mnist(page, server, "NumPy")
    page.get_by_text("Augmentation").click()
    pictures = page.get_by_test_id("stImage").get_by_role("img")
    expect(pictures).to_be_visible()
    unchanged = pictures.get_attribute("src")
    with another_run(page):
        page.get_by_role("slider", name="Rotate").press("End")
    page.wait_for_url("**rotate=**")
    expect(pictures).not_to_have_attribute("src", str(unchanged))
