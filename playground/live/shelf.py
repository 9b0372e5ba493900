"""The shelf: networks that were trained in a browser, so that a Draw page of the same browser can read with them."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from playground.digits.facts import Facts
from playground.digits.network import facts_of
from playground.errors import DataError

MOST_OF_ONE = 8
"""Networks of one browser; past that, the one that was trained longest ago goes."""

MOST_BYTES = 200_000_000
"""Of all browsers together."""


@dataclass(frozen=True)
class Shelved:
    """A network on the shelf.

    Attributes:
        name: by which a page asks for it.
        content: of its file.
        facts: what is known of it.
    """

    name: str
    content: bytes
    facts: Facts


class Shelf:
    """Networks by the browser that has trained them, and by the run; the newest of each run. Used on the event loop only."""

    def __init__(self) -> None:
        """Nothing is on it."""
        self._kept: OrderedDict[tuple[str, str], Shelved] = OrderedDict()  # the one that was put here last comes last
        self._tell: set[Callable[[str], None]] = set()

    def put(self, owner: str, run: str, content: bytes) -> None:
        """Keep a network, in place of what the same run has put here before.

        Args:
            owner: secret of the browser.
            run: by which to know that it is the same.
            content: of its file, from one of our own processes.
        """
        try:
            facts = facts_of(content)
        except DataError:
            return
        before = self._kept.pop((owner, run), None)
        self._kept[owner, run] = Shelved(before.name if before else secrets.token_hex(6), content, facts)
        own = [key for key in self._kept if key[0] == owner]
        for key in own[:-MOST_OF_ONE]:
            del self._kept[key]
        while sum(len(each.content) for each in self._kept.values()) > MOST_BYTES:
            self._kept.popitem(last=False)
        for tell in list(self._tell):
            tell(owner)

    def of(self, owner: str) -> list[Shelved]:
        """The networks of a browser, the newest first."""
        return [shelved for (whose, _), shelved in reversed(self._kept.items()) if whose == owner]

    def find(self, owner: str, name: str) -> Shelved | None:
        """One of them."""
        return next((each for each in self.of(owner) if each.name == name), None)

    def watch(self, tell: Callable[[str], None]) -> None:
        """Have somebody told of each browser whose networks have changed."""
        self._tell.add(tell)

    def unwatch(self, tell: Callable[[str], None]) -> None:
        """Have them told no longer."""
        self._tell.discard(tell)
