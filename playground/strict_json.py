"""JSON from outside, read strictly: no name twice, no number that is not finite, nothing nested deeply."""

import json
from typing import Any

from playground.errors import PlaygroundError


def read_strictly(text: str, what: str, *, deep: int, error: type[PlaygroundError]) -> Any:
    """The value of a JSON text.

    Args:
        text: of any length that the caller allows.
        what: it should be, for messages: `"spec"`.
        deep: how many objects and lists may be inside one another.
        error: to raise.

    Raises:
        PlaygroundError: the `error`, whose message is one sentence on what is wrong.
    """

    def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key, each in pairs:
            if key in value:
                raise error(f"The {what} has {key[:40]!r} twice.")
            value[key] = each
        return value

    def no_constants(name: str) -> float:
        raise error(f"The {what} has a number that is not finite: {name}.")

    try:
        value = json.loads(text, object_pairs_hook=no_duplicates, parse_constant=no_constants)
    except (ValueError, RecursionError) as found:  # not JSON, or a number of thousands of digits
        raise error(f"The {what} is not JSON: {found}.") from None
    if _is_deeper(value, deep):
        raise error(f"The {what} is nested more than {deep} deep.")
    return value


def _is_deeper(value: object, deep: int) -> bool:
    """Whether more than so many objects and lists are inside one another; it looks no deeper than that itself."""
    if not isinstance(value, dict | list):
        return False
    return deep == 0 or any(_is_deeper(each, deep - 1) for each in (value.values() if isinstance(value, dict) else value))
