"""How the network trains."""

from typing import Any

import streamlit as st

from playground.nn.clipping import CLIPPINGS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.schedules import SCHEDULES
from playground.spec import DataSpec, ModelSpec, RunSpec, StopSpec, TrainingSpec
from playground.spec.misfits import misfit
from playground.ui import text, widgets
from playground.ui.controls.start_over import start_over

LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (1, 2, 5, 10, 16, 20, 32, 64, 128, 256, 512, 1024)
EPOCHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def choose_training(spec: RunSpec, data: DataSpec, model: ModelSpec) -> TrainingSpec:
    """Draw the controls of the training, for the data and the model as they are now chosen."""
    st.subheader(text.TRAINING, anchor=False)
    training = spec.training
    loss = widgets.choice_of(text.LOSS, LOSSES, training.loss, name="loss", help=widgets.described(TrainingSpec, "loss"))
    _warn_of_misfit(spec.replace(data=data, model=model, training=training.replace(loss=loss)))
    left, right = st.columns(2)
    name = widgets.menu(text.OPTIMIZER, OPTIMIZERS, training.optimizer.name, name="optimizer", where=left)
    if name != training.optimizer.name:
        # Each optimizer has a size of step that suits it; with that of another it may stand still, or fly away.
        start_over(spec.replace(training=training.replace(optimizer=name, learning_rate=OPTIMIZERS[name].learning_rate)))
    rate = widgets.choice(text.LEARNING_RATE, training, "learning_rate", LEARNING_RATES, where=right)
    left, right = st.columns(2)  # a row of their own, so that the tab key goes row by row
    batch_size = widgets.choice(text.BATCH_SIZE, training, "batch_size", BATCH_SIZES, where=left)
    epochs = widgets.choice(text.EPOCHS, training, "epochs", EPOCHS, where=right)
    changes: dict[str, Any] = {"loss": loss, "learning_rate": rate, "batch_size": batch_size, "epochs": epochs}
    with st.expander(text.MORE_TRAINING):
        changes |= _optimizer_and_schedule(training)
    with st.expander(text.STOP, expanded=training.stop != StopSpec()):
        changes["stop"] = _stop(spec)
    return training.replace(**changes)


def _optimizer_and_schedule(training: TrainingSpec) -> dict[str, Any]:
    optimizer = training.optimizer
    settings = widgets.settings(optimizer.entry, optimizer.settings, name="optimizer", of=optimizer.entry.label)
    return {
        "optimizer": {"name": optimizer.name, **settings},
        "schedule": widgets.choice_of(
            text.SCHEDULE, SCHEDULES, training.schedule, name="schedule", help=widgets.described(TrainingSpec, "schedule")
        ),
        "warm_up": widgets.number(text.WARM_UP, training, "warm_up", step=1.0),
        "clipping": widgets.choice_of(
            text.CLIPPING, CLIPPINGS, training.clipping, name="clipping", help=widgets.described(TrainingSpec, "clipping")
        ),
    }


def _stop(spec: RunSpec) -> StopSpec:
    stop = spec.training.stop
    score = text.STOP_R2 if spec.data.is_regression else text.STOP_ACCURACY
    left, right = st.columns(2)
    lower_left, lower_right = st.columns(2)
    return stop.replace(
        loss=widgets.optional(text.STOP_LOSS, stop, "loss", where=left),
        accuracy=widgets.optional(score, stop, "accuracy", where=right),
        seconds=widgets.optional(text.STOP_SECONDS, stop, "seconds", where=lower_left),
        patience=widgets.optional(text.STOP_PATIENCE, stop, "patience", where=lower_right),
    )


def _warn_of_misfit(spec: RunSpec) -> None:
    """Say what will not go well, with a button that mends it."""
    found = misfit(spec)
    if found is None:
        return
    st.warning(text.plain(found.text), icon=":material/warning:")
    if st.button(found.fix, icon=":material/build:", width="stretch", key=widgets.key("fix-misfit")):
        start_over(found.spec)
