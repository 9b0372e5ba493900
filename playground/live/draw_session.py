"""One session of the Draw page: the process that reads its drawings, and the networks that it can read with."""

from collections.abc import Callable
from typing import ClassVar

from playground.digits.facts import Facts
from playground.errors import PlaygroundError
from playground.live.shelf import Shelf
from playground.live.viewer import Viewer
from playground.live.watched import Watched
from playground.worker import messages
from playground.worker.envelope import MOST_BYTES, Kind
from playground.worker.pool import Pool
from playground.worker.protocol import Ack
from playground.worker.reader.commands import Choose, Refresh, drawing_command

SHIPPED = "shipped"
"""Name of the network that comes with the project."""


class DrawSession(Watched):
    """A reader, and what it reads with."""

    order: ClassVar = ("networks", "scene", "notice", "picture", "drawings", "steps", "guess", "why", "mind", "lesson")
    counted = ("reading",)

    def __init__(self, pool: Pool, shelf: Shelf, ask_runs: Callable[[str], None]) -> None:
        """Nothing runs yet.

        Args:
            pool: that starts readers.
            shelf: with the networks of all browsers.
            ask_runs: has the runs of a browser put their networks on the shelf.
        """
        super().__init__(pool)
        self._shelf = shelf
        self._ask_runs = ask_runs
        self._chosen = SHIPPED

    def join(self, viewer: Viewer) -> None:
        """A page has connected."""
        super().join(viewer)
        self._shelf.watch(self._shelf_changed)
        self._ask_runs(self.owner)
        self._tell_networks()

    def leave(self, viewer: Viewer) -> None:
        """A page has gone."""
        super().leave(viewer)
        if not self._viewers:
            self._shelf.unwatch(self._shelf_changed)

    def hear(self, text: str, viewer: Viewer) -> None:
        """Do what a page asks for."""
        command = drawing_command(text)
        match command:
            case Ack():
                viewer.acknowledge()
            case Choose():
                self._choose(command.network)
            case Refresh():
                self._ask_runs(self.owner)
            case _ if self._worker is not None:
                self._worker.send(command)

    def hear_file(self, content: bytes) -> None:
        """Take a file that a person has put on the page; what it is, the reader finds out."""
        if len(content) > MOST_BYTES:
            return self._tell(f"A file has at most 2 MB, got {len(content) / 1e6:.1f} MB.", level="warning")
        if self._worker is not None:
            self._worker.send_bytes(Kind.FILE, content)

    def start(self, greeting: str = "") -> None:
        """Start a reader, in place of the one there is."""
        self._begin()
        try:
            self._workers = [self._pool.start_reader(number=self.number, on_message=self._receive, on_end=self._reader_ended)]
        except PlaygroundError as error:
            return self._tell(str(error), level="error")
        if greeting:
            self._tell(greeting, level="warning")
        self._send_network()
        self._begun()

    def _choose(self, name: str) -> None:
        """Read with another network."""
        if name != SHIPPED and self._shelf.find(self.owner, name) is None:
            return self._tell("This network is no longer there: train it again, and it is.", level="warning")
        self._chosen = name
        self._send_network()

    def _send_network(self) -> None:
        shelved = None if self._chosen == SHIPPED else self._shelf.find(self.owner, self._chosen)
        if shelved is None:
            self._chosen = SHIPPED
        if self._worker is not None:
            self._worker.send_bytes(Kind.NETWORK, b"" if shelved is None else shelved.content)
        self._tell_networks()

    def _shelf_changed(self, owner: str) -> None:
        if owner == self.owner:
            self._tell_networks()

    def _tell_networks(self) -> None:
        """Tell the page which networks there are."""
        shelved = [{"name": each.name, **_shown(each.facts)} for each in self._shelf.of(self.owner)]
        self.newest["networks"] = messages.message("networks", {"chosen": self._chosen, "shelved": shelved})
        self._wake()

    def _receive(self, kind: Kind, content: bytes) -> None:
        if kind is Kind.SCENE:  # another network: what there was is of the one before
            for old in ("reading", "steps", "guess", "why", "mind"):
                self.newest.pop(old, None)
        super()._receive(kind, content)

    def _reader_ended(self, reason: str) -> None:
        text = f"The process that read your drawings has ended ({reason})."
        self._ended(f"{text} Reload the page to try again.", f"{text} Here is another one; your drawing is still there.")


def _shown(facts: Facts) -> dict[str, object]:
    return {"title": facts.name, "accuracy": facts.accuracy, "epochs": facts.epochs}
