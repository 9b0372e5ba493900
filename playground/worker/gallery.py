"""Test pictures that somebody asks for, and the units that speak for each class: the message `gallery` of `docs/protocol.md`.

Which pictures those are follows from the predictions that were made when the network was last measured on the test data: so they agree with
the confusion matrix, and cost nothing.
"""

import time
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.arrays import FloatArray
from playground.data import Dataset
from playground.engine import Training
from playground.engine.network import by_layer
from playground.engine.responses import Responses
from playground.engine.samples import chunk_size
from playground.engine.speakers import Speakers, speakers, strongest
from playground.engine.weight_pictures import unit_pictures
from playground.snapshot import Parameters, Predictions
from playground.spec import RunSpec
from playground.worker.looking import MOST_NAMED
from playground.worker.painters.base import Arrays, scaled
from playground.worker.protocol import Cell, Mistakes, Speaking

MOST_MISTAKES = 60
MOST_IN_CELL = 30
MOST_ASKED = 300
"""Means over so many test pictures say which units speak for a class."""

SECONDS = 1.0
"""Shortest time between two galleries while the network trains."""


class Gallery:
    """What somebody wants to see besides the frames; nothing at first."""

    def __init__(self, spec: RunSpec, data: Dataset, before: "Gallery | None" = None) -> None:
        """Prepare; what was asked of the gallery before is asked of this one."""
        self._spec = spec
        self._test = data.test
        self._speakers = speakers(spec)
        self._asked = data.test.first(min(MOST_ASKED, chunk_size(spec)))
        self._responses: Responses | None = None
        self._mistakes: bool = before._mistakes if before else False
        self._cell: tuple[int, int] | None = before._cell if before else None
        self._speaking: bool = before._speaking if before else False
        self._asked_anew = self._wanted  # whether something else is asked for than was shown
        self._shown: object = None  # the metrics that were shown last, and the step then
        self._step = -1
        self._due = 0.0

    def choose(self, command: Mistakes | Cell | Speaking) -> None:
        """Show something else from now on."""
        match command:
            case Mistakes():
                self._mistakes = command.shown
            case Cell():
                self._cell = None if command.answer is None or command.guess is None else (command.answer, command.guess)
            case Speaking():
                self._speaking = command.shown
        self._asked_anew = True

    @property
    def _wanted(self) -> bool:
        return self._mistakes or self._speaking or self._cell is not None

    def is_due(self, training: Training, *, at_once: bool) -> bool:
        """Whether there is something new to show; while the network trains, `SECONDS` after the last time at the earliest."""
        if at_once and self._asked_anew:
            return True  # also when nothing is wanted any longer: so what there was goes away
        # Units change with each step, what was measured does not.
        new = training.metrics is not self._shown or (self._speaking and training.step != self._step)
        return self._wanted and new and (at_once or time.perf_counter() >= self._due)

    def show(self, training: Training) -> tuple[dict[str, Any], Arrays]:
        """Values and arrays of the message."""
        self._asked_anew = False
        self._shown, self._step, self._due = training.metrics, training.step, time.perf_counter() + SECONDS
        values: dict[str, Any] = {"tested": len(self._test), "mistakes": None, "cell": None, "speakers": None}
        arrays: dict[str, Any] = {}
        predictions = training.metrics.test.predictions
        if predictions is not None and len(predictions.classes) == len(self._test):
            labels = self._test.labels
            if self._mistakes:
                values["mistakes"], arrays["mistake_pictures"] = self._pictures(predictions, predictions.classes != labels, MOST_MISTAKES)
            if self._cell is not None:
                answer, guess = self._cell
                behind = (labels == answer) & (predictions.classes == guess)
                values["cell"], arrays["cell_pictures"] = self._pictures(predictions, behind, MOST_IN_CELL)
                values["cell"] |= {"answer": answer, "guess": guess}
        if self._speaking and self._speakers is not None:
            values["speakers"], more = self._speak(training.parameters(), self._speakers)
            arrays |= more
        return values, arrays

    def _pictures(self, predictions: Predictions, which: npt.NDArray[np.bool_], most: int) -> tuple[dict[str, Any], Any]:
        """Some of the test pictures, those first that the network is most sure of."""
        found = np.flatnonzero(which)
        order = np.argsort(-predictions.confidences[found], kind="stable")[:most]
        samples = found[order]
        values = {
            "all": len(found),
            "samples": samples.tolist(),
            "answers": self._test.labels[samples].tolist(),
            "guesses": predictions.classes[samples].tolist(),
            "confidences": np.round(predictions.confidences[samples].astype(float), 4).tolist(),
        }
        return values, np.asarray(self._test.raw[samples])

    def _speak(self, parameters: Parameters, speak: Speakers) -> tuple[dict[str, Any], Arrays]:
        """The units that speak most for each class, over the test pictures of that class."""
        self._responses = self._responses or Responses(self._spec, len(self._asked))
        said = self._responses(parameters, self._asked.raw)[speak.heard]
        means = np.stack([_mean(said[self._asked.labels == label]) for label in range(self._spec.data.classes)])
        named = strongest(speak.push(means, by_layer(self._spec, parameters)[-1]["kernel"]), MOST_NAMED)
        values = {"layer": speak.layer + 1, "classes": named, "samples": len(self._asked)}
        pictures = unit_pictures(self._spec, parameters, speak.layer, [unit for row in named for unit, _ in row])
        return values, {} if pictures is None else {"speaker_pictures": scaled(pictures)}


def _mean(said: FloatArray) -> FloatArray:
    """The mean over samples, or zeros where there are none."""
    mean: FloatArray = said.mean(axis=0) if len(said) else np.zeros(said.shape[1:], said.dtype)
    return mean
