"""One session of the Compare page: a comparison, the crews that train it, and its leader board."""

import asyncio
import dataclasses
import importlib
import json
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np

from playground.errors import PlaygroundError
from playground.live.conductor import Conductor, Where
from playground.live.viewer import Viewer
from playground.live.watched import Watched
from playground.race import RaceSpec, Record, board
from playground.race.board import said
from playground.race.crews import Crew, crews
from playground.race.marks import columns, weighted
from playground.worker.envelope import Kind
from playground.worker.messages import message
from playground.worker.pool import Pool, Worker
from playground.worker.protocol import Speed
from playground.worker.racer.commands import Again, At, CrewAck, Freeze, Go, SeedShown, StartOver, StepOn, Until, race_command

STANDING_SECONDS = 0.25
"""Shortest time between two boards."""

PACE_SECONDS = 0.02


class RaceSession(Watched):
    """A comparison, and those who train it.

    Attributes:
        race: what the page shows.
    """

    order: ClassVar = ("race", "notice", "curve", "standing")

    def __init__(self, pool: Pool, race: RaceSpec) -> None:
        """Nothing runs yet."""
        super().__init__(pool)
        self.race = race
        self.counted: Sequence[str] = ()
        self._crews: list[Crew] = []
        self._speed: float | None = None
        self._standing_due = 0.0
        self._standing_timer: asyncio.TimerHandle | None = None
        self._pace_timer: asyncio.TimerHandle | None = None
        self._lay_out()

    # From the page's controls

    def show(self, race: RaceSpec) -> None:
        """Show a comparison."""
        self.used = time.monotonic()
        if race != self.race or not self._workers:
            self.race = race
            self.start()

    # From the socket

    def hear(self, text: str, viewer: Viewer) -> None:
        """Do what a page asks for."""
        command = race_command(text)
        if isinstance(command, CrewAck):
            return viewer.acknowledge(command.crew)
        if not self._workers:
            if isinstance(command, StartOver | Go):
                self.start()
            return
        match command:
            case Go():
                self._conductor.play()
            case Freeze():
                self._conductor.freeze()
            case StepOn():
                self._conductor.step()
            case Speed():
                self._speed = command.epochs_per_second
                self._conductor.set_speed(self._speed)
            case StartOver():
                self._start_over()
            case At() | SeedShown():
                self._send_all(command)
        self._conduct()
        self._tell_standing()

    # The crews

    def start(self, greeting: str = "") -> None:
        """Start the crews, in place of those there are; `greeting` is a sentence to show with them."""
        self._begin()
        self._lay_out()
        # What intervals are calculated with takes a third of a second to load, once.
        asyncio.get_running_loop().run_in_executor(None, importlib.import_module, "scipy.special")
        try:
            for crew in range(len(self._crews)):
                self._workers.append(self._start_crew(crew))
        except PlaygroundError as error:
            self.stop()
            return self._tell(str(error), level="error")
        if greeting:
            self._tell(greeting, level="warning")
        elif any(not self._pool.is_ready(crew.engine) for crew in self._crews):
            self._tell("An engine is warming up; this takes some seconds, once after the server has started ...", busy=True)
        self._tell_standing()
        self._begun()

    def stop(self) -> None:
        """End the crews."""
        super().stop()
        for timer in (self._standing_timer, self._pace_timer):
            if timer is not None:
                timer.cancel()
        self._standing_timer = self._pace_timer = None

    def _start_crew(self, crew: int) -> Worker:
        return self._pool.start_crew(
            self.race,
            self._crews,
            crew=crew,
            number=self.number,
            on_message=partial(self._receive_from, crew),
            on_end=self._crew_ended,
        )

    def _lay_out(self) -> None:
        """Share the lanes out, with nothing trained."""
        race = self.race
        self._crews = crews(race)
        self.counted = tuple(f"tiles{crew}" for crew in range(len(self._crews)))
        self.columns = columns(max(weighted(entry.spec) for entry in race.entries))
        self._clear()

    def _clear(self) -> None:
        self._record = Record(self.race)
        self._conductor = Conductor(len(self._crews), self.race.epochs, self._speed)
        self._told_until = 0.0

    def _start_over(self) -> None:
        """Back to the start, with the crews that there are."""
        self.number += 1
        self._forget()
        self._clear()
        for viewer in self._viewers:
            viewer.start_again()
        self._send_all(Again(number=self.number))

    def _send_all(self, command: Any) -> None:
        for worker in self._workers:
            worker.send(command)

    def _conduct(self) -> None:
        """Tell the crews how far they may train, and look again when the clock allows more."""
        self._send_until()
        if self._conductor.is_paced and self._pace_timer is None:
            self._pace_timer = asyncio.get_running_loop().call_later(PACE_SECONDS, self._pace)

    def _pace(self) -> None:
        self._pace_timer = None
        self._conduct()

    def _send_until(self) -> None:
        until = self._conductor.until()
        if until != self._told_until:
            self._told_until = until
            self._send_all(Until(epoch=until))

    # What the crews say

    def _receive_from(self, crew: int, kind: Kind, content: bytes) -> None:
        if kind is Kind.CURVE:
            self._add_rows(int.from_bytes(content[:4], "little"), content[4:])
        elif kind is Kind.TILES:
            self.newest[f"tiles{crew}"] = content
            self._wake()
        elif kind is Kind.POSITION:
            self._hear_position(crew, json.loads(content))
        elif kind is Kind.SCENE:
            self.newest["race"] = content
            self._wake()
        else:
            self._receive(kind, content)

    def _add_rows(self, number: int, rows: bytes) -> None:
        if number == self.number:
            self.curve += rows
            self._record.add(np.frombuffer(rows, "<f4").reshape(-1, self.columns))
            self._wake()

    def _hear_position(self, crew: int, position: dict[str, Any]) -> None:
        if position["number"] != self.number:
            return  # of before a reset
        where = Where(position["epoch"], position["ahead"], position["waits"], position["finished"])
        before = self._conductor.status
        self._conductor.heard(crew, where)
        self._record.note_diverged({int(lane): text for lane, text in position["diverged"].items()})
        self._record.per_epoch.update({int(lane): seconds for lane, seconds in position["per_epoch"].items()})
        self._conduct()
        self._tell_standing(at_once=self._conductor.status != before)

    def _tell_standing(self, *, at_once: bool = True) -> None:
        """Tell the page who leads: at once, or as soon as the last time is long enough ago."""
        now = time.monotonic()
        if at_once or now >= self._standing_due:
            if self._standing_timer is not None:
                self._standing_timer.cancel()
                self._standing_timer = None
            self._standing_due = now + STANDING_SECONDS
            self.newest["standing"] = message("standing", {"run": self.number, **self._standing()})
            self._wake()
        elif self._standing_timer is None:
            self._standing_timer = asyncio.get_running_loop().call_later(self._standing_due - now, self._tell_standing)

    def _standing(self) -> dict[str, Any]:
        rows = board(self._record)
        conductor = self._conductor
        return {
            "status": conductor.status,
            "epoch": conductor.behind,
            "diverged": {lane: facts.diverged for lane, facts in enumerate(self._record.lanes) if facts.diverged},
            "board": [_finite(dataclasses.asdict(row)) for row in rows],
            "said": said(self._record, rows),
        }

    def _crew_ended(self, reason: str) -> None:
        text = f"A process that trained some of the lanes has ended ({reason})."
        self._ended(f"{text} Press Reset to try again.", f"{text} Here is the comparison again, from its start.")


def _finite(value: Any) -> Any:
    """The same without numbers that JSON cannot hold."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    return None if isinstance(value, float) and not np.isfinite(value) else value
