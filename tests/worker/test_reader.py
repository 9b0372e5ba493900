"""A reader of drawings, as a process: it answers the pen, explains when it rests, and says what it cannot do."""

import asyncio
import io
import json
import os
import signal
import threading

import numpy as np
import pytest
from PIL import Image, ImageDraw

from playground.data import Dataset
from playground.data.drawing import STEPS
from playground.digits.attacks import ATTACKS
from playground.digits.explanations import EXPLANATIONS
from playground.digits.facts import Facts
from playground.digits.network import DigitNetwork, pack, unpack
from playground.digits.slices import finished
from playground.engine.base import initial_parameters
from playground.errors import DataError
from playground.spec import RunSpec
from playground.worker.envelope import Kind
from playground.worker.pool import Pool
from playground.worker.reader import desk
from playground.worker.reader.commands import Drop, Layers, Mind, Steps, Teach, Unlearn, Why
from tests.support import CLASSES, make_spec
from tests.worker.conftest import run_processes, with_pool
from tests.worker.readers import SEVEN, WatchedReader, drawn, kept, stroke


def picture_of_a_seven(kind: str = "PNG") -> bytes:
    image = Image.new("L", (120, 160), 235)
    ImageDraw.Draw(image).line([(25, 30), (95, 30), (55, 135)], fill=30, width=12, joint="curve")
    content = io.BytesIO()
    image.save(content, kind)
    return content.getvalue()


def small_network() -> bytes:
    spec = make_spec(dataset="digits", layers="flatten, 8 relu", **CLASSES)
    return pack(DigitNetwork(spec, initial_parameters(spec), Facts(name="Small")))


def test_a_drawing_is_read_at_each_step() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reading = await reader.tell(drawn(5, stroke()), "reading")
        (scene,) = reader.of("scene")
        assert [step["name"] for step in scene.values["steps"]] == list(STEPS)
        assert reading.values["number"] == 5
        assert reading.values["verdict"]["kind"] == "sure"
        assert reading.values["verdict"]["label"] == 7
        assert reading.arrays["probabilities"].sum() == pytest.approx(1, abs=1e-5)
        steps = await reader.last("steps")
        assert steps.values["number"] == 5
        assert steps.arrays["pictures"].shape == (len(STEPS), 28, 28)
        assert steps.arrays["probabilities"].sum(axis=1) == pytest.approx(1, abs=1e-5)
        assert (steps.arrays["pictures"][-1] == reading.arrays["picture"]).all()
        np.testing.assert_allclose(steps.arrays["probabilities"][-1], reading.arrays["probabilities"], atol=1e-6)

    with_pool(test)


@pytest.mark.parametrize(
    ("strokes", "empty"), [([], "nothing"), ([stroke([100, 100])], "dot"), ([stroke([100, 100, 103, 102])], "dot"), ([stroke()], None)]
)
def test_what_cannot_be_read_gets_no_class(strokes: list[object], empty: str | None) -> None:
    async def test(pool: Pool) -> None:
        reading = await WatchedReader(pool).tell(drawn(1, *strokes), "reading")
        assert reading.values["empty"] == empty
        assert (reading.values["verdict"] is None) == (empty is not None)

    with_pool(test)


def test_a_scribble_is_no_digit() -> None:
    rng = np.random.default_rng(3)
    scribble = [stroke(rng.uniform(20, 260, 60), 12)]

    async def test(pool: Pool) -> None:
        reading = await WatchedReader(pool).tell(drawn(1, *scribble), "reading")
        assert reading.values["verdict"]["kind"] != "sure"

    with_pool(test)


def test_a_step_that_is_left_out_leaves_the_picture_as_it_was() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        whole = await reader.tell(drawn(1, stroke()), "steps")
        without = await reader.tell(Steps(off=["scaled", "centred"]), "steps")
        names = list(STEPS)
        pictures = without.arrays["pictures"]
        for name in ("scaled", "centred"):
            assert (pictures[names.index(name)] == pictures[names.index(name) - 1]).all()
        assert (pictures[-1] != whole.arrays["pictures"][-1]).any()
        problem = await reader.tell(Steps(off=["ink"]), "notice")
        assert "ink" in problem.values["text"]

    with_pool(test)


