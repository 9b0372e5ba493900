"""A comparison as JSON, and back."""

from playground.errors import SpecError
from playground.race.spec import RaceSpec
from playground.spec.json_file import MOST_JSON_CHARACTERS, MOST_JSON_DEPTH
from playground.spec.part import parse
from playground.strict_json import read_strictly


def race_to_json(race: RaceSpec) -> str:
    """The comparison as JSON, for a file."""
    return race.model_dump_json(indent=2)


def race_from_json(text: str) -> RaceSpec:
    """Read a comparison from JSON. What it does not say is as in the default.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    if len(text) > MOST_JSON_CHARACTERS:
        raise SpecError(f"A comparison has at most {MOST_JSON_CHARACTERS:,} characters, got {len(text):,}.")
    return parse(RaceSpec, read_strictly(text, "comparison", deep=MOST_JSON_DEPTH + 2, error=SpecError))
