"""The project's exceptions: one small tree, so that one `except` in the page and one in the command line are enough.

PlaygroundError            anything a person can do something about; its text is one sentence for them
|-- SpecError              a setting is unknown, out of bounds, or does not fit another
|   `-- UnknownName        a name that no registry holds
|-- DataError              data could not be found, read or understood
`-- WorkerError            the process that trains could not start, or is gone
"""

from collections.abc import Iterable


class PlaygroundError(Exception):
    """Something went wrong that a person can understand and mend."""


class SpecError(PlaygroundError):
    """A setting is unknown, out of bounds, or does not fit another setting."""


class UnknownName(SpecError):
    """A name that the registry for its kind does not hold."""

    def __init__(self, kind: str, got: object, known: Iterable[str]) -> None:
        """Say what kind of thing was asked for, what was given, and what there is."""
        super().__init__(f"Unknown {kind} {str(got)[:40]!r}. Known: {', '.join(known)}.")


def shown(value: object) -> str:
    """Whatever was given, short enough for a sentence."""
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "one that is too long to show"
    return text if len(text) <= 40 else text[:40] + "..."


class DataError(PlaygroundError):
    """Data could not be found, read or understood."""


class WorkerError(PlaygroundError):
    """The process that trains could not start, or is gone."""
