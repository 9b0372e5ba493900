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

    def note(self, spec: RunSpec) -> int:
        """Note the state before an edit; what was undone is then out of reach.

        Returns:
            The number under which the run is to keep this moment.
        """
        self.future.clear()
        return self._push(self.past, spec)

    def undo(self, spec: RunSpec) -> tuple[Before, int] | None:
        """Where to go back to, and the number under which to keep the present; `None` where there was no edit."""
        return self._go(spec, self.past, self.future)

    def redo(self, spec: RunSpec) -> tuple[Before, int] | None:
        """Where to go forward to, and the number under which to keep the present; `None` where nothing was undone."""
        return self._go(spec, self.future, self.past)

    def _go(self, spec: RunSpec, source: list[Before], target: list[Before]) -> tuple[Before, int] | None:
        return (source.pop(), self._push(target, spec)) if source else None

    def _push(self, states: list[Before], spec: RunSpec) -> int:
        self._marks += 1
        states.append(Before(spec, self._marks))
        del states[:-MOST_STEPS]
        return self._marks
