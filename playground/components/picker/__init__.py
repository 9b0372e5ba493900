"""The picker: things to choose from, each with a picture of its own. Arrow keys go from one to the next where only one can be chosen."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypedDict

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from playground.components.mounting import register, told, version


class Option(TypedDict):
    """Something to choose.

    Attributes:
        value: what is picked.
        label: its name.
        help: what it is, in a sentence.
        picture: see `picker.js`.
    """

    value: str
    label: str
    help: str
    picture: Mapping[str, Any]


@cache
def _renderer() -> ComponentRenderer:
    return register("playground_picker", module="picker/picker.js", styles=("picker/picker.css",), html='<div class="pg-picker"></div>')


def picker(
    label: str,
    options: Sequence[Option],
    selected: Sequence[str],
    *,
    on_pick: Callable[[Sequence[str]], None],
    key: str,
    many: bool = False,
    named: bool = False,
) -> None:
    """Draw it.

    Args:
        label: what is chosen, for whoever cannot see it.
        options: in order.
        selected: values that are chosen now.
        on_pick: called with the values that a person has chosen, before the script runs again. They come from outside.
        key: of the element in the page.
        many: several may be chosen, or none.
        named: the labels stand below the pictures.
    """
    picks = f"{key}-picks"

    def picked() -> None:
        st.session_state[picks] = st.session_state.get(picks, 0) + 1
        values = told(key, "picked")
        on_pick([value for value in values if isinstance(value, str)] if isinstance(values, list) else [])

    data = {
        "label": label,
        "options": list(options),
        "selected": list(selected),
        "many": many,
        "named": named,
        "version": version(),
        "picks": st.session_state.get(picks, 0),  # other data after each pick, so that one that was refused is taken back
    }
    _renderer()(key=key, data=data, on_picked_change=picked)