def test_of_many_drawings_at_once_the_newest_is_read() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        await reader.tell(drawn(0, stroke()), "reading")
        for number in range(1, 400):
            reader.worker.send(drawn(number, stroke(SEVEN[: 2 + 2 * (number % 4)]), stroke()))
        await reader.until("reading", lambda reading: reading.values["number"] == 399)
        assert len(reader.of("reading")) < 400

    with_pool(test)


def test_without_being_taken_no_second_reading_is_made() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, acknowledge=False)
        await reader.tell(drawn(1, stroke()), "reading")
        reader.worker.send(drawn(2, stroke()))
        await asyncio.sleep(0.3)
        assert len(reader.of("reading")) == 1

    with_pool(test)


def test_it_says_why_once_the_pen_rests() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(Why(shown=True))
        reader.worker.send(drawn(1, stroke()))
        why = await reader.until("why", lambda why: why.values["done"])
        assert why.values["label"] == why.values["read"] == 7
        assert [each["name"] for each in why.values["maps"]] == list(EXPLANATIONS)
        assert why.arrays["heatmaps"].shape == (len(EXPLANATIONS), 28, 28)
        sums = next(each["adds_up"] for each in why.values["maps"] if each["adds_up"])
        assert sums["found"] == pytest.approx(sums["expected"], rel=0.01)
        assert why.values["loud"]["for"][0]["push"] > 0
        assert why.values["near"]["labels"].count(7) >= 5
        assert why.arrays["near_pictures"].shape[1:] == (28, 28)
        other = await reader.tell(Why(shown=True, label=1), "why", lambda why: why.values["done"])
        assert (other.values["label"], other.values["read"]) == (1, 7)
        assert (other.arrays["heatmaps"] != why.arrays["heatmaps"]).any()

    with_pool(test)


def test_nothing_is_explained_that_nobody_looks_at() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(Why(shown=False))
        await reader.tell(drawn(1, stroke()), "reading")
        await asyncio.sleep(0.6)
        assert {message.kind for message in reader.messages} == {"scene", "lesson", "reading", "steps"}

    with_pool(test)


@pytest.mark.parametrize("method", ATTACKS)
def test_a_small_change_makes_it_another_digit(method: str) -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(drawn(1, stroke()))
        mind = await reader.tell(Mind(shown=True, method=method), "mind")
        found = mind.values["found"]
        assert found["label"] != mind.values["read"] == 7
        assert mind.arrays["after"].argmax() == found["label"]
        change = mind.arrays["changed"].astype(int) - mind.arrays["digit"].astype(int)
        assert 0 < abs(change).max() <= np.ceil(255 * found["budget"]) + 1

    with_pool(test)


def test_with_a_budget_of_nothing_it_keeps_its_mind() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(drawn(1, stroke()))
        mind = await reader.tell(Mind(shown=True, budget=0.0), "mind")
        assert mind.values["found"]["label"] == mind.values["read"] == 7
        problem = await reader.tell(Mind(shown=True, method="no-such"), "notice")
        assert "Known: pgd, fgsm" in problem.values["text"]

    with_pool(test)


def test_every_layer_is_told_of_while_one_draws() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(Layers(shown=True, unit=(1, 0)))
        reader.worker.send(drawn(1, stroke()))
        guess = await reader.until("guess")
        (scene,) = reader.of("scene")
        assert guess.arrays["probabilities"].argmax() == 7
        assert len(guess.values["scales"]) == len(scene.values["layers"]) - 1
        assert guess.values["unit"]["layer"] == 1

    with_pool(test)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_lies_under_the_strokes(kind: str) -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        picture = await reader.file(picture_of_a_seven(kind), "picture")
        number = picture.values["number"]
        assert picture.arrays["ink"].max() > 200
        reading = await reader.tell(drawn(1, picture=number), "reading")
        assert reading.values["verdict"]["label"] == 7
        assert (await reader.tell(drawn(2, picture=number + 50), "reading")).values["empty"] == "nothing"

    with_pool(test)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"GIF89a" + bytes(50), picture_of_a_seven()[:200], b'{"kind": "x"}', b"{" * 5000])
