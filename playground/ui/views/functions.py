"""The Functions page: what networks are made of, drawn. All of it is the component's; it needs no script to run again."""

from pathlib import Path

import streamlit as st

from playground.components.functions import functions

STYLE = Path(__file__).parents[1] / "no_sidebar.css"


def page() -> None:
    """Draw the page."""
    st.html(STYLE)
    functions()
