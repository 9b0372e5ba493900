"""The answers of the Functions page, over a real connection."""

import asyncio
import http.client
import json
import time
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from playground.errors import WorkerError
from playground.functions.asked import SliceAsked, registries
from playground.functions.slice import Slice
from playground.functions.surfaces import SURFACES
from playground.live.functions import NETWORK, QUESTIONS
from playground.live.routes import COOKIE
from playground.live.slices import MOST_WAITING, NoNetwork, Slices
from playground.spec import DEFAULT, RunSpec
from playground.spec.suited import with_dataset
from playground.worker import messages
from playground.worker.pool import Worker
from tests.doctor.cases import ILL
from tests.live.conftest import PATIENCE, Server, with_server
from tests.live.test_doctor import diverged
from tests.live_client import Message, read_message
from tests.support import make_spec, with_epochs
from tests.worker.conftest import run_processes

BROWSER = "b" * 32
OTHER = "o" * 32


def get(server: Server, path: str, browser: str | None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", f"/functions/{path}", headers={"Cookie": f"{COOKIE}={browser}"} if browser else {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


async def ask(server: Server, path: str, browser: str | None = None) -> Message:
    status, content = await asyncio.to_thread(get, server, path, browser)
    assert status == 200, content
    return read_message(content)


async def problem(server: Server, path: str, browser: str | None = None) -> tuple[int, str]:
    status, content = await asyncio.to_thread(get, server, path, browser)
    return status, json.loads(content)["problem"]


def chosen(kind: str) -> str:
    return ",".join([*registries()[kind]][:8])


FULL = {
    "activations": f"show={chosen('activations')}",
    "losses": f"show={chosen('losses')}",
    "initializers": f"show={chosen('initializers')}",
    "optimizers": f"show={chosen('optimizers')}",
    "schedules": f"show={chosen('schedules')}",
    "signal": "activations=relu,tanh&initializers=he_normal,zeros",
    "surface": "surface=beale",
    "walks": f"show={chosen('optimizers')}&rates=0.001&steps=20",
}


def test_every_question_is_answered_and_so_is_the_empty_one() -> None:
    async def test(server: Server) -> None:
        for what in QUESTIONS:
            for query in ("", f"?{FULL[what]}"):
                message = await ask(server, what + query)
                assert message.kind == what
                assert message.arrays

    with_server(test)


def test_a_line_for_each_thing_that_is_compared() -> None:
    async def test(server: Server) -> None:
        message = await ask(server, "activations?show=relu,leaky_relu~0.5&reach=2")
        assert message.arrays["values"].shape == message.arrays["slopes"].shape == (2, len(message.arrays["x"]))
        assert message.arrays["values"][:, 0].tolist() == [0, -1]
        walks = await ask(server, "walks?show=sgd,adam&rates=1000e-3,tuned&steps=9&surface=ravine~100")
        assert walks.values["lost"] == [True, False]
        assert walks.values["rates"][0] == 1
        assert 0 < walks.values["rates"][1] <= 100
        assert np.isnan(walks.arrays["paths"][0, -1]).all()

    with_server(test)


def test_what_explodes_is_told_in_powers_of_ten() -> None:
    async def test(server: Server) -> None:
        message = await ask(server, "signal?activations=linear&initializers=normal~0~10,zeros&layers=50")
        exploding, dead = message.values["fates"]
        assert exploding["forward"] == "explodes"
        assert dead["forward"] == "dies"
        assert message.arrays["forward"][0, -1] > 100
        assert (message.arrays["forward"][1] == -np.inf).all()

    with_server(test)


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("activations?show=rleu", 400, "Unknown activation 'rleu'"),
        ("activations?reach=1&reach=2", 400, "2 times"),
        ("walks?steps=1000000", 400, "steps should be at most 500"),
        (f"activations?show={quote('x' * 5000)}", 400, "A query has at most"),
        ("losses?show=relu", 400, "Unknown loss"),
        ("slice?extent=9", 400, "extent should be at most 3"),
        ("slice", 404, "Train a network in the Playground"),
        ("network-walks?show=sgd", 404, "Train a network in the Playground"),
    ],
)
def test_a_question_that_cannot_be_answered_gets_a_sentence(path: str, status: int, sentence: str) -> None:
    async def test(server: Server) -> None:
        got, text = await problem(server, path)
        assert got == status
        assert sentence in text

    with_server(test)


def test_there_is_nothing_else() -> None:
    async def test(server: Server) -> None:
        for path in ("", "nothing", "activations/more", "_stcore/health"):
            assert (await asyncio.to_thread(get, server, path, None))[0] == 404

    with_server(test)


