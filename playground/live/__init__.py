"""The live connection: the hub that joins runs to browsers, and the routes on which browsers find it.

The hub belongs to the server's event loop. Pages, which Streamlit runs in threads of their own, speak to it through `current_hub`.
"""

from playground.live.hub import Hub, current_hub
from playground.live.routes import lifespan, routes

__all__ = ["Hub", "current_hub", "lifespan", "routes"]
