"""Why a network reads a drawing as it does, and what would change its mind, bit by bit.

Each function here is work in slices that yields a message as often as there is something new to show, and `None` otherwise.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.digits import probabilities
from playground.digits.attacks import ATTACKS, Attack, attack, smallest_flip
from playground.digits.explanations import EXPLANATIONS, completeness
from playground.digits.loudest import Loudest, Speaker, loudest
from playground.errors import DataError
from playground.worker.messages import message
from playground.worker.painters.base import as_ink, largest, scaled
from playground.worker.reader.commands import Mind, Why
from playground.worker.reader.desk import Desk

MOST_NEAR = 8
MOST_LOUD = 6

Parts = Iterator[bytes | None]


def why(desk: Desk, picture: FloatArray, asked: Why, about: dict[str, Any]) -> Parts:
    """Explain an answer, one method after the other; each message has all that is known so far.

    Args:
        desk: with the network.
        picture: that it sees, `(side, side)` in [0, 1].
        asked: of which class.
        about: values that every message has.
    """
    said = probabilities(desk.network, picture[None])[0]
    label = int(said.argmax()) if asked.label is None or asked.label >= len(said) else asked.label
    values: dict[str, Any] = {**about, "label": label, "read": int(said.argmax()), "maps": [], "near": None, "loud": None, "done": False}
    arrays: dict[str, Any] = {"digit": as_ink(picture)}
    heatmaps = []
    values["loud"], loud_arrays = _loud(loudest(desk.network, picture, label, MOST_LOUD))
    arrays |= loud_arrays
    for entry in EXPLANATIONS.values():
        if not entry.suits(desk.network.spec):
            continue
        heatmap = yield from entry.explain(desk.network, picture, label)
        sums = completeness(desk.network, picture, label, heatmap) if entry.adds_up else None
        adds_up = None if sums is None else {"found": sums.attributed, "expected": sums.difference}
        values["maps"].append({"name": entry.name, "most": largest(heatmap), "adds_up": adds_up})
        heatmaps.append(scaled(heatmap))
        arrays["heatmaps"] = np.stack(heatmaps)
        yield message("why", values, arrays)
    try:
        near = yield from desk.neighbours()
    except DataError as error:
        values["near"] = {"problem": str(error)}
    else:
        positions, distances = near.nearest(picture, MOST_NEAR)
        values["near"] = {"labels": near.labels[positions].tolist(), "distances": [round(float(each), 3) for each in distances]}
        arrays["near_pictures"] = near.pictures[positions]
    yield message("why", values | {"done": True}, arrays)


def mind(desk: Desk, picture: FloatArray, asked: Mind, about: dict[str, Any]) -> Parts:
    """Look for a change that makes the network read something else.

    Args:
        desk: with the network.
        picture: that it sees, `(side, side)` in [0, 1].
        asked: by which method, within which budget, to become what.
        about: values that the message has.

    Raises:
        UnknownName: there is no such method.
    """
    method = ATTACKS[asked.method]
    said = probabilities(desk.network, picture[None])[0]
    target = asked.target if asked.target is not None and asked.target < len(said) else None
    found: Attack | None
    if asked.budget is None:
        found = yield from smallest_flip(desk.network, picture, method, target=target)
    else:
        found = yield from attack(desk.network, picture, method, asked.budget, target)
    values = {**about, "method": method.name, "smallest": asked.budget is None, "target": target, "read": int(said.argmax()), "found": None}
    arrays: dict[str, Any] = {"digit": as_ink(picture), "before": said.astype(np.float32)}
    if found is not None:
        values["found"] = {"label": found.label, "budget": found.budget, "most": largest(found.change)}
        arrays |= {"changed": as_ink(found.picture), "change": scaled(found.change), "after": found.probabilities.astype(np.float32)}
    yield message("mind", values, arrays)


def _loud(who: Loudest | None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Who has spoken loudest, as values and pictures: those for the class first."""
    if who is None:
        return None, {}
    everybody = [*who.speaking_for, *who.speaking_against]
    values = {
        "layer": who.layer + 1,
        "count": who.count,
        "for": [_spoken(each) for each in who.speaking_for],
        "against": [_spoken(each) for each in who.speaking_against],
        "bias": who.bias,
        "total": who.total,
    }
    pictures = [each.weights if each.weights is not None else each.map for each in everybody]
    if not everybody or any(picture is None for picture in pictures):
        return values, {}
    stack = np.stack([scaled(picture) for picture in pictures if picture is not None])
    return values | {"side": stack.shape[1]}, {"loud_pictures": stack}


def _spoken(speaker: Speaker) -> dict[str, Any]:
    return {"unit": speaker.unit, "said": speaker.said, "push": speaker.push}
