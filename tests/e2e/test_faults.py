"""Closed tabs, killed workers, a killed server."""

import signal
import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from playground.live.watched import GRACE_SECONDS
from tests.e2e.app import Server
from tests.e2e.conftest import open_app, status, wait_for_epoch

pytestmark = pytest.mark.e2e


def test_a_killed_worker_is_replaced_with_a_sentence_and_the_page_works(page: Page, own_server: Server) -> None:
    open_app(page, own_server.address)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 5)
    page.wait_for_timeout(5000)  # one that ends at once after its start is not started again by itself
    (run,) = own_server.runs()
    run.kill()
    expect(page.get_by_test_id("notice")).to_contain_text("has ended (signal 9)")
    status(page, "ready")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 2)


def test_a_killed_server_leaves_nothing_and_the_page_works_again_when_it_is_back(page: Page, own_server: Server) -> None:
    open_app(page, own_server.address, "?data=xor&seed=5")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 5)
    below = own_server.kill()
    _, alive = psutil.wait_procs(below, timeout=2)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
    expect(page.get_by_test_id("stage")).to_have_attribute("data-connection", "lost")
    expect(page.get_by_test_id("notice")).to_be_visible()
    own_server.start()
    status(page, "ready")
    expect(page.get_by_test_id("network")).to_contain_text("Exclusive or")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 2)


def test_a_server_asked_to_stop_leaves_nothing(own_server: Server) -> None:
    below = psutil.Process(own_server.pid).children(recursive=True)
    assert below
    assert own_server.process is not None
    own_server.process.send_signal(signal.SIGTERM)
    own_server.process.wait(10)
    _, alive = psutil.wait_procs(below, timeout=2)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_a_run_ends_a_few_seconds_after_its_tab_is_closed(context: BrowserContext, own_server: Server) -> None:
    page = context.new_page()
    open_app(page, own_server.address)
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, 2)
    assert len(own_server.runs()) == 1
    page.close()
    end = time.monotonic() + GRACE_SECONDS + 10
    while own_server.runs():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_two_tabs_train_side_by_side(context: BrowserContext, server: Server) -> None:
    pages = [context.new_page(), context.new_page()]
    for page, data in zip(pages, ("circle", "gauss"), strict=True):
        open_app(page, server.address, f"?data={data}")
        page.get_by_role("button", name="Play").click()
    for page in pages:
        wait_for_epoch(page, 10)
    expect(pages[0].get_by_test_id("network")).to_contain_text("Circle")
    expect(pages[1].get_by_test_id("network")).to_contain_text("Gauss")


def test_the_web_process_never_loads_tensorflow(page: Page, server: Server) -> None:
    open_app(page, server.address, "?engine=tensorflow")
    page.get_by_role("button", name="Step").click()
    wait_for_epoch(page, 1)
    maps = Path(f"/proc/{server.pid}/maps")
    if not maps.exists():
        pytest.skip("This system does not show what a process has loaded.")
    assert "tensorflow" not in maps.read_text()
