"""Lanes: several networks that train side by side, as one computation.

Small networks spend most of their time between operations. Here each operation works on all of them at once, with an axis of lanes in
front; every lane comes out as it would alone, to the last digits.
"""

from playground.engine.lanes.alike import MOST_LANES, groups
from playground.engine.lanes.inside import LanesInside
from playground.engine.lanes.lineup import Lineup, line_up
from playground.engine.lanes.training import LanesPoint, LanesTraining

__all__ = ["MOST_LANES", "LanesInside", "LanesPoint", "LanesTraining", "Lineup", "groups", "line_up"]
