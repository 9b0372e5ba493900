"""A CSV file of one's own, uploaded and trained on as a person would."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from playground.spec import preset
from tests.e2e.app import Server
from tests.e2e.conftest import another_run, choose, number, open_app, pick, status, wait_for_epoch

pytestmark = pytest.mark.e2e


def csv(names: str = "height;weight;animal", rows: int = 60) -> bytes:
    """Two kinds of animals, easy to tell apart, and a column that says so in numbers."""
    rng = np.random.default_rng(0)
    lines = [names]
    for k in range(rows):
        height, weight = rng.normal([20, 4] if k % 2 else [110, 60], 2)
        lines.append(f"{height:.1f};{weight:.1f};{'cat' if k % 2 else 'pony'}".replace(".", ","))
    return "\n".join(lines).encode()


def upload(page: Page, content: bytes, name: str = "animals.csv") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


@pytest.fixture
def flowers(page: Page, server: Server) -> Page:
    page.goto(server.link(preset("iris")))
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready")
    return page


def test_a_table_begins_with_an_example_and_an_upload_takes_its_place(page: Page, server: Server) -> None:
    open_app(page, server.address)
    with another_run(page):
        pick(page, "Own CSV file")
    expect(page.get_by_text("150 rows, 5 columns.")).to_be_visible()
    with another_run(page):
        upload(page, csv())
    expect(page.get_by_text("60 rows, 3 columns.")).to_be_visible()
    expect(page.get_by_role("img", name="Input 2, Dense 4 Tanh, Dense 2 Tanh, Output 1 Sigmoid")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 40)
    assert number(page, "test-accuracy") > 95
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("img", name="Decision boundary over height from ")).to_be_visible()
    page.reload()
    expect(page.get_by_text("60 rows, 3 columns.")).to_be_visible()


def test_a_table_is_still_there_after_a_look_at_other_data(flowers: Page) -> None:
    with another_run(flowers):
        upload(flowers, csv(rows=50))
    with another_run(flowers):
        choose(flowers, "Column to tell", "height")
    with another_run(flowers):
        pick(flowers, "Spiral")
    with another_run(flowers):
        pick(flowers, "Own CSV file")
    expect(flowers.get_by_text("50 rows, 3 columns.")).to_be_visible()
    expect(flowers.get_by_role("combobox", name="Column to tell")).to_have_value("height")


def test_another_column_is_told_as_a_number_with_the_loss_for_that(flowers: Page) -> None:
    with another_run(flowers):
        choose(flowers, "Column to tell", "sepal length")
    expect(flowers.get_by_text("Mean squared error", exact=False).first).to_be_visible()
    expect(flowers.get_by_text("Without a number in every row: species ('setosa' in line 2).")).to_be_visible()
    flowers.get_by_role("button", name="Step").click()
    wait_for_epoch(flowers, 1)
    expect(flowers.get_by_role("img", name="What the network tells for sepal length over petal length from ")).to_be_visible()


def test_a_bad_file_gets_a_sentence_and_loses_nothing(flowers: Page) -> None:
    run = flowers.get_by_test_id("stage").get_attribute("data-run")
    upload(flowers, b"a,b\n1,2\n1,2,3\n")
    expect(flowers.get_by_text("as many fields as the first, which has 2, got 3 in line 3.")).to_be_visible()
    expect(flowers.get_by_text("150 rows, 5 columns.")).to_be_visible()
    assert flowers.get_by_test_id("stage").get_attribute("data-run") == run


def test_a_link_to_a_file_that_is_not_here_asks_for_it_and_goes_on_with_it(page: Page, own_server: Server) -> None:
    content = csv(rows=40)
    page.goto(own_server.link(preset("iris")))
    status(page, "ready")
    with another_run(page):
        upload(page, content)
    elsewhere = page.url
    assert "table=" in elsewhere
    other = elsewhere.replace("table=", "table=0")
    page.goto(other[: other.index("table=") + 22] + "~2~3~1~2")
    expect(page.get_by_text("upload it again, and all settings stay.").first).to_be_visible()
    upload(page, content)
    expect(page.get_by_text("40 rows, 3 columns.")).to_be_visible()
    expect(page.get_by_test_id("stage")).to_have_attribute("data-status", "ready")


def test_names_from_a_file_are_shown_as_they_are(flowers: Page) -> None:
    dialogs: list[str] = []
    flowers.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    evil = "<img src=x onerror=alert(1)>"
    with another_run(flowers):
        upload(flowers, csv(names=f"{evil};**bold** $x$;[link](javascript:alert(1))"), name=f"{evil}.csv")
    expect(flowers.get_by_role("img", name=f"over {evil} from ")).to_be_visible()
    assert flowers.locator("img[src=x]").count() == 0
    assert not dialogs
