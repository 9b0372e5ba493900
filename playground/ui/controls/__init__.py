"""The sidebar: controls that show a spec and return the one that a person makes of it. One file for each part."""

import streamlit as st

from playground.spec import RunSpec
from playground.ui import text
from playground.ui.controls.data import choose_data
from playground.ui.controls.layers import choose_model, summarise
from playground.ui.controls.run import choose_run
from playground.ui.controls.training import choose_training


def choose(spec: RunSpec) -> RunSpec:
    """Draw the sidebar for a spec.

    Returns:
        The spec as the controls now say.

    Raises:
        SpecError: the settings do not go together.
    """
    data = choose_data(spec)
    model, places = choose_model(spec)
    training = choose_training(spec, data, model)
    engine, seed = choose_run(spec)
    st.caption(text.CHANGES)
    chosen = spec.replace(data=data, model=model, training=training, engine=engine, seed=seed)
    summarise(chosen, places)
    return chosen
