"""Addresses: where to go next, where somebody comes from, and whose page sent the request."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.requests import HTTPConnection

from hub.errors import SettingsError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NO_PROXY = (
    "HUB_TRUSTED_PROXIES holds {value!r}, which is no network address. "
    "Write addresses such as 10.0.0.5 or 10.0.0.0/24, separated by commas."
)

START = "/"
_LONGEST = 8000
_OWN = ("/login", "/logout", "/language")  # to come back to these would be a circle
_SAFE = "/%:@!$&'()*+,;=-._~?"


def safe_next(wanted: str | None) -> str:
    """The path and query to go on to; the start page for anything that is not plainly ours."""
    if not wanted or len(wanted) > _LONGEST or not wanted.startswith("/"):
        return START
    if "\\" in wanted or any(ord(c) < 32 or ord(c) == 127 for c in wanted):
        return START
    path, _, query = wanted.partition("#")[0].partition("?")
    if not _plain_path(path) or path.rstrip("/") in _OWN:
        return START
    return quote(path, safe=_SAFE) + ("?" + quote(query, safe=_SAFE) if query else "")


def _plain_path(path: str) -> bool:
    """Whether no reading of the path, however often unquoted, leads elsewhere."""
    for _ in range(4):
        if "//" in path or "\\" in path or not path.isprintable():
            return False
        if any(part in (".", "..") for part in path.split("/")):
            return False
        unquoted = unquote(path)
        if unquoted == path:
            return True
        path = unquoted
    return False


def page_address(connection: HTTPConnection) -> str:
    """Path and query of this request, to come back to."""
    scope = connection.scope
    query = scope.get("query_string", b"").decode("latin-1")
    return safe_next(quote(scope["path"], safe=_SAFE) + (f"?{query}" if query else ""))


def with_next(page: str, next: str) -> str:
    """The address of a page that goes on to ``next``."""
    return page if next == START else f"{page}?next={quote(next, safe='/')}"


def with_parts(address: str, **parts: str) -> str:
    """An address of ours with these names in its query; a name without a value leaves it."""
    path, _, query = address.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name not in parts]
    text = urlencode([*kept, *((name, value) for name, value in parts.items() if value)])
    return f"{path}?{text}" if text else path


def proxy_networks(setting: str) -> tuple[Network, ...]:
    """Our own proxies, from the setting. Raises SettingsError for what is no address."""
    networks = []
    for text in filter(None, (part.strip() for part in setting.split(","))):
        try:
            networks.append(ipaddress.ip_network(text, strict=False))
        except ValueError as error:
            raise SettingsError(NO_PROXY, value=text) from error
    return tuple(networks)


def client_address(connection: HTTPConnection, proxies: Iterable[Network]) -> str:
    """The network address of the person: the socket's, or what our own proxies say.

    Proxies append to X-Forwarded-For, so the last one that is none of ours is right; what
    stands before it anybody may have made up.
    """
    peer = _peer(connection)
    forwarded = ",".join(connection.headers.getlist("x-forwarded-for"))
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    while chain and _within(peer, proxies):
        peer = chain.pop()
    return peer


def _peer(connection: HTTPConnection) -> str:
    if connection.client is None:
        return ""
    # uvicorn itself believes X-Forwarded-For from this machine, and marks that by port 0.
    return "127.0.0.1" if connection.client.port == 0 else connection.client.host


def _within(address: str, networks: Iterable[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)


def same_origin(connection: HTTPConnection, public_url: str) -> bool:
    """Whether the page that sent this is one of ours. Programs that name no origin may pass."""
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    ours = {_host(f"//{connection.headers.get('host', '')}"), _host(public_url)} - {""}
    return origin.startswith(("http://", "https://")) and _host(origin) in ours


def _host(address: str) -> str:
    """Host and port in lower case, without the usual ports. Empty for nonsense."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return host if port in (None, 80, 443) else f"{host}:{port}"
