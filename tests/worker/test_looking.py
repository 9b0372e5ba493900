"""What the network makes of the picture that is looked at, and galleries of test pictures: the messages, without a process around them."""

from typing import Any

import numpy as np
import pytest

from playground.digits.drawn import DrawnStroke
from playground.engine import Training, predict
from playground.engine.network import by_layer
from playground.engine.responses import Responses
from playground.engine.samples import load_data
from playground.errors import PlaygroundError
from playground.spec import RunSpec
from playground.worker import gallery as galleries
from playground.worker.protocol import Cell, Draw, Look, Mistakes, Speaking
from playground.worker.show import Show
from tests.worker.test_show import PICTURES, Heard, levels, shown, spec_of

DRAWING = Draw(strokes=(DrawnStroke(points=(30, 30, 120, 30, 70, 120), width=12),), size=150)
MOST_FRAME_BYTES = 150_000


def looking(layers: str = "flatten, 100 relu, 12 relu", steps: int = 3) -> tuple[RunSpec, dict[str, Any], Training, Heard, Show]:
    spec = spec_of("mnist", layers)
    scene, _, training, heard, show = shown(spec, steps)
    return spec, scene.values, training, heard, show


@pytest.mark.parametrize("layers", PICTURES.values(), ids=PICTURES)
def test_each_layer_says_what_the_network_makes_of_the_picture(layers: str) -> None:
    spec, scene, training, heard, show = looking(layers)
    show.obey(Look(sample=17), training)
    guess = heard.last("guess")
    raw = np.asarray(training.data.test.raw[17:18])
    assert (guess.values["sample"], guess.values["answer"]) == (17, training.data.test.labels[17])
    assert np.array_equal(guess.arrays["digit"], raw[0])
    assert guess.arrays["probabilities"] == pytest.approx(predict(spec, training.parameters(), raw)[0], abs=1e-6)
    said = [each[0] for each in Responses(spec)(training.parameters(), raw)]
    maps, units = guess.arrays.get("maps", np.zeros(0, np.uint8)), guess.arrays["units"]
    for each, count, scale in zip(said, scene["shown"], guess.values["scales"], strict=True):
        assert scale == pytest.approx(np.abs(each).max() or 1)
        if each.ndim == 3:
            expected = levels(each[..., :count].transpose(2, 0, 1) / scale).ravel()
            assert np.abs(maps[: len(expected)] - expected).max() <= 1
            maps = maps[len(expected) :]
        else:
            # Of a strip some numbers are told of, evenly from one end to the other, of units the first.
            which = np.arange(count) * len(each) // count if count == 784 else np.arange(count)
            assert units[:count] == pytest.approx(each[which], abs=1e-6)
            units = units[count:]
    assert len(maps) == len(units) == 0


def test_the_first_test_picture_is_looked_at_until_one_draws_and_the_drawing_until_another_is_chosen() -> None:
    _, _, training, heard, show = looking()
    assert heard.last("guess").values["sample"] == 0
    show.obey(DRAWING, training)
    assert heard.last("guess").values["sample"] is None
    show.obey(Look(sample=5), training)
    assert heard.last("guess").values["sample"] == 5
    show.obey(Look(sample=None), training)
    assert heard.last("guess").values["sample"] is None
    show.obey(DRAWING.model_copy(update={"strokes": []}), training)
    assert heard.last("guess").values["sample"] == 0


def test_a_layer_of_many_is_told_of_in_part() -> None:
    _, scene, training, heard, _ = looking("conv2d filters=40 padding=same, max_pooling2d, flatten, 100 relu")
    assert scene["shown"] == [16, 16, 784, 64, 10]
    assert heard.last("guess").arrays["maps"].shape == (16 * 28 * 28 + 16 * 14 * 14,)
    assert heard.last("guess").arrays["units"].shape == (784 + 64 + 10,)
    assert training.step  # it has something to say


@pytest.mark.parametrize(
    "layers",
    ["flatten, 128 relu", "conv2d filters=64 padding=same, conv2d filters=64 padding=same, max_pooling2d, max_pooling2d, flatten, 64 relu"],
)
def test_what_moves_is_small(layers: str) -> None:
    spec = spec_of("mnist", layers)
    data = load_data(spec)
    sent: list[bytes] = []

    class Counting(Heard):
        def send(self, kind: Any, content: bytes) -> None:
            sent.append(content)

    Show(Counting(), 1, spec, data).frame(Training(spec, data), "paused", None)  # type: ignore[arg-type]
    assert len(sent) == 2
    assert sum(map(len, sent)) < MOST_FRAME_BYTES


