"""A spec as JSON, and back."""

import json
from typing import Any

from playground.errors import SpecError
from playground.spec.model import RunSpec
from playground.spec.part import parse

MOST_JSON_CHARACTERS = 16_384
MOST_JSON_DEPTH = 8


def to_json(spec: RunSpec) -> str:
    """The spec as JSON, for a file."""
    return spec.model_dump_json(indent=2)


def from_json(text: str) -> RunSpec:
    """Read a spec from JSON. What it does not say is as in the default spec.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    if len(text) > MOST_JSON_CHARACTERS:
        raise SpecError(f"A spec has at most {MOST_JSON_CHARACTERS:,} characters, got {len(text):,}.")
    try:
        value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constants)
    except (ValueError, RecursionError) as error:  # not JSON, or a number of thousands of digits
        raise SpecError(f"The spec is not JSON: {error}.") from None
    if _depth(value) > MOST_JSON_DEPTH:
        raise SpecError(f"The spec is nested more than {MOST_JSON_DEPTH} deep.")
    return parse(RunSpec, value)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise SpecError(f"The spec has {key[:40]!r} twice.")
    return dict(pairs)


def _no_constants(name: str) -> float:
    raise SpecError(f"The spec has a number that is not finite: {name}.")


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
