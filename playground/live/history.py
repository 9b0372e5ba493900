"""What was before each edit, and the way back and forth."""

from dataclasses import dataclass, field

from playground.spec import RunSpec

MOST_STEPS = 100


@dataclass(frozen=True)
class Before:
    """The state before an edit.

    Attributes:
        spec: as it was.
        mark: number under which the run keeps that moment.
    """

    spec: RunSpec
    mark: int


@dataclass
class History:
    """The edits of one session.

    Attributes:
        past: states that undo goes back to, the newest last.
        future: states that redo goes forward to, the next one last.
    """

    past: list[Before] = field(default_factory=list)
    future: list[Before] = field(default_factory=list)
    _marks: int = 0
    _stroke: int | None = None  # that of the newest edit

    def note(self, spec: RunSpec, stroke: int | None = None) -> int | None:
        """Note the state before an edit; what was undone is then out of reach.

        Args:
            spec: as it is before the edit.
            stroke: of which the edit is a part, if it is of one; further parts of the newest stroke are no edits of their own.

        Returns:
            The number under which the run is to keep this moment, or `None` where that from before the stroke is kept already.
        """
        self.future.clear()
        if stroke is not None and stroke == self._stroke:
            return None
        self._stroke = stroke
        return self._push(self.past, spec)

    def undo(self, spec: RunSpec) -> tuple[Before, int] | None:
        """Where to go back to, and the number under which to keep the present; `None` where there was no edit."""
        return self._go(spec, self.past, self.future)

    def redo(self, spec: RunSpec) -> tuple[Before, int] | None:
        """Where to go forward to, and the number under which to keep the present; `None` where nothing was undone."""
        return self._go(spec, self.future, self.past)

    def _go(self, spec: RunSpec, source: list[Before], target: list[Before]) -> tuple[Before, int] | None:
        self._stroke = None
        return (source.pop(), self._push(target, spec)) if source else None

    def _push(self, states: list[Before], spec: RunSpec) -> int:
        self._marks += 1
        states.append(Before(spec, self._marks))
        del states[:-MOST_STEPS]
        return self._marks
