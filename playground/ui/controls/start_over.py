"""Changes after which the sidebar has other controls than before."""

from typing import NoReturn

import streamlit as st

from playground.errors import PlaygroundError
from playground.spec import RunSpec
from playground.ui import session


def start_over(spec: RunSpec) -> NoReturn:
    """Go on with a spec that has other controls than the present one."""
    session.replace(spec)
    st.rerun()
    raise PlaygroundError("Streamlit has not started the page again.")
