"""The sidebar: controls that show a spec and return the one that a person makes of it."""

import secrets
from collections.abc import Sequence

import streamlit as st

from playground.data import DATASETS, FEATURES
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.spec import DEFAULT, DataSpec, LayerSpec, RunSpec, TrainingSpec, preset
from playground.spec.model import MAX_HIDDEN_LAYERS, MAX_UNITS, MAX_UNITS_PLANE
from playground.ui import session, text, widgets

LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (1, 2, 5, 10, 16, 20, 32, 64, 128, 256, 512, 1024)
EPOCHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def choose(spec: RunSpec) -> RunSpec:
    """Draw the sidebar for a spec.

    Returns:
        The spec as the controls now say.

    Raises:
        SpecError: the settings do not go together.
    """
    data = _data(spec)
    layers = _network(spec)
    training = _training(spec)
    output = _output(spec, training)
    engine, seed = _run(spec)
    st.caption(text.CHANGES)
    model = spec.model.replace(layers=layers, output=output)
    return spec.replace(data=data, model=model, training=training, engine=engine, seed=seed)


def _start_over(spec: RunSpec) -> None:
    """Go on with a spec that has other controls than the present one."""
    session.replace(spec)
    st.rerun()


def _data(spec: RunSpec) -> DataSpec:
    st.subheader(text.DATA, anchor=False)
    data = spec.data
    name = widgets.menu(text.DATASET, DATASETS, data.dataset, name="dataset")
    if name != data.dataset:
        _start_over(_with_dataset(spec, name))
    if not data.is_plane:
        return data.replace(samples=widgets.whole(text.DIGITS, data, "samples", max_value=data.entry.most, help=text.DIGITS_HELP))
    chosen = st.pills(
        text.FEATURES,
        list(FEATURES),
        selection_mode="multi",
        default=list(data.features),
        format_func=lambda name: FEATURES[name].label,
        help=widgets.described(DataSpec, "features"),
        key=widgets.key("features"),
    )
    left, right = st.columns(2)
    return data.replace(
        features=tuple(name for name in FEATURES if name in chosen),
        noise=widgets.percent(text.NOISE, data, "noise", where=left),
        test_share=widgets.percent(text.TEST_SHARE, data, "test_share", where=right),
        samples=widgets.whole(text.POINTS, data, "samples", max_value=data.entry.most),
    )


def _with_dataset(spec: RunSpec, name: str) -> RunSpec:
    """The spec for another data set. Among points the network stays; between points and pictures it has to be another."""
    if DATASETS[name].kind == "image":
        return preset("mnist-dense").replace(seed=spec.seed)
    kept = spec if spec.data.is_plane else DEFAULT.replace(seed=spec.seed)
    return kept.replace(data=kept.data.replace(dataset=name))


def _network(spec: RunSpec) -> tuple[LayerSpec, ...]:
    st.subheader(text.NETWORK, anchor=False)
    layers = tuple(_layer(spec, number) for number in range(1, len(spec.model.layers) + 1))
    full = len(layers) == MAX_HIDDEN_LAYERS
    if st.button(
        text.ADD_LAYER,
        icon=":material/add:",
        width="stretch",
        disabled=full,
        help=text.MOST_LAYERS.format(most=MAX_HIDDEN_LAYERS) if full else text.ADD_LAYER_HELP,
        key=widgets.key("add-layer"),
    ):
        _start_over(_with_layers(spec, (*layers, layers[-1] if layers else LayerSpec())))
    return layers


def _layer(spec: RunSpec, number: int) -> LayerSpec:
    layer = spec.model.layers[number - 1]
    name = text.LAYER.format(number=number)
    units_column, activation_column, remove_column = st.columns([5, 5.5, 2.2], vertical_alignment="bottom", gap="small")
    units = widgets.whole(
        f"{name}: {text.UNITS}",
        layer,
        "units",
        where=units_column,
        max_value=MAX_UNITS_PLANE if spec.data.is_plane else MAX_UNITS,
        label_visibility="collapsed",
        key=widgets.key(f"units-{number}"),
    )
    activation = widgets.menu(
        f"{name}: {text.ACTIVATION}",
        ACTIVATIONS,
        layer.activation,
        names=HIDDEN_ACTIVATIONS,
        name=f"activation-{number}",
        hide_label=True,
        where=activation_column,
    )
    if remove_column.button(
        text.REMOVE_LAYER.format(number=number),
        icon=":material/close:",
        width="stretch",
        help=text.REMOVE_LAYER_HELP.format(number=number),
        key=widgets.key(f"remove-{number}"),
    ):
        layers = spec.model.layers
        _start_over(_with_layers(spec, layers[: number - 1] + layers[number:]))
    return layer.replace(units=units, activation=activation)


def _with_layers(spec: RunSpec, layers: Sequence[LayerSpec]) -> RunSpec:
    return spec.replace(model=spec.model.replace(layers=tuple(layers)))


def _training(spec: RunSpec) -> TrainingSpec:
    st.subheader(text.TRAINING, anchor=False)
    training = spec.training
    loss = widgets.menu(text.LOSS, LOSSES, training.loss, name="loss", help=widgets.described(TrainingSpec, "loss"))
    left, right = st.columns(2)
    lower_left, lower_right = st.columns(2)  # a row of their own, so that the tab key goes row by row
    return training.replace(
        loss=loss,
        optimizer=widgets.menu(text.OPTIMIZER, OPTIMIZERS, training.optimizer, name="optimizer", where=left),
        learning_rate=widgets.choice(text.LEARNING_RATE, training, "learning_rate", LEARNING_RATES, where=right),
        batch_size=widgets.choice(text.BATCH_SIZE, training, "batch_size", BATCH_SIZES, where=lower_left),
        epochs=widgets.choice(text.EPOCHS, training, "epochs", EPOCHS, where=lower_right),
    )


def _output(spec: RunSpec, training: TrainingSpec) -> str:
    """The output has to fit the loss; one that does not any more gives way to the loss's own."""
    fitting = LOSSES[training.loss].outputs
    current = spec.model.output if spec.model.output in fitting else fitting[0]
    return widgets.menu(text.OUTPUT, ACTIVATIONS, current, names=fitting, name=f"output-{training.loss}", help=text.OUTPUT_HELP)


def _run(spec: RunSpec) -> tuple[str, int]:
    st.subheader(text.RUN, anchor=False)
    left, right = st.columns(2, vertical_alignment="bottom")
    seed = widgets.whole(text.SEED, spec, "seed", where=left)
    if right.button(text.NEW_SEED, icon=":material/casino:", help=text.NEW_SEED_HELP, width="stretch", key=widgets.key("new-seed")):
        _start_over(spec.replace(seed=secrets.randbelow(10_000)))
    engine = st.segmented_control(
        text.ENGINE,
        list(text.ENGINES),
        default=spec.engine,
        required=True,
        format_func=lambda name: text.ENGINES[name],
        help=text.ENGINE_HELP,
        width="stretch",
        key=widgets.key("engine"),
    )
    return engine or spec.engine, seed
