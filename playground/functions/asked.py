"""What one may ask of the Functions page: its bounds, and the one way by which a query becomes a question.

A question is a part of a spec, so a wrong one gets a sentence. In a query, things to compare are their names with their settings, as in
the Playground's link, with commas between them: `show=relu,leaky_relu~0.1`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self, TypeVar, get_args

from pydantic import Field, field_validator, model_validator

from playground.errors import SpecError, shown
from playground.functions.surfaces import SURFACES, Surface
from playground.registry import Registry
from playground.spec.choice import ActivationChoice, Choice, InitializerChoice, LossChoice, OptimizerChoice, ScheduleChoice
from playground.spec.link import read_choice, read_number, read_whole
from playground.spec.part import Number, SpecPart, Whole, parse

MOST_SHOWN = 8
MOST_CHARACTERS = 2048
TUNED = "tuned"
"""Stands in a query for a learning rate that is looked for."""

SignalName = Literal["constant", "flips", "pulse", "rare", "noisy"]


class SurfaceChoice(Choice):
    """What optimizers walk on."""

    registry = SURFACES

    @property
    def entry(self) -> Surface:
        """The surface."""
        return SURFACES[self.name]


def _seed() -> Any:
    return Field(0, ge=0, le=9999, description="Where chance starts from: the same seed gives the same numbers.")


class ActivationsAsked(SpecPart):
    """Activations over the weighted sum."""

    show: tuple[ActivationChoice, ...] = Field((), max_length=MOST_SHOWN, description="The activations to compare.")
    reach: Number = Field(5.0, ge=0.5, le=30, description="How far from 0 the weighted sum z goes, to either side.")


class LossesAsked(SpecPart):
    """Losses over the output."""

    show: tuple[LossChoice, ...] = Field((), max_length=MOST_SHOWN, description="The losses to compare.")
    reach: Number = Field(2.0, ge=0.5, le=10, description="How far from 0 the output a goes, to either side.")
    target: Number = Field(
        1.0,
        ge=0,
        le=1,
        description="What the output should say: 1 is yes, 0 is no, which for hinges is -1.",
    )


class InitializersAsked(SpecPart):
    """Weights that initializers draw."""

    show: tuple[InitializerChoice, ...] = Field((), max_length=MOST_SHOWN, description="The initializers to compare.")
    fan_in: Whole = Field(128, ge=1, le=512, description="How many inputs each unit has.")
    fan_out: Whole = Field(128, ge=1, le=512, description="How many units there are, which each input reaches.")
    seed: Whole = _seed()


class SchedulesAsked(SpecPart):
    """Learning rates over the epochs."""

    show: tuple[ScheduleChoice, ...] = Field((), max_length=MOST_SHOWN, description="The schedules to compare.")
    epochs: Whole = Field(50, ge=1, le=1000, description="How many epochs the run has.")
    rate: Number = Field(0.01, ge=1e-6, le=10, description="The learning rate that was chosen, which the schedule is a factor of.")
    warm_up: Number = Field(0.0, ge=0, le=100, description="Epochs in which the learning rate grows from 0 to its full size.")


class OptimizersAsked(SpecPart):
    """What optimizers make of a gradient."""

    show: tuple[OptimizerChoice, ...] = Field((), max_length=MOST_SHOWN, description="The optimizers to compare.")
    gradient: SignalName = Field("pulse", description="The gradient of one weight from step to step.")
    size: Number = Field(1.0, ge=1e-3, le=1e3, description="What the gradient is multiplied by: SGD's steps grow with it, Adam's do not.")
    steps: Whole = Field(60, ge=10, le=300, description="How many steps are shown.")
    seed: Whole = _seed()


class SignalAsked(SpecPart):
    """A signal through many layers, for each pair of an activation and an initializer."""

    activations: tuple[ActivationChoice, ...] = Field((), max_length=MOST_SHOWN, description="What the layers make of their sums.")
    initializers: tuple[InitializerChoice, ...] = Field((), max_length=MOST_SHOWN, description="What the weights of the layers start from.")
    layers: Whole = Field(20, ge=2, le=50, description="How many dense layers the signal goes through, and the gradient comes back.")
    units: Whole = Field(100, ge=2, le=128, description="How many units each layer has.")
    seed: Whole = _seed()

    @field_validator("activations")
    @classmethod
    def _are_hidden(cls, choices: tuple[ActivationChoice, ...]) -> tuple[ActivationChoice, ...]:
        for choice in choices:
            if not choice.entry.hidden:
                raise SpecError(f"{choice.entry.label} is for outputs only, and cannot be in all layers.")
        return choices

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        pairs = len(self.activations) * len(self.initializers)
        if pairs > MOST_SHOWN:
            raise SpecError(f"There can be at most {MOST_SHOWN} pairs of an activation and an initializer, got {pairs}.")
        return self


class Walking(SpecPart):
    """Optimizers that walk, wherever that is."""

    show: tuple[OptimizerChoice, ...] = Field((), max_length=MOST_SHOWN, description="The optimizers to compare.")
    rates: tuple[Number | None, ...] = Field(
        (),
        max_length=MOST_SHOWN,
        description="The learning rate of each, in this order; where there is none, a good one is looked for.",
    )
    x: Number | None = Field(None, ge=-1000, le=1000, description="Where the walk starts, across.")
    y: Number | None = Field(None, ge=-1000, le=1000, description="Where the walk starts, up.")
    steps: Whole = Field(150, ge=1, le=500, description="How many steps each of them takes.")
    noise: Number = Field(
        0.0,
        ge=0,
        le=2,
        description="Random numbers added to the gradient, as small batches do: their deviation as a share of the slope at the start.",
    )
    seed: Whole = _seed()

    @field_validator("rates")
    @classmethod
    def _are_rates(cls, rates: tuple[float | None, ...]) -> tuple[float | None, ...]:
        low, high = RATES
        for rate in rates:
            if rate is not None and not low <= rate <= high:
                raise SpecError(f"A learning rate should be from {low:g} to {high:g}, got {rate:g}.")
        return rates


RATES = (1e-6, 100.0)
"""The least and the greatest learning rate of a walk."""


class WalksAsked(Walking):
    """Optimizers on a surface of the registry."""

    surface: SurfaceChoice = Field(default_factory=lambda: SurfaceChoice(name=next(iter(SURFACES))), description="What they walk on.")


class SurfaceAsked(SpecPart):
    """The picture of a surface of the registry."""

    surface: SurfaceChoice = Field(default_factory=lambda: SurfaceChoice(name=next(iter(SURFACES))), description="What is drawn.")


class SliceAsked(SpecPart):
    """A slice through the loss of one's own network."""

    directions: Whole = Field(0, ge=0, le=9999, description="Where the two random directions of the slice come from.")
    extent: Number = Field(1.0, ge=0.05, le=3, description="How far the slice goes: at 1, as far as the weights are long.")


