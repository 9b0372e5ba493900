"""The plane as a layer sees it, from a page's point of view."""

import json

import pytest

from tests.live.conftest import Server, with_server


def test_the_last_page_that_asks_decides_which_layer_both_are_shown() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as one, server.connect(token) as other:
            await one.frame(status="ready")
            await one.say("bend", layer=1)
            assert (await one.until("frame", lambda frame: "bend" in frame.values)).values["bend"]["layer"] == 1
            await other.say("bend", layer=2)
            for page in (one, other):
                await page.until("frame", lambda frame: frame.values.get("bend", {}).get("layer") == 2)

    with_server(test)


@pytest.mark.parametrize("layer", [99, 1000])
def test_a_layer_that_is_not_there_is_no_frame_of_it_and_no_harm(layer: int) -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.frame(status="ready")
            await page.say("bend", layer=layer)
            await page.say("step")
            assert "bend" not in (await page.frame(status="paused", epoch=1)).values

    with_server(test)


@pytest.mark.parametrize("layer", [-1, 1001, 1.5, "two", [1]])
def test_what_is_no_number_of_a_layer_is_no_command(layer: object) -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open()) as page:
            await page.socket.send(json.dumps({"type": "bend", "layer": layer}))
            assert await page.closing_code() == 4400

    with_server(test)
