"""Comparisons: any setting against any other, on the same data and from the same start.

A `RaceSpec` says what varies, the values and how many seeds. Its lanes train in heats; what is measured of them goes into a record, and the
record onto the leader board.
"""

from playground.race.axes import AXES, Axis
from playground.race.board import Row, board
from playground.race.pack import Pack, run
from playground.race.record import Record
from playground.race.spec import AxisSpec, RaceSpec, TargetSpec

__all__ = ["AXES", "Axis", "AxisSpec", "Pack", "RaceSpec", "Record", "Row", "TargetSpec", "board", "run"]
