"""A comparison as JSON, and back."""

from playground.race.spec import RaceSpec
from playground.spec.json_file import MOST_JSON_DEPTH, part_from_json


def race_to_json(race: RaceSpec) -> str:
    """The comparison as JSON, for a file."""
    return race.model_dump_json(indent=2)


def race_from_json(text: str) -> RaceSpec:
    """Read a comparison from JSON. What it does not say is as in the default.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    return part_from_json(RaceSpec, text, "comparison", deep=MOST_JSON_DEPTH + 2)  # a spec is inside of it
