"""Painters: what a run shows of itself, as arrays drawn from parameters. One file for each kind of data."""

from collections.abc import Callable

from playground.data import Dataset
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, Painter, class_names, describe_layers
from playground.worker.painters.digits import DigitsPainter
from playground.worker.painters.points import LinePainter, PlanePainter

_PAINTERS: dict[str, Callable[[RunSpec, Dataset], Painter]] = {"plane": PlanePainter, "line": LinePainter, "image": DigitsPainter}


def make_painter(spec: RunSpec, data: Dataset) -> Painter:
    """The painter for a spec's kind of data."""
    return _PAINTERS[spec.data.entry.kind](spec, data)


__all__ = ["Arrays", "Painter", "class_names", "describe_layers", "make_painter"]
