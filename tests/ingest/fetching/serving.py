"""Real servers on loopback: one that answers as it is told, one that breaks every rule."""

import datetime as dt
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

from hub.ingest.fetching import Fetcher
from hub.settings import Settings


class Clock:
    """Time that passes only by sleeping: nobody waits in a test."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.start = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
        self._lock = Lock()

    def now(self) -> dt.datetime:
        return self.start + dt.timedelta(seconds=self.seconds)

    def ticks(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds

    def pass_by(self, **span: float) -> None:
        self.sleep(dt.timedelta(**span).total_seconds())


@dataclass
class Page:
    """What the server answers for a path; ``before`` it may look at the request."""

    body: bytes = b"<!doctype html><title>T</title><p>Text</p>"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str | None = "text/html; charset=utf-8"


Answering = Page | Callable[[Any], Page]


class Site:
    """A server whose pages a test sets. ``asked`` holds every request: path, headers, time."""

    def __init__(self, clock: Clock) -> None:
        self.pages: dict[str, Answering] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.address = ""
        self.clock = clock

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def last(self, path: str) -> dict[str, str]:
        return next(headers for p, headers, _ in reversed(self.asked) if p == path)


@contextmanager
def site(clock: Clock, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on loopback; with a context, behind TLS."""
    made = Site(clock)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.asked.append((self.path, headers, clock.ticks()))
            page = made.pages.get(self.path, Page(b"nothing", 404))
            page = page(headers) if callable(page) else page
            self.send_response(page.status)
            if page.media_type:
                self.send_header("Content-Type", page.media_type)
            for name, value in page.headers.items():
                self.send_header(name, value)
            body = b"" if page.status == 304 else page.body
            if "Content-Length" not in page.headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up is what some tests are about

    with Server(("127.0.0.1", 0), Handler) as server:
        scheme = "http"
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        made.address = f"{scheme}://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@contextmanager
def raw_server(talk: Callable[[socket.socket, Event], None]) -> Iterator[str]:
    """A server that says whatever ``talk`` writes, after one request was read, then hangs up."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        port = listening.getsockname()[1]

        def serve() -> None:
            while not over.is_set():
                try:
                    connection, _ = listening.accept()
                except OSError:
                    continue
                Thread(target=answer, args=(connection,), daemon=True).start()

        def answer(connection: socket.socket) -> None:
            with connection:
                connection.settimeout(5)
                try:
                    if b"robots.txt" in connection.recv(65536):
                        connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
                        connection.recv(65536)
                    talk(connection, over)
                except OSError:
                    pass  # the client has had enough

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}/page"
        over.set()
        thread.join()


def fetcher(clock: Clock, **settings: Any) -> Fetcher:
    """One that may go to loopback and need not be polite, unless it is told otherwise."""
    usual = {"fetch_open_hosts": "127.0.0.1", "fetch_pause_ms": 0}
    return Fetcher(Settings(**{**usual, **settings}), clock=clock)
