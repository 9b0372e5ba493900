"""The scripts that the server hands to browsers, and nothing else."""

import asyncio
import http.client

from tests.live.conftest import Server, with_server

SERVED = ["components/stage/stage.js", "components/stage/stage.css", "plotly/plotly.min.js"]
REFUSED = [
    "components/stage/__init__.py",
    "components/stage/",
    "components/../spec/model.py",
    "components/%2e%2e/spec/model.py",
    "components/..%2f..%2fapp.py",
    "components/no-such.js",
    "plotly/",
    "plotly/../__init__.py",
]


def get(server: Server, path: str, **headers: str) -> http.client.HTTPResponse:
    """Ask for a path as it is; a friendlier client would tidy it up first."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", f"/assets/{path}", headers=headers)
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


def test_scripts_and_styles_are_served_and_checked_for_changes() -> None:
    async def test(server: Server) -> None:
        for path in SERVED:
            response = await asyncio.to_thread(get, server, path)
            assert response.status == 200
            assert response.headers["cache-control"] == "no-cache"
            again = await asyncio.to_thread(get, server, path, **{"If-None-Match": response.headers["etag"]})
            assert again.status == 304

    with_server(test)


def test_nothing_else_is_served() -> None:
    async def test(server: Server) -> None:
        for path in REFUSED:
            assert (await asyncio.to_thread(get, server, path)).status == 404, path

    with_server(test)
