"""What exists, by name: a registry is an ordered, read-only table of entries.

The order of the entries is their order in the menus. An entry's `name` is for ever (it stands in links and files); its `label` may
change. To add an activation, a loss, an optimizer or a data set, add one entry to its registry: the menus, the validation, the link
and the tests read the registry and follow by themselves.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

from playground.errors import SpecError, UnknownName, shown

Value: TypeAlias = bool | int | float | str
"""What a hyperparameter can be."""

Settings: TypeAlias = Mapping[str, Value]
"""Values of an entry's hyperparameters, by name; complete and within their bounds."""


class FrozenSettings(dict[str, Value]):
    """Settings that nobody can change: a spec that holds them is frozen through and through, and can be a key.

    They are a dict, since engines unpack them at every step, and nothing unpacks faster.
    """

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("Settings are frozen; change means `spec.replace(...)`.")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """The same for equal settings."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent to other processes as a whole, since it cannot be filled piece by piece."""
        return FrozenSettings, (dict(self),)


@dataclass(frozen=True, kw_only=True)
class Hyperparameter:
    """Something about an entry that one can set: its bounds stand here and nowhere else.

    The type of `default` is that of all values: a `float` takes any number, an `int` whole numbers only, a `bool` yes or no; where there
    are `options`, one of them.

    Attributes:
        name: lower-case identifier, the one Keras uses where it has one; it never changes.
        label: what the control shows.
        help: one plain sentence.
        default: what it is if nobody says otherwise.
        low: the least that a number may be.
        high: the most that a number may be.
        options: the values that may be chosen, in menu order, where only some may.
    """

    name: str
    label: str
    help: str
    default: Value
    low: float = -math.inf
    high: float = math.inf
    options: tuple[str | int, ...] = ()

    @property
    def allowed(self) -> str:
        """What it can be, in words: `"from 1 to 64"`."""
        if self.options:
            return f"one of {', '.join(map(str, self.options))}"
        return "true or false" if isinstance(self.default, bool) else f"from {self.low:.10g} to {self.high:.10g}"

    def check(self, value: object, where: str) -> Value:
        """The value, if it is valid.

        Args:
            value: anything.
            where: what the setting belongs to, for the message.

        Raises:
            SpecError: it is not; the message says what is allowed.
        """
        name = f"{where} {self.name}"
        got = shown(value)
        if self.options:
            # Not only equal: True is 1 to Python.
            if type(value) is not type(self.default) or value not in self.options:
                raise SpecError(f"{name} should be {self.allowed}, got {got}.")
            return value
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise SpecError(f"{name} should be {self.allowed}, got {got}.")
            return value
        return self._check_number(value, name, got)

    def _check_number(self, value: object, name: str, got: str) -> float:
        whole = isinstance(self.default, int)
        # Refused is what Python would quietly turn into a number: True, "1e9", and 2.0 where it should be whole.
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            raise SpecError(f"{name} should be a {'whole ' if whole else ''}number, got {got}.")
        if not self.low <= value <= self.high:  # NaN is in no interval
            raise SpecError(f"{name} should be {self.allowed}, got {got}.")
        return value if whole else float(value) or 0.0  # -0.0 is equal to 0, but would stand as another number in the link


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every registered thing has.

    Attributes:
        name: lower-case identifier in specs, links and files; it never changes.
        label: what menus show.
        help: one plain sentence on what it is or when to use it.
        formula: LaTeX, or empty where there is none.
        hyperparameters: what one can set about it.
    """

    name: str
    label: str
    help: str
    formula: str = ""
    hyperparameters: tuple[Hyperparameter, ...] = ()

    def settings(self, given: Mapping[str, object]) -> dict[str, Value]:
        """Complete and valid settings from some that were given; the others are as their defaults say.

        Raises:
            SpecError: one of them is unknown or out of bounds.
        """
        known = [each.name for each in self.hyperparameters]
        for name in given:
            if name not in known:
                raise SpecError(f"{self.label} has no setting {str(name)[:40]!r}. Known: {', '.join(known) or 'none'}.")
        return {each.name: each.check(given.get(each.name, each.default), self.label) for each in self.hyperparameters}


E = TypeVar("E", bound=Entry)


class Registry(Generic[E]):
    """Entries of one kind in menu order."""

    def __init__(self, kind: str, entries: Iterable[E]) -> None:
        """Register `entries` under their names.

        Args:
            kind: what an entry is, in the singular, for error messages: `"activation"`.
            entries: in the order in which menus show them.

        Raises:
            ValueError: two entries have the same name.
        """
        self.kind = kind
        self._entries: dict[str, E] = {}
        for entry in entries:
            if entry.name in self._entries:
                raise ValueError(f"The {kind} {entry.name!r} is registered twice.")
            self._entries[entry.name] = entry

    def __getitem__(self, name: str) -> E:
        """The entry called `name`.

        Raises:
            UnknownName: there is none; the message lists those that there are.
        """
        if name not in self:
            raise UnknownName(self.kind, name, self._entries)
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is an entry called `name`."""
        return isinstance(name, str) and name in self._entries

    def __iter__(self) -> Iterator[str]:
        """Names, in menu order."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def values(self) -> Iterator[E]:
        """Entries, in menu order."""
        return iter(self._entries.values())
