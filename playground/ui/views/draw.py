"""The Draw page: draw a digit, see what a network makes of it, and why. All of it is the component's; it needs no script to run again."""

from pathlib import Path

import streamlit as st

from playground.components.draw import draw
from playground.errors import PlaygroundError
from playground.ui import session, text


STYLE = Path(__file__).parents[1] / "no_sidebar.css"


def page() -> None:
    """Draw the page."""
    st.html(STYLE)
    try:
        draw(session.connect_drawing())
    except PlaygroundError as error:
        st.error(text.plain(str(error)))
