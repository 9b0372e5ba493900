"""One browser session: the spec it looks at, the run that trains it, and the newest of everything that the run has sent."""

import asyncio
import time

from playground.doctor import RULES, Back
from playground.errors import PlaygroundError, SpecError
from playground.live.edits import edited
from playground.live.history import Before, History
from playground.live.viewer import Viewer
from playground.spec import RunSpec, to_json
from playground.spec.changes import goes_on
from playground.worker import messages
from playground.worker.pool import Pool, Run
from playground.worker.protocol import (
    Ack,
    AddLayer,
    BrowserCommand,
    Change,
    Edit,
    FixIt,
    Kind,
    Paint,
    Play,
    Redo,
    RemoveLayer,
    Reset,
    SetWeight,
    Speed,
    TakeOver,
    Undo,
    Units,
)

GRACE_SECONDS = 8.0
"""How long a run goes on without a page; a network blip is shorter."""

PATIENCE_SECONDS = 30.0
"""How long a run waits for its first page."""

CRASH_SECONDS = 5.0
"""A run that ends sooner than this after its start is not started again by itself."""

SPEEDS: dict[bool, float | None] = {True: 30.0, False: None}
"""Epochs a second at first: pleasant to watch for points, as fast as it goes for pictures."""


class Session:
    """Everything the hub knows of one browser session. Used on the event loop only.

    Attributes:
        spec: what the page shows.
        number: of the run; it grows with each start.
        scene, frame, guess, gallery, inside, notice: the newest messages, ready to send; `None` where there is none.
        settings: what was edited on the page itself, ready to send.
        curve: all rows of the learning curve so far.
        used: when it was last asked for, by the clock of `time.monotonic`.
    """

    def __init__(self, pool: Pool, spec: RunSpec) -> None:
        """Nothing runs yet."""
        self._pool = pool
        self.spec = spec
        self._shown = spec  # the last one that the page's controls have shown
        self._history = History()
        self._edits = 0
        self.number = 0
        self.used = time.monotonic()
        self._run: Run | None = None
        self._started = 0.0
        self._speed: float | None = None
        self._speed_chosen = False
        self._viewers: set[Viewer] = set()
        self._timer: asyncio.TimerHandle | None = None
        self.scene: bytes | None = None
        self.frame: bytes | None = None
        self.guess: bytes | None = None
        self.gallery: bytes | None = None
        self.notice: bytes | None = None
        self.settings: bytes | None = None
        self.inside: bytes | None = None
        self.curve = bytearray()

    # From the page's controls

    def show(self, spec: RunSpec) -> None:
        """Show a spec.

        Controls that say what they said before leave alone what was edited on the stage meanwhile.
        """
        self.used = time.monotonic()
        before, self._shown = self._shown, spec
        if self._run is None:
            self.spec = spec
            self.start()
        elif spec not in (before, self.spec):
            self._change(spec)

    def followed(self, spec: RunSpec) -> None:
        """The page's controls have learned of a spec from here: showing it is no change, whatever was edited meanwhile."""
        self._shown = spec

    # From the socket

    def join(self, viewer: Viewer) -> None:
        """A page has connected. If its run was put to sleep, it starts again."""
        self.used = time.monotonic()
        self._viewers.add(viewer)
        self._cancel_timer()
        if self._run is None:
            self.start()

    def leave(self, viewer: Viewer) -> None:
        """A page has gone. The last one leaves a while for coming back."""
        self._viewers.discard(viewer)
        if not self._viewers:
            self._stop_after(GRACE_SECONDS)

    def obey(self, command: BrowserCommand) -> None:
        """Pass a person's command on to the run."""
        if isinstance(command, Speed):
            self._speed, self._speed_chosen = command.epochs_per_second, True
        if self._run is None:
            if isinstance(command, Reset):
                self.start()
            return
        match command:
            case Undo():
                self._go(self._history.undo(self.spec), "undo")
            case Redo():
                self._go(self._history.redo(self.spec), "redo")
            case Units() | AddLayer() | RemoveLayer() | Paint() | TakeOver():
                self._edit(command)
            case FixIt():
                self._fix(command.rule)
            case Reset() | SetWeight():
                self._run.send(command.model_copy(update={"keep": self._history.note(self.spec)}))
                self._tell_settings(command.type)
            case _:
                self._run.send(command)

    def frame_taken(self) -> None:
        """The newest frame is on its way to a page: the run may draw the next."""
        if self._run is not None:
            self._run.send(Ack())

    # Edits

    def _edit(self, command: Edit) -> None:
        """Change the spec as a person did on the stage, or say why that cannot be."""
        if isinstance(command, Paint) and not command.done and self.spec.engine == "tensorflow":
            return  # other data have to be compiled, which takes seconds: whole strokes are enough
        try:
            spec = edited(self.spec, command)
        except SpecError as error:
            self._tell(str(error), level="warning")
            return self._tell_settings("refused")
        stroke = command.stroke if isinstance(command, Paint) else None
        self._edits += command.done if isinstance(command, Paint) else True
        if stroke is not None and spec == self.spec:  # the end of a stroke, all of which is there already
            return self._tell_settings(command.type)
        self._change(spec, command.type, stroke)

    def _fix(self, name: str) -> None:
        """Do what the doctor advises, and train on where that means to go back."""
        rule = RULES[name] if name in RULES else None
        fix = rule.fix(self.spec) if rule is not None else None
        if rule is None or fix is None:
            return self._tell("There is nothing to be done about this any more.", level="warning")
        self._edits += 1
        self._change(fix.spec, "fix", back=rule.back)
        if rule.back is not None and self._run is not None:
            self._run.send(Play())

    def _change(self, spec: RunSpec, did: str = "change", stroke: int | None = None, back: Back | None = None) -> None:
        """Go on by another spec; `stroke` is the one that this is part of, `back` from which moment to go on."""
        self._tell_settings(did if self._become(spec, self._history.note(self.spec, stroke), back=back) else "restart")

    def _go(self, step: tuple[Before, int] | None, did: str) -> None:
        """Go back or forth in the history."""
        if step is None:
            return
        to, keep = step
        self._edits += to.spec != self.spec
        self._become(to.spec, keep, to.mark)
        self._tell_settings(did)

    def _become(self, spec: RunSpec, keep: int | None, restore: int | None = None, back: Back | None = None) -> bool:
        """Have the run go on by another spec; where it cannot, it starts again from its seed. Returns whether it could."""
        old, self.spec = self.spec, spec
        if self._run is None or not goes_on(old, spec):
            self.start()
            return False
        self._run.send(Change(spec=to_json(spec), keep=keep, restore=restore, back=back))
        return True

    def _tell_settings(self, did: str) -> None:
        """Tell the page what was done, what can be undone, and whether its controls have to follow an edit."""
        undo, redo = bool(self._history.past), bool(self._history.future)
        self.settings = messages.message("settings", {"edits": self._edits, "did": did, "undo": undo, "redo": redo})
        self._wake()

    # The run

    def start(self, greeting: str = "") -> None:
        """Start a run of the spec, in place of the one there is; `greeting` is a sentence to show with it."""
        self.stop()
        self.number += 1
        self._started = time.monotonic()
        self._forget_pictures()
        if not self._speed_chosen:
            self._speed = SPEEDS[not self.spec.data.is_image]
        for viewer in self._viewers:
            viewer.start_again()
        try:
            self._run = self._pool.start(
                self.spec,
                number=self.number,
                speed=self._speed,
                greeting=greeting,
                on_message=self._receive,
                on_end=self._ended,
            )
        except PlaygroundError as error:
            self._tell(str(error), level="error")
            return
        if not self._pool.is_ready(self.spec.engine):
            name = "TensorFlow" if self.spec.engine == "tensorflow" else "The engine"
            self._tell(f"{name} is warming up; this takes some seconds, once after the server has started ...", busy=True)
        if not self._viewers:
            self._stop_after(PATIENCE_SECONDS)

    def stop(self) -> None:
        """End the run, if there is one."""
        self._cancel_timer()
        if self._run is not None:
            self._pool.stop(self._run)
            self._run = None

    @property
    def is_running(self) -> bool:
        """Whether a run's process exists."""
        return self._run is not None

    def _receive(self, kind: Kind, content: bytes) -> None:
        if kind is Kind.CURVE:
            self.curve += content
        elif kind is Kind.SCENE:
            self.curve.clear()
            self.scene = content
            for viewer in self._viewers:
                viewer.start_again()
        elif kind is Kind.FRAME:
            self.frame = content
        elif kind is Kind.GUESS:
            self.guess = content
        elif kind is Kind.INSIDE:
            self.inside = content
        elif kind is Kind.GALLERY:
            self.gallery = content
        elif kind is Kind.NOTICE:
            self.notice = content
        self._wake()

    def _ended(self, reason: str) -> None:
        """The run's process has ended, and nobody asked it to."""
        self._run = None
        text = f"The process that trained this network has ended ({reason})."
        if time.monotonic() - self._started < CRASH_SECONDS:
            self._tell(f"{text} Press Reset to try again.", level="error")
            return
        self.start(greeting=f"{text} Here is a fresh one, from the same seed: press Play.")

    def _tell(self, text: str, *, level: str = "info", busy: bool = False) -> None:
        self.notice = messages.notice(self.number, text, level=level, busy=busy)
        self._wake()

    def _forget_pictures(self) -> None:
        self.scene = self.frame = self.guess = self.gallery = self.inside = self.notice = None
        self.curve = bytearray()

    def _wake(self) -> None:
        for viewer in self._viewers:
            viewer.wake()

    def _stop_after(self, seconds: float) -> None:
        self._cancel_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, self.stop)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
