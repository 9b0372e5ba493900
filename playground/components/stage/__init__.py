"""The stage: controls, network, output and learning curves, live from one WebSocket.

Python only mounts it. What it shows is in the ES modules beside this file, which the server hands out at
`/assets/components/stage/`; what it is told is in `docs/protocol.md`.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

NAME = "playground_stage"
COMPONENTS = Path(__file__).resolve().parent.parent
STYLES = ("digit_pad/digit_pad.css", "stage/stage.css")

HTML = """
<div class="pg-stage" data-testid="stage" data-connection="connecting" data-frames="0"></div>
"""

# Inline JavaScript runs from a blob: address and travels with each rerun: it only imports the module.
JAVASCRIPT = """
export default async function (component) {
  const url = new URL("assets/components/stage/stage.js?v=VERSION", document.baseURI).href;
  const { mount } = await import(url);
  return mount(component);
}
"""


@cache
def version() -> str:
    """Fingerprint of the component's files: a new one makes an open page load them anew."""
    digest = hashlib.sha256()
    for path in sorted(COMPONENTS.rglob("*")):
        if path.suffix in {".css", ".js"}:
            digest.update(path.relative_to(COMPONENTS).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _renderer() -> ComponentRenderer:
    """Register the component at its first use.

    Styles are not isolated, because Plotly puts its style sheet into the document; each of our rules starts with
    a class of our own instead.
    """
    css = "\n".join((COMPONENTS / name).read_text(encoding="utf-8") for name in STYLES)
    return st.components.v2.component(NAME, html=HTML, css=css, js=JAVASCRIPT.replace("VERSION", version()), isolate_styles=False)


def stage(token: str, *, on_edit: Callable[[], None], key: str = "stage") -> None:
    """Mount the stage, which connects to `/live/<token>` by itself and stays as it is when the script reruns.

    Args:
        token: Secret of the browser session; another token makes the stage connect anew.
        on_edit: Called at the start of the script's next run after the network was edited on the stage.
        key: Key of the element in the page.
    """
    _renderer()(key=key, data={"token": token, "version": version()}, on_edits_change=on_edit)
