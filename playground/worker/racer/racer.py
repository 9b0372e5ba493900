"""One crew: it trains its lanes in short slices as far as it may, shows them, and obeys between the slices."""

import json
import math
import time
from collections.abc import Sequence

import numpy as np

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.engine.samples import load_data
from playground.race.heats import Heat
from playground.race.pack import Pack
from playground.race.spec import RaceSpec
from playground.snapshot import Parameters
from playground.spec import RunSpec
from playground.worker.envelope import Kind
from playground.worker.link import Link
from playground.worker.messages import message
from playground.worker.protocol import Ack
from playground.worker.racer.commands import Again, At, CrewCommand, Retarget, SeedShown, Until
from playground.worker.racer.moments import Moments
from playground.worker.racer.scene import points_differ, scene
from playground.worker.racer.tiles import Tile, drawn, make_tiles, side_for
from playground.worker.show import Announcer

FRAME_SECONDS = 1 / 15
"""Time between pictures."""

REPORT_SECONDS = 0.1
"""Longest time between reports of what was measured."""


def numbered(number: int, content: bytes) -> bytes:
    """Content with the number of the run in front: what is on its way while that starts again is of no use any more."""
    return number.to_bytes(4, "little") + content


CPU_LIMIT_SECONDS = 600.0
"""How long a crew may train, as long as any run."""

USED_UP = "This comparison has used its ten minutes of computing time, and stands where it is. Press Reset to start again."


