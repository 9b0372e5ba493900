"""A spec with other layers, as a person changes them on the picture of the network; layers count from 1."""

from collections.abc import Sequence

from playground.errors import SpecError
from playground.spec.layer import LayerSpec, layer
from playground.spec.model import RunSpec

NEW_UNITS = 4
RESIZABLE = ("units", "filters")
"""What a layer may have more or fewer of."""


def with_layers(spec: RunSpec, layers: Sequence[LayerSpec]) -> RunSpec:
    """The spec with other layers before the output.

    Raises:
        SpecError: they don't fit together.
    """
    return spec.replace(model=spec.model.replace(layers=tuple(layers)))


def with_units(spec: RunSpec, number: int, units: int) -> RunSpec:
    """The spec with another number of units, or filters, in one layer.

    Raises:
        SpecError: there is no such layer, it has no units to set, or there can't be as many.
    """
    present = _layer(spec, number)
    name = next((each.name for each in present.entry.hyperparameters if each.name in RESIZABLE), None)
    if name is None:
        raise SpecError(f"Layer {number}, {present.entry.label}, has no units to set.")
    changed = present.replace(settings={**present.settings, name: units})
    return with_layers(spec, [changed if each is present else each for each in spec.model.layers])


def with_layer(spec: RunSpec, number: int) -> RunSpec:
    """The spec with one more dense layer, which then has this number; it has the activation of the one before it.

    Raises:
        SpecError: it does not fit there, or there are as many layers as there can be.
    """
    layers = list(spec.model.layers)
    if not 1 <= number <= len(layers) + 1:
        raise SpecError(f"A new layer has a number from 1 to {len(layers) + 1}, got {number}.")
    before, after = layers[: number - 1], layers[number - 1 :]
    alike = next((each for each in (*reversed(before), *after) if each.kind == "dense"), layer("dense", units=NEW_UNITS))
    new = alike.replace(settings={"units": min(NEW_UNITS, int(alike.settings["units"]))})
    return with_layers(spec, [*before, new, *after])


def without_layer(spec: RunSpec, number: int) -> RunSpec:
    """The spec without one of its layers.

    Raises:
        SpecError: there is no such layer, or the others don't fit together.
    """
    gone = _layer(spec, number)
    return with_layers(spec, [each for each in spec.model.layers if each is not gone])


def _layer(spec: RunSpec, number: int) -> LayerSpec:
    if not 1 <= number <= len(spec.model.layers):
        raise SpecError(f"The network has hidden layers 1 to {len(spec.model.layers)}, got {number}.")
    return spec.model.layers[number - 1]
