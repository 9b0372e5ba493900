"""A comparison as a link, and back.

It is the link of its base, and what is compared besides:

    ?vary=activation+relu+tanh&vary2=learning_rate+0.003+0.01&seeds=5&target=score+0.95&data=circle&...

A setting and its values stand with spaces between them (a plus sign in an address); values are as they are in the links of runs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.errors import SpecError
from playground.race.spec import MOST_AXES, MOST_VALUES, RaceSpec
from playground.spec import from_query, to_query
from playground.spec.link import KEYS as SPEC_KEYS
from playground.spec.link import check_known, read_number, read_whole, single, written
from playground.spec.part import parse

_VARY = ("vary", *(f"vary{number}" for number in range(2, MOST_AXES + 1)))
KEYS = frozenset({*_VARY, "seeds", "target"})
MOST_VARY_CHARACTERS = 1024


def race_to_query(race: RaceSpec) -> dict[str, str]:
    """The comparison as the query of a link."""
    query = {key: " ".join([axis.name, *axis.values]) for key, axis in zip(_VARY, race.axes, strict=False)}
    query |= {"seeds": str(race.seeds), "target": f"{race.target.on} {written(race.target.value)}"}
    return query | to_query(race.base)


def race_from_query(query: Mapping[str, str | Sequence[str]]) -> RaceSpec:
    """Read a link. What it does not say is as in the default comparison; a base that it does not say is that of the default, too.

    Args:
        query: from anywhere, hostile ones included; a list of values stands for a key that was given more than once.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    texts = {key: single(key, value, MOST_VARY_CHARACTERS) for key, value in query.items() if key in KEYS}
    base = {key: value for key, value in query.items() if key not in KEYS}
    for key in base:
        check_known(key, KEYS | SPEC_KEYS)
    tree: dict[str, Any] = {"base": from_query(base)} if base else {}
    axes = [_read_axis(key, texts[key]) for key in _VARY if key in texts]
    if axes:
        tree["axes"] = axes
    if "seeds" in texts:
        tree["seeds"] = read_whole("seeds", texts["seeds"])
    if "target" in texts:
        tree["target"] = _read_target(texts["target"])
    return parse(RaceSpec, tree)


def _read_axis(key: str, text: str) -> dict[str, Any]:
    name, *values = text.split(" ")
    if not values:
        raise SpecError(f"The link's {key!r} should be a setting and its values, like activation relu tanh, got {text[:40]!r}.")
    if len(values) > MOST_VALUES:
        raise SpecError(f"The link's {key!r} has {len(values)} values; it may have {MOST_VALUES}.")
    return {"name": name, "values": values}


def _read_target(text: str) -> dict[str, Any]:
    on, _, value = text.partition(" ")
    return {"on": on, "value": read_number("target", value)}
