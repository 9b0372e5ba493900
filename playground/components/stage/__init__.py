"""The stage: controls, network, output and learning curves, live from one WebSocket.

Python only mounts it. What it shows is in the ES modules beside this file, which the server hands out at
`/assets/components/stage/`; what it is told is in `docs/protocol.md`.
"""

from collections.abc import Callable
from functools import cache

from streamlit.components.v2.types import ComponentRenderer

from playground.components.mounting import navigated, register, version

HTML = """
<div class="pg-root pg-stage" data-testid="stage" data-connection="connecting" data-frames="0"></div>
"""


@cache
def _renderer() -> ComponentRenderer:
    return register(
        "playground_stage", module="stage/stage.js", styles=("common/common.css", "digit_pad/digit_pad.css", "stage/stage.css"), html=HTML
    )


def stage(token: str, *, link: str, on_edit: Callable[[], None], on_navigate: Callable[[str], None], key: str = "stage") -> None:
    """Mount the stage, which connects to `/live/<token>` by itself and stays as it is when the script reruns.

    Args:
        token: Secret of the browser session; another token makes the stage connect anew.
        link: Query of the address that opens what is shown: Streamlit empties the address of whoever comes back from another page.
        on_edit: Called at the start of the script's next run after the network was edited on the stage.
        on_navigate: Called with the query of the address after the browser has gone back or forth. It comes from outside.
        key: Key of the element in the page.
    """
    data = {"token": token, "link": link, "version": version()}
    _renderer()(key=key, data=data, on_edits_change=on_edit, on_navigated_change=navigated(key, on_navigate))
