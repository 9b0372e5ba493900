"""The network that comes with the project: how often it is right, how honest it is about that, and what it makes of scribbles."""

from collections.abc import Iterator, Sequence
from timeit import repeat

import numpy as np

from benchmarks.report import Row, row
from playground.data import Dataset
from playground.digits import DigitNetwork, shipped
from playground.digits.sureness import Verdict, judge, judge_all
from playground.digits.teaching import Lesson
from playground.engine.samples import load_data
from tests.digits.scribbles import pictures

CALLS = 50
LABELS = {"sure": "named", "unsure": "called unsure", "unlike": "called unlike any digit"}


def rows() -> Iterator[Row]:
    """Everything about it."""
    network = shipped()
    data = load_data(network.spec)
    notes = " ".join(data.notes)
    test = data.test
    verdicts = judge_all(network, test.raw)
    right = np.array([verdict.label for verdict in verdicts]) == test.labels
    why = "turned, shifted and thick or thin digits cost nothing on plain ones"
    yield row("test digits read right", [float(right.mean())], "share", at_least=0.993, why=why, notes=notes)
    sure = np.array([verdict.kind == "sure" for verdict in verdicts])
    yield row(
        "test digits named, of which right", [float(right[sure].mean())], "share", at_least=0.995, why="what is named can be relied on"
    )
    yield from _kinds("test digits", verdicts, {"unlike": (None, 0.015)}, "real digits are hardly ever refused")
    if network.calibration is not None:
        yield row("calibration error before", [network.calibration.ece_before], "ECE")
        yield row("calibration error after", [network.calibration.ece_after], "ECE", at_most=0.01, why="a confidence means what it says")
    scribbles = judge_all(network, np.concatenate([*pictures(each=40).values()]))
    yield from _kinds("scribbles", scribbles, {"sure": (None, 0.1)}, "what is no digit gets no class")
    fooled = np.mean([verdict.kind == "sure" and verdict.confidence > 0.97 for verdict in scribbles])
    yield row("scribbles named with more than 97 %", [float(fooled)], "share")
    times = [1000 * seconds / CALLS for seconds in repeat(lambda: judge(network, test.raw[0]), number=CALLS, repeat=9)]
    yield row("one verdict", times, "ms", at_most=2, why="a verdict while one draws")
    yield from _lessons(network, data)


def _kinds(what: str, verdicts: Sequence[Verdict], bounds: dict[str, tuple[float | None, float | None]], why: str) -> Iterator[Row]:
    for kind, label in LABELS.items():
        share = float(np.mean([verdict.kind == kind for verdict in verdicts]))
        at_least, at_most = bounds.get(kind, (None, None))
        yield row(f"{what} {label}", [share], "share", at_least=at_least, at_most=at_most, why=why if kind in bounds else "")


def _lessons(network: DigitNetwork, data: Dataset) -> Iterator[Row]:
    """Five sevens in a mirror, with and without rehearsal."""
    sevens = data.test.raw[data.test.labels == 7][:, :, ::-1] / np.float32(255)
    wrong = [picture for picture, verdict in zip(sevens, judge_all(network, sevens), strict=True) if verdict.label != 7]
    for rehearse, how in ((True, "with rehearsal"), (False, "without rehearsal")):
        lesson = Lesson(network, data, [(picture, 7) for picture in wrong[:5]], rehearse=rehearse)
        for _ in lesson:
            pass
        if lesson.taught is None:
            continue
        learned = float(np.mean([answer.after == answer.label for answer in lesson.taught.own]))
        yield row(
            f"five mirrored sevens learned {how}",
            [learned],
            "share",
            at_least=1 if rehearse else None,
            why="a lesson is learned" if rehearse else "",
        )
        lost = 100 * (lesson.taught.accuracy_before - lesson.taught.accuracy_after)
        yield row(
            f"test accuracy forgotten {how}",
            [lost],
            "points",
            at_most=2 if rehearse else None,
            why="and what was known stays" if rehearse else "",
        )
