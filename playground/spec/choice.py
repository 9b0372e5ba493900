"""A registry's entry with its settings, as part of a spec."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, model_serializer, model_validator

from playground.data import DATASETS, DatasetEntry
from playground.nn.activations import ACTIVATIONS, Activation
from playground.nn.clipping import CLIPPINGS, Clipping
from playground.nn.initializers import INITIALIZERS, Initializer
from playground.nn.losses import LOSSES, Loss
from playground.nn.optimizers import OPTIMIZERS, Optimizer
from playground.nn.regularizers import REGULARIZERS, Regularizer
from playground.nn.schedules import SCHEDULES, Schedule
from playground.registry import FrozenSettings, Registry, Settings
from playground.spec.part import SpecPart

FixedSettings = Annotated[Settings, AfterValidator(FrozenSettings)]


class Choice(SpecPart):
    """An entry of one registry, by name, with its settings.

    It may be given as the name alone (all settings are then as their defaults say), or as an object: `{"name": "huber", "delta": 2.0}`.
    """

    registry: ClassVar[Registry[Any]]

    name: str
    settings: FixedSettings = FrozenSettings()

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, value: object) -> object:
        if isinstance(value, str):
            value = {"name": value}
        if not isinstance(value, dict) or not isinstance(value.get("name"), str):
            return value
        given = dict(value)
        name = given.pop("name")
        nested = given.pop("settings", {})
        known = nested if isinstance(nested, Mapping) else {"settings": nested}
        return {"name": name, "settings": cls.registry[name].settings({**known, **given})}

    @model_serializer
    def _to_plain(self) -> Any:
        return {"name": self.name, **self.settings} if self.settings else self.name


class ActivationChoice(Choice):
    """What a layer makes of its weighted sums."""

    registry = ACTIVATIONS

    @property
    def entry(self) -> Activation:
        """The activation."""
        return ACTIVATIONS[self.name]


class LossChoice(Choice):
    """What training makes smaller."""

    registry = LOSSES

    @property
    def entry(self) -> Loss:
        """The loss."""
        return LOSSES[self.name]


class OptimizerChoice(Choice):
    """How a gradient becomes a change of the weights."""

    registry = OPTIMIZERS

    @property
    def entry(self) -> Optimizer:
        """The optimizer."""
        return OPTIMIZERS[self.name]


class ScheduleChoice(Choice):
    """How the learning rate changes while the network trains."""

    registry = SCHEDULES

    @property
    def entry(self) -> Schedule:
        """The schedule."""
        return SCHEDULES[self.name]


class ClippingChoice(Choice):
    """What is done about gradients that are too large."""

    registry = CLIPPINGS

    @property
    def entry(self) -> Clipping:
        """The way of clipping."""
        return CLIPPINGS[self.name]


class InitializerChoice(Choice):
    """What weights start from."""

    registry = INITIALIZERS

    @property
    def entry(self) -> Initializer:
        """The initializer."""
        return INITIALIZERS[self.name]


class RegularizerChoice(Choice):
    """What large weights cost."""

    registry = REGULARIZERS

    @property
    def entry(self) -> Regularizer:
        """The regularizer."""
        return REGULARIZERS[self.name]


class DatasetChoice(Choice):
    """What the network learns from."""

    registry = DATASETS

    @property
    def entry(self) -> DatasetEntry:
        """The data set."""
        return DATASETS[self.name]
