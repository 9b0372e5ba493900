"""What does the arithmetic, and where chance starts from."""

import secrets

import streamlit as st

from playground.spec import RunSpec
from playground.ui import text, widgets
from playground.ui.controls.start_over import start_over


def choose_run(spec: RunSpec) -> tuple[str, int]:
    """Draw the controls of the engine and the seed."""
    st.subheader(text.RUN, anchor=False)
    left, right = st.columns(2, vertical_alignment="bottom")
    seed = widgets.whole(text.SEED, spec, "seed", where=left)
    if right.button(text.NEW_SEED, icon=":material/casino:", help=text.NEW_SEED_HELP, width="stretch", key=widgets.key("new-seed")):
        start_over(spec.replace(seed=secrets.randbelow(10_000)))
    return widgets.engine(spec), seed
