"""What exists, by name: a registry is an ordered, read-only table of entries.

The order of the entries is their order in the menus. An entry's `name` is for ever (it stands in links and files); its `label` may
change. To add an activation, a loss, an optimizer or a data set, add one entry to its registry: the menus, the validation, the link
and the tests read the registry and follow by themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from playground.errors import UnknownName


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every registered thing has.

    Attributes:
        name: lower-case identifier in specs, links and files; it never changes.
        label: what menus show.
        help: one plain sentence on what it is or when to use it.
        formula: LaTeX, or empty where there is none.
    """

    name: str
    label: str
    help: str
    formula: str = ""


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
