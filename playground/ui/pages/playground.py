"""The Playground: choose data and a network in the sidebar, and watch it learn on the stage."""

import streamlit as st

from playground.components.stage import stage
from playground.errors import PlaygroundError
from playground.ui import controls, session, text


def page() -> None:
    """Draw the page."""
    spec = session.spec()
    with st.sidebar:
        st.header(text.TITLE, anchor=False)
        try:
            spec = controls.choose(spec)
            session.keep(spec)
        except PlaygroundError as error:
            session.warn(str(error))
    if warning := session.warning():
        st.warning(text.plain(warning))
    stage(session.connect(spec))