def test_the_catalogue_has_everything_with_its_bounds_and_formulas() -> None:
    async def test(server: Server) -> None:
        status, content = await asyncio.to_thread(get, server, "catalogue", None)
        catalogue: dict[str, Any] = json.loads(content)
        assert status == 200
        for kind, registry in registries().items():
            assert [each["name"] for each in catalogue["entries"][kind]] == [*registry]
            for told, entry in zip(catalogue["entries"][kind], registry.values(), strict=True):
                assert told["formula"].startswith("<math") == bool(entry.formula)
                assert [each["name"] for each in told["settings"]] == [each.name for each in entry.hyperparameters]
        assert {*catalogue["fields"]} == {*QUESTIONS, *NETWORK}
        reach = catalogue["fields"]["activations"]["reach"]
        assert reach["low"] < reach["default"] < reach["high"]
        assert [*SURFACES] == [each["name"] for each in catalogue["entries"]["surfaces"]]

    with_server(test)


async def trained(server: Server, spec: RunSpec, browser: str, *, pause: bool) -> None:
    """Train a network for a moment, then pause, or leave; and wait until it is handed over."""
    before = handed_over(server, browser)
    token = await server.open(spec)
    async with server.connect(token, browser=browser) as page:
        await page.frame(status="ready")
        await page.say("play")
        await page.until("frame", lambda frame: frame.values["epoch"] >= 1)
        if pause:
            await page.say("pause")
            await page.frame(status="paused")
    await handed(server, browser, before)


async def handed(server: Server, browser: str, before: str | None) -> None:
    """Wait until another network is handed over than the one before."""
    async with asyncio.timeout(PATIENCE):
        while handed_over(server, browser) == before:
            await asyncio.sleep(0.02)


def handed_over(server: Server, browser: str) -> str | None:
    parked = server.hub.slices._parked.get(browser)
    return parked and parked.name


QUICK = with_epochs(DEFAULT, 10_000)
DIGITS = with_epochs(with_dataset(DEFAULT, "digits").replace(engine="numpy"), 10_000)
WIDE = make_spec(dataset="digits", layers="flatten, 1024 relu, 512 relu", output="softmax", loss="categorical_crossentropy").model


@pytest.mark.parametrize("pause", [True, False], ids=["paused", "left"])
def test_a_network_can_be_sliced_once_its_run_is_paused_or_left(pause: bool) -> None:
    async def test(server: Server) -> None:
        await trained(server, QUICK, BROWSER, pause=pause)
        ground = await ask(server, "slice?extent=0.5", BROWSER)
        assert ground.values["title"] == "Circle: Dense 4, Dense 2"
        assert ground.values["window"] == [-0.5, 0.5, -0.5, 0.5]
        assert ground.values["samples"] == 200
        assert np.isfinite(ground.arrays["heights"]).all()
        walks = await ask(server, "network-walks?extent=0.5&show=adam&steps=30", BROWSER)
        assert walks.arrays["paths"].shape == (1, 31, 2)
        assert (await problem(server, "slice", OTHER))[0] == 404  # nobody sees somebody else's

    with_server(test)


def test_pictures_can_be_sliced_too_and_the_process_that_cuts_ends() -> None:
    async def test(server: Server) -> None:
        await trained(server, DIGITS, BROWSER, pause=True)
        assert (await ask(server, "slice?directions=3", BROWSER)).values["title"].startswith("Small digits")
        for session in server.hub._sessions.values():
            session.stop()
        end = time.monotonic() + 10
        while run_processes() and time.monotonic() < end:
            await asyncio.sleep(0.05)
        assert not run_processes()
        await ask(server, "slice?directions=3", BROWSER)  # and is still there

    with_server(test)


def test_the_same_slice_is_cut_once_and_another_network_has_another() -> None:
    async def test(server: Server) -> None:
        await trained(server, QUICK, BROWSER, pause=True)
        pool = server.hub.slices._pool
        started: list[int] = []
        start = pool.start_slice
        pool.start_slice = lambda **options: started.append(options["directions"]) or start(**options)  # type: ignore[method-assign, func-returns-value]
        await asyncio.gather(*[ask(server, "slice?directions=7", BROWSER) for _ in range(3)])
        await ask(server, "network-walks?directions=7&show=sgd", BROWSER)
        assert started == [7]
        first = await ask(server, "slice", BROWSER)
        await trained(server, QUICK.replace(seed=5), BROWSER, pause=True)
        second = await ask(server, "slice", BROWSER)
        assert not np.array_equal(first.arrays["heights"], second.arrays["heights"])

    with_server(test)


def parameters(*, worked: float = 0.0, **about: Any) -> bytes:
    return messages.message("parameters", {"worked": worked} | about, {"x": np.zeros(100, np.uint8)})


def test_what_was_parked_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.live.slices.MOST_BYTES", 1500)
    slices = Slices(None)  # type: ignore[arg-type]
    newest = parameters()
    for owner in "abcdefgh":
        slices.park(owner, newest)
    assert slices.parked("h").content == newest
    with pytest.raises(NoNetwork, match="Train a network"):
        slices.parked("a")


