"""Lanes: several networks that train side by side, as one computation.

Small networks spend most of their time between operations. Here each operation works on all of them at once, with an axis of lanes in
front; every lane comes out as it would alone, to the last digits.
"""

from playground.engine.lanes.alike import groups
from playground.engine.lanes.lineup import Lineup, line_up

__all__ = ["Lineup", "groups", "line_up"]
