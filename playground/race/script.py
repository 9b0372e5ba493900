"""A comparison as a program with Keras."""

from playground.race.spec import RaceSpec


def keras_script(race: RaceSpec) -> str:
    """The program."""
    return ""
