"""Python source: literals, calls that fit a line, and formulas that write themselves down."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
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


def laid_out(depth: int, text: str) -> list[str]:
    """A piece of code on as many lines as it needs, as ruff has it.

    Args:
        depth: of the indentation.
        text: on one line; strings in it are in double quotes.
    """
    line = INDENT * depth + text
    pairs = _brackets(text)
    if len(line) <= LINE or not pairs:
        return [line]
    # What is between the last brackets goes between their lines.
    start, end = next(pair for pair in pairs if pair[1] == max(end for _, end in pairs))
    inside = text[start + 1 : end]
    if not inside:
        return [line]
    is_call = text[start] == "(" and len(INDENT * (depth + 1) + inside) <= LINE
    parts = [inside] if is_call else [f"{part}," for part in _split(inside)]
    between = [each for part in parts for each in laid_out(depth + 1, part)]
    return [INDENT * depth + text[: start + 1], *between, INDENT * depth + text[end:]]


def _code(text: str) -> Iterator[tuple[int, str]]:
    """The characters that are not in strings, with their positions."""
    quoted = escaped = False
    for position, letter in enumerate(text):
        if letter == '"' and not escaped:
            quoted = not quoted
        elif not quoted:
            yield position, letter
        escaped = quoted and letter == "\\" and not escaped


def _brackets(text: str) -> list[tuple[int, int]]:
    """Positions of brackets that belong together."""
    pairs, waiting = [], []
    for position, letter in _code(text):
        if letter in "([{":
            waiting.append(position)
        elif letter in ")]}":
            pairs.append((waiting.pop(), position))
    return pairs


def _split(text: str) -> list[str]:
    """What stands between the commas that are in no brackets, and not between the arguments of a lambda."""
    pairs = _brackets(text)
    parts, begin = [], 0
    for at, letter in _code(text):
        inside = any(start < at < end for start, end in pairs)
        if letter == "," and not inside and not re.search(r"\blambda [^:]*$", text[begin:at]):
            parts.append(text[begin:at].strip())
            begin = at + 1
    return [*parts, text[begin:].strip()]


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