def test_a_file_that_is_neither_a_picture_nor_drawings_gets_a_sentence(content: bytes) -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        notice = await reader.file(content, "notice")
        assert notice.values["level"] == "warning"
        assert (await reader.tell(drawn(1, stroke()), "reading")).values["verdict"]["label"] == 7

    with_pool(test)


def test_drawings_from_a_file_come_back_once_they_are_known_to_be_sound() -> None:
    digit = {"label": 3, "size": 280.0, "strokes": [{"points": [1.0, 2.0, 30.0, 40.0], "width": 20.0}]}
    content = json.dumps({"kind": "playground-digits-1", "digits": [digit]}).encode()

    async def test(pool: Pool) -> None:
        drawings = await WatchedReader(pool).file(content, "drawings")
        assert drawings.values["digits"] == [digit]

    with_pool(test)


def test_a_lesson_teaches_ones_own_digits_and_can_be_forgotten() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(drawn(1, stroke()))
        lesson = await reader.tell(kept(1, 4), "lesson", lambda lesson: lesson.values["own"])
        assert lesson.values["own"] == [{"number": 1, "label": 4, "before": 7, "after": None}]
        learned = await reader.tell(Teach(), "lesson", lambda lesson: lesson.values["taught"])
        assert learned.values["own"] == [{"number": 1, "label": 4, "before": 7, "after": 4}]
        assert learned.values["test_before"] > 0.98
        assert learned.values["test_after"] > 0.8
        assert any(0 < (each.values["progress"] or 0) < 1 for each in reader.of("lesson"))
        after = await reader.tell(drawn(2, stroke()), "reading", lambda reading: reading.values["number"] == 2)
        assert after.arrays["probabilities"].argmax() == 4
        reader.worker.send(Unlearn())
        await reader.until("lesson", lambda lesson: not lesson.values["taught"])
        again = await reader.tell(drawn(3, stroke()), "reading", lambda reading: reading.values["number"] == 3)
        assert again.arrays["probabilities"].argmax() == 7

    with_pool(test)


def test_the_pen_is_answered_during_a_lesson() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        await reader.tell(kept(1, 4), "lesson", lambda lesson: lesson.values["own"])
        await reader.tell(Teach(), "lesson", lambda lesson: lesson.values["progress"])
        await reader.tell(drawn(1, stroke()), "reading")
        assert not reader.of("lesson")[-1].values["taught"]
        await reader.tell(Drop(), "lesson", lambda lesson: not lesson.values["own"])  # and it can be broken off
        assert reader.of("lesson")[-1].values["status"] == "idle"

    with_pool(test)


def test_a_lesson_on_nothing_and_a_digit_of_nothing_get_a_sentence() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        assert "digits of your own" in (await reader.tell(Teach(), "notice")).values["text"]
        assert "nothing drawn" in (await reader.tell(kept(1, 4, stroke([5, 5])), "notice")).values["text"]
        assert "classes 0 to 9" in (await reader.tell(kept(1, 200), "notice")).values["text"]

    with_pool(test)


def test_another_network_reads_the_same_drawing_as_its_own_data_have_it() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, small_network())
        reading = await reader.tell(drawn(1, stroke()), "reading")
        (scene,) = reader.of("scene")
        assert (scene.values["side"], scene.values["facts"]["name"]) == (8, "Small")
        assert reading.arrays["picture"].shape == (8, 8)

    with_pool(test)


def test_a_network_that_does_not_know_how_sure_it_may_be_is_measured_in_the_breaks() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, small_network())
        reader.worker.send(Why(shown=True))
        await reader.tell(drawn(1, stroke()), "reading")
        await reader.until("scene", lambda scene: scene.values["calibration"])
        assert sum(each["count"] for each in reader.of("scene")[-1].values["calibration"]["after"]) > 100
        await reader.until("why", lambda why: why.values["done"])  # and goes on with what was asked

    with_pool(test)


