"""Edits of a run: other settings, other weights, and the way back."""

from collections.abc import Sequence

import numpy as np

from playground.data.dataset import Progress
from playground.engine import Training
from playground.engine.base import initial_parameters
from playground.engine.moment import Moment
from playground.engine.samples import load_data
from playground.errors import PlaygroundError
from playground.spec import from_json
from playground.worker.protocol import Ack, Change, Command, SetWeight

MOST_MOMENTS = 50
MOST_BYTES = 24_000_000


class Moments:
    """The moments that one may want to go back to, by number; when there are too many, the oldest go."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept: dict[int, Moment] = {}

    def keep(self, number: int | None, training: Training) -> None:
        """Keep this moment of a run, if it has a number."""
        if number is None:
            return
        self._kept[number] = training.moment()
        while len(self._kept) > 1 and (len(self._kept) > MOST_MOMENTS or sum(map(_size, self._kept.values())) > MOST_BYTES):
            del self._kept[min(self._kept)]

    def take(self, number: int | None) -> Moment | None:
        """The moment with a number, if it is still there; it is then no longer kept."""
        return None if number is None else self._kept.pop(number, None)


def merged(commands: Sequence[Command]) -> list[Command]:
    """Commands that have the same effect as some that wait: of the parts of one stroke the last says it all.

    So a run that takes long to change, because it has to be compiled, is not behind by more than one part.
    """
    result: list[Command] = []
    for command in commands:
        last = next((k for k in reversed(range(len(result))) if not isinstance(result[k], Ack)), None)
        before = None if last is None else result[last]
        if last is not None and isinstance(before, Change) and isinstance(command, Change) and command.keep is None:
            result[last] = before.model_copy(update={"spec": command.spec})
        else:
            result.append(command)
    return result


def changed(training: Training, command: Change, begin: Moment | None, progress: Progress) -> Training:
    """The run as it goes on.

    Args:
        training: the run so far.
        command: says by which spec.
        begin: a moment to go back to, or `None`.
        progress: told about long waits for data.

    Returns:
        A training that has not been measured yet; one at step 0 is a fresh one.

    Raises:
        PlaygroundError: there are no such data.
    """
    spec = from_json(command.spec)
    data = training.data if spec.data == training.spec.data else load_data(spec, progress)
    if begin is not None:
        return Training(spec, data, begin=begin)
    if training.diverged is not None or is_untrained(training):
        return Training(spec, data)
    return training.changed(spec, data)


def is_untrained(training: Training) -> bool:
    """Whether the weights are those that the seed gives: a network that is changed before it trains starts as its link says."""
    if training.step:
        return False
    now, start = training.parameters(), initial_parameters(training.spec)
    return all(np.array_equal(array, now[name]) for name, array in start.items())


def set_weight(training: Training, command: SetWeight) -> None:
    """Put another number in the place of a weight.

    Raises:
        PlaygroundError: the network has no such number.
    """
    parameters = {name: array.copy() for name, array in training.parameters().items()}
    array = parameters.get(command.name)
    if array is None or command.index >= array.size:
        raise PlaygroundError(f"This network has no number {command.index} in {command.name!r}. Known: {', '.join(parameters)}.")
    array.ravel()[command.index] = command.value
    training.load(parameters)


def _size(moment: Moment) -> int:
    return sum(array.nbytes for arrays in (moment.parameters, moment.memory) for array in arrays.values())
