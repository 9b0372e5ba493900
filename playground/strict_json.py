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
    if _depth(value) > deep:
        raise error(f"The {what} is nested more than {deep} deep.")
    return value


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
