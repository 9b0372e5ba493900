"""What stands still on the page of a comparison: who runs, on what, and how to read it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import numpy as np

from playground.data import Dataset
from playground.race.json_file import race_to_json
from playground.race.marks import weighted
from playground.race.script import keras_script
from playground.race.spec import RaceSpec
from playground.spec import RunSpec, to_query
from playground.worker.painters.base import Arrays, class_names
from playground.worker.painters.digits import first_units
from playground.worker.painters.window import is_line, window_on
from playground.worker.racer.tiles import DIGITS_SHOWN, side_for

POINTS_SHOWN = 400
"""Points that are drawn on each tile; more would cover it."""


def scene(race: RaceSpec, crews: Sequence[Sequence[int]], datasets: Sequence[Dataset], shown: int) -> tuple[dict[str, Any], Arrays]:
    """The message `race`, but for the number of the run.

    Args:
        race: the comparison.
        crews: the entries that each crew trains.
        datasets: those of the first entry, or of all entries where these differ, for the seed that is shown.
        shown: position of that seed.
    """
    first = race.entries[0].spec
    values = {
        "title": race.title,
        "task": _task(first),
        "axes": [
            {
                "name": axis.name,
                "label": axis.entry.label,
                "values": [{"text": text, "label": label} for text, label in zip(axis.values, axis.labels, strict=True)],
            }
            for axis in race.axes
        ],
        "entries": [
            {"label": entry.label, "values": list(entry.values), "link": urlencode(to_query(entry.spec))} for entry in race.entries
        ],
        "seeds": list(race.seed_list),
        "shown": shown,
        "crews": [list(crew) for crew in crews],
        "epochs": race.epochs,
        "layers": _layer_names(race),
        "score": "R²" if first.data.is_regression else "Accuracy",
        "losses": race.losses_compare,
        "target": race.target.model_dump(),
        "classes": first.data.classes,
        "class_names": class_names(datasets[0]),
        "side": first.data.entry.side if first.data.is_image else side_for(len(race.entries)),
        "sets": len(datasets),
        "moments": True,
        "file": race_to_json(race),
        "script": keras_script(race),
        "notes": list(datasets[0].notes),
    }
    if first.data.is_image:
        return values | {"unit_side": first_units(first)[1]}, _digits(first, datasets[0])
    window = window_on(first, datasets[0])
    values |= {"axes_shown": [axis and axis.described() for axis in window.axes], "height": window.height.described()}
    return values, _points(race, datasets)


def points_differ(race: RaceSpec) -> bool:
    """Whether the entries learn from different points."""
    return len({entry.spec.data.replace(features=race.base.data.features) for entry in race.entries}) > 1


def _task(spec: RunSpec) -> str:
    if spec.data.is_image:
        return "digits"
    return "line" if is_line(spec) else "plane"


def _layer_names(race: RaceSpec) -> list[str]:
    most = max(weighted(entry.spec) for entry in race.entries)
    return [*(f"Hidden {number}" for number in range(1, most)), "Output"]


def _digits(spec: RunSpec, data: Dataset) -> Arrays:
    shown, side = data.test.first(DIGITS_SHOWN), spec.data.entry.side
    return {"digits": np.asarray(shown.raw).reshape(-1, side, side), "answers": np.asarray(shown.labels)}


def _points(race: RaceSpec, datasets: Sequence[Dataset]) -> Arrays:
    """The points of the first entry; or those of each, as long as the longest, with places that are no numbers where there are none."""
    sets = [_drawn(race.base, data) for data in datasets]
    if len(sets) == 1:
        points, told, test = sets[0]
        return {"points": points, _told(race.base): told, "test": test}
    longest = max(len(points) for points, _, _ in sets)

    def padded(arrays: list[Any], filler: float) -> Any:
        return np.stack([np.concatenate([each, np.full((longest - len(each), *each.shape[1:]), filler, each.dtype)]) for each in arrays])

    points, told, test = (list(each) for each in zip(*sets, strict=True))
    return {"points": padded(points, np.nan), _told(race.base): padded(told, 0), "test": padded(test, 0)}


def _told(spec: RunSpec) -> str:
    return "values" if spec.data.is_regression else "labels"


def _drawn(spec: RunSpec, data: Dataset) -> tuple[Any, Any, Any]:
    window = window_on(spec, data)
    parts = (data.train, data.test.first(0)) if data.test is data.train else (data.train, data.test)
    share = min(1.0, POINTS_SHOWN / max(1, sum(map(len, parts))))
    few = [part.first(round(len(part) * share)) for part in parts]
    raw, labels = (np.concatenate([getattr(part, name) for part in few]) for name in ("raw", "labels"))
    told = window.height.placed(labels) if spec.data.is_regression else labels
    return window.places(raw), told, np.repeat(np.array([0, 1], np.uint8), [len(part) for part in few])
