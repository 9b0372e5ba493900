"""What the doctor is told about a run, and what a rule is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.arrays import FloatArray
from playground.engine.inside import LayerState
from playground.registry import Entry
from playground.spec import RunSpec

EPOCH, TRAIN_LOSS, TEST_LOSS, TRAIN_SCORE, TEST_SCORE = range(5)
"""Columns of the learning curve."""

Back = Literal["healthy", "best"]
"""A moment to go back to: the last one at which nothing was wrong, or that with the lowest test loss."""


@dataclass(frozen=True)
class Case:
    """A run, as the doctor sees it.

    Attributes:
        spec: of the run.
        epoch: times through the training data.
        steps_per_epoch: batches in an epoch.
        curve: points of the learning curve from the first to the newest, thinned out evenly: `(n, 5)`, its columns are those above.
        recent: the newest points, with none left out: `(m, 5)`.
        layers: positions in the spec of the layers with weights.
        states: what goes on inside each of them, at the newest look.
        inputs: root mean square of each input: `(inputs,)`; one number for pictures.
        diverged: why training could not go on, as a sentence, or `None`.
    """

    spec: RunSpec
    epoch: float
    steps_per_epoch: int
    curve: FloatArray
    recent: FloatArray
    layers: Sequence[int]
    states: Sequence[LayerState]
    inputs: FloatArray
    diverged: str | None = None

    @property
    def train_score(self) -> float:
        """The newest accuracy, or R², on the training data."""
        return float(self.recent[-1, TRAIN_SCORE])

    @property
    def is_good(self) -> bool:
        """Whether the network does well on what it learns from: then nothing that looks odd inside it does harm."""
        return self.train_score >= 0.95

    @property
    def has_learned(self) -> bool:
        """Whether the train loss has ever fallen to less than half of what it was at first."""
        losses = self.curve[:, TRAIN_LOSS]
        return bool(np.nanmin(losses) < 0.5 * losses[0])

    def name(self, layer: int) -> str:
        """What to call a layer, by its position in the spec."""
        if layer == len(self.spec.layers) - 1:
            return "the output"
        return f"layer {layer + 1} ({self.spec.layers[layer].entry.label})"


@dataclass(frozen=True)
class Fix:
    """Something that helps.

    Attributes:
        label: what it does, as the label of a button.
        spec: to go on by.
    """

    label: str
    spec: RunSpec


@dataclass(frozen=True, kw_only=True)
class Rule(Entry):
    """Something that can be wrong; `help` says in a sentence why it is, and what helps.

    Attributes:
        check: what is wrong in a case, in a sentence with its numbers; `None` if nothing is.
        fix: what helps a spec, or `None` if nothing does. It depends on the spec alone, so that it can be done wherever the spec is.
        back: from where training goes on after the fix; `None` is from where it is.
        reads_numbers: looks at the curve or into the layers; of a run that has diverged, those have nothing to say.
    """

    check: Callable[[Case], str | None]
    fix: Callable[[RunSpec], Fix | None]
    back: Back | None = None
    reads_numbers: bool = True


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a run.

    Attributes:
        rule: its name in the registry of rules.
        text: what it is, in a sentence with its numbers.
        fix: label of what helps, or `None`.
    """

    rule: str
    text: str
    fix: str | None