class Racer:
    """A crew of a comparison, and what is shown of it."""

    def __init__(
        self, race: RaceSpec, crews: Sequence[Sequence[Sequence[int]]], link: Link[CrewCommand], *, crew: int, number: int
    ) -> None:
        """Get the data and build the engines, telling about long waits.

        Args:
            race: the comparison.
            crews: the heats of each crew: lanes that train as one computation.
            link: to the web process.
            crew: which of them this is.
            number: of the run in its session.
        """
        self._race, self._link, self._crew, self._number = race, link, crew, number
        self._announcer = Announcer(link, number)
        self._entries = [sorted({lane // race.seeds for heat in heats for lane in heat}) for heats in crews]
        self._loaded: dict[object, Dataset] = {}
        self._pack = Pack(race, crews[crew], self._load)
        self._moments = Moments()
        self._shown = 0
        self._past: float | None = None
        self._until = 0.0
        self._cpu_limit = math.inf
        self._used_up = False
        self._credit = True
        self._frame_due = self._report_due = 0.0
        self._drawn: object = None  # what the newest pictures are of
        self._rows: list[FloatArray] = []
        self._reported: object = None
        self._tiles: list[Tile] = []

    def serve(self) -> None:
        """Show the start, then train and obey until the process ends."""
        self._show_scene()
        self._measure_start()
        self._show_tiles()
        self._prepare()
        self._cpu_limit = time.process_time() + CPU_LIMIT_SECONDS
        self._report(ready=True)
        while True:
            for command in self._link.waiting(self._idle_seconds()):
                self._obey(command)
            self._train()
            now = time.perf_counter()
            if self._credit and now >= self._frame_due and self._now() != self._drawn:
                self._show_tiles()
            if now >= self._report_due or not self._has_work:
                self._report()

    # Commands

    def _obey(self, command: CrewCommand) -> None:
        match command:
            case Ack():
                self._credit = True
            case Until():
                self._until = command.epoch
            case At():
                self._past = command.epoch
            case SeedShown():
                if command.position < self._race.seeds and command.position != self._shown:
                    self._shown = command.position
                    self._show_scene()
                    self._frame_due = 0.0
            case Retarget():
                self._race = self._race.replace(target=command.target)
                if self._crew == 0:
                    self._send_scene()
            case Again():
                self._start_over(command.number)

    def _start_over(self, number: int) -> None:
        self._number = number
        self._announcer = Announcer(self._link, number)
        self._until, self._past = 0.0, None
        self._cpu_limit, self._used_up = time.process_time() + CPU_LIMIT_SECONDS, False
        self._moments.clear()
        self._rows.clear()
        self._pack.reset()
        self._show_scene()
        self._measure_start()
        self._show_tiles()
        self._report(ready=True)

    # Training

    @property
    def _has_work(self) -> bool:
        return self._pack.has_work(self._until)

    def _idle_seconds(self) -> float | None:
        """How long there is nothing to do: `None` is until a command comes."""
        if self._has_work:
            return 0
        if self._now() != self._drawn and self._credit:
            return max(0.0, self._frame_due - time.perf_counter())
        return None

    def _train(self) -> None:
        end = time.perf_counter() + 0.02
        while self._has_work and time.perf_counter() < end:
            heat, marks = self._pack.advance(self._until)
            if marks:
                self._note(heat, marks)
        if time.process_time() > self._cpu_limit and not self._used_up:
            self._used_up = True
            self._announcer.tell(USED_UP, level="warning")

    def _measure_start(self) -> None:
        """The first mark of each lane, before anything is trained."""
        while self._pack.has_work(0.0):
            heat, marks = self._pack.advance(0.0)
            if marks:
                self._note(heat, marks)

    def _note(self, heat: Heat, marks: Sequence[FloatArray]) -> None:
        self._rows += marks
        self._moments.keep(heat)

    def _prepare(self) -> None:
        engines = {heat.specs[0].engine for heat in self._pack.heats}
        if "tensorflow" in engines:
            self._announcer.progress("TensorFlow is compiling the lanes", None)
        self._pack.prepare()

    def _load(self, spec: RunSpec) -> Dataset:
        """The data of a spec, found once for all lanes that have the same."""
        key = spec.data, spec.seed
        if key not in self._loaded:
            self._loaded[key] = load_data(spec, self._announcer.progress)
        return self._loaded[key]

    # What the page shows

    def _lane(self, entry: int) -> int:
        return entry * self._race.seeds + self._shown

    def _show_scene(self) -> None:
        """Lay out the pictures; the first crew tells the page what stands still."""
        race, mine = self._race, self._entries[self._crew]
        specs = [race.lanes[self._lane(entry)] for entry in mine]
        self._tiles = make_tiles(specs, [self._load(spec) for spec in specs], side_for(len(race.entries)))
        self._drawn = None
        if self._crew == 0:
            self._send_scene()

    def _send_scene(self) -> None:
        """Tell the page what stands still."""
        race = self._race
        shown = range(len(race.entries)) if points_differ(race) else range(1)
        datasets = [self._load(race.lanes[self._lane(entry)]) for entry in shown]
        values, arrays = scene(race, self._entries, datasets, self._shown)
        self._send(Kind.SCENE, message("race", {"run": self._number, **values}, arrays))

    def _now(self) -> object:
        """What pictures would be of, if they were drawn now."""
        where = self._pack.ahead, self._pack.epoch
        return self._shown, self._past, None if self._past is not None else where

    def _show_tiles(self) -> None:
        self._credit = False
        self._frame_due = time.perf_counter() + FRAME_SECONDS
        self._drawn = self._now()
        epoch, parameters = self._parameters()
        mine = self._entries[self._crew]
        arrays = drawn(self._tiles, [parameters[self._lane(entry)] for entry in mine])
        values = {"run": self._number, "crew": self._crew, "entries": mine, "epoch": epoch}
        values |= {"shown": self._shown, "past": self._past is not None}
        self._send(Kind.TILES, message("tiles", values, arrays))

    def _parameters(self) -> tuple[float, dict[int, Parameters]]:
        """The weights to draw, by lane, and of which epoch they are."""
        if self._past is None:
            return self._pack.epoch, self._pack.parameters()
        found: dict[int, Parameters] = {}
        epochs = []
        for heat in self._pack.heats:
            moment = self._moments.of(heat, self._past) or (heat.epoch, heat.parameters())
            epochs.append(moment[0])
            found |= dict(zip(heat.lanes, moment[1], strict=True))
        return min(epochs), found

    def _report(self, *, ready: bool = False) -> None:
        """Tell the session what was measured, and how far this crew is."""
        self._report_due = time.perf_counter() + REPORT_SECONDS
        if self._rows:
            self._send(Kind.CURVE, np.stack(self._rows).astype("<f4").tobytes())
            self._rows.clear()
        pack = self._pack
        position = {
            "epoch": pack.epoch,
            "ahead": pack.ahead,
            "waits": not self._has_work,
            "finished": pack.finished,
            "used_up": self._used_up,
            "diverged": pack.diverged,
            "per_epoch": {lane: round(seconds, 9) for lane, seconds in pack.per_epoch.items()},
        }
        told = {key: value for key, value in position.items() if key != "per_epoch"}
        if ready or told != self._reported:
            self._reported = told
            self._send(Kind.POSITION, json.dumps(position).encode())

    def _send(self, kind: Kind, content: bytes) -> None:
        self._link.send(kind, numbered(self._number, content))
