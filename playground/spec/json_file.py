"""A spec as JSON, and back."""

from playground.errors import SpecError
from playground.spec.model import RunSpec
from playground.spec.part import P, parse
from playground.strict_json import read_strictly

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
    return part_from_json(RunSpec, text, "spec", deep=MOST_JSON_DEPTH)


def part_from_json(kind: type[P], text: str, what: str, *, deep: int) -> P:
    """Read a part of a spec, or what is made of specs, from JSON.

    Args:
        kind: what it should be.
        text: of any length.
        what: it is called in messages.
        deep: how many objects and lists may be inside one another.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    if len(text) > MOST_JSON_CHARACTERS:
        raise SpecError(f"A {what} has at most {MOST_JSON_CHARACTERS:,} characters, got {len(text):,}.")
    return parse(kind, read_strictly(text, what, deep=deep, error=SpecError))
