"""One session of the Compare page: a comparison, the crews that train it, and its leader board."""

import asyncio
import importlib
import json
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np

from playground.errors import PlaygroundError
from playground.live.conductor import Conductor, Status, Where
from playground.live.viewer import Viewer
from playground.live.watched import Watched
from playground.race import RaceSpec, Record, board
from playground.race.board import Row, said
from playground.race.crews import Crew, crews
from playground.race.marks import columns, weighted
from playground.race.statistics import Estimate
from playground.worker.envelope import Kind
from playground.worker.messages import message
from playground.worker.pool import Pool, Worker
from playground.worker.protocol import Speed
from playground.worker.racer.commands import Again, At, CrewAck, Freeze, Go, Retarget, SeedShown, StartOver, StepOn, Until, race_command

STANDING_SECONDS = 0.25
"""Shortest time between two boards."""

PACE_SECONDS = 0.02

NUMBERED = (Kind.SCENE, Kind.TILES, Kind.CURVE, Kind.POSITION)
"""What crews send with the number of the run in front."""


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
        self._greeting = ""
        self._restarted = False  # whether the crews were started again by themselves, and nobody has asked for anything since
        self._standing_due = 0.0
        self._standing_timer: asyncio.TimerHandle | None = None
        self._pace_timer: asyncio.TimerHandle | None = None
        self._lay_out()

    # From the page's controls

    def show(self, race: RaceSpec) -> None:
        """Show a comparison."""
        self.used = time.monotonic()
        if not self._workers:
            self.race = race
            self.start()
        elif race != self.race:
            same = race.replace(target=self.race.target) == self.race
            self.race = race
            if same:
                self._retarget()
            else:
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
                return self._send_all(command)
        self._restarted = False
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
        self._greeting = greeting
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
        self._shown = False  # whether this run's scene has come
        self._held: list[tuple[int, Kind, bytes]] = []
        self._was_ready = False
        self._status: Status = "preparing"
        self._conductor = Conductor(len(self._crews), self.race.epochs, self._speed)
        self._told_until = 0.0

    def _start_over(self) -> None:
        """Back to the start, with the crews that there are; with others, where one has not come as far as that."""
        if not self._conductor.ready:
            return self.start()
        self._greeting = ""
        self.number += 1
        self._forget()
        self._clear()
        for viewer in self._viewers:
            viewer.start_again()
        self._send_all(Again(number=self.number))

    def _retarget(self) -> None:
        """The same race with something else to reach: all marks stand, and only what is read out of them is another."""
        before = self._record
        self._record = Record(self.race)
        self._record.per_epoch = before.per_epoch
        self._record.add(np.frombuffer(bytes(self.curve), "<f4").reshape(-1, self.columns))
        self._record.note_diverged({lane: facts.diverged for lane, facts in enumerate(before.lanes) if facts.diverged is not None})
        self._send_all(Retarget(target=self.race.target))
        self._tell_standing(at_once=True)

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
        if kind not in NUMBERED:
            return self._receive(kind, content)
        number, content = int.from_bytes(content[:4], "little"), content[4:]
        if number != self.number:
            return  # of before a reset
        if kind is Kind.SCENE:
            self.newest["race"] = content
            self._shown = True
            held, self._held = self._held, []
            for each in held:
                self._take(*each)
            self._wake()
        elif self._shown or kind is Kind.POSITION:
            self._take(crew, kind, content)
        else:  # the page has to know first what this is about
            self._held.append((crew, kind, content))

    def _take(self, crew: int, kind: Kind, content: bytes) -> None:
        if kind is Kind.CURVE:
            self.curve += content
            self._record.add(np.frombuffer(content, "<f4").reshape(-1, self.columns))
        elif kind is Kind.TILES:
            self.newest[f"tiles{crew}"] = content
        else:
            self._hear_position(crew, json.loads(content))
        self._wake()

    def _hear_position(self, crew: int, position: dict[str, Any]) -> None:
        conductor = self._conductor
        conductor.heard(crew, Where(position["epoch"], position["ahead"], position["waits"], position["finished"]))
        self._record.note_diverged({int(lane): text for lane, text in position["diverged"].items()})
        self._record.per_epoch.update({int(lane): seconds for lane, seconds in position["per_epoch"].items()})
        if position["used_up"]:
            conductor.use_up()
        if conductor.ready and not self._was_ready:
            self._was_ready = True
            self._tell(self._greeting, level="warning" if self._greeting else "info")
        self._conduct()
        self._tell_standing()

    def _tell_standing(self, *, at_once: bool = False) -> None:
        """Tell the page who leads: at once where the race does something else than before, or a while after the last time."""
        now = time.monotonic()
        status, self._status = self._status, self._conductor.status
        if at_once or status != self._status or now >= self._standing_due:
            if self._standing_timer is not None:
                self._standing_timer.cancel()
                self._standing_timer = None
            self._standing_due = now + STANDING_SECONDS
            self.newest["standing"] = message("standing", {"run": self.number, **self._standing()})
            self._wake()
        elif self._standing_timer is None:
            self._standing_timer = asyncio.get_running_loop().call_later(self._standing_due - now, self._tell_standing_now)

    def _tell_standing_now(self) -> None:
        self._tell_standing(at_once=True)

    def _standing(self) -> dict[str, Any]:
        rows = board(self._record)
        conductor = self._conductor
        return {
            "status": conductor.status,
            "epoch": conductor.behind,
            "diverged": {lane: facts.diverged for lane, facts in enumerate(self._record.lanes) if facts.diverged},
            "speed": self._speed,
            "board": [_plain(row) for row in rows],
            "said": said(self._record, rows),
        }

    def _crew_ended(self, reason: str) -> None:
        """Start again by itself, unless that would be over and over."""
        text = f"A process that trained some of the lanes has ended ({reason})."
        again = self._was_ready and not self._restarted
        self._restarted = again
        self.stop()
        if again:
            self.start(greeting=f"{text} Here is the comparison again, from its start.")
        else:
            self._conductor = Conductor(len(self._crews), self.race.epochs, self._speed)
            self._tell(f"{text} Press Reset to try again.", level="error")
            self._tell_standing(at_once=True)


def _plain(row: Row) -> dict[str, Any]:
    """A row of the board as a message has it."""
    return {key: vars(value) if isinstance(value, Estimate) else value for key, value in vars(row).items()}
