"""What a page asks to be shown of a network that sees pictures, over a real socket and from a real run."""

import numpy as np

from tests.live.conftest import Server, with_server
from tests.support import CLASSES, make_spec

DIGITS = make_spec(dataset="digits", layers="conv2d filters=4, flatten, 12 relu", data={"samples": 500}, **CLASSES)


def test_a_page_looks_at_another_picture_while_the_network_trains() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(DIGITS)) as page:
            scene = await page.until("scene")
            guess = await page.until("guess")
            assert guess.values["sample"] == 0
            await page.say("play")
            await page.frame(status="playing")
            await page.say("look", sample=9, unit=[1, 2])
            guess = await page.until("guess", lambda message: message.values["sample"] == 9)
            assert np.array_equal(guess.arrays["digit"], scene.arrays["digits"][9])
            assert guess.arrays["map"].shape == (6, 6)
            later = await page.until("guess", lambda message: message.values["epoch"] > guess.values["epoch"])
            assert later.values["sample"] == 9
            assert not np.array_equal(later.arrays["units"], guess.arrays["units"])

    with_server(test)


def test_a_page_that_comes_later_sees_what_was_asked_for() -> None:
    async def test(server: Server) -> None:
        token = await server.open(DIGITS)
        async with server.connect(token) as page:
            await page.frame(status="ready")
            await page.say("cell", answer=1, guess=1)
            first = await page.until("gallery")
            async with server.connect(token) as other:
                again = await other.until("gallery")
        assert again.values == first.values
        assert first.values["cell"]["all"] == len(first.values["cell"]["samples"]) or len(first.values["cell"]["samples"]) == 30

    with_server(test)


def test_a_gallery_agrees_with_the_matrix_when_the_network_rests() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(DIGITS)) as page:
            await page.say("mistakes", shown=True)
            await page.say("step")
            frame = await page.frame(status="paused", epoch=1)
            matrix = np.array(frame.values["confusion"])
            await page.say("cell", answer=3, guess=3)
            gallery = await page.until("gallery", lambda message: message.values["cell"] is not None)
            assert gallery.values["mistakes"]["all"] == matrix.sum() - matrix.trace()
            assert gallery.values["cell"]["all"] == matrix[3][3]

    with_server(test)


def test_a_picture_that_is_not_there_is_a_sentence_and_the_run_goes_on() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(DIGITS)) as page:
            await page.frame(status="ready")
            await page.say("look", sample=100_000)
            notice = await page.until("notice", lambda message: message.values["level"] == "warning")
            assert "no test picture 100,000" in notice.values["text"]
            await page.say("play")
            await page.frame(status="playing")

    with_server(test)
