"""What can be compared: everything that may vary from one entry of a comparison to the next.

A value is a text, as it stands in the link: `relu`, `leaky_relu~0.1`, `0.03`, `x1.x2`. To make something else comparable, add one entry to
`AXES`: menus, links, bounds and tests follow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from playground.data import FEATURES
from playground.data.features import features_for
from playground.errors import SpecError, shown
from playground.nn.activations import HIDDEN_ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.registry import Entry, Registry
from playground.spec import RunSpec
from playground.spec.choice import (
    ActivationChoice,
    Choice,
    ClippingChoice,
    InitializerChoice,
    LossChoice,
    OptimizerChoice,
    RegularizerChoice,
    ScheduleChoice,
)
from playground.spec.edits import with_layers
from playground.spec.layer import LayerSpec
from playground.spec.link import read_choice, read_number, read_whole, written, written_choice
from playground.spec.misfits import misfit
from playground.spec.model import ENGINE_LABELS, MAX_HIDDEN_LAYERS, EngineName
from playground.spec.part import parse


@dataclass(frozen=True, kw_only=True)
class Axis(Entry):
    """Something that can be compared.

    Attributes:
        offered: which values to offer for a spec, in menu order; others may be given, too.
        suggested: how many of those to begin with.
        apply: the spec with a value; raises SpecError where it does not fit, or is none.
        now: the value that a spec has.
        canonical: a value as it is written, whatever way it was given in; raises SpecError for what is none.
        value_label: what to call a value.
        is_amount: whether values are numbers, with an order of their own.
    """

    offered: Callable[[RunSpec], Sequence[str]]
    suggested: int = 4
    apply: Callable[[RunSpec, str], RunSpec]
    now: Callable[[RunSpec], str]
    canonical: Callable[[str], str]
    value_label: Callable[[str], str]
    is_amount: bool = False


# Reading values


def _chosen(kind: type[Choice], text: str) -> Choice:
    return parse(kind, read_choice("value", kind, text))


def _choice_label(kind: type[Choice], text: str) -> str:
    """The label of an entry, with those of its settings that are not as usual."""
    choice = _chosen(kind, text)
    entry: Entry = kind.registry[choice.name]
    usual = entry.settings({})
    others = [f"{each.label.lower()} {written(choice.settings[each.name])}" for each in entry.hyperparameters]
    said = [text for text, each in zip(others, entry.hyperparameters, strict=True) if choice.settings[each.name] != usual[each.name]]
    return f"{entry.label} ({', '.join(said)})" if said else str(entry.label)


def _canonical_choice(kind: type[Choice], text: str) -> str:
    return written_choice(_chosen(kind, text))


def _canonical_whole(text: str) -> str:
    return written(read_whole("value", text))


def _canonical_number(text: str) -> str:
    return written(read_number("value", text))


def _same(text: str) -> str:
    return text


# Layers


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
        return _with_part(name, output=output, spec=spec, choice=_chosen(kind, text))

    def now(spec: RunSpec) -> str:
        return written_choice(getattr((*_hidden(spec), spec.model.output)[0], name))

    return Axis(
        name=name,
        label=label,
        help=help,
        offered=lambda spec: [_usual(kind, each) for each in names],
        suggested=suggested,
        apply=apply,
        now=now,
        canonical=partial(_canonical_choice, kind),
        value_label=partial(_choice_label, kind),
    )


def _usual(kind: type[Choice], name: str) -> str:
    """An entry with its usual settings, as it stands in a link."""
    return written_choice(parse(kind, {"name": name}))


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


# Data


def _with_features(spec: RunSpec, text: str) -> RunSpec:
    return spec.replace(data=spec.data.replace(features=tuple(text.split(".")) if text else ()))


def _features_offered(spec: RunSpec) -> Sequence[str]:
    """The coordinates, each kind of feature with them, and all together."""
    known = features_for(spec.data.entry.kind)
    plain = known[: spec.data.entry.coordinates]
    sets = [plain, *((*plain, *part) for part in _FEATURE_SETS if set(part) <= set(known)), known]
    return list(dict.fromkeys(".".join(dict.fromkeys(each)) for each in sets))


_FEATURE_SETS = (("x1_squared", "x2_squared"), ("x1_x2",), ("x1_squared", "x2_squared", "x1_x2"), ("sin_x1", "sin_x2"))


def _features_label(text: str) -> str:
    return ", ".join(FEATURES[name].label for name in text.split(".")) if text else "none"


def _data_axis(name: str, *, offered: Callable[[RunSpec], Sequence[str]], **entry: Any) -> Axis:
    read = read_whole if name == "samples" else read_number
    return Axis(
        name=name,
        offered=offered,
        apply=lambda spec, text: spec.replace(data=spec.data.replace(**{name: read("value", text)})),
        now=lambda spec: written(getattr(spec.data, name)),
        canonical=_canonical_whole if name == "samples" else _canonical_number,
        is_amount=True,
        **entry,
    )


def _samples_offered(spec: RunSpec) -> Sequence[str]:
    data = spec.data
    most = 60_000 if data.is_image else 5_000
    return [str(count) for count in (20, 50, 100, 200, 500, 1000, 2000, 5000, 20_000, 60_000) if count <= min(most, data.entry.most)]


# Training


def _training_axis(name: str, *, offered: Sequence[str], **entry: Any) -> Axis:
    read = read_whole if name == "batch_size" else read_number
    return Axis(
        name=name,
        offered=lambda spec: offered,
        apply=lambda spec, text: spec.replace(training=spec.training.replace(**{name: read("value", text)})),
        now=lambda spec: written(getattr(spec.training, name)),
        canonical=_canonical_whole if name == "batch_size" else _canonical_number,
        value_label=_same,
        is_amount=True,
        **entry,
    )


def _training_choice(
    name: str, kind: type[Choice], *, offered: Callable[[RunSpec], Sequence[str]], suggested: int = 4, **entry: Any
) -> Axis:
    return Axis(
        name=name,
        offered=lambda spec: [_usual(kind, each) for each in offered(spec)],
        suggested=suggested,
        apply=lambda spec, text: spec.replace(training=spec.training.replace(**{name: _chosen(kind, text)})),
        now=lambda spec: written_choice(getattr(spec.training, name)),
        canonical=partial(_canonical_choice, kind),
        value_label=partial(_choice_label, kind),
        **entry,
    )


def _with_optimizer(spec: RunSpec, text: str) -> RunSpec:
    optimizer = _chosen(OptimizerChoice, text)
    rate = OPTIMIZERS[optimizer.name].learning_rate
    return spec.replace(training=spec.training.replace(optimizer=optimizer, learning_rate=rate))


def _with_loss(spec: RunSpec, text: str) -> RunSpec:
    """With another output, too, where the present one does not fit the loss."""
    loss = _chosen(LossChoice, text)
    changed = spec.replace(training=spec.training.replace(loss=loss))
    found = misfit(changed)
    if found is None:
        return changed
    if found.spec.training.loss != loss:
        raise SpecError(found.text)
    return found.spec


def _with_engine(spec: RunSpec, text: str) -> RunSpec:
    return spec.replace(engine=text)


AXES: Registry[Axis] = Registry(
    "setting to compare",
    [
        _part_axis(
            "activation",
            ActivationChoice,
            output=False,
            names=HIDDEN_ACTIVATIONS,
            label="Activation",
            help="What every hidden unit makes of its weighted sum.",
            suggested=6,
        ),
        _training_choice(
            "optimizer",
            OptimizerChoice,
            offered=lambda spec: [*OPTIMIZERS],
            label="Optimizer, at one learning rate",
            help="How a gradient becomes a change of the weights; all with the same learning rate, which suits some better than others.",
        ),
        Axis(
            name="usual_optimizer",
            label="Optimizer, each at its usual learning rate",
            help="How a gradient becomes a change of the weights; each with the learning rate that is usual for it.",
            offered=lambda spec: [_usual(OptimizerChoice, name) for name in OPTIMIZERS],
            suggested=6,
            apply=_with_optimizer,
            now=lambda spec: written_choice(spec.training.optimizer),
            canonical=partial(_canonical_choice, OptimizerChoice),
            value_label=partial(_choice_label, OptimizerChoice),
        ),
        _training_axis(
            "learning_rate",
            offered=("0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3"),
            label="Learning rate",
            help="The size of the steps.",
        ),
        _training_choice(
            "schedule",
            ScheduleChoice,
            offered=lambda spec: [*ScheduleChoice.registry],
            label="Learning rate schedule",
            help="How the learning rate changes from epoch to epoch.",
        ),
        _part_axis(
            "initializer",
            InitializerChoice,
            output=True,
            names=[*InitializerChoice.registry],
            label="Initializer",
            help="What all weights start from.",
        ),
        Axis(
            name="loss",
            label="Loss",
            help="How wrong the network is, as one number. Each with an output that fits; ranked by what they get right.",
            offered=lambda spec: [_usual(LossChoice, each.name) for each in LOSSES.values() if _fits(each.name, spec)],
            apply=_with_loss,
            now=lambda spec: written_choice(spec.training.loss),
            canonical=partial(_canonical_choice, LossChoice),
            value_label=partial(_choice_label, LossChoice),
        ),
        _part_axis(
            "regularizer",
            RegularizerChoice,
            output=True,
            names=[*RegularizerChoice.registry],
            label="Regularization",
            help="What large weights cost, in all layers.",
        ),
        _training_choice(
            "clipping",
            ClippingChoice,
            offered=lambda spec: [*ClippingChoice.registry],
            label="Gradient clipping",
            help="What is done about gradients that are too large.",
        ),
        _training_axis(
            "batch_size",
            offered=("1", "2", "5", "10", "20", "50", "100", "250"),
            label="Batch size",
            help="How many samples the network sees before each update.",
        ),
        Axis(
            name="width",
            label="Width",
            help="How many units each hidden dense layer has.",
            offered=lambda spec: ("16", "32", "64", "128", "256") if spec.data.is_image else ("1", "2", "4", "8", "16", "32"),
            apply=_with_width,
            now=_width,
            canonical=_canonical_whole,
            value_label=lambda text: f"{text} units" if text != "1" else "1 unit",
            is_amount=True,
        ),
        Axis(
            name="depth",
            label="Depth",
            help="How many hidden dense layers there are; further ones are like the last.",
            offered=lambda spec: [str(depth) for depth in range(MAX_HIDDEN_LAYERS + 1)],
            apply=_with_depth,
            now=_depth,
            canonical=_canonical_whole,
            value_label=lambda text: f"{text} hidden layers" if text != "1" else "1 hidden layer",
            is_amount=True,
        ),
        Axis(
            name="features",
            label="Input features",
            help="What the first layer is given of each point.",
            offered=_features_offered,
            apply=_with_features,
            now=lambda spec: ".".join(spec.data.features),
            canonical=_same,
            value_label=_features_label,
        ),
        _data_axis(
            "samples",
            offered=_samples_offered,
            suggested=5,
            value_label=lambda text: f"{int(text):,} samples",
            label="Amount of data",
            help="How many samples there are; for points and tables, training and test together.",
        ),
        _data_axis(
            "noise",
            offered=lambda spec: ("0", "0.1", "0.2", "0.3", "0.4", "0.5"),
            value_label=lambda text: f"noise {float(text):.0%}".replace("%", " %"),
            label="Noise",
            help="How far the points stray.",
        ),
        Axis(
            name="engine",
            label="Engine",
            help="What does the arithmetic. Both draw the same random numbers, so that they should come to the same.",
            offered=lambda spec: get_args(EngineName),
            suggested=2,
            apply=_with_engine,
            now=lambda spec: spec.engine,
            canonical=_same,
            value_label=lambda text: ENGINE_LABELS[text],
        ),
    ],
)
"""In menu order, in which several are also applied: a learning rate comes after the optimizer whose usual one it replaces."""


def _fits(loss: str, spec: RunSpec) -> bool:
    """Whether a loss can learn what the spec's data ask for."""
    try:
        _with_loss(spec, _usual(LossChoice, loss))
    except SpecError:
        return False
    return spec.data.task in LOSSES[loss].tasks


def fits(axis: Axis, spec: RunSpec) -> bool:
    """Whether something of a spec can be compared in this way: whether at least two of the values that are offered can be had."""
    return len(values_for(axis, spec)) > 1


def values_for(axis: Axis, spec: RunSpec) -> list[str]:
    """The values of those that are offered which a spec can have, and the one that it has."""
    found = []
    for text in axis.offered(spec):
        try:
            axis.apply(spec, text)
        except SpecError:
            continue
        found.append(text)
    return found
