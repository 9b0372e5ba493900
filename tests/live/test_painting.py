"""Painting, from a page's point of view."""

from typing import Any

import pytest

from playground.data.datasets.painted import NOTHING, STARTER
from playground.spec import DEFAULT, RunSpec, preset
from playground.spec.painted import taken_over
from tests.live.conftest import Page, Server, with_server
from tests.live.test_edits import trained
from tests.live_client import Message

PAINTED = preset("painted")
MORE = STARTER.replace(".", "AAAAABAAC.")
MOST = STARTER.replace(".", "AAAAABAACAADAAE.")


async def paint(page: Page, points: str, stroke: int = 1, **more: Any) -> None:
    await page.say("paint", points=points, stroke=stroke, **more)


async def scene(page: Page, points: str | None) -> Message:
    return await page.until("scene", lambda scene: scene.values["painting"]["points"] == points)


def points_of(spec: RunSpec) -> str:
    return spec.data.painted_points


def test_a_point_is_painted_and_the_network_goes_on_with_its_weights() -> None:
    async def test(server: Server) -> None:
        token = await server.open(PAINTED)
        async with server.connect(token) as page:
            before = await trained(page)
            await paint(page, MORE)
            settings = await page.until("settings")
            assert settings.values == {"edits": 1, "did": "paint", "undo": True, "redo": False}
            found = await scene(page, MORE)
            assert found.values["run"] == before.values["run"]
            assert len(found.arrays["points"]) == 51
            frame = await page.frame(status="paused")
            assert (frame.arrays["weights"] == before.arrays["weights"]).all()
            assert len(frame.arrays["mistaken"]) == 51
            assert points_of(server.session(token).spec) == MORE

    with_server(test)


def test_a_stroke_is_taken_back_as_a_whole_with_the_weights_from_before_it() -> None:
    async def test(server: Server) -> None:
        token = await server.open(PAINTED)
        async with server.connect(token) as page:
            before = await trained(page)
            await paint(page, MORE, done=False)
            await scene(page, MORE)
            await page.say("play")
            await page.until("frame", lambda frame: frame.values["epoch"] > before.values["epoch"] + 2)
            await paint(page, MOST, done=True)
            await scene(page, MOST)
            await page.say("undo")
            await scene(page, STARTER)
            frame = await page.until("frame", lambda frame: frame.values["epoch"] <= before.values["epoch"] + 1)
            assert frame.values["step"] <= before.values["step"] + 20
            await page.say("redo")
            await scene(page, MOST)

    with_server(test)


def test_the_controls_follow_at_the_end_of_a_stroke_only() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(PAINTED)) as page:
            await page.frame(status="ready")
            for points, done, edits in ((MORE, False, 0), (MOST, False, 0), (MOST, True, 1)):
                await paint(page, points, done=done)
                settings = await page.until("settings")
                assert (settings.values["edits"], settings.values["did"]) == (edits, "paint")
            await page.say("undo")
            assert (await page.until("settings")).values["undo"] is False, "all three were one"

    with_server(test)


def test_another_stroke_is_another_edit() -> None:
    async def test(server: Server) -> None:
        token = await server.open(PAINTED)
        async with server.connect(token) as page:
            await page.frame(status="ready")
            await paint(page, MORE, stroke=1)
            await paint(page, MOST, stroke=2)
            await scene(page, MOST)
            await page.say("undo")
            await scene(page, MORE)
            await page.say("undo")
            await scene(page, STARTER)

    with_server(test)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [("AAA", "should have 2 to 6 classes"), ("AAA.AA", "should be three letters"), ("A" * 1203 + ".", "at most 400")],
)
def test_what_are_no_points_is_a_sentence_and_loses_nothing(points: str, sentence: str) -> None:
    async def test(server: Server) -> None:
        token = await server.open(PAINTED)
        async with server.connect(token) as page:
            await page.frame(status="ready")
            await paint(page, points)
            assert (await page.until("settings")).values["did"] == "refused"
            notice = await page.until("notice", lambda notice: bool(notice.values["text"]))
            assert sentence in notice.values["text"]
            assert server.session(token).spec == PAINTED

    with_server(test)


@pytest.mark.parametrize(
    "values", [{"points": "A" * 2000, "stroke": 1}, {"points": 3, "stroke": 1}, {"points": ".", "stroke": -1}, {"points": "."}]
)
def test_what_is_no_command_closes_the_socket(values: dict[str, Any]) -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(PAINTED)) as page:
            await page.say("paint", **values)
            assert await page.closing_code() == 4400

    with_server(test)


def test_other_data_cannot_be_painted_on_but_taken_over_and_the_network_goes_on() -> None:
    async def test(server: Server) -> None:
        token = await server.open()
        async with server.connect(token) as page:
            before = await trained(page)
            await paint(page, STARTER)
            await page.until("notice", lambda notice: "Only painted points can be painted on, got Circle." in notice.values["text"])
            await page.say("take_over")
            points = points_of(taken_over(DEFAULT))
            found = await scene(page, points)
            assert found.values["run"] == before.values["run"]
            assert found.values["dataset"] == "Painted points"
            frame = await page.frame(status="paused")
            assert (frame.arrays["weights"] == before.arrays["weights"]).all()
            await page.say("undo")
            await scene(page, None)
            frame = await page.frame(status="paused")
            assert (frame.arrays["weights"] == before.arrays["weights"]).all()
            assert server.session(token).spec == DEFAULT

    with_server(test)


def test_with_nothing_painted_nothing_is_trained_and_the_first_point_sets_it_going() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(PAINTED)) as page:
            before = await trained(page)
            await page.say("play")
            await paint(page, ".")
            found = await scene(page, ".")
            assert found.values["notes"] == [NOTHING]
            assert len(found.arrays["points"]) == 0
            frame = await page.frame(status="playing")
            assert (frame.values["train_loss"], frame.values["test_score"]) == (None, None)
            assert not [late for late in await page.hear_for(0.5) if late.kind == "frame" and late.values["step"] != frame.values["step"]]
            await paint(page, "AAA.BBB", stroke=2)
            await scene(page, "AAA.BBB")
            frame = await page.until("frame", lambda frame: frame.values["epoch"] > before.values["epoch"] + 3)
            assert frame.values["train_loss"] is not None

    with_server(test)


def test_play_on_nothing_is_shown_and_reset_too() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(PAINTED.replace(data=PAINTED.data.replace(painted_points="..")))) as page:
            await page.frame(status="ready")
            await page.say("play")
            await page.frame(status="playing")
            await page.say("pause")
            await page.frame(status="ready")

    with_server(test)


def test_with_another_class_the_network_gets_another_output_and_goes_on() -> None:
    async def test(server: Server) -> None:
        async with server.connect(await server.open(PAINTED)) as page:
            before = await trained(page)
            await paint(page, f"{STARTER}.")
            found = await scene(page, f"{STARTER}.")
            assert found.values["layers"][-1]["units"] == 3
            assert found.values["class_names"] == ["class 1", "class 2", "class 3"]
            frame = await page.frame(status="paused")
            assert frame.values["step"] == before.values["step"]
            hidden = 2 * 6 + 6 + 6 * 4 + 4
            assert (frame.arrays["weights"][:hidden] == before.arrays["weights"][:hidden]).all()
            assert frame.arrays["winners"].max() <= 2

    with_server(test)