class NetworkWalksAsked(Walking, SliceAsked):
    """Optimizers on that slice."""


Asked = TypeVar("Asked", bound=SpecPart)


def read(kind: type[Asked], query: Mapping[str, Sequence[str]]) -> Asked:
    """A question from a query.

    Args:
        kind: what is asked.
        query: from anywhere, hostile ones included; each key with all its values.

    Raises:
        SpecError: one sentence on what is wrong.
    """
    values: dict[str, Any] = {}
    for key, texts in query.items():
        if len(texts) != 1:
            raise SpecError(f"The query gives {shown(key)} {len(texts)} times; once is enough.")
        if len(texts[0]) > MOST_CHARACTERS:
            raise SpecError(f"{shown(key)} has at most {MOST_CHARACTERS} characters, got {len(texts[0]):,}.")
        field = kind.model_fields.get(key)
        values[key] = texts[0] if field is None else _value(key, field.annotation, texts[0])
    return parse(kind, values)


def _value(key: str, annotation: Any, text: str) -> Any:
    """What a text says, by the type that its field has; whether it may say so, the field knows."""
    inside = get_args(annotation)
    if inside and inside[-1] is Ellipsis:  # as many as there are
        return [_value(key, inside[0], part) for part in text.split(",")[: MOST_SHOWN + 1]] if text else []
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return read_choice(key, annotation, text)
    if type(None) in inside:
        return None if text == TUNED else _value(key, inside[0], text)
    number = annotation if isinstance(annotation, type) else next((each for each in inside if isinstance(each, type)), str)
    return {int: read_whole, float: read_number}.get(number, lambda _, text: text)(key, text)


def registries() -> dict[str, Registry[Any]]:
    """What there is to compare, by the name of what one asks with `show`."""
    kinds: dict[str, type[Choice]] = {
        "activations": ActivationChoice,
        "losses": LossChoice,
        "initializers": InitializerChoice,
        "optimizers": OptimizerChoice,
        "schedules": ScheduleChoice,
        "surfaces": SurfaceChoice,
    }
    return {name: kind.registry for name, kind in kinds.items()}
