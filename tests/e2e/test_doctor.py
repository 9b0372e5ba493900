"""The doctor and the look inside, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.doctor.cases import ILL
from tests.e2e.app import Server
from tests.e2e.conftest import open_app, status

pytestmark = pytest.mark.e2e


def open_ill(page: Page, server: Server, rule: str) -> None:
    open_app(page, server.address, server.link(ILL[rule][0]).removeprefix(f"{server.address}/"))


def test_the_doctor_brings_a_diverged_run_back_in_one_click(page: Page, server: Server) -> None:
    open_ill(page, server, "divergence")
    page.get_by_role("button", name="Play").click()
    doctor = page.get_by_test_id("doctor")
    expect(doctor).to_contain_text("diverged in epoch")
    expect(page.get_by_test_id("notice")).to_be_empty()
    doctor.get_by_role("button", name="Why?").click()
    expect(doctor).to_contain_text("Smaller steps stay in the valley")
    doctor.get_by_role("button", name=re.compile("Go back")).click()
    status(page, "playing")
    expect(doctor).to_be_hidden()
    expect(page.get_by_test_id("train-loss")).not_to_have_text("–")
    expect(page).to_have_url(re.compile("rate=0.3"))  # sidebar and link follow
    page.get_by_role("button", name="Undo", exact=True).click()
    status(page, "diverged")
    expect(doctor).to_be_visible()


def test_a_finding_can_be_put_away_and_stands_in_the_check_up_all_the_same(page: Page, server: Server) -> None:
    open_ill(page, server, "misfit")
    doctor, checkup = page.get_by_test_id("doctor"), page.get_by_test_id("checkup")
    expect(doctor).to_contain_text("Tanh on the output does not fit")
    doctor.get_by_role("button", name="Do not say this again").press("Enter")
    expect(doctor).to_be_hidden()
    expect(checkup.locator("summary")).to_contain_text("1 finding")
    checkup.locator("summary").press("Enter")
    checkup.get_by_role("button", name="Use Sigmoid on the output").press("Enter")
    expect(checkup.locator("summary")).to_contain_text("all is well")
    expect(page).to_have_url(re.compile("output=sigmoid"))


def test_inside_follows_each_layer_while_it_trains(page: Page, server: Server) -> None:
    open_app(page, server.address)
    inside = page.get_by_test_id("inside")
    inside.locator("summary").press("Enter")
    rows = inside.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first.locator("th")).to_have_text("Dense 4 Tanh")
    expect(rows.first.locator("td").nth(2)).to_have_text("–")  # there was no update yet
    before = rows.first.locator("td").nth(0).inner_text()
    page.get_by_role("button", name="Play").click()
    expect(rows.first.locator("td").nth(2)).not_to_have_text("–")
    expect(rows.first.locator("td").nth(0)).not_to_have_text(before)
    expect(page.get_by_test_id("doctor")).to_be_hidden()
