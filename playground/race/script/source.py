"""Python source: literals, calls that fit a line, and formulas that write themselves down."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LINE = 120
"""Characters of a line, at most, where something can be done about it."""

INDENT = "    "


def literal(value: object) -> str:
    """A setting as source: text in double quotes, and everything else as Python says it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def keywords(settings: Mapping[str, object]) -> list[str]:
    """Settings as keyword arguments."""
    return [f"{name}={written(value)}" for name, value in settings.items()]


def fitted(depth: int, head: str, parts: Sequence[str], tail: str) -> list[str]:
    """Something in brackets: on one line if it fits, otherwise with a line for each part, as ruff has it.

    Args:
        depth: of the indentation.
        head: up to the opening bracket.
        parts: what is between the brackets.
        tail: from the closing bracket on.
    """
    line = f"{INDENT * depth}{head}{', '.join(parts)}{tail}"
    if len(line) <= LINE or not parts:
        return [line]
    lines = [each for part in parts for each in _broken(depth + 1, f"{part},")]
    return [f"{INDENT * depth}{head}", *lines, f"{INDENT * depth}{tail}"]


def _broken(depth: int, text: str) -> list[str]:
    """A line; what is between its last brackets on a line of its own, if it does not fit."""
    end = text.rfind(")")
    if len(INDENT * depth + text) <= LINE or end < 0:
        return [INDENT * depth + text]
    start, nested = end, 1
    while nested:
        start -= 1
        nested += {")": 1, "(": -1}.get(text[start], 0)
    return [INDENT * depth + text[: start + 1], INDENT * (depth + 1) + text[start + 1 : end], INDENT * depth + text[end:]]


class Term:
    """A part of a formula that is not worked out but written down: `2 * Term("x")` is `Term("2 * x")`.

    What a registry says in the form of a function, the twin of an activation or the arguments of a schedule, is so turned into source
    without being said a second time.
    """

    def __init__(self, text: str, *, compound: bool = False) -> None:
        """Take a text.

        Args:
            text: the source.
            compound: whether it needs brackets beside an operator.
        """
        self.text = text
        self._compound = compound

    def _operand(self) -> str:
        return f"({self.text})" if self._compound else self.text

    def __neg__(self) -> "Term":
        """`-a`."""
        return Term(f"-{self._operand()}", compound=True)


def _operator(sign: str, *, swapped: bool) -> Callable[[Term, object], Term]:
    def apply(self: Term, other: object) -> Term:
        sides = [each._operand() if isinstance(each, Term) else literal(each) for each in (self, other)]
        return Term(f" {sign} ".join(reversed(sides) if swapped else sides), compound=True)

    return apply


for _name, _sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "pow": "**"}.items():
    setattr(Term, f"__{_name}__", _operator(_sign, swapped=False))
    setattr(Term, f"__r{_name}__", _operator(_sign, swapped=True))
for _name, _sign in {"gt": ">", "lt": "<", "ge": ">=", "le": "<="}.items():
    setattr(Term, f"__{_name}__", _operator(_sign, swapped=False))


class Writer:
    """A module whose functions write down that they were called: `Writer("ops").sin(Term("z"))` is `Term("ops.sin(z)")`."""

    def __init__(self, name: str) -> None:
        """Take the module's name."""
        self._name = name

    def __getattr__(self, function: str) -> Callable[..., Term]:
        """Any function of the module."""

        def call(*arguments: object, **settings: object) -> Term:
            return Term(f"{self._name}.{function}({', '.join([*map(written, arguments), *keywords(settings)])})")

        return call


def written(value: object) -> str:
    """A term or a value as source."""
    return value.text if isinstance(value, Term) else literal(value)


def any_term(text: str) -> Any:
    """A term for a function that expects a number."""
    return Term(text)
