"""The networks of a comparison as Keras code: one list of layers, with names of the table's columns where they differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playground.race.script.source import Term, Writer, any_term, keywords, literal
from playground.race.script.table import Table
from playground.spec import LayerSpec, RunSpec
from playground.spec.choice import ActivationChoice, InitializerChoice, RegularizerChoice

_UNSAID = {"activation": '"linear"', "kernel_initializer": '"glorot_uniform"', "kernel_regularizer": "None"}
"""Arguments that Keras' layers have anyway."""

_FIRST = ("units", "filters", "pool_size", "rate", "stddev")
"""Arguments that stand first, without their name, as people write them."""


@dataclass(frozen=True)
class _Layer:
    """A layer as source.

    Attributes:
        name: of its class.
        arguments: of that.
    """

    name: str
    arguments: dict[str, str]

    def source(self) -> str:
        """The call that makes it."""
        said = {name: source for name, source in self.arguments.items() if _UNSAID.get(name) != source}
        return f"{self.name}({', '.join(source if name in _FIRST else f'{name}={source}' for name, source in said.items())})"


def network(specs: Sequence[RunSpec], table: Table) -> list[str]:
    """The layers of a network, from the first one to the output, as source: a line each.

    Args:
        specs: of the entries.
        table: takes what differs, and what has to be defined.
    """
    stacks = [[_layer(spec, number, table) for number in range(len(spec.layers))] for spec in specs]
    if len({tuple(each.name for each in stack) for stack in stacks}) == 1:
        hidden = [_merged(list(each), table).source() for each in list(zip(*stacks, strict=True))[:-1]]
    else:
        hidden = _of_any_depth([stack[:-1] for stack in stacks], table)
    return [*hidden, _merged([stack[-1] for stack in stacks], table, prefix="output_").source()]


def _of_any_depth(stacks: list[list[_Layer]], table: Table) -> list[str]:
    """Hidden layers where entries have different ones: those before the first dense layer are common, the others come from the table."""
    common = 0
    names = [[each.name for each in stack] for stack in stacks]
    while all(len(each) > common and each[common] == names[0][common] != "layers.Dense" for each in names):
        common += 1
    sources = [_merged([stack[number] for stack in stacks], table).source() for number in range(common)]
    rests = [stack[common:] for stack in stacks]
    first = [rest[0] if rest else None for rest in rests]
    if all(each.name == "layers.Dense" and _but_units(each) == _but_units(rest[0]) for rest in rests for each in rest):
        names_of = next(each for each in first if each is not None).arguments
        widths = table.term("hidden", [f"[{', '.join(each.arguments['units'] for each in rest)}]" for rest in rests])
        arguments = {
            name: table.term(name, [None if each is None else each.arguments[name] for each in first])
            for name in names_of
            if name != "units"
        }
        return [*sources, f"*[{_Layer('layers.Dense', {'units': 'units', **arguments}).source()} for units in {widths}]"]
    made = [f"lambda: [{', '.join(each.source() for each in rest)}]" for rest in rests]
    return [*sources, f"*{table.term('hidden', made)}()"]


def _but_units(layer: _Layer) -> dict[str, str]:
    return {name: source for name, source in layer.arguments.items() if name != "units"}


def _merged(layers: Sequence[_Layer], table: Table, prefix: str = "") -> _Layer:
    """Layers of one kind as one, with the names of columns for what differs."""
    arguments = {
        name: table.term(name, [each.arguments[name] for each in layers], as_name=f"{prefix}{name}") for name in layers[0].arguments
    }
    return _Layer(layers[0].name, arguments)


def _layer(spec: RunSpec, number: int, table: Table) -> _Layer:
    layer = spec.layers[number]
    entry = layer.entry
    arguments = {name: literal(value) for name, value in entry.keras_arguments(layer.settings).items()}
    if entry.activation is not None:
        last = number + 1 == len(spec.layers)
        arguments["activation"] = _output(spec, table) if last else activation(layer.activation, table)
        arguments["kernel_initializer"] = _initializer(layer.initializer)
        arguments["kernel_regularizer"] = _regularizer(layer.regularizer)
    if entry.apply_draw is not None:
        table.definitions.setdefault(entry.keras, _drawing(layer))
        return _Layer(entry.keras, arguments)
    return _Layer(f"layers.{entry.keras}", arguments)


def activation(choice: ActivationChoice, table: Table) -> str:
    """An activation as source: its name in Keras, or that of a function of the script."""
    twin, settings = choice.entry.keras, choice.settings
    if callable(twin):
        name = choice.name
        signature = ", ".join(["z", *settings])
        formula: Term = twin(Writer("ops"), Term("z"), **{each: Term(each) for each in settings})
        lines = [f"def {name}({signature}):", f'    """{choice.entry.label}, which Keras has no name for."""', f"    return {formula.text}"]
        table.definitions.setdefault(name, lines)
    else:
        name = f"keras.activations.{twin}"
        if not settings:
            return literal(twin)
    return f"lambda z: {name}({', '.join(['z', *keywords(settings)])})" if settings else name


def _output(spec: RunSpec, table: Table) -> str:
    """What the output layer makes of its sums: nothing, where that is part of the loss."""
    loss, choice = spec.training.loss.entry, spec.model.output.activation
    if loss.from_logits(choice.name):
        return literal("linear")
    if choice.name in ("sigmoid", "softmax") and "Crossentropy" in loss.keras:
        name = f"copied_{choice.name}"
        text = "A copy: from Keras' own tensor the loss would find its way back to the sums, and use those instead."
        lines = [f"def {name}(z):", f'    """{text}"""', f"    return ops.copy(keras.activations.{choice.name}(z))"]
        table.definitions.setdefault(name, lines)
        return name
    return activation(choice, table)


def _initializer(choice: InitializerChoice) -> str:
    entry = choice.entry
    if not choice.settings:
        return literal(re.sub(r"(?<!^)(?=[A-Z])", "_", entry.keras).lower())
    return f"keras.initializers.{entry.keras}({', '.join(keywords(choice.settings))})"


def _regularizer(choice: RegularizerChoice) -> str:
    entry = choice.entry
    return "None" if entry.keras is None else f"keras.regularizers.{entry.keras}({', '.join(keywords(choice.settings))})"


def _drawing(layer: LayerSpec) -> list[str]:
    """A layer that is handed its random numbers."""
    entry = layer.entry
    combined: Term = entry.apply_draw(any_term("x"), any_term("self.draw[: ops.shape(x)[0]]")) if entry.apply_draw else Term("x")
    return [
        f"class {entry.keras}(layers.Layer):",
        f'    """Keras\' {entry.keras}, but handed its random numbers, so that chance does here what it does in the playground."""',
        "",
        f"    def __init__({', '.join(['self', *layer.settings])}):",
        "        super().__init__()",
        *(f"        self.{name} = {name}  # (the numbers that it is handed were drawn with this)" for name in layer.settings),
        "",
        "    def build(self, shape):",
        '        self.draw = self.add_weight(name="draw", shape=(LARGEST_BATCH, *shape[1:]), trainable=False)',
        "",
        "    def call(self, x, training=False):",
        f"        return {combined.text} if training else x",
    ]
