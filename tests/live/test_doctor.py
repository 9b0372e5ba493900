"""What the doctor advises, done with one command."""

from playground.live.session import Session
from tests.doctor.cases import ILL
from tests.live.conftest import Page, Server, with_server


async def diverged(page: Page) -> None:
    await page.frame(status="ready")
    await page.say("play")
    await page.frame(status="diverged")
    while not any(message.kind == "inside" and message.values["findings"] for message in page.messages):
        await page.hear()


def test_the_fix_for_divergence_goes_back_with_a_tenth_of_the_learning_rate_and_trains_on() -> None:
    async def test(server: Server) -> None:
        spec, _ = ILL["divergence"]
        token = await server.open(spec)
        async with server.connect(token) as page:
            await diverged(page)
            await page.say("fix", rule="divergence")
            settings = await page.until("settings")
            assert settings.values == {"edits": 1, "did": "fix", "undo": True, "redo": False}
            await page.frame(status="playing")
            session: Session = server.session(token)
            assert session.spec.training.learning_rate == 0.3
            await page.say("undo")
            await page.frame(status="diverged")
            assert session.spec == spec

    with_server(test)


def test_what_nobody_advises_is_a_sentence() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            await page.frame(status="ready")
            for rule in ("misfit", "no such rule"):
                await page.say("fix", rule=rule)
                notice = await page.until("notice", lambda notice: notice.values["level"] == "warning")
                assert "nothing to be done" in notice.values["text"]
            assert server.session(token).number == 1

    with_server(test)


def test_a_page_that_comes_later_sees_the_newest_look() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as first:
            await first.until("inside")
            async with server.connect(token) as second:
                assert (await second.until("inside")).values["keys"] == ["dense_1", "dense_2", "output"]

    with_server(test)