def test_a_unit_on_pixels_shows_its_weights_its_bias_and_where_it_leads() -> None:
    _, _, training, heard, show = looking()
    show.obey(Look(sample=2, unit=(2, 71)), training)
    guess, weights = heard.last("guess"), training.parameters()
    kernel = weights["dense_1/kernel"][:, 71]
    unit = guess.values["unit"]
    assert (unit["layer"], unit["unit"], unit["kernels"]) == (2, 71, 1)
    assert unit["numbers"] == {"bias": pytest.approx(weights["dense_1/bias"][71])}
    assert unit["kernel_scale"] == pytest.approx(np.abs(kernel).max())
    assert np.abs(guess.arrays["kernel"].ravel() - levels(kernel / np.abs(kernel).max())).max() <= 1
    raw = training.data.test.raw[2].ravel() / np.float32(255)
    assert unit["says"] == pytest.approx(max(0, raw @ kernel + weights["dense_1/bias"][71]), abs=1e-5)
    row = weights["dense_2/kernel"][71]
    assert [k for k, _ in unit["to"]] == np.argsort(-np.abs(row))[:5].tolist()
    assert [value for _, value in unit["to"]] == pytest.approx(row[[k for k, _ in unit["to"]]])


def test_a_unit_on_units_names_its_strongest_weights_from_below() -> None:
    _, _, training, heard, show = looking()
    show.obey(Look(sample=None, unit=(3, 4)), training)
    column = training.parameters()["dense_2/kernel"][:, 4]
    assert [k for k, _ in heard.last("guess").values["unit"]["from"]] == np.argsort(-np.abs(column), kind="stable")[:5].tolist()


def test_a_map_shows_itself_and_a_kernel_for_each_map_it_sees() -> None:
    _, _, training, heard, show = looking("conv2d filters=3, conv2d filters=20 kernel_size=5, dropout, flatten, 6 relu")
    show.obey(Look(sample=1, unit=(2, 18)), training)  # beyond those that are told of
    guess = heard.last("guess")
    kernel = training.parameters()["conv2d_2/kernel"][..., 18]
    assert guess.arrays["map"].shape == (22, 22)
    assert guess.arrays["kernel"].shape == (3, 5, 5)
    assert np.abs(guess.arrays["kernel"][1] - levels(kernel[..., 1] / np.abs(kernel).max())).max() <= 1
    show.obey(Look(sample=1, unit=(5, 0)), training)  # a unit that sees maps in a row, behind a dropout
    guess = heard.last("guess")
    assert guess.arrays["kernel"].shape == (16, 22, 22)
    dense = training.parameters()["dense_1/kernel"][:, 0].reshape(22, 22, 20)
    assert np.abs(guess.arrays["kernel"][7] - levels(dense[..., 7] / np.abs(dense).max())).max() <= 1


def test_a_class_shows_the_weights_of_those_that_push_it_most() -> None:
    _, scene, training, heard, show = looking("flatten, 30 relu")
    show.obey(Look(sample=0, unit=(3, 4)), training)
    guess = heard.last("guess")
    named = guess.values["pushes"][4]
    assert scene["speakers"] == 2
    weights = training.parameters()
    hidden = np.maximum(0, training.data.test.raw[0].ravel() / np.float32(255) @ weights["dense_1/kernel"] + weights["dense_1/bias"])
    pushes = hidden * weights["output/kernel"][:, 4]
    assert [unit for unit, _ in named] == [k for k in np.argsort(-pushes)[:5] if pushes[k] > 0]
    assert guess.arrays["speaker_pictures"].shape == (len(named), 28, 28)


@pytest.mark.parametrize("command", [Look(sample=10**6), Look(sample=0, unit=(9, 0)), Look(sample=0, unit=(2, 100))])
def test_what_is_not_there_is_a_sentence_and_what_was_looked_at_stays(command: Look) -> None:
    _, _, training, heard, show = looking()
    show.obey(Look(sample=3), training)
    with pytest.raises(PlaygroundError, match="no"):
        show.obey(command, training)
    show.guess(training)
    assert heard.last("guess").values["sample"] == 3


def test_points_have_nothing_of_all_this() -> None:
    _, _, training, heard, show = shown(spec_of("circle", "4 tanh"))
    for command in (Look(sample=0), Mistakes(shown=True), Cell(answer=0, guess=1), Speaking(shown=True), DRAWING):
        show.obey(command, training)
    assert not [message for message in heard.messages if message.kind in {"guess", "gallery"}]


# Galleries


