"""`RaceSpec`, the whole input of a comparison: frozen, and valid from the moment it exists."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from playground.engine.lanes import groups
from playground.engine.lanes.alike import shape_of
from playground.errors import SpecError
from playground.race.axes import AXES, Axis
from playground.spec import RunSpec, StopSpec, layer
from playground.spec.part import Number, SpecPart, Whole

MOST_AXES = 3
MOST_VALUES = 12
MOST_SEEDS = 20
MOST_ENTRIES = 144
MOST_LANES = 240
MOST_ALONE = 16
"""Lanes that each take a computation of their own: large networks, and such with layers that do not train in lanes."""
MOST_SHAPES = 36
"""Computations of their own in all; each keeps its data, and TensorFlow compiles each."""


DEFAULT_BASE = RunSpec().replace(
    model=RunSpec().model.replace(layers=(layer("dense", units=8, activation="tanh"),) * 2),
    training=RunSpec().training.replace(epochs=200),
)
"""Small enough to be compared in a second or two, and large enough to learn the ring whatever its activation."""


class AxisSpec(SpecPart):
    """What varies, and the values that are compared."""

    name: str = Field(description="What varies.")
    values: tuple[str, ...] = Field(min_length=1, max_length=MOST_VALUES, description="The values that are compared, as links have them.")

    @property
    def entry(self) -> Axis:
        """The axis."""
        return AXES[self.name]

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        return AXES[name].name

    @field_validator("values")
    @classmethod
    def _canonical(cls, values: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return tuple(_read_value(AXES[info.data["name"]], text) for text in values)

    @property
    def labels(self) -> list[str]:
        """What to call the values."""
        return [self.entry.value_label(text) for text in self.values]


def _read_value(axis: Axis, text: str) -> str:
    try:
        return axis.canonical(text)
    except SpecError as error:
        raise _about(axis, text, error) from None


def _about(axis: Axis, text: str, error: SpecError) -> SpecError:
    """The same, with the setting and the value that it is about."""
    return SpecError(f"{axis.label}, {text[:40]}: {error}")


class TargetSpec(SpecPart):
    """What to reach: who gets there first has learned fastest."""

    on: Literal["score", "loss"] = Field(
        "score", description="What is looked at: accuracy (R² for numbers), or the loss, of the test data."
    )
    value: Number = Field(0.95, ge=0, le=1e6, description="What it has to reach.")


@dataclass(frozen=True)
class Entry:
    """A combination of values.

    Attributes:
        values: positions in the values of each axis.
        label: the values in words.
        spec: of its first lane.
    """

    values: tuple[int, ...]
    label: str
    spec: RunSpec


class RaceSpec(SpecPart):
    """The whole input of a comparison. The same spec gives the same board, but for the seconds that it took."""

    base: RunSpec = Field(default_factory=lambda: DEFAULT_BASE, description="What all lanes have in common.")
    axes: tuple[AxisSpec, ...] = Field(
        default_factory=lambda: (AxisSpec(name="activation", values=("relu", "tanh", "sigmoid", "linear", "elu", "gelu")),),
        min_length=1,
        max_length=MOST_AXES,
        description="What varies.",
    )
    seeds: Whole = Field(
        3, ge=1, le=MOST_SEEDS, description="How often each entry is trained, each time from other weights and with other data."
    )
    target: TargetSpec = Field(TargetSpec(), description="What to reach.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [axis.name for axis in self.axes]
        if len(set(names)) < len(names):
            raise SpecError(f"Each setting can be compared once, got {', '.join(names)}.")
        if not self.base.data.has_samples:
            raise SpecError("There are no points to learn from: paint some in the Playground first.")
        counts = [len(axis.values) for axis in self.axes]
        entries = math.prod(counts)
        written = " x ".join(f"{count} values" for count in counts)
        if entries > MOST_ENTRIES:
            raise SpecError(f"A comparison has at most {MOST_ENTRIES} entries, got {written} = {entries}.")
        if entries * self.seeds > MOST_LANES:
            raise SpecError(
                f"A comparison has at most {MOST_LANES} lanes, got {written} x {self.seeds} seeds = {entries * self.seeds}: "
                f"with these values it may have {MOST_LANES // entries} seeds."
            )
        self._check_values()
        self._check_shapes()
        return self

    def _check_values(self) -> None:
        for axis in self.axes:
            for text in axis.values:
                try:
                    axis.entry.apply(self.base, text)
                except SpecError as error:
                    raise _about(axis.entry, text, error) from None
            twice = next((text for text in axis.values if axis.values.count(text) > 1), None)
            if twice is not None:
                raise SpecError(f"{axis.entry.label} has the value {twice[:40]!r} twice; once is enough.")

    def _check_shapes(self) -> None:
        parts = self.groups
        alone = sum(shape_of(spec) is None for spec in self.lanes)
        if alone > MOST_ALONE:
            raise SpecError(f"These networks train one by one: a comparison has at most {MOST_ALONE} such lanes, got {alone}.")
        if len(parts) > MOST_SHAPES:
            raise SpecError(f"A comparison has at most {MOST_SHAPES} networks of different shapes, got {len(parts)}.")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every combination of values, the last axis fastest.

        Raises:
            SpecError: two of the values don't go together.
        """
        common = self.base.replace(training=self.base.training.replace(stop=StopSpec()))
        found = []
        for values in product(*(range(len(axis.values)) for axis in self.axes)):
            label = " · ".join(axis.labels[value] for axis, value in zip(self.axes, values, strict=True))
            chosen = {axis.name: axis.values[value] for axis, value in zip(self.axes, values, strict=True)}
            spec = common
            for name in AXES:
                if name in chosen:
                    try:
                        spec = AXES[name].apply(spec, chosen[name])
                    except SpecError as error:
                        raise SpecError(f"{label}: {error}") from None
            found.append(Entry(values, label, spec))
        return tuple(found)

    @cached_property
    def seed_list(self) -> tuple[int, ...]:
        """The seeds: that of the base, and those after it."""
        return tuple((self.base.seed + number) % 2**32 for number in range(self.seeds))

    @cached_property
    def lanes(self) -> tuple[RunSpec, ...]:
        """The spec of each lane: entry by entry, and in each the seeds."""
        # A seed cannot make a spec invalid: no need to look at all of it again.
        return tuple(entry.spec.model_copy(update={"seed": seed}) for entry in self.entries for seed in self.seed_list)

    @cached_property
    def groups(self) -> list[list[int]]:
        """Positions of lanes that train as one computation, with all seeds of an entry in the same one."""
        return groups(self.lanes, unit=self.seeds)

    @property
    def losses_compare(self) -> bool:
        """Whether all entries have the same loss, so that it makes sense to compare losses."""
        return len({entry.spec.training.loss for entry in self.entries}) == 1

    @property
    def epochs(self) -> int:
        """How often training goes through all the data."""
        return self.base.training.epochs

    @property
    def title(self) -> str:
        """What is compared, on what."""
        names = [axis.entry.label.split(",")[0] for axis in self.axes]
        first, *others = names[:1] + [name.lower() for name in names[1:]]
        what = " and ".join([", ".join([first, *others[:-1]]), others[-1]]) if others else first
        return f"{what}, on {self.base.data.entry.label}"
