"""The builder: layers from input to output, with what comes out of each and how many parameters it has."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.errors import SpecError
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.initializers import INITIALIZERS
from playground.nn.layers import LAYERS, Shape
from playground.nn.regularizers import REGULARIZERS
from playground.registry import Value
from playground.spec import LayerSpec, ModelSpec, OutputSpec, RunSpec, layer
from playground.spec.edits import with_layers, without_layer
from playground.spec.layer import Weighted
from playground.spec.model import MAX_LAYERS, MAX_UNITS_PLANE
from playground.ui import session, text, widgets
from playground.ui.controls.start_over import start_over

TITLE_COLUMNS = [8, 1.5, 1.5]


def choose_model(spec: RunSpec) -> tuple[ModelSpec, list[DeltaGenerator]]:
    """Draw the controls of the layers and of the output.

    Returns:
        The model, and the places where `summarise` says what comes out of each layer, when that is known.
    """
    st.subheader(text.NETWORK, anchor=False)
    places: list[DeltaGenerator] = []
    layers = []
    for number in range(1, len(spec.model.layers) + 1):
        place, layer = _layer(spec, number)
        places.append(place)
        layers.append(layer)
    place, output = _output(spec)
    places.append(place)
    _add(spec)
    return spec.model.replace(layers=tuple(layers), output=output), places


def summarise(spec: RunSpec, places: Sequence[DeltaGenerator]) -> None:
    """Say of each layer what it is, what comes out of it, and how many parameters it has."""
    titles = [f"{number} · {layer.entry.label}" for number, layer in enumerate(spec.model.layers, 1)]
    for place, title, shape, count in zip(places, [*titles, text.OUTPUT], spec.shapes[1:], spec.parameter_counts, strict=True):
        place.caption(_summary(title, shape, count))


def _layer(spec: RunSpec, number: int) -> tuple[DeltaGenerator, LayerSpec]:
    """The controls of one layer: a line that says what it is, with the rarer settings behind a button, and a line of the main ones."""
    layer = spec.model.layers[number - 1]
    entry, name = layer.entry, text.LAYER.format(number=number)
    title, more, remove = st.columns(TITLE_COLUMNS, vertical_alignment="center", gap="small")
    if remove.button(
        text.REMOVE_LAYER.format(number=number),
        icon=":material/close:",
        type="tertiary",
        width="stretch",
        help=text.REMOVE_LAYER_HELP.format(number=number),
        key=widgets.key(f"remove-{number}"),
    ):
        _try(lambda: without_layer(spec, number))
    settings, changes = _main(spec, layer, number)
    with _popover(more, text.MORE_LAYER.format(number=number), f"more-{number}"):
        st.markdown(f"**{name}: {entry.label}**")
        st.caption(entry.help)
        settings |= widgets.settings(entry, layer.settings, name=f"layer-{number}", of=name, only=entry.hyperparameters[1:])
        if entry.activation is not None:
            changes |= _weighted(layer, f"layer-{number}", name, changes)
        _move(spec, number)
    return title.empty(), layer.replace(settings=settings, **changes)


def _main(spec: RunSpec, layer: LayerSpec, number: int) -> tuple[dict[str, Value], dict[str, Any]]:
    """The first hyperparameter and the activation, side by side, as far as the layer has them."""
    entry, name = layer.entry, text.LAYER.format(number=number)
    if not entry.hyperparameters:
        return {}, {}
    left, right = st.columns([4, 5], vertical_alignment="center", gap="small")
    settings = widgets.settings(
        entry,
        layer.settings,
        name=f"layer-{number}",
        of=name,
        only=entry.hyperparameters[:1],
        limits={} if spec.data.is_image else {"units": MAX_UNITS_PLANE},
        hide_label=True,
        where=left,
    )
    if entry.activation is None:
        right.caption(entry.hyperparameters[0].label)
        return settings, {}
    activation = layer.activation
    chosen = widgets.menu(
        f"{name}: {text.ACTIVATION}",
        ACTIVATIONS,
        activation.name,
        names=HIDDEN_ACTIVATIONS,
        name=f"activation-{number}",
        hide_label=True,
        where=right,
    )
    return settings, {"activation": activation if chosen == activation.name else chosen}


def _popover(where: DeltaGenerator, label: str, name: str) -> DeltaGenerator:
    """The button behind which the rarer settings are."""
    return where.popover(label, icon=":material/tune:", type="tertiary", width="stretch", key=widgets.key(name))


def _summary(title: str, shape: Shape, parameters: int) -> str:
    size = " × ".join(f"{number:,}" for number in shape)
    count = text.PARAMETERS.format(count=f"{parameters:,}") if parameters else ""
    return f"**{title}**  \n→ {size}{count}"


def _weighted(part: Weighted, name: str, of: str, chosen: dict[str, Any]) -> dict[str, Any]:
    """Settings of the activation that is chosen now, initializer and regularizer."""
    changes: dict[str, Any] = {}
    activation = chosen.get("activation", part.activation)
    if activation == part.activation and part.activation.settings:
        given = widgets.settings(part.activation.entry, part.activation.settings, name=f"{name}-activation", of=of)
        changes["activation"] = {"name": part.activation.name, **given}
    for field, registry, label in (("initializer", INITIALIZERS, text.INITIALIZER), ("regularizer", REGULARIZERS, text.REGULARIZER)):
        choice = getattr(part, field)
        changes[field] = widgets.choice_of(label, registry, choice, name=f"{name}-{field}")
    return changes


def _output(spec: RunSpec) -> tuple[DeltaGenerator, OutputSpec]:
    """The output: its activation, and what it shares with other layers that have weights."""
    output = spec.model.output
    title, more, _ = st.columns(TITLE_COLUMNS, vertical_alignment="center", gap="small")
    chosen = widgets.menu(text.OUTPUT, ACTIVATIONS, output.activation.name, name="output", help=text.OUTPUT_HELP, hide_label=True)
    changes: dict[str, Any] = {"activation": output.activation if chosen == output.activation.name else chosen}
    with _popover(more, text.MORE_OUTPUT, "more-output"):
        st.markdown(f"**{text.OUTPUT}**")
        changes |= _weighted(output, "output", text.OUTPUT, changes)
    return title.empty(), output.replace(**changes)


def _move(spec: RunSpec, number: int) -> None:
    """Change places with a neighbour."""
    layers = list(spec.model.layers)
    left, right = st.columns(2)
    moves: list[tuple[DeltaGenerator, str, int, str]] = [
        (left, text.MOVE_UP, number - 1, ":material/arrow_upward:"),
        (right, text.MOVE_DOWN, number + 1, ":material/arrow_downward:"),
    ]
    for column, label, to, icon in moves:
        possible = 1 <= to <= len(layers)
        if column.button(label, icon=icon, disabled=not possible, width="stretch", key=widgets.key(f"{label}-{number}")):
            layers[number - 1], layers[to - 1] = layers[to - 1], layers[number - 1]
            _try(lambda: with_layers(spec, layers))


def _add(spec: RunSpec) -> None:
    """A menu of kinds, and the button that adds one."""
    full = len(spec.model.layers) >= MAX_LAYERS
    kinds = [each.name for each in LAYERS.values() if any(len(shape) in each.ranks for shape in spec.shapes[:-1])]
    left, right = st.columns([1, 1], vertical_alignment="bottom", gap="small")
    kind = widgets.menu(text.KIND, LAYERS, kinds[0], names=kinds, name="add-kind", hide_label=True, where=left)
    if right.button(
        text.ADD_LAYER,
        icon=":material/add:",
        width="stretch",
        disabled=full,
        help=text.MOST_LAYERS.format(most=MAX_LAYERS) if full else text.ADD_LAYER_HELP,
        key=widgets.key("add-layer"),
    ):
        _insert(spec, kind)


def _insert(spec: RunSpec, kind: str) -> None:
    """Add a layer as near to the output as it fits."""
    layers = list(spec.model.layers)
    alike = next((each for each in reversed(layers) if each.kind == kind), None)
    new = alike or layer(kind)
    refusal: SpecError | None = None
    for place in range(len(layers), -1, -1):
        try:
            changed = with_layers(spec, [*layers[:place], new, *layers[place:]])
        except SpecError as error:
            refusal = refusal or error
        else:
            start_over(changed)
    if refusal is not None:
        _refuse(refusal)


def _try(edit: Callable[[], RunSpec]) -> None:
    """Go on with other layers, or say why that cannot be."""
    try:
        changed = edit()
    except SpecError as error:
        _refuse(error)
    else:
        start_over(changed)


def _refuse(error: SpecError) -> None:
    """Leave everything as it is, and say why."""
    session.warn(str(error))
    st.rerun()
