"""The app: `streamlit run app.py`."""

import streamlit as st

from playground.live import lifespan, routes

app = st.App("playground/ui/main.py", routes=routes(), lifespan=lifespan)
