"""One session of the Playground: the spec that it looks at, and the run that trains it."""

import secrets
import time
from collections.abc import Callable
from typing import ClassVar

from playground.doctor import RULES, Back
from playground.errors import PlaygroundError, SpecError
from playground.live.edits import edited
from playground.live.history import Before, History
from playground.live.viewer import Viewer
from playground.live.watched import Watched
from playground.spec import RunSpec, to_json
from playground.spec.changes import goes_on
from playground.worker import messages
from playground.worker.envelope import Kind
from playground.worker.pool import Pool
from playground.worker.protocol import (
    Ack,
    AddLayer,
    Change,
    Edit,
    Export,
    FixIt,
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
    browser_command,
)

SPEEDS: dict[bool, float | None] = {True: 30.0, False: None}
"""Epochs a second at first: pleasant to watch for points, as fast as it goes for pictures."""


OnNetwork = Callable[[str, str, bytes], None]
OnParameters = Callable[[str, bytes], None]


class Session(Watched):
    """A run, and what a person has made of it.

    Attributes:
        spec: what the page shows.
    """

    # What was edited goes before the scene that comes of it.
    order: ClassVar = ("settings", "scene", "notice", "curve", "guess", "inside", "gallery")
    counted = ("frame",)

    def __init__(
        self, pool: Pool, spec: RunSpec, on_network: OnNetwork, on_parameters: OnParameters, is_drawing: Callable[[str], bool]
    ) -> None:
        """Nothing runs yet.

        Args:
            pool: that starts runs.
            spec: to show.
            on_network: called with the owner, a name of the run, and the file of a network that it has trained.
            on_parameters: called with the owner and the numbers of any network that it has trained, for the Functions page.
            is_drawing: whether an owner has a Draw page open.
        """
        super().__init__(pool)
        self._name = secrets.token_hex(4)
        self._on_network = on_network
        self._on_parameters = on_parameters
        self._is_drawing = is_drawing
        self.spec = spec
        self._shown = spec  # the last one that the page's controls have shown
        self._history = History()
        self._edits = 0
        self._speed: float | None = None
        self._speed_chosen = False

    # From the page's controls

    def show(self, spec: RunSpec) -> None:
        """Show a spec.

        Controls that say what they said before leave alone what was edited on the stage meanwhile.
        """
        self.used = time.monotonic()
        before, self._shown = self._shown, spec
        if self._worker is None:
            self.spec = spec
            self.start()
        elif spec not in (before, self.spec):
            self._change(spec)

    def followed(self, spec: RunSpec) -> None:
        """The page's controls have learned of a spec from here: showing it is no change, whatever was edited meanwhile."""
        self._shown = spec

    # From the socket

    def leave(self, viewer: Viewer) -> None:
        """A page has gone: perhaps to draw for the network that it has trained, or to look at its loss."""
        super().leave(viewer)
        self.export()

    @property
    def _is_wanted(self) -> bool:
        """Whoever has gone to draw for the network comes back to it."""
        return self._is_drawing(self.owner)

    def export(self) -> None:
        """Have the run hand out the network as it is now."""
        if self._worker is not None:
            self._worker.send(Export())

    def hear(self, text: str, viewer: Viewer) -> None:
        """Do what a page asks for."""
        command = browser_command(text)
        if isinstance(command, Ack):
            return viewer.acknowledge()
        if isinstance(command, Speed):
            self._speed, self._speed_chosen = command.epochs_per_second, True
        if self._worker is None:
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
                self._worker.send(command.model_copy(update={"keep": self._history.note(self.spec)}))
                self._tell_settings(command.type)
            case _:
                self._worker.send(command)

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
        if rule.back is not None and self._worker is not None:
            self._worker.send(Play())

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
        if self._worker is None or not goes_on(old, spec):
            self.start()
            return False
        self._worker.send(Change(spec=to_json(spec), keep=keep, restore=restore, back=back))
        return True

    def _tell_settings(self, did: str) -> None:
        """Tell the page what was done, what can be undone, and whether its controls have to follow an edit."""
        undo, redo = bool(self._history.past), bool(self._history.future)
        self.newest["settings"] = messages.message("settings", {"edits": self._edits, "did": did, "undo": undo, "redo": redo})
        self._wake()

    # The run

    def start(self, greeting: str = "") -> None:
        """Start a run of the spec, in place of the one there is; `greeting` is a sentence to show with it."""
        self._begin()
        if not self._speed_chosen:
            self._speed = SPEEDS[not self.spec.data.is_image]
        try:
            worker = self._pool.start(
                self.spec,
                number=self.number,
                speed=self._speed,
                greeting=greeting,
                on_message=self._receive,
                on_end=self._run_ended,
            )
        except PlaygroundError as error:
            self._tell(str(error), level="error")
            return
        self._workers = [worker]
        if not self._pool.is_ready(self.spec.engine):
            name = "TensorFlow" if self.spec.engine == "tensorflow" else "The engine"
            self._tell(f"{name} is warming up; this takes some seconds, once after the server has started ...", busy=True)
        self._begun()

    def _forget(self) -> None:
        settings = self.newest.get("settings")
        super()._forget()
        if settings is not None:  # what was edited is the page's, and no run's
            self.newest["settings"] = settings

    def _receive(self, kind: Kind, content: bytes) -> None:
        if kind is Kind.CURVE:
            self.curve += content
            return self._wake()
        if kind is Kind.NETWORK:
            return self._on_network(self.owner, f"{self._name}-{self.number}", content)
        if kind is Kind.PARAMETERS:
            return self._on_parameters(self.owner, content)
        if kind is Kind.SCENE:
            self.curve.clear()
            for viewer in self._viewers:
                viewer.start_again()
        super()._receive(kind, content)

    def _run_ended(self, reason: str) -> None:
        text = f"The process that trained this network has ended ({reason})."
        self._ended(f"{text} Press Reset to try again.", f"{text} Here is a fresh one, from the same seed: press Play.")
