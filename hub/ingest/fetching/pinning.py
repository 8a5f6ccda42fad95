"""Connections that go to the very network addresses that were judged, and end in time.

The name stays what the server and its certificate are asked for; only where the packets go is
decided here. Every new connection resolves and judges again, so a redirect gains nothing.
"""

import socket
import ssl
import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from hub.ingest.fetching.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

#: When the work of this thread must have ended, in seconds of ``time.monotonic``.
_DEADLINE: ContextVar[float] = ContextVar("deadline", default=float("inf"))
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)  # Linux only
_LEAST_CONNECT_SECONDS = 2.0
_HTTP_AND_HTTPS = ("http", "https")


@contextmanager
def deadline(seconds: float) -> "Iterator[None]":
    """Within the block no byte is waited for longer than so many seconds in all."""
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def seconds_left() -> float:
    """Seconds until the deadline of this thread."""
    return _DEADLINE.get() - time.monotonic()


def _shorten(sock: socket.socket, patience: float | None) -> None:
    """Wait no longer than patience, and not beyond the deadline."""
    left = seconds_left()
    if left <= 0:
        raise TimeoutError("the time for the whole answer is over")
    _set_timeout(sock, left if patience is None else min(patience, left))
    if _QUICK_ACK is not None:  # else a server that sends in small pieces waits for us each time
        sock.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)


def _set_timeout(sock: socket.socket, seconds: float | None) -> None:
    """Set it where it is another: to set it lets all other threads go first."""
    if sock.gettimeout() != seconds:
        socket.socket.settimeout(sock, seconds)


class _PatientUntil:
    """A socket whose every wait ends at the deadline: a server that drips bytes gains no time."""

    patience: float | None = None

    def settimeout(self, value: float | None) -> None:
        self.patience = value
        _set_timeout(self, value)  # type: ignore[arg-type]

    def recv_into(self, *args: Any, **named: Any) -> int:
        _shorten(self, self.patience)  # type: ignore[arg-type]
        return super().recv_into(*args, **named)  # type: ignore[misc, no-any-return]


class _Socket(_PatientUntil, socket.socket):
    pass


class _TlsSocket(_PatientUntil, ssl.SSLSocket):
    pass


class _Pinned:
    """What both kinds of connection do when they connect."""

    guard: Guard

    def _new_conn(self: Any) -> socket.socket:
        if self.proxy is not None:
            return super()._new_conn()  # type: ignore[misc, no-any-return]
        try:
            addresses = self.guard.addresses(self._dns_host, self.port)
        except UnicodeError as error:  # a label that is empty or too long
            raise socket.gaierror(socket.EAI_NONAME, "no such name") from error
        return _connect(self, addresses)


class _PinnedHttp(_Pinned, HTTPConnection):
    pass


class _PinnedHttps(_Pinned, HTTPSConnection):
    pass


def _connect(connection: Any, addresses: list[str]) -> socket.socket:
    """A socket to the first address that answers."""
    refused: OSError | None = None
    ends = time.monotonic() + min(float(connection.timeout or 60), max(seconds_left(), 0.01))
    for position, address in enumerate(addresses):
        left = ends - time.monotonic()
        if left <= 0:
            break
        share = max(left / (len(addresses) - position), min(left, _LEAST_CONNECT_SECONDS))
        sock = _Socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            for option in connection.socket_options or ():
                sock.setsockopt(*option)
            sock.settimeout(share)
            sock.connect((address, connection.port))
        except OSError as error:
            refused = error
            sock.close()
        else:
            sock.settimeout(connection.timeout)
            return sock
    if refused is None or isinstance(refused, TimeoutError):
        raise ConnectTimeoutError(connection, "nobody answered in time") from refused
    raise NewConnectionError(connection, refused.strerror or str(refused)) from refused


@cache
def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """How certificates are checked: the usual authorities, and those of ``ca_file``.

    Read once in a process.     Raises OSError or ssl.SSLError where the file cannot be used.
    """
    context = create_urllib3_context()
    context.load_verify_locations(certifi.where())
    if ca_file:
        context.load_verify_locations(ca_file)
    context.sslsocket_class = _TlsSocket
    return context


class PinnedAdapter(HTTPAdapter):
    """Sends requests over connections that go where the guard allows, and nowhere else."""

    def __init__(self, guard: Guard, context: ssl.SSLContext, connections: int) -> None:
        self._guard = guard
        self._context = context
        super().__init__(pool_connections=4 * connections, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        """Make the pools of connections, with ours in them."""
        super().init_poolmanager(*args, **named)
        kinds = zip(
            _HTTP_AND_HTTPS,
            (HTTPConnectionPool, HTTPSConnectionPool),
            (_PinnedHttp, _PinnedHttps),
            strict=True,
        )
        self.poolmanager.pool_classes_by_scheme = {
            scheme: type(
                "Pinned" + pool.__name__,
                (pool,),
                {"ConnectionCls": type(kind.__name__, (kind,), {"guard": self._guard})},
            )
            for scheme, pool, kind in kinds
        }

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Host and TLS settings of a request: always our own context."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._context}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The authorities are in the context already, read once."""
        conn.cert_reqs = "CERT_REQUIRED"
