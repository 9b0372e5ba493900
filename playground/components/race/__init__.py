"""The Compare page's component: lanes that train in lock-step, their curves, a leader board, and what is worth keeping.

It is live from one WebSocket; Python only mounts it. What it shows is in the ES modules beside this file; what it is told
is in `docs/protocol.md`.
"""

from collections.abc import Callable
from functools import cache

from streamlit.components.v2.types import ComponentRenderer

from playground.components.mounting import navigated, register, version

HTML = """
<div class="pg-root pg-race" data-testid="race" data-connection="connecting" data-frames="0"></div>
"""


@cache
def _renderer() -> ComponentRenderer:
    return register("playground_race", module="race/race.js", styles=("common/common.css", "race/race.css"), html=HTML)


def race(token: str, *, link: str, on_navigate: Callable[[str], None], key: str = "race") -> None:
    """Mount it; it connects to `/live/<token>` by itself and stays as it is when the script reruns.

    Args:
        token: Secret of the session of this page; another token makes it connect anew.
        link: Query of the address that opens this comparison: Streamlit empties the address of whoever comes back from another page.
        on_navigate: Called with the query of the address after the browser has gone back or forth. It comes from outside.
        key: Key of the element in the page.
    """
    data = {"token": token, "link": link, "version": version()}
    _renderer()(key=key, data=data, on_navigated_change=navigated(key, on_navigate))
