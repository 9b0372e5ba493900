"""One layer of a network, as a spec has it."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_serializer, model_validator

from playground.errors import SpecError
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.layers import LAYERS, LayerKind
from playground.registry import FrozenSettings
from playground.spec.choice import ActivationChoice, FixedSettings, InitializerChoice, RegularizerChoice
from playground.spec.part import SpecPart, parse


class Weighted(SpecPart):
    """What layers with a kernel have besides: where the kernel starts, what its size costs, and what becomes of the weighted sums."""

    activation: ActivationChoice = Field(
        default_factory=lambda: ActivationChoice(name="linear"), description="What each unit makes of the weighted sum of its inputs."
    )
    initializer: InitializerChoice = Field(
        default_factory=lambda: InitializerChoice(name="glorot_uniform"), description="What the weights start from."
    )
    regularizer: RegularizerChoice = Field(
        default_factory=lambda: RegularizerChoice(name="none"), description="What large weights cost, on top of the loss."
    )


class LayerSpec(Weighted):
    """One layer: its kind and the settings of that kind; and for kinds with a kernel an activation, an initializer and a regularizer.

    As an object all of them stand side by side: `{"kind": "dense", "units": 4, "activation": "tanh"}`.
    """

    kind: str = Field("dense", description="What the layer does.")
    settings: FixedSettings = Field(FrozenSettings(), description="What one can set about a layer of this kind.")

    @property
    def entry(self) -> LayerKind:
        """The kind's registry entry."""
        return LAYERS[self.kind]

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, value: object) -> object:
        if not isinstance(value, Mapping) or not isinstance(value.get("kind", ""), str):
            return value
        fields = {name: part for name, part in value.items() if name in cls.model_fields and name != "settings"}
        nested = value.get("settings", {})
        settings = {name: part for name, part in value.items() if name not in cls.model_fields}
        settings |= nested if isinstance(nested, Mapping) else {"settings": nested}
        entry = LAYERS[fields.setdefault("kind", "dense")]
        if entry.activation is not None:
            fields.setdefault("activation", entry.activation)
        return fields | {"settings": entry.settings(settings)}

    @model_validator(mode="after")
    def _fits(self) -> "LayerSpec":
        if self.entry.activation is None:
            for name, field in Weighted.model_fields.items():
                if getattr(self, name) != field.get_default(call_default_factory=True):
                    raise SpecError(f"{self.entry.label} has no {name} to set, got {getattr(self, name).name!r}.")
        elif not self.activation.entry.hidden:
            label = self.activation.entry.label
            raise SpecError(f"{label} belongs on the output, not in a hidden layer. Known there: {', '.join(HIDDEN_ACTIVATIONS)}.")
        return self

    @model_serializer
    def _to_plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = {"kind": self.kind, **self.settings}
        if self.entry.activation is not None:
            plain |= {name: getattr(self, name).model_dump() for name in Weighted.model_fields}
        return plain


class OutputSpec(Weighted):
    """The last layer: dense, with as many units as the task has answers. It may be given as the name of its activation alone."""

    activation: ActivationChoice = Field(
        default_factory=lambda: ActivationChoice(name="sigmoid"), description="What the output makes of its weighted sum."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_plain(cls, value: object) -> object:
        return {"activation": value} if isinstance(value, str) else value


def layer(kind: str, **settings: Any) -> LayerSpec:
    """A layer in one line: `layer("dense", units=8, activation="relu")`.

    Raises:
        SpecError: there is no such layer.
    """
    return parse(LayerSpec, {"kind": kind, **settings})
