"""Teaching a trained network a handful of one's own digits, bit by bit, and seeing what it forgets over that.

A network that goes on learning from a few new digits alone soon takes everything for one of them: what it knew is overwritten, and nothing
keeps it in place (McCloskey and Cohen, Catastrophic interference in connectionist networks, 1989). So a quarter of each batch is one's own
digits, each time shifted, turned and drawn with another pen, and the rest is digits from the training data, which it rehearses (Robins,
Catastrophic forgetting, rehearsal and pseudorehearsal, 1995).
"""

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from playground.arrays import ByteArray, FloatArray
from playground.data import Dataset, Split
from playground.data.augmentation import Augmenter
from playground.digits import familiarity
from playground.digits.assessing import SEEN, TESTED, asked, measured, some
from playground.digits.facts import MOST_NAME
from playground.digits.network import DigitNetwork
from playground.digits.reading import calibrated
from playground.digits.slices import in_a_slice
from playground.engine.network import kept
from playground.engine.numpy_engine import NumpyEngine
from playground.errors import DataError
from playground.snapshot import Parameters
from playground.spec import RunSpec, TrainingSpec

STEPS = 150
"""Batches of a round: a second or so with the network that comes with the project."""
ROUNDS = 4
"""At most; a lesson ends after the first one that leaves none of one's own digits wrong."""
BATCH = 16
OWN = 4
"""How many digits of a batch are one's own, if it rehearses."""
LEARNING_RATE = 0.001
"""Of Adam, at the start of a round; in the course of it, it falls to zero in half a wave of the cosine."""
MOST_OWN = 200
TAUGHT = ", taught by you"

SHIFT, ROTATE, THICKNESS = 1.0, 10.0, 0.5
"""How much a digit is changed in each batch: pixels in a picture of 28, degrees, and pixels in a picture of 28."""


@dataclass(frozen=True)
class Answer:
    """What a network said to one of one's own digits.

    Attributes:
        label: what it should say.
        before, after: what it said before the lesson and says after it.
        confidence_before, confidence_after: how sure it was of that, and is, 0 to 1.
    """

    label: int
    before: int
    after: int
    confidence_before: float
    confidence_after: float


@dataclass(frozen=True)
class Taught:
    """What has come of a lesson.

    Attributes:
        network: as it is now, with a calibration and a familiarity of its own; its classes reach as far as one's own digits.
        own: the answer to each of one's own digits.
        accuracy_before, accuracy_after: on the same test digits, which it has never learned from.
        tested: how many those are.
    """

    network: DigitNetwork
    own: tuple[Answer, ...]
    accuracy_before: float
    accuracy_after: float
    tested: int


