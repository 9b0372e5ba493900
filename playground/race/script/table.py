"""The table of what differs between the entries of a comparison, and the definitions that a script needs besides."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """What differs, and what is defined.

    Attributes:
        columns: by the name that the script has for it, the source of each entry's value.
        definitions: functions and classes of the script, by name.
    """

    columns: dict[str, list[str]] = field(default_factory=dict)
    definitions: dict[str, list[str]] = field(default_factory=dict)

    def term(self, name: str, sources: Sequence[str | None], *, as_name: str = "") -> str:
        """What stands in the code for something that each entry has: its source where all agree, otherwise the name of a column.

        Args:
            name: of the column; two things that have the same name and are the same in each entry share one.
            sources: of each entry; `None` where an entry has no such thing.
            as_name: what to call it if it needs a column of its own; `name` by default.
        """
        known = list(dict.fromkeys(each for each in sources if each is not None))
        if len(known) <= 1:
            return known[0] if known else "None"
        column = [each or "None" for each in sources]
        found = next((other for other, each in self.columns.items() if other.startswith(name) and each == column), None)
        if found is not None:
            return found
        free = (each for each in (as_name or name, *(f"{as_name or name}_{number}" for number in range(2, 99))) if each not in self.columns)
        chosen = next(free)
        self.columns[chosen] = column
        return chosen
