"""Painters: what a run shows of itself, as arrays drawn from parameters. One file for each kind of data."""

from playground.data import Dataset
from playground.spec import RunSpec
from playground.worker.painters.base import Arrays, Painter, class_names, describe_layers
from playground.worker.painters.digits import DigitsPainter
from playground.worker.painters.points import LinePainter, PlanePainter
from playground.worker.painters.window import is_line


def make_painter(spec: RunSpec, data: Dataset) -> Painter:
    """The painter for a spec's kind of data."""
    if spec.data.is_image:
        return DigitsPainter(spec, data)
    return LinePainter(spec, data) if is_line(spec) else PlanePainter(spec, data)


__all__ = ["Arrays", "Painter", "PlanePainter", "class_names", "describe_layers", "make_painter"]
