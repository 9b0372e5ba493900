"""Of the layers: activations, initializers, regularizers, and how many units and layers there are."""

from collections.abc import Sequence
from functools import partial

from playground.errors import SpecError, shown
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.race.axes.base import Axis, canonical_choice, canonical_whole, choice_label, chosen, usual
from playground.spec import RunSpec
from playground.spec.choice import ActivationChoice, Choice, InitializerChoice, RegularizerChoice
from playground.spec.edits import with_layers
from playground.spec.layer import LayerSpec
from playground.spec.link import read_whole, written_choice
from playground.spec.model import MAX_HIDDEN_LAYERS
from playground.spec.part import parse


def _with_part(part: str, *, output: bool, spec: RunSpec, choice: Choice) -> RunSpec:
    """The spec with another activation, initializer or regularizer in every layer that has one."""
    layers = [each if each.entry.activation is None else each.replace(**{part: choice}) for each in spec.model.layers]
    if not output and layers == list(spec.model.layers) and not _hidden(spec):
        raise SpecError(f"This network has no hidden layer whose {part} could vary.")
    changed = with_layers(spec, layers)
    return changed.replace(model=changed.model.replace(output=spec.model.output.replace(**{part: choice}))) if output else changed


def _hidden(spec: RunSpec) -> list[LayerSpec]:
    return [each for each in spec.model.layers if each.entry.activation is not None]


def _part_axis(name: str, kind: type[Choice], *, output: bool, names: Sequence[str], label: str, help: str, suggested: int = 4) -> Axis:
    def apply(spec: RunSpec, text: str) -> RunSpec:
        return _with_part(name, output=output, spec=spec, choice=chosen(kind, text))

    def now(spec: RunSpec) -> str:
        return written_choice(getattr((*_hidden(spec), spec.model.output)[0], name))

    return Axis(
        name=name,
        label=label,
        help=help,
        offered=lambda spec: [usual(kind, each) for each in names],
        suggested=suggested,
        apply=apply,
        now=now,
        canonical=partial(canonical_choice, kind),
        value_label=partial(choice_label, kind),
    )


def _with_width(spec: RunSpec, text: str) -> RunSpec:
    units = read_whole("value", text)
    dense = [each for each in spec.model.layers if each.kind == "dense"]
    if not dense:
        raise SpecError("This network has no hidden dense layer whose width could vary.")
    return with_layers(spec, [each.replace(settings={"units": units}) if each.kind == "dense" else each for each in spec.model.layers])


def _width(spec: RunSpec) -> str:
    return next((str(each.settings["units"]) for each in spec.model.layers if each.kind == "dense"), "0")


def _with_depth(spec: RunSpec, text: str) -> RunSpec:
    """The first of the hidden dense layers, or the last one more often."""
    depth = read_whole("value", text)
    if depth > MAX_HIDDEN_LAYERS:
        raise SpecError(f"A network has at most {MAX_HIDDEN_LAYERS} hidden layers of weights, got {shown(text)}.")
    others = [each for each in spec.model.layers if each.kind != "dense"]
    dense = [each for each in spec.model.layers if each.kind == "dense"] or [parse(LayerSpec, {"kind": "dense"})]
    return with_layers(spec, [*others, *dense[:depth], *[dense[-1]] * (depth - len(dense))])


def _depth(spec: RunSpec) -> str:
    return str(sum(each.kind == "dense" for each in spec.model.layers))


ACTIVATION = _part_axis(
    "activation",
    ActivationChoice,
    output=False,
    names=HIDDEN_ACTIVATIONS,
    label="Activation",
    help="What every hidden unit makes of its weighted sum.",
    suggested=6,
)

INITIALIZER = _part_axis(
    "initializer",
    InitializerChoice,
    output=True,
    names=[*InitializerChoice.registry],
    label="Initializer",
    help="What all weights start from.",
)

REGULARIZER = _part_axis(
    "regularizer",
    RegularizerChoice,
    output=True,
    names=[*RegularizerChoice.registry],
    label="Regularization",
    help="What large weights cost, in all layers.",
)

WIDTH = Axis(
    name="width",
    label="Width",
    help="How many units each hidden dense layer has.",
    offered=lambda spec: ("16", "32", "64", "128", "256") if spec.data.is_image else ("1", "2", "4", "8", "16", "32"),
    apply=_with_width,
    now=_width,
    canonical=canonical_whole,
    value_label=lambda text: f"{text} units" if text != "1" else "1 unit",
    is_amount=True,
)

DEPTH = Axis(
    name="depth",
    label="Depth",
    help="How many hidden dense layers there are; further ones are like the last.",
    offered=lambda spec: [str(depth) for depth in range(MAX_HIDDEN_LAYERS + 1)],
    apply=_with_depth,
    now=_depth,
    canonical=canonical_whole,
    value_label=lambda text: f"{text} hidden layers" if text != "1" else "1 hidden layer",
    is_amount=True,
)
