"""One's own digits, and lessons on them: the message `lesson` of `docs/protocol.md`."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.arrays import FloatArray
from playground.data.drawing import Drawing, emptiness, seen
from playground.digits.slices import Slices
from playground.digits.teaching import MOST_OWN, Lesson
from playground.errors import DataError
from playground.worker.painters.base import Arrays, as_ink
from playground.worker.reader.desk import Desk


@dataclass
class Own:
    """One of one's own digits.

    Attributes:
        number: by which the page knows it.
        drawing: as it was drawn.
        label: what it is.
        picture: as the network sees it, `(side, side)` in [0, 1].
        before: the class that it was taken for before the lesson.
        after: the class that it is taken for since, or `None` where there was no lesson.
    """

    number: int
    drawing: Drawing
    label: int
    picture: FloatArray
    before: int
    after: int | None = None


class Lessons:
    """One's own digits, what the network says of them, and what has come of a lesson.

    Attributes:
        untaught: the desk with the network as it was before the first lesson, or `None` where there was none.
    """

    def __init__(self) -> None:
        """Nothing is collected yet."""
        self.untaught: Desk | None = None
        self._own: list[Own] = []
        self._accuracies: tuple[float, float] | None = None
        self._progress: float | None = None

    def use(self, desk: Desk) -> None:
        """See what another network makes of one's own digits."""
        self._own = [_seen(own.number, own.drawing, own.label, desk) for own in self._own]
        self.untaught, self._accuracies, self._progress = None, None, None

    def keep(self, number: int, drawing: Drawing, label: int, desk: Desk) -> None:
        """Add a digit.

        Raises:
            DataError: there is nothing drawn, no such class, or there are too many.
        """
        if len(self._own) >= MOST_OWN:
            raise DataError(f"A lesson takes at most {MOST_OWN} digits of your own.")
        if emptiness(drawing) is not None:
            raise DataError("There is nothing drawn that could be kept.")
        if label >= desk.network.classes:
            raise DataError(f"This network knows the classes 0 to {desk.network.classes - 1}, got {label}.")
        own = _seen(number, drawing, label, desk)
        if self.untaught is not None:  # it comes after the lesson: nobody asked the network as it was
            own.after = own.before
        self._own.append(own)

    def drop(self, number: int | None) -> None:
        """Take one away, or all of them; one that is not there is gone already."""
        self._own = [] if number is None else [own for own in self._own if own.number != number]

    def teach(self, desk: Desk, *, rehearse: bool) -> Slices[Desk]:
        """Give a lesson, bit by bit; returns a desk with the network that has learned.

        Raises:
            DataError: there is nothing to learn, or nothing to rehearse, or the network does not bear it.
        """
        data = yield from desk.data()
        lesson = Lesson(desk.network, data, [(own.picture, own.label) for own in self._own], rehearse=rehearse)
        for self._progress in lesson:
            if lesson.taught is None:
                yield
        self._progress = None
        taught = lesson.taught
        if taught is None:
            raise DataError("The lesson has come to nothing.")
        for own, answer in zip(self._own, taught.own, strict=True):
            own.before, own.after = answer.before, answer.after
        self._accuracies = (taught.accuracy_before, taught.accuracy_after)
        self.untaught = self.untaught or desk
        return Desk(taught.network, seen_as=desk)

    def stop(self) -> None:
        """The lesson is broken off."""
        self._progress = None

    def content(self) -> tuple[dict[str, Any], Arrays]:
        """Values and arrays of the message."""
        before, after = self._accuracies or (None, None)
        values = {
            "own": [{"number": own.number, "label": own.label, "before": own.before, "after": own.after} for own in self._own],
            "status": "idle" if self._progress is None else "learning",
            "progress": self._progress,
            "taught": self.untaught is not None,
            "test_before": before,
            "test_after": after,
        }
        return values, {"pictures": as_ink(np.stack([own.picture for own in self._own]))} if self._own else {}


def _seen(number: int, drawing: Drawing, label: int, desk: Desk) -> Own:
    """A drawing as the network of a desk sees it."""
    picture = seen(drawing, desk.network.side)
    return Own(number, drawing, label, picture, desk.answer(picture))
