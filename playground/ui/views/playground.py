"""The Playground: choose data and a network in the sidebar, and watch it learn on the stage."""

import streamlit as st

from playground.components.stage import stage
from playground.errors import PlaygroundError
from playground.spec import RunSpec
from playground.ui import controls, session, text
from playground.ui.views import compare


def page() -> None:
    """Draw the page."""
    spec = session.spec()
    with st.sidebar:
        st.header(text.TITLE, anchor=False)
        if st.button(text.COMPARE_THIS, icon=":material/leaderboard:", help=text.COMPARE_THIS_HELP, width="stretch"):
            session.compare_this()
            compare.switch_here()
        spec = _chosen(spec)
    if warning := session.warning():
        st.warning(text.plain(warning))
    try:
        stage(session.connect(spec), link=session.link(), on_edit=session.follow, on_navigate=session.navigate)
    except PlaygroundError as error:
        st.error(text.plain(str(error)))


def _chosen(spec: RunSpec) -> RunSpec:
    """What the controls make of a spec; settings that do not go together get a sentence, and the spec stays as it was."""
    try:
        chosen = controls.choose(spec)
    except PlaygroundError as error:
        session.warn(str(error))
        return spec
    session.keep(chosen)
    return chosen
