"""What a reader does when: the answer to the newest drawing first, then the steps to it, and explanations in the breaks between strokes."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from playground.arrays import FloatArray
from playground.data.drawing import Drawing, check_off
from playground.data.picture import read_picture
from playground.digits.network import shipped, unpack
from playground.digits.own_digits import from_file
from playground.digits.slices import Slices
from playground.errors import PlaygroundError
from playground.worker.envelope import Kind
from playground.worker.link import Link
from playground.worker.messages import message
from playground.worker.painters.base import as_ink
from playground.worker.protocol import Ack
from playground.worker.reader.commands import (
    Draw,
    Drop,
    File,
    Keep,
    Layers,
    Mind,
    Network,
    ReaderCommand,
    Steps,
    Teach,
    Unlearn,
    Why,
)
from playground.worker.reader.desk import Desk
from playground.worker.reader.explaining import mind, why
from playground.worker.reader.lessons import Lessons
from playground.worker.show import Announcer

QUIET_SECONDS = 0.15
"""How long the pen has to rest before anything is explained: what is explained of half a stroke nobody sees."""

PROGRESS_SECONDS = 0.1
"""Shortest time between two words on how far a lesson has come."""

MOST_PICTURES = 4
"""Pictures that are kept, so that undo brings them back."""


class Reader:
    """Reads the drawings of one page."""

    def __init__(self, link: Link[ReaderCommand], number: int) -> None:
        """Nothing is drawn yet.

        Args:
            link: to the web process.
            number: of this process in its session.
        """
        self._link = link
        self._number = number
        self._announcer = Announcer(link, number)
        self._desk: Desk | None = None
        self._draw: Draw | None = None
        self._off: tuple[str, ...] = ()
        self._pictures: dict[int, FloatArray] = {}
        self._pictures_given = 0
        self._read_number = 0  # of the drawing that was read last
        self._drawing: Drawing | None = None  # that one
        self._seen: FloatArray | None = None  # the picture of it that the network sees
        self._why, self._mind, self._layers = Why(shown=False), Mind(shown=False), Layers(shown=False)
        self._lessons = Lessons()
        self._told = 0.0
        self._problem = False  # whether the page shows one
        self._due = self._steps_due = False  # a reading; and the steps to it
        self._credit = True
        self._quiet_at = 0.0
        self._owed: dict[str, Iterator[bytes | None]] = {}

    def serve(self) -> None:
        """Read and obey until the process ends. The first that comes is a network."""
        while True:
            for command in newest_drawing(self._link.waiting(self._idle_seconds())):
                self._guarded(lambda command=command: self._carry_out(command))  # type: ignore[misc]
            if self._due and self._credit:
                self._guarded(self._read)
            elif self._steps_due:
                self._guarded(self._show_steps)
            elif self._owed and time.perf_counter() >= self._quiet_at:
                self._guarded(self._go_on)

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do something that may turn out to be impossible; the page is told why."""
        try:
            work()
        except PlaygroundError as error:
            self._problem = True
            self._announcer.tell(str(error), level="warning")

    def _idle_seconds(self) -> float | None:
        """How long there is nothing to do: `None` is until a command comes."""
        if (self._due and self._credit) or self._steps_due:
            return 0
        return max(0.0, self._quiet_at - time.perf_counter()) if self._owed else None

    # Commands

    def _carry_out(self, command: ReaderCommand) -> None:
        match command:
            case Ack():
                self._credit = True
            case Draw():
                self._forget_problem()
                self._draw, self._due = command, True
                self._quiet_at = time.perf_counter() + QUIET_SECONDS
            case Steps():
                check_off(command.off)
                self._off, self._due = tuple(command.off), True
            case Why():
                self._why = command
                self._owe("why")
            case Mind():
                self._mind = command
                self._owe("mind")
            case Layers():
                self._layers = command
                self._show_layers()
            case File():
                self._take(command)
            case Network():
                self._use(Desk(unpack(command.content) if command.content else shipped()))
            case Keep() | Drop() | Teach() | Unlearn():
                self._lesson(command)

    def _forget_problem(self) -> None:
        """Take the last sentence away: whoever draws on has read it."""
        if self._problem:
            self._problem = False
            self._announcer.tell("")

    def _lesson(self, command: Keep | Drop | Teach | Unlearn) -> None:
        """Collect, teach, or go back."""
        desk = self._desk
        if desk is None:
            return
        if self._owed.pop("lesson", None) is not None:  # with other digits it would be another lesson
            self._break_off(desk)
        match command:
            case Keep():
                self._lessons.keep(command.number, command.over(None), command.label, desk)
            case Drop():
                self._lessons.drop(command.number)
            case Teach():
                self._owed.pop("assessing", None)  # a lesson ends with that
                self._owed["lesson"] = self._teach(desk, command)
            case Unlearn():
                if self._lessons.untaught is not None:
                    return self._use(self._lessons.untaught)
        self._show_lesson()

    def _teach(self, desk: Desk, command: Teach) -> Slices[None]:
        """Give a lesson; what comes of it is the network to read with."""
        self._sit_at((yield from self._lessons.teach(desk, rehearse=command.rehearse)))
        self._show_lesson()

    def _assess(self, desk: Desk) -> Slices[None]:
        """See how sure a network may be that has come without knowing it, and go on with what is known then."""
        self._sit_at((yield from desk.assessed()))

    def _break_off(self, desk: Desk) -> None:
        """Have done with a lesson that comes to nothing; what would have ended with it is owed again."""
        self._lessons.stop()
        self._owe_assessing(desk)

    def _owe_assessing(self, desk: Desk) -> None:
        """Have a network that has come without knowing how sure it may be measured in the breaks."""
        if desk.network.calibration is None:
            self._owed["assessing"] = self._assess(desk)

    def _show_lesson(self) -> None:
        self._send(Kind.LESSON, "lesson", *self._lessons.content())

    def _use(self, desk: Desk) -> None:
        """Read with another network from now on, which has had no lesson."""
        self._sit_at(desk)
        self._lessons.use(desk)
        self._show_lesson()
        self._owe_assessing(desk)

    def _sit_at(self, desk: Desk) -> None:
        """Read with the network of another desk from now on."""
        self._desk = desk
        self._drawing = self._seen = None  # that was for the network before, which may see other pictures
        self._owed.clear()
        self._credit = True  # a reading by the network before is void, and will perhaps never be taken
        self._send(Kind.SCENE, "scene", *desk.scene())
        self._due = self._draw is not None

    def _take(self, file: File) -> None:
        """Put a picture on the pad, or hand out the drawings of a file, now that they are known to be sound."""
        if file.content.lstrip()[:1] == b"{":
            digits = [digit.model_dump(exclude_none=True) for digit in from_file(file.content)]
            return self._send(Kind.DRAWINGS, "drawings", {"digits": digits}, {})
        ink = read_picture(file.content)
        self._pictures_given += 1
        self._pictures[self._pictures_given] = ink
        while len(self._pictures) > MOST_PICTURES:
            del self._pictures[min(self._pictures)]
        self._send(Kind.PICTURE, "picture", {"number": self._pictures_given}, {"ink": as_ink(ink)})

    # Reading

    def _read(self) -> None:
        """Say what the network makes of the drawing."""
        self._due = False
        if self._desk is None or self._draw is None:
            return
        self._read_number = self._draw.number
        self._drawing = self._draw.over(self._pictures.get(self._draw.picture or 0))
        values, arrays, self._seen = self._desk.read(self._drawing, self._off)
        self._credit, self._steps_due = False, True
        self._send(Kind.READING, "reading", {"number": self._read_number, **values}, arrays)
        for part in ("why", "mind"):
            self._owe(part)

    def _show_steps(self) -> None:
        """Show what there is to see beside the answer: the steps, and every layer."""
        self._steps_due = False
        if self._desk is None or self._drawing is None:
            return
        self._send(Kind.STEPS, "steps", {"number": self._read_number}, self._desk.steps(self._drawing, self._off))
        self._show_layers()

    def _show_layers(self) -> None:
        if self._desk is not None and self._layers.shown and self._seen is not None:
            values, arrays = self._desk.look(self._seen, self._layers.unit)
            self._send(Kind.GUESS, "guess", values, arrays)

    def _owe(self, part: str) -> None:
        """Begin an explanation anew, or none where nobody looks, or where there is nothing to explain."""
        self._owed.pop(part, None)
        if self._desk is None or self._seen is None:
            return
        about = {"run": self._number, "number": self._read_number}
        if part == "why" and self._why.shown:
            self._owed[part] = why(self._desk, self._seen, self._why, about)
        elif part == "mind" and self._mind.shown:
            self._owed[part] = mind(self._desk, self._seen, self._mind, about)

    def _go_on(self) -> None:
        """Go on with what is owed, for a slice."""
        part = next(iter(self._owed))
        try:
            content = next(self._owed[part])
        except StopIteration:
            self._owed.pop(part, None)  # with another network there is nothing owed any more
        except PlaygroundError:
            self._owed.pop(part, None)
            if part == "lesson" and self._desk is not None:
                self._break_off(self._desk)
            raise
        else:
            if content is not None:
                self._link.send(Kind[part.upper()], content)
            elif part == "lesson" and time.perf_counter() >= self._told:
                self._told = time.perf_counter() + PROGRESS_SECONDS
                self._show_lesson()

    def _send(self, kind: Kind, name: str, values: dict[str, Any], arrays: Any) -> None:
        self._link.send(kind, message(name, {"run": self._number, **values}, arrays))


def newest_drawing(commands: list[ReaderCommand]) -> list[ReaderCommand]:
    """Commands without drawings that another one has replaced: a reader that has fallen behind reads the newest alone."""
    last = max((k for k, command in enumerate(commands) if isinstance(command, Draw)), default=-1)
    return [command for k, command in enumerate(commands) if k == last or not isinstance(command, Draw)]