class Lesson:
    """A lesson that goes on bit by bit: `for share in lesson: ...`, and then `lesson.taught`.

    The same arguments give the same lesson. A bit takes some 10 ms with the network that comes with the project, all of them some seconds.

    Attributes:
        taught: what has come of it; `None` until it is over.
    """

    def __init__(
        self, network: DigitNetwork, data: Dataset, own: Sequence[tuple[FloatArray, int]], *, rehearse: bool = True, seed: int = 0
    ) -> None:
        """Prepare it.

        Args:
            network: to start from; it stays as it is.
            data: what it has learned from, and the digits to test on.
            own: pictures `(side, side)`, floats in [0, 1] where 1 is ink, and the class that each of them should be taken for.
            rehearse: whether most of each batch is from the training data. Without that one sees it forget.
            seed: where chance starts from.

        Raises:
            DataError: there are no digits of one's own, too many, or some of another shape or class.
        """
        self.taught: Taught | None = None
        self._network = network
        self._own = _checked(network, own)
        self._test = some(data.test, TESTED)
        self._seen = some(data.train, SEEN)
        self._pictures, self._labels = _batches(self._own, data.train if rehearse else None, np.random.default_rng([seed, len(own)]))
        pixel = network.side / 28
        self._augmenter = Augmenter(shift=SHIFT * pixel, rotate=ROTATE, thickness=THICKNESS * pixel, seed=seed)

    def __iter__(self) -> Iterator[float]:
        """Go through it.

        Yields:
            The share that is done, after each bit; the last one is 1.

        Raises:
            DataError: the network has diverged over it.
        """
        asked = [len(self._own), len(self._test)]
        size = in_a_slice(self._network.spec)
        bits = ROUNDS * STEPS + sum(math.ceil(count / size) for count in (*asked, *asked, len(self._seen)))
        done = 0
        for more in self._course():
            done += 1 if more is None else more
            yield done / (bits + 1)
        yield 1.0

    def _course(self) -> Generator[int | None, None, None]:
        """All of it; yields how many bits have been done, or need not be: `None` is one."""
        old = self._network
        own_before, _ = yield from asked(old, self._own)
        test_before, _ = yield from asked(old, self._test)
        new = replace(old, parameters=(yield from self._trained()))
        own_after, own_traits = yield from asked(new, self._own)
        test_after, test_traits = yield from asked(new, self._test)
        _, seen_traits = yield from asked(new, self._seen)
        was, now = (float((z.argmax(axis=1) == self._test.labels).mean()) for z in (test_before, test_after))
        name = old.facts.name.removesuffix(TAUGHT)[: MOST_NAME - len(TAUGHT)] + TAUGHT
        new = replace(new, facts=old.facts.model_copy(update={"name": name, "accuracy": now}))
        new = measured(new, (self._test, test_after, test_traits), (self._seen, seen_traits))
        answers = tuple(map(_answer, self._own.labels.tolist(), calibrated(old, own_before), calibrated(new, own_after)))
        self.taught = Taught(self._reaching(new, answers, own_traits), answers, was, now, len(self._test))

    def _trained(self) -> Generator[int, None, Parameters]:
        """Train bit by bit; returns the parameters."""
        spec = _lesson_spec(self._network.spec)
        engine = NumpyEngine(spec, Dataset(Split(self._pictures.copy(), self._labels), self._test, self._network.classes))
        engine.load(self._network.parameters)
        order = np.arange(STEPS * BATCH, dtype=np.int32)
        for number in range(ROUNDS):
            for step in range(STEPS):
                positions = order[step * BATCH : (step + 1) * BATCH]
                engine.replace(positions, kept(spec, self._augmenter.augmented(self._pictures[positions], positions, number)))
                rate = LEARNING_RATE * (1 + np.cos(np.pi * step / STEPS)) / 2
                engine.train(order[None], number * STEPS + step, np.array([rate], np.float32))
                yield 1
            if (engine.outputs(kept(spec, self._own.raw)).argmax(axis=1) == self._own.labels).all():
                yield (ROUNDS - 1 - number) * STEPS
                break
        parameters = engine.parameters()
        if not all(np.isfinite(array).all() for array in parameters.values()):
            raise DataError("The network did not bear the lesson: its numbers have grown beyond all bounds.")
        return parameters

    def _reaching(self, network: DigitNetwork, answers: Sequence[Answer], traits: FloatArray) -> DigitNetwork:
        """The network with classes that reach as far as those of one's own digits that it has learned."""
        known = network.familiarity
        for answer, each in zip(answers, traits, strict=True):
            if known is not None and answer.after == answer.label:
                known = familiarity.widened(known, each, answer.label)
        return replace(network, familiarity=known)


def _checked(network: DigitNetwork, own: Sequence[tuple[FloatArray, int]]) -> Split:
    """One's own digits as samples."""
    side, classes = network.side, network.classes
    if not 0 < len(own) <= MOST_OWN:
        raise DataError(f"A lesson takes 1 to {MOST_OWN} digits of your own, got {len(own)}.")
    for picture, label in own:
        if np.shape(picture) != (side, side) or not np.isfinite(picture).all():
            raise DataError(f"Your own digits should be ({side}, {side}) finite numbers, got {np.shape(picture)}.")
        if not 0 <= label < classes:
            raise DataError(f"Your own digits should be of a class from 0 to {classes - 1}, got {label}.")
    pictures = np.stack([picture for picture, _ in own])
    return Split(np.rint(np.clip(pictures, 0, 1) * 255).astype(np.uint8), np.array([label for _, label in own], np.uint8))


def _batches(own: Split, rehearsed: Split | None, rng: np.random.Generator) -> tuple[ByteArray, ByteArray]:
    """The digits of all batches of a lesson, one after the other: pictures and labels."""
    new = BATCH if rehearsed is None else OWN
    # Each of one's own comes as often as any other, and in another order each time.
    rounds = -(-STEPS * new // len(own))
    turn = np.concatenate([rng.permutation(len(own)) for _ in range(rounds)])[: STEPS * new].reshape(STEPS, new)
    parts = [own.at(turn)]
    if rehearsed is not None:
        old = some(rehearsed, STEPS * (BATCH - new), rng)
        again = np.resize(np.arange(len(old)), (STEPS, BATCH - new))
        parts.append(old.at(again))
    pictures = np.concatenate([part.raw for part in parts], axis=1).astype(np.uint8)
    labels = np.concatenate([part.labels for part in parts], axis=1).astype(np.uint8)
    return pictures.reshape(STEPS * BATCH, *own.raw.shape[1:]), labels.ravel()


def _lesson_spec(spec: RunSpec) -> RunSpec:
    """The spec of a lesson: the same network and the same loss."""
    training = TrainingSpec(loss=spec.training.loss, optimizer="adam", learning_rate=LEARNING_RATE, batch_size=BATCH)
    return spec.replace(training=training, engine="numpy")


def _answer(label: int, before: FloatArray, after: FloatArray) -> Answer:
    """From probabilities before and after, `(classes,)`."""
    return Answer(label, int(before.argmax()), int(after.argmax()), float(before.max()), float(after.max()))
