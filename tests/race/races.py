"""Comparisons that several tests need."""

from playground.race import RaceSpec
from playground.spec.part import parse
from tests.support import make_spec


def race(*axes: str, seeds: int = 2, target: dict | None = None, **base) -> RaceSpec:
    """A comparison in one line: each axis reads like `"activation relu tanh"`."""
    split = [axis.split(" ") for axis in axes or ["activation relu tanh"]]
    spec = make_spec(**{"layers": "4 tanh, 4 tanh", "learning_rate": 0.01, "epochs": 10, "data": {"samples": 100}, **base})
    given = {"base": spec, "axes": [{"name": name, "values": values} for name, *values in split], "seeds": seeds}
    return parse(RaceSpec, given | ({"target": target} if target else {}))
