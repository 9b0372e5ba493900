"""The Functions page's component: curves, signals and walks to compare, each drawn from what `/functions/...` answers.

Python only mounts it: no script runs for a slider. What it shows is in the ES modules beside this file, and its words in `text.js`.
"""

from functools import cache

from streamlit.components.v2.types import ComponentRenderer

from playground.components.mounting import register, version

HTML = """
<div class="pg-root pg-functions" data-testid="functions"></div>
"""


@cache
def _renderer() -> ComponentRenderer:
    return register(
        "playground_functions", module="functions/functions.js", styles=("common/common.css", "functions/functions.css"), html=HTML
    )


def functions(*, key: str = "functions") -> None:
    """Mount it; it reads its state from the address, and keeps it there.

    Args:
        key: Key of the element in the page.
    """
    _renderer()(key=key, data={"version": version()})