def test_the_network_that_was_worked_on_last_counts_whichever_run_hands_its_own_out_last() -> None:
    slices = Slices(None)  # type: ignore[arg-type]
    slices.park("a", parameters(worked=10.0))
    newest = slices.parked("a").name
    slices.park("a", parameters(worked=5.0, title="an old run"))
    slices.park("a", parameters(worked=10.0))
    assert slices.parked("a").name == newest
    slices.park("a", parameters(worked=11.0))
    assert slices.parked("a").name != newest


def test_a_network_that_is_too_large_to_be_sliced_says_so() -> None:
    async def test(server: Server) -> None:
        await trained(server, DIGITS.replace(model=WIDE), BROWSER, pause=False)
        status, text = await problem(server, "slice", BROWSER)
        assert status == 422
        assert "numbers; at most 500,000 can be sliced" in text

    with_server(test)


def test_a_network_that_has_diverged_says_so() -> None:
    async def test(server: Server) -> None:
        token = await server.open(ILL["divergence"][0])
        async with server.connect(token, browser=BROWSER) as page:
            await diverged(page)
        await handed(server, BROWSER, None)
        status, text = await problem(server, "network-walks", BROWSER)
        assert status == 422
        assert "has diverged" in text

    with_server(test)


def test_whoever_comes_while_a_network_trains_elsewhere_gets_it_when_asking_again() -> None:
    async def test(server: Server) -> None:
        token = await server.open(QUICK)
        async with server.connect(token, browser=BROWSER) as page:
            await page.frame(status="ready")
            await page.say("play")
            await page.until("frame", lambda frame: frame.values["epoch"] >= 1)
            assert (await problem(server, "slice", BROWSER))[0] == 404
            async with asyncio.timeout(PATIENCE):
                while handed_over(server, BROWSER) is None:
                    await page.until("frame", lambda frame: frame.values["status"] == "playing")
            await ask(server, "slice", BROWSER)

    with_server(test)


def test_of_one_network_a_slice_at_a_time_is_cut_and_few_wait() -> None:
    async def test(server: Server) -> None:
        await trained(server, QUICK, BROWSER, pause=True)
        slices = server.hub.slices
        network = slices.parked(BROWSER)
        pool, at_work, most = slices._pool, 0, 0
        start, stop = pool.start_slice, pool.stop

        def started(**options: Any) -> Worker:
            nonlocal at_work, most
            at_work += 1
            most = max(most, at_work)
            return start(**options)

        def stopped(worker: Worker) -> None:
            nonlocal at_work
            at_work -= 1
            stop(worker)

        pool.start_slice, pool.stop = started, stopped  # type: ignore[method-assign]
        found = await asyncio.gather(
            *[slices.cut(network, SliceAsked(directions=k, extent=1.0)) for k in range(MOST_WAITING + 3)], return_exceptions=True
        )
        pool.start_slice, pool.stop = start, stop  # type: ignore[method-assign]
        cut = [each for each in found if isinstance(each, Slice)]
        refused = [each for each in found if isinstance(each, WorkerError)]
        assert most == 1
        assert len(cut) >= MOST_WAITING
        assert refused
        assert len(cut) + len(refused) == len(found)
        await slices.cut(network, SliceAsked(directions=MOST_WAITING + 2, extent=1.0))  # in a moment

    with_server(test)


def test_a_process_that_cannot_cut_says_why() -> None:
    async def test(server: Server) -> None:
        token = await server.open(QUICK)
        async with server.connect(token, browser=BROWSER) as page:
            await page.frame(status="ready")
        about = {"spec": '{"data": {"dataset": "nowhere"}}', "title": "", "epoch": 1.0, "worked": time.time() + 60}
        server.hub.slices.park(BROWSER, messages.message("parameters", about, {}))
        status, text = await problem(server, "slice", BROWSER)
        assert status == 422
        assert "nowhere" in text

    with_server(test)


def test_other_sites_are_refused() -> None:
    async def test(server: Server) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", "/functions/activations", headers={"Sec-Fetch-Site": "cross-site"})
        assert (await asyncio.to_thread(connection.getresponse)).status == 403
        connection.close()

    with_server(test)


def test_when_too_many_wait_for_answers_the_others_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.live.functions.MOST_WAITING", 1)

    async def test(server: Server) -> None:
        answers = await asyncio.gather(*[asyncio.to_thread(get, server, f"signal?{FULL['signal']}&units=128", None) for _ in range(12)])
        statuses = {status for status, _ in answers}
        assert statuses == {200, 503}
        assert any(b"many questions" in content for _, content in answers)
        await ask(server, "activations")  # and soon it has time again

    with_server(test)