def test_the_cells_of_the_matrix_hold_what_they_say_they_do() -> None:
    _, _, training, heard, show = looking(steps=7)
    labels, raw = training.data.test.labels, training.data.test.raw
    matrix = training.metrics.test.confusion
    for answer in range(10):
        for guess in range(10):
            show.obey(Cell(answer=answer, guess=guess), training)
            gallery = heard.last("gallery")
            cell = gallery.values["cell"]
            assert cell["all"] == matrix[answer][guess]
            assert len(cell["samples"]) == min(30, cell["all"])
            assert {*labels[cell["samples"]]} <= {answer}
            assert {*cell["guesses"]} <= {guess}
            assert cell["confidences"] == sorted(cell["confidences"], reverse=True)
            assert np.array_equal(gallery.arrays["cell_pictures"], raw[cell["samples"]])
    show.obey(Cell(answer=None, guess=None), training)
    assert heard.last("gallery").values["cell"] is None


def test_of_all_mistakes_the_surest_come_first() -> None:
    spec, _, training, heard, show = looking(steps=7)
    show.obey(Mistakes(shown=True), training)
    mistakes = heard.last("gallery").values["mistakes"]
    matrix = np.array(training.metrics.test.confusion)
    assert mistakes["all"] == matrix.sum() - matrix.trace()
    assert len(mistakes["samples"]) == min(60, mistakes["all"])
    kept = training.metrics.test.predictions
    assert kept is not None
    wrong = np.flatnonzero(kept.classes != training.data.test.labels)
    assert kept.confidences[mistakes["samples"]].min() >= np.sort(kept.confidences[wrong])[-len(mistakes["samples"])]
    assert all(answer != guess for answer, guess in zip(mistakes["answers"], mistakes["guesses"], strict=True))
    assert heard.last("gallery").values["tested"] == matrix.sum() == len(training.data.test)
    assert spec.data.is_image


def test_those_that_speak_for_a_class_do_so_over_its_test_pictures() -> None:
    spec, _, training, heard, show = looking("flatten, 80 relu", steps=7)
    show.obey(Speaking(shown=True), training)
    told = heard.last("gallery")
    weights, asked = by_layer(spec, training.parameters()), training.data.test.first(told.values["speakers"]["samples"])
    hidden = np.maximum(0, asked.raw.reshape(len(asked), -1) / np.float32(255) @ weights[1]["kernel"] + weights[1]["bias"])
    place = 0
    for label, named in enumerate(told.values["speakers"]["classes"]):
        pushes = hidden[asked.labels == label].mean(axis=0) * weights[2]["kernel"][:, label]
        assert [value for _, value in named] == pytest.approx(np.sort(pushes)[::-1][: len(named)], abs=1e-5)
        place += len(named)
    assert told.arrays["speaker_pictures"].shape == (place, 28, 28)


def test_nothing_is_shown_that_nobody_asked_for() -> None:
    _, _, training, heard, show = looking()
    show.frame(training, "paused", None)
    assert not [message for message in heard.messages if message.kind == "gallery"]


def test_a_gallery_follows_the_measurements_but_not_faster_than_one_can_look(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, training, heard, show = looking()
    count = lambda: sum(message.kind == "gallery" for message in heard.messages)  # noqa: E731
    now = [100.0]
    monkeypatch.setattr(galleries.time, "perf_counter", lambda: now[0])
    show.obey(Mistakes(shown=True), training)
    assert count() == 1
    show.frame(training, "playing", None)
    assert count() == 1  # nothing new was measured
    monkeypatch.undo()
    while not training.advance(1000):
        pass
    monkeypatch.setattr(galleries.time, "perf_counter", lambda: now[0])
    show.frame(training, "playing", None)
    assert count() == 1  # a second has not passed
    now[0] += galleries.SECONDS
    show.frame(training, "playing", None)
    assert count() == 2
    show.frame(training, "paused", None)
    assert count() == 2


def test_what_was_asked_for_goes_on_with_other_settings() -> None:
    _, _, training, heard, show = looking()
    show.obey(Look(sample=4), training)
    show.obey(Cell(answer=3, guess=8), training)
    other = spec_of("mnist", "flatten, 9 relu")
    after = Show(heard, 7, other, training.data, before=show)  # type: ignore[arg-type]
    after.frame(Training(other, training.data), "paused", None)
    assert heard.last("guess").values["sample"] == 4
    assert (heard.last("gallery").values["cell"]["answer"], heard.last("gallery").values["cell"]["guess"]) == (3, 8)


def test_a_diverged_network_is_looked_at_all_the_same() -> None:
    _, _, training, heard, show = looking("conv2d filters=3, flatten, 8 relu")
    broken = {name: np.full_like(array, np.nan) for name, array in training.parameters().items()}
    training.parameters = lambda: broken  # type: ignore[method-assign]
    show.obey(Speaking(shown=True), training)
    for layer in (1, 3, 4):
        show.obey(Look(sample=1, unit=(layer, 1)), training)
        assert heard.last("guess").values["unit"]["numbers"] == {"bias": None}
