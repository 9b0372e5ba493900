"""The script that Streamlit runs for every page: it sets the page up and hands over to the one that was asked for."""

from pathlib import Path

import streamlit as st

from playground.ui import text
from playground.ui.views import compare, draw, functions, playground

ICON = Path(__file__).parents[2] / "assets" / "logo.svg"
STYLE = Path(__file__).with_name("style.css")

st.set_page_config(page_title="Neural network playground", page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
st.html(STYLE)
PAGES = [
    st.Page(playground.page, title=text.PLAYGROUND, url_path="playground", icon=":material/network_node:", default=True),
    st.Page(compare.page, title=text.COMPARE, url_path=compare.URL_PATH, icon=":material/leaderboard:"),
    st.Page(draw.page, title=text.DRAW, url_path="draw", icon=":material/draw:"),
    st.Page(functions.page, title=text.FUNCTIONS, url_path="functions", icon=":material/function:"),
]
st.navigation(PAGES, position="top").run()