def test_another_network_has_not_seen_what_the_one_before_saw() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool)
        reader.worker.send(Layers(shown=True))
        reader.worker.send(Why(shown=True))
        await reader.tell(drawn(1, stroke()), "guess")
        reader.worker.send_bytes(Kind.NETWORK, small_network())
        reader.worker.send(Layers(shown=True))
        reader.worker.send(Why(shown=True))
        await reader.until("why", lambda why: why.values["done"] and why.arrays["digit"].shape == (8, 8))
        assert not reader.of("notice")

    with_pool(test)


def test_another_network_reads_even_if_nobody_has_taken_what_the_one_before_read() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, acknowledge=False)
        await reader.tell(drawn(1, stroke()), "reading")
        reader.worker.send_bytes(Kind.NETWORK, small_network())
        await reader.until("reading", lambda reading: reading.arrays["picture"].shape == (8, 8))

    with_pool(test)


def test_what_is_explained_is_the_drawing_that_was_read_last_and_not_one_that_waits() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, acknowledge=False)
        await reader.tell(drawn(1, stroke()), "steps")
        reader.worker.send(drawn(2, stroke([100, 40, 100, 240])))
        why = await reader.tell(Why(shown=True), "why")
        assert (why.values["number"], why.values["read"]) == (1, 7)

    with_pool(test)


def test_a_network_is_measured_though_a_lesson_was_broken_off_that_would_have_ended_with_that() -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, small_network())
        for command in (kept(1, 4), Teach(), Drop()):  # all of them before the first slice of anything
            reader.worker.send(command)
        await reader.until("scene", lambda scene: scene.values["calibration"])

    with_pool(test)


@pytest.mark.parametrize("content", [b"nonsense", small_network()[:-5], b"\xff" * 40])
def test_a_network_that_cannot_be_read_gets_a_sentence(content: bytes) -> None:
    async def test(pool: Pool) -> None:
        reader = WatchedReader(pool, None)
        reader.worker.send_bytes(Kind.NETWORK, content)
        notice = await reader.until("notice")
        assert notice.values["level"] == "warning"
        assert reader.ended is None

    with_pool(test)


def test_data_are_loaded_once_though_somebody_gives_up_waiting_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    given_up = threading.Event()
    load = desk.known_data

    def slowly(spec: RunSpec) -> Dataset:
        given_up.wait()
        loaded.append(spec)
        return load(spec)

    monkeypatch.setattr(desk, "known_data", slowly)
    first = desk.Desk(unpack(small_network()))
    next(first.data())  # and no more: another drawing has come
    given_up.set()
    assert len(finished(desk.Desk(first.network, seen_as=first).data()).train) > 0
    assert finished(first.data()) is finished(first.data())
    assert len(loaded) == 1


def test_data_that_could_not_be_had_are_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: RunSpec) -> Dataset:
        raise DataError("There is no network.")

    one = desk.Desk(unpack(small_network()))
    with monkeypatch.context() as without:
        without.setattr(desk, "known_data", fail)
        with pytest.raises(DataError, match="no network"):
            finished(one.data())
    assert len(finished(one.data()).train) > 0


def test_a_reader_that_is_killed_is_missed_and_one_that_is_stopped_is_gone() -> None:
    async def test(pool: Pool) -> None:
        killed, stopped = WatchedReader(pool), WatchedReader(pool)
        await killed.tell(drawn(1, stroke()), "reading")
        await stopped.tell(drawn(1, stroke()), "reading")
        pool.stop(stopped.worker)
        async with asyncio.timeout(10):
            while len(run_processes()) > 1:
                await asyncio.sleep(0.05)
        (victim,) = run_processes()
        os.kill(victim, signal.SIGKILL)
        async with asyncio.timeout(10):
            while killed.ended is None:
                await asyncio.sleep(0.05)
        assert killed.ended == "signal 9"
        assert stopped.ended is None

    with_pool(test)
