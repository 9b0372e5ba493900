"""How components get onto the page: their files, and the line of JavaScript that imports them."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

COMPONENTS = Path(__file__).resolve().parent

# Inline JavaScript runs from a blob: address and travels with each rerun: it only imports the module.
JAVASCRIPT = """
export default async function (component) {
  const url = new URL("assets/components/MODULE?v=VERSION", document.baseURI).href;
  const { mount } = await import(url);
  return mount(component);
}
"""


@cache
def version() -> str:
    """Fingerprint of all components' files: a new one makes an open page load them anew."""
    digest = hashlib.sha256()
    for path in sorted(COMPONENTS.rglob("*")):
        if path.suffix in {".css", ".js"}:
            digest.update(path.relative_to(COMPONENTS).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def register(name: str, *, module: str, styles: tuple[str, ...], html: str) -> ComponentRenderer:
    """Register a component; once for each server.

    Styles are not isolated, because Plotly puts its style sheet into the document; each of our rules starts with a class of our own
    instead.

    Args:
        name: of the component.
        module: the ES module whose `mount` makes it, below this folder.
        styles: its style sheets, below this folder.
        html: what it starts from.
    """
    css = "\n".join((COMPONENTS / style).read_text(encoding="utf-8") for style in styles)
    script = JAVASCRIPT.replace("MODULE", module).replace("VERSION", version())
    return st.components.v2.component(name, html=html, css=css, js=script, isolate_styles=False)


def told(key: str, name: str) -> Any:
    """What a component's script has just told Python, for the handler of that; it comes from outside, and may be anything.

    Args:
        key: of the element in the page.
        name: of the value, as the script calls it.
    """
    return getattr(st.session_state[key], name, None)


def navigated(key: str, on_navigate: Callable[[str], None]) -> Callable[[], None]:
    """The handler of what `page_link.js` tells: the browser has gone back or forth.

    Args:
        key: of the element in the page.
        on_navigate: called with the query of the address, which comes from outside.
    """

    def handler() -> None:
        search = told(key, "navigated")
        if isinstance(search, str):
            on_navigate(search)

    return handler
