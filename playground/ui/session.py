"""What a browser session remembers: the only file that touches `st.query_params`, and of `st.session_state` all but the components' own.

The spec lives in the link, so that a reload, a bookmark and a colleague get the same data, network and seed. `st.session_state` holds the
same spec for the widgets, and the secret token of the live connection.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode

import streamlit as st

from playground.errors import SpecError
from playground.live import current_hub
from playground.race import RaceSpec
from playground.race.beginnings import comparison_of
from playground.race.link import race_from_query, race_to_query
from playground.spec import DEFAULT, DataSpec, RunSpec, from_query, to_query

EMBEDDING = {"embed", "embed_options"}
"""Settings of a link that are Streamlit's own."""

_SPEC = "spec"
_RACE = "race"
_RACING = "racing"
_QUERY = "query"
_TOKEN = "token"
_DRAWING = "drawing"
_WARNING = "warning"
_GENERATION = "generation"
_LAST = "last"


def spec() -> RunSpec:
    """The spec that this session looks at: from the link when the page opens, then as the controls left it."""
    if _SPEC not in st.session_state:
        _open({key: st.query_params.get_all(key) for key in st.query_params})
    current: RunSpec = st.session_state[_SPEC]
    return current


def navigate(search: str) -> None:
    """Open the link that the browser has gone back or forth to.

    The page says when that happens. What `st.query_params` has will not do: while a link that was just written is on its way to the
    browser, each run of the script still brings the one before, which is no wish to go back.

    Args:
        search: the query of the address, from outside.
    """
    query = _searched(search)
    if query:  # the bare address is where a visit begins: who goes back there is on the way out
        _open(query)


def _searched(search: str) -> dict[str, list[str]]:
    """The query of an address, without what is Streamlit's."""
    return {key: values for key, values in parse_qs(search.removeprefix("?"), keep_blank_values=True).items() if key not in EMBEDDING}


def spec_now() -> RunSpec:
    """The spec that the Playground of this session looks at; the default, if it has not been opened."""
    current: RunSpec = st.session_state.get(_SPEC, DEFAULT)
    return current


def _open(query: Mapping[str, Sequence[str]]) -> None:
    st.session_state[_QUERY] = {key: list(values) for key, values in query.items()}
    try:
        replace(from_query(query))
    except SpecError as error:
        st.session_state[_WARNING] = f"This link could not be opened as it is, so here is the default. {error}"
        replace(DEFAULT)


def replace(new: RunSpec) -> None:
    """Put another spec in place of the session's, and have all controls follow it."""
    st.session_state[_GENERATION] = generation() + 1
    _remember(new)


def keep(new: RunSpec) -> None:
    """Remember the spec that the controls now say."""
    if new != st.session_state[_SPEC]:
        _remember(new)


def follow() -> None:
    """Have the controls follow what was edited on the stage."""
    live = current_hub().follow(st.session_state.get(_TOKEN, ""))
    if live is None:
        return
    if _only_points_differ(live, st.session_state[_SPEC]):
        keep(live)  # no control says where points are: all may stay, with what somebody is about to do in them
    else:
        replace(live)


def _only_points_differ(one: RunSpec, other: RunSpec) -> bool:
    points = one.data.painted_points
    return (
        other.data.is_painted
        and one.data.classes == other.data.classes
        and one == other.replace(data=other.data.replace(painted_points=points))
    )


def last(dataset: str) -> DataSpec | None:
    """The table, or the painted points, that this session looked at last, for whoever comes back from other data."""
    data: DataSpec | None = st.session_state.get(f"{_LAST}-{dataset}")
    return data


def warn(text: str) -> None:
    """Have the page show a sentence once."""
    st.session_state[_WARNING] = text


def warning() -> str | None:
    """A sentence to show, once."""
    text: str | None = st.session_state.pop(_WARNING, None)
    return text


def generation() -> int:
    """Part of every control's key: when it changes, the controls are new and take their values from the spec."""
    number: int = st.session_state.get(_GENERATION, 0)
    return number


def link() -> str:
    """The query of the link to what this session looks at."""
    return urlencode(to_query(st.session_state[_SPEC]))


def connect(current: RunSpec) -> str:
    """Have this session's run follow the spec, and return the token with which the page connects to it."""
    token: str = current_hub().show(st.session_state.get(_TOKEN), current)
    st.session_state[_TOKEN] = token
    return token


def connect_drawing() -> str:
    """The token with which the Draw page connects to its reader."""
    token: str = current_hub().draw(st.session_state.get(_DRAWING))
    st.session_state[_DRAWING] = token
    return token


# The Compare page


def race() -> RaceSpec:
    """The comparison that this session looks at: from the link when the page opens, then as the controls left it."""
    if _RACE not in st.session_state:
        _open_race({key: st.query_params.get_all(key) for key in st.query_params})
    current: RaceSpec = st.session_state[_RACE]
    return current


def navigate_race(search: str) -> None:
    """Open the link that the browser has gone back or forth to; see `navigate`."""
    query = _searched(search)
    if query:
        _open_race(query)


def replace_race(new: RaceSpec) -> None:
    """Put another comparison in place of the session's, and have all controls follow it."""
    st.session_state[_GENERATION] = generation() + 1
    st.session_state[_RACE] = new
    _write_race_link(new)


def keep_race(new: RaceSpec) -> None:
    """Remember the comparison that the controls now say."""
    if new != st.session_state[_RACE]:
        st.session_state[_RACE] = new
        _write_race_link(new)


def compare_this() -> None:
    """Compare what the Playground is set to with something else."""
    st.session_state[_RACE] = comparison_of(spec())


def race_link() -> str:
    """The query of the link to the comparison that this session looks at."""
    return urlencode(race_to_query(st.session_state[_RACE]))


def connect_race(current: RaceSpec) -> str:
    """Have this session's crews train the comparison, and return the token with which the page connects to them."""
    token: str = current_hub().compare(st.session_state.get(_RACING), current)
    st.session_state[_RACING] = token
    return token


def _open_race(query: Mapping[str, Sequence[str]]) -> None:
    try:
        replace_race(race_from_query(query) if query else comparison_of(spec_now()))
    except SpecError as error:
        st.session_state[_WARNING] = f"This link could not be opened as it is, so here is a comparison to begin with. {error}"
        replace_race(RaceSpec())


def _write_race_link(new: RaceSpec) -> None:
    st.query_params.from_dict(race_to_query(new))


def _remember(new: RunSpec) -> None:
    st.session_state[_SPEC] = new
    if new.data.is_table or new.data.is_painted:
        st.session_state[f"{_LAST}-{new.data.dataset.name}"] = new.data
    _write_link(new)


def _write_link(new: RunSpec) -> None:
    query = to_query(new)
    written = {key: [value] for key, value in query.items()}
    if st.session_state[_QUERY] != written:
        st.session_state[_QUERY] = written
        st.query_params.from_dict(query)
