"""A real server on this machine that answers well or badly, as a test wants it."""

import http.server
import threading


class Server(http.server.ThreadingHTTPServer):
    """Answers every request as `answer` says, and counts them."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = 0
        self.answer = lambda handler: None
        self.closing = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"

    def send(self, body, length=None, status=200):
        def answer(handler):
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body) if length is None else length))
            handler.end_headers()
            handler.wfile.write(body)

        self.answer = answer


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.requests += 1
        try:
            self.server.answer(self)
        except OSError:
            pass  # the other side has had enough

    def log_message(self, *_):
        pass


def hang(handler):
    handler.server.closing.wait(10)


def hang_halfway(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    handler.wfile.write(b"PK" * 1000)
    handler.wfile.flush()
    hang(handler)


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b"P")


def no_http(handler):
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


def bad_chunks(handler):
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"no number\r\nPK\r\n")


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.closing.is_set():
        handler.wfile.write(bytes(1 << 20))


def around_in_circles(handler):
    handler.send_response(302)
    handler.send_header("Location", "/")
    handler.end_headers()


# How the other side behaves: which reason is kept for it.
MANNERS = {
    "hangs": (hang, "timed out"),
    "hangs halfway": (hang_halfway, "timed out"),
    "drips": (drip, "takes more than 3 seconds"),
    "hangs up": (lambda handler: handler.connection.close(), ""),
    "speaks no http": (no_http, "SSH"),
    "has bad chunks": (bad_chunks, "IncompleteRead"),
    "never ends": (endless, "far too large"),
    "goes around in circles": (around_in_circles, "HTTP Error 302"),
}
