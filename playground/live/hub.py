"""The hub: all browser sessions of the server, by their tokens."""

import asyncio
import secrets
from collections.abc import Callable

from playground.errors import WorkerError
from playground.live.draw_session import DrawSession
from playground.live.race_session import RaceSession
from playground.live.session import Session
from playground.live.shelf import Shelf
from playground.live.slices import Slices
from playground.live.watched import Watched
from playground.race import RaceSpec
from playground.spec import RunSpec
from playground.worker.pool import Pool

MOST_SESSIONS = 1000
"""Sessions that are remembered; past that, the one that was used longest ago is forgotten first."""

_current: list["Hub"] = []  # the server has one hub, or none while it starts and stops


def current_hub() -> "Hub":
    """The hub of this server, from any thread.

    Raises:
        WorkerError: the server is not running.
    """
    if not _current:
        raise WorkerError("The live connection is not there yet. Start the app with: streamlit run app.py")
    return _current[0]


class Hub:
    """Joins pages, sessions and workers.

    `show`, `follow`, `draw` and `compare` may be called from any thread, the rest on the event loop.

    Attributes:
        slices: through the loss of what each browser has trained last.
    """

    def __init__(self, pool: Pool) -> None:
        """Take over the calling event loop's sessions."""
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._sessions: dict[str, Watched] = {}
        self._shelf = Shelf()
        self.slices = Slices(pool)
        _current[:] = [self]

    def close(self) -> None:
        """Forget all sessions; their runs end with the pool."""
        _current.clear()
        for session in self._sessions.values():
            session.stop()
        self._sessions.clear()

    def show(self, token: str | None, spec: RunSpec) -> str:
        """Have a session show a spec.

        Args:
            token: of the session, from an earlier call; `None`, or one that has been forgotten, makes a new session.
            spec: what to show.

        Returns:
            The session's token: what the page needs to connect.
        """
        name = token or secrets.token_urlsafe(16)
        self._on_loop(lambda: self._show(name, spec))
        return name

    def follow(self, token: str) -> RunSpec | None:
        """What a session shows now, edits on the stage included, for controls that are about to show the same.

        Whatever is edited between this and their next `show` stays: they only say what they were told. May be called from any thread.

        Returns:
            The spec, or `None` if the session is not known.
        """
        session = self._sessions.get(token)
        if not isinstance(session, Session):
            return None
        spec = session.spec
        self._on_loop(lambda: session.followed(spec))
        return spec

    def draw(self, token: str | None) -> str:
        """Have a session of the Draw page; arguments and result are those of `show`."""
        name = token or secrets.token_urlsafe(16)
        self._on_loop(lambda: self._draw(name))
        return name

    def compare(self, token: str | None, race: RaceSpec) -> str:
        """Have a session of the Compare page show a comparison; result and token are those of `show`."""
        name = token or secrets.token_urlsafe(16)
        self._on_loop(lambda: self._compare(name, race))
        return name

    def session(self, token: str) -> Watched | None:
        """The session with a token, if it is known."""
        return self._sessions.get(token)

    def _show(self, token: str, spec: RunSpec) -> None:
        session = self._sessions.get(token)
        if not isinstance(session, Session):
            self._make_room()
            session = self._sessions[token] = Session(self._pool, spec, self._shelf.put, self.slices.park, self._is_drawing)
        session.show(spec)

    def _draw(self, token: str) -> None:
        if not isinstance(self._sessions.get(token), DrawSession):
            self._make_room()
            self._sessions[token] = DrawSession(self._pool, self._shelf, self.ask_runs)

    def _compare(self, token: str, race: RaceSpec) -> None:
        session = self._sessions.get(token)
        if not isinstance(session, RaceSession):
            self._make_room()
            session = self._sessions[token] = RaceSession(self._pool, race)
        session.show(race)

    def _is_drawing(self, owner: str) -> bool:
        """Whether a browser has a Draw page open."""
        return any(isinstance(each, DrawSession) and each.owner == owner and each.is_looked_at for each in self._sessions.values())

    def ask_runs(self, owner: str) -> None:
        """Have the runs of a browser hand out their networks as they are now, to draw for and to slice. For use on the event loop."""
        for session in self._sessions.values():
            if isinstance(session, Session) and session.owner == owner:
                session.export()

    def _make_room(self) -> None:
        while len(self._sessions) >= MOST_SESSIONS:
            oldest = min(self._sessions, key=lambda token: (self._sessions[token].is_running, self._sessions[token].used))
            self._sessions.pop(oldest).stop()

    def _on_loop(self, work: Callable[[], None]) -> None:
        self._loop.call_soon_threadsafe(work)
