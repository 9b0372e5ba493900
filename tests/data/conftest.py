"""What the tests of data share."""

import threading

import pytest

from tests.data.server import Server


@pytest.fixture
def server(monkeypatch):
    # A proxy would stand between the test and its server.
    monkeypatch.setenv("no_proxy", "*")
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()
