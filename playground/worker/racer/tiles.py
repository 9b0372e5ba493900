"""Tiles: small pictures of many networks, one for each entry of a comparison.

They are drawn for the page that looks, one after the other, in memory that networks of the same shape share.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.engine import NeuronMaps
from playground.engine.network import inputs
from playground.engine.responses import Responses
from playground.engine.weight_pictures import pictured, unit_pictures
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, as_bytes, largest, scaled
from playground.worker.painters.digits import first_units
from playground.worker.painters.points import CURVE_POINTS, centres, square, winners
from playground.worker.painters.window import Window, is_line, window_on

SIDES = ((12, 64), (36, 36), (1000, 20))
"""Up to so many tiles, pixels of a side."""

DIGITS_SHOWN = 20
UNITS_SHOWN = 12


class Tile(Protocol):
    """Draws one entry."""

    def __call__(self, parameters: Parameters) -> Arrays:
        """Its picture: arrays of the same shapes for all entries."""


def side_for(entries: int) -> int:
    """How many pixels wide a tile is, on the plane."""
    return next(side for most, side in SIDES if entries <= most)


class PlaneTile:
    """What a network says over the plane."""

    def __init__(self, spec: RunSpec, data: Dataset, side: int, before: NeuronMaps | None) -> None:
        """Lay out the points that it is asked about."""
        self._spec, self._side = spec, side
        self._window = window_on(spec, data)
        self.maps = NeuronMaps(spec, _asked(spec, self._window, square(side)), before)

    def __call__(self, parameters: Parameters) -> Arrays:
        """The answer, or the winner of several classes."""
        output = self.maps(parameters)[-1]
        answer = self._window.answer(self._spec, output)
        if answer is None:
            return winners(output, self._side)
        return {"output": as_bytes(answer).reshape(self._side, self._side)}


class LineTile:
    """What a network says along the line."""

    def __init__(self, spec: RunSpec, data: Dataset, before: NeuronMaps | None) -> None:
        """Lay out the points that it is asked about."""
        self._window = window_on(spec, data)
        self.maps = NeuronMaps(spec, _asked(spec, self._window, centres(CURVE_POINTS)[:, None]), before)

    def __call__(self, parameters: Parameters) -> Arrays:
        """The curve."""
        return {"curves": self._window.height.placed(np.nan_to_num(self.maps(parameters)[-1][0]))}


class DigitsTile:
    """What the first units of a network look for, and what it takes some test pictures for."""

    maps: NeuronMaps | None = None

    def __init__(self, spec: RunSpec, data: Dataset) -> None:
        """Choose the pictures."""
        self._spec = spec
        shown = data.test.first(DIGITS_SHOWN)
        self._raw = shown.raw
        self._responses = Responses(spec, len(shown))
        self._number, self._side = first_units(spec)
        self._units = UNITS_SHOWN if pictured(spec, self._number) is not None else 0

    def __call__(self, parameters: Parameters) -> Arrays:
        """Weights as pictures, and the guesses."""
        weights = unit_pictures(self._spec, parameters, self._number, slice(self._units)) if self._units else None
        units = np.full((UNITS_SHOWN, self._side, self._side), 128, np.uint8)
        if weights is not None:
            units[: len(weights)] = scaled(weights, largest(weights))
        says = self._responses(parameters, self._raw)[-1]
        return {
            "units": units,
            "guesses": says.argmax(axis=1).astype(np.uint8),
            "confidences": says.max(axis=1).astype(np.float32),
        }


def make_tiles(specs: Sequence[RunSpec], datasets: Sequence[Dataset], side: int) -> list[Tile]:
    """A tile for each of some networks.

    Args:
        specs: of the networks.
        datasets: theirs.
        side: pixels of a tile on the plane.
    """
    memory: dict[object, NeuronMaps] = {}
    found: list[Tile] = []
    for spec, data in zip(specs, datasets, strict=True):
        before = memory.get(spec.shapes)
        tile: PlaneTile | LineTile | DigitsTile
        if spec.data.is_image:
            tile = DigitsTile(spec, data)
        elif is_line(spec):
            tile = LineTile(spec, data, before)
        else:
            tile = PlaneTile(spec, data, side, before)
        if tile.maps is not None:
            memory.setdefault(spec.shapes, tile.maps)
        found.append(tile)
    return found


def drawn(tiles: Sequence[Tile], parameters: Sequence[Parameters]) -> Mapping[str, Any]:
    """All pictures, with an axis of entries in front."""
    with np.errstate(all="ignore"):  # a network that has diverged has weights that are no numbers; its picture is then blank
        each = [tile(one) for tile, one in zip(tiles, parameters, strict=True)]
    return {name: np.stack([one[name] for one in each]) for name in each[0]}


def _asked(spec: RunSpec, window: Window, places: FloatArray) -> FloatArray:
    return np.ascontiguousarray(inputs(spec, window.samples(places)).T)
