"""The Draw page's component: a pad, what the network sees and says, why, what would change its mind, and lessons; live from one WebSocket.

Python only mounts it. What it shows is in the ES modules beside this file; what it is told is in `docs/protocol.md`.
"""

from functools import cache

from streamlit.components.v2.types import ComponentRenderer

from playground.components.mounting import register, version

HTML = """
<div class="pg-root pg-draw" data-testid="draw" data-connection="connecting"></div>
"""
STYLES = ("common/common.css", "digit_pad/digit_pad.css", "draw/draw.css")


@cache
def _renderer() -> ComponentRenderer:
    return register("playground_draw", module="draw/draw.js", styles=STYLES, html=HTML)


def draw(token: str, *, key: str = "draw") -> None:
    """Mount it; it connects to `/live/<token>` by itself and stays as it is when the script reruns.

    Args:
        token: Secret of the session of this page; another token makes it connect anew.
        key: Key of the element in the page.
    """
    _renderer()(key=key, data={"token": token, "version": version()})
