"""The Compare page: choose in the sidebar what varies, and watch all lanes learn side by side."""

import streamlit as st

from playground.components.race import race as race_component
from playground.errors import PlaygroundError
from playground.race import RaceSpec
from playground.ui import session, text
from playground.ui.controls.race import choose_race

URL_PATH = "compare"


def switch_here() -> None:
    """Leave another page for this one."""
    st.switch_page(st.Page(page, url_path=URL_PATH))


def page() -> None:
    """Draw the page."""
    race = session.race()
    with st.sidebar:
        race = _chosen(race)
    if warning := session.warning():
        st.warning(text.plain(warning))
    try:
        race_component(session.connect_race(race), link=session.race_link(), on_navigate=session.navigate_race)
    except PlaygroundError as error:
        st.error(text.plain(str(error)))


def _chosen(race: RaceSpec) -> RaceSpec:
    """What the controls make of a comparison; what cannot be compared gets a sentence, and nothing else changes."""
    try:
        chosen = choose_race(race)
    except PlaygroundError as error:
        st.warning(text.plain(str(error)), icon=":material/warning:")
        return race
    session.keep_race(chosen)
    return chosen
