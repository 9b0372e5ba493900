"""Edits on the stage and by the page's controls, from a page's point of view."""

import pytest

from playground.spec import DEFAULT
from playground.spec.edits import with_units
from tests.live.conftest import Page, Server, with_server
from tests.live_client import Message
from tests.support import make_spec

GAUSS = make_spec(dataset="gauss")


async def trained(page: Page) -> Message:
    """Train for some epochs, and pause."""
    await page.frame(status="ready")
    await page.say("play")
    await page.until("frame", lambda frame: frame.values["epoch"] >= 3)
    await page.say("pause")
    return await page.frame(status="paused")


async def widened(page: Page) -> None:
    """Give the first hidden layer of the default network, on a page that has just been opened, two more units."""
    await page.frame(status="ready")
    await page.say("units", layer=1, units=6)
    await units(page, [2, 6, 2, 1])


async def units(page: Page, expected: list[int]) -> None:
    await page.until("scene", lambda scene: [layer["units"] for layer in scene.values["layers"]] == expected)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ({"type": "units", "layer": 1, "units": 5}, [2, 5, 2, 1]),
        ({"type": "add_layer", "layer": 3}, [2, 4, 2, 2, 1]),
        ({"type": "remove_layer", "layer": 2}, [2, 4, 1]),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_an_edit_changes_the_network_and_undo_and_redo_go_back_and_forth(command: dict, expected: list[int]) -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            before = await trained(page)
            await page.say(command["type"], **{key: value for key, value in command.items() if key != "type"})
            settings = await page.until("settings")
            assert settings.values == {"edits": 1, "did": command["type"], "undo": True, "redo": False}
            await units(page, expected)
            edited = await page.frame(status="paused")
            assert [layer.settings["units"] for layer in server.session(token).spec.model.layers] == expected[1:-1]
            await page.say("undo")
            await units(page, [2, 4, 2, 1])
            back = await page.frame(status="paused")
            assert (back.arrays["weights"] == before.arrays["weights"]).all()
            assert server.session(token).spec == DEFAULT
            await page.say("redo")
            await units(page, expected)
            again = await page.frame(status="paused")
            assert (again.arrays["weights"] == edited.arrays["weights"]).all()

    with_server(test)


def test_an_edit_that_cannot_be_is_a_sentence_and_changes_nothing() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await page.frame(status="ready")
            await page.say("units", layer=1, units=0)
            notice = await page.until("notice", lambda notice: bool(notice.values["text"]))
            assert "should be from 1 to" in notice.values["text"]
            assert server.session(token).spec == DEFAULT

    with_server(test)


def test_with_nothing_to_undo_nothing_happens() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.frame(status="ready")
            await page.say("undo")
            await page.say("redo")
            await page.say("play")
            await page.until("frame", lambda frame: frame.values["epoch"] >= 1)

    with_server(test)


def test_a_weight_is_set_and_set_back() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            before = await trained(page)
            await page.say("weight", name="output/bias", index=0, value=9.5)
            frame = await page.until("frame", lambda frame: frame.arrays["weights"][-1] == 9.5)
            assert frame.values["train_loss"] > before.values["train_loss"]
            await page.say("undo")
            frame = await page.until("frame", lambda frame: frame.arrays["weights"][-1] != 9.5)
            assert (frame.arrays["weights"] == before.arrays["weights"]).all()

    with_server(test)


def test_controls_that_say_what_they_said_leave_an_edit_alone() -> None:
    """The script runs for many reasons, and may not know yet of what happened on the stage."""

    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await widened(page)
            await server.open(DEFAULT, token)
            assert server.session(token).spec == with_units(DEFAULT, 1, 6)

    with_server(test)


def test_controls_that_follow_an_edit_leave_the_next_one_alone() -> None:
    """The script takes its time between asking what was edited and showing it; a quick Ctrl+Z comes between."""

    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await widened(page)
            followed = server.hub.follow(token)
            assert followed == with_units(DEFAULT, 1, 6)
            await page.say("undo")
            await units(page, [2, 4, 2, 1])
            await server.open(followed, token)
            assert server.session(token).spec == DEFAULT
            await server.open(GAUSS, token)  # what somebody chooses is a change all the same
            assert server.session(token).spec == GAUSS

    with_server(test)


def test_other_data_start_the_network_again_and_undo_brings_the_settings_back() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            before = await trained(page)
            await server.open(GAUSS, token)
            settings = await page.until("settings")
            assert settings.values["did"] == "restart"
            frame = await page.frame(status="ready")
            assert frame.values["run"] == before.values["run"] + 1
            await page.say("undo")
            await page.until("scene", lambda scene: scene.values["dataset"] == "Circle")
            assert server.session(token).spec == DEFAULT

    with_server(test)


def test_other_training_goes_on_with_the_same_run() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            before = await trained(page)
            await server.open(DEFAULT.replace(training=DEFAULT.training.replace(optimizer="lion", batch_size=25)), token)
            await page.until("scene", lambda scene: scene.values["optimizer"] == "Lion")
            frame = await page.frame(status="paused")
            assert frame.values["run"] == before.values["run"]
            assert (frame.arrays["weights"] == before.arrays["weights"]).all()

    with_server(test)
