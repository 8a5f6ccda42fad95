"""One request and its answer: headers, body within limits, and what went wrong in our words."""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import unquote

import requests
from requests.cookies import RequestsCookieJar
from requests.utils import get_environ_proxies
from urllib3.exceptions import DecodeError, HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as PoolTimeout

from hub import __version__
from hub.catalogue.web_address import WebParts, read_web_address
from hub.errors import SettingsError
from hub.ingest.fetching.failing import Cause, FetchFailed
from hub.ingest.fetching.guard import Closed, Guard, Resolver
from hub.ingest.fetching.pinning import PinnedAdapter, tls_context
from hub.ingest.fetching.robots import AGENT
from hub.settings import Settings

_PIECE = 65_536  #: bytes read at once
_WORTH_READING = 65_536  #: a rest of this size is read, so that the connection can be kept
_UNPACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


class Answer:
    """What a server answered; the body is still on its way."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.cookies = response.cookies

    def header(self, name: str) -> str:
        """A header, empty where there is none. Bytes beyond ASCII are read as UTF-8."""
        value = str(self._response.headers.get(name, ""))
        try:
            return value.encode("latin-1").decode("utf-8").strip()
        except UnicodeError:
            return value.strip()

    def body(self, limit: int, *, whole: bool) -> bytes:
        """The unpacked body. Raises OverflowError beyond the limit, unless a part will do."""
        if whole and self._declared_length > limit and not self.header("Content-Encoding"):
            raise OverflowError
        packed = {part.strip().lower() for part in self.header("Content-Encoding").split(",")}
        if not packed <= _UNPACKED:
            raise DecodeError(f"packed as {', '.join(sorted(packed))}")
        content = bytearray()
        while piece := self._response.raw.read1(_PIECE, decode_content=True):
            content += piece
            if len(content) > limit:
                if whole:
                    raise OverflowError
                break
        return bytes(content[:limit])

    @property
    def _declared_length(self) -> int:
        length = self.header("Content-Length")
        return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else 0

    def pass_over(self) -> None:
        """Read what is left where it is little, so that the connection can be used again."""
        if 0 < self._declared_length <= _WORTH_READING:
            self.body(_WORTH_READING, whole=False)

    def close(self) -> None:
        """Give the connection back, or end it where something is left on it."""
        self._response.close()

    @property
    def file_name(self) -> str | None:
        """The name that the server gives the file."""
        told = self.header("Content-Disposition")
        found = re.search(r"filename\*\s*=\s*[\w-]*'[\w-]*'([^;\s]+)", told, re.IGNORECASE)
        if found:
            return base_name(unquote(found[1]))
        found = re.search(r"filename\s*=\s*(?:\"([^\"]+)\"|([^;\s]+))", told, re.IGNORECASE)
        return base_name(found[1] or found[2]) if found else None

    @property
    def charset(self) -> str | None:
        """The encoding that the server declares."""
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", self.header("Content-Type"), re.I)
        return found[1] if found else None


def base_name(name: str) -> str | None:
    """A file name without folders and signs that are none of a name."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    return plain[:200] or None


class Transport:
    """Sends single requests, each to where it may go."""

    def __init__(self, settings: Settings, resolver: Resolver) -> None:
        open_hosts = read_hosts(settings.fetch_open_hosts)
        self._guards = {
            inside: Guard(open_hosts, resolver, inside=inside) for inside in (False, True)
        }
        context = _context(settings.fetch_ca_file)
        self._adapters = {
            inside: PinnedAdapter(guard, context, settings.fetch_workers)
            for inside, guard in self._guards.items()
        }
        self._patience = (float(settings.fetch_connect_seconds), float(settings.fetch_read_seconds))
        self._limit_mb = settings.fetch_limit_mb
        self._proxy = settings.fetch_proxy
        self._open_hosts = open_hosts
        self._headers = {
            "User-Agent": user_agent(settings),
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
            "Accept-Language": "de,en;q=0.7,*;q=0.3",
            "Accept-Encoding": "gzip, deflate",
        }

    @contextmanager
    def ask(
        self,
        parts: WebParts,
        *,
        inside: bool,
        headers: Mapping[str, str],
        cookies: RequestsCookieJar,
    ) -> Iterator[Answer]:
        """The answer to a GET. Raises FetchFailed, also for what goes wrong in the block."""
        answer: Answer | None = None
        try:
            self._guards[inside].check(parts)
            request = requests.Request(
                "GET", parts.request, headers={**self._headers, **headers}, cookies=cookies
            ).prepare()
            response = self._adapters[inside].send(
                request,
                stream=True,
                timeout=self._patience,
                proxies=self._proxies(parts, self._guards[inside]),
            )
            answer = Answer(response)
            yield answer
        except OverflowError as error:
            raise self._failed(Cause.TOO_LARGE, parts) from error
        except Closed as error:
            raise self._failed(Cause.NOT_ALLOWED, parts) from error
        except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
            cause, reason = understood(error)
            raise self._failed(cause, parts, reason) from error
        finally:
            if answer is not None:
                answer.close()

    def _failed(self, cause: Cause, parts: WebParts, reason: str = "") -> FetchFailed:
        return FetchFailed(
            cause, parts.request, host=parts.host, limit=self._limit_mb, reason=reason
        )

    def _proxies(self, parts: WebParts, guard: Guard) -> dict[str, str]:
        """The proxy for a request. It resolves the name itself, so we judge what we can."""
        if not self._proxy or parts.host in self._open_hosts:
            return {}
        if self._proxy == "environment":
            proxies = dict(get_environ_proxies(parts.request))
        else:
            proxies = {"http": self._proxy, "https": self._proxy}
        if proxies.get(parts.scheme) or proxies.get("all"):
            try:
                guard.addresses(parts.host, parts.effective_port)
            except OSError:
                return proxies  # only the proxy knows names
        return proxies

    def close(self) -> None:
        """End all connections."""
        for adapter in self._adapters.values():
            adapter.close()


def user_agent(settings: Settings) -> str:
    """Who we are, and where to complain."""
    contact = settings.contact or settings.public_url
    plain = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()")
    return f"{AGENT}/{__version__}" + (f" (+{plain})" if plain else "")


def read_hosts(setting: str) -> frozenset[str]:
    """Hosts by commas, in the one spelling. Raises SettingsError for what is none."""
    hosts = set()
    for name in filter(None, (part.strip() for part in setting.split(","))):
        bare = f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name
        parts = read_web_address(f"http://{bare}/")
        if parts is None or parts.port is not None or parts.path != "/":
            message = "HUB_FETCH_OPEN_HOSTS names {name!r}, which is no host. Write only names."
            raise SettingsError(message, name=name)
        hosts |= {parts.host, parts.host.strip("[]")}
    return frozenset(hosts)


def _context(ca_file: str) -> ssl.SSLContext:
    try:
        return tls_context(ca_file)
    except (OSError, ssl.SSLError) as error:
        message = "The certificates in {path} cannot be read: {reason}. Check HUB_FETCH_CA_FILE."
        raise SettingsError(message, path=ca_file, reason=error) from error


def understood(error: BaseException) -> tuple[Cause, str]:
    """The cause behind an error of the network, and the reason in its own words."""
    if isinstance(error, _NO_ADDRESS):
        return Cause.BAD_ADDRESS, ""
    chain = list(_chain(error))
    for kinds, cause in _KINDS:
        found = next((e for e in chain if isinstance(e, kinds)), None)
        if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
            return Cause.UNREACHABLE, "its name cannot be looked up now"
        if found is not None:
            return cause, _reason(found)
    return Cause.BROKEN_ANSWER, _reason(chain[-1] if chain else error)


_NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
    UnicodeError,
)
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Cause], ...] = (
    ((socket.gaierror,), Cause.UNKNOWN_HOST),
    ((ssl.SSLCertVerificationError,), Cause.BAD_CERTIFICATE),
    ((NewConnectionError,), Cause.UNREACHABLE),
    ((TimeoutError, PoolTimeout), Cause.TIMED_OUT),
    ((ssl.SSLError,), Cause.BAD_CERTIFICATE),
    ((ConnectionResetError, BrokenPipeError), Cause.BROKEN_ANSWER),
    ((OSError,), Cause.UNREACHABLE),
)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and the errors inside it; libraries wrap them in many ways.

    Those of requests are passed over: they are OSErrors whatever has happened.
    """
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        if not isinstance(one, requests.RequestException):
            yield one
        inside = (*one.args, getattr(one, "reason", None), one.__cause__, one.__context__)
        waiting += [e for e in inside if isinstance(e, BaseException)]


def _reason(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError):
        return error.reason or "no secure connection"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, NewConnectionError):
        return str(error).rpartition(": ")[2]
    return re.sub(r"<[^>]*>|\(?0x[0-9a-f]+\)?", "", str(error)) or type(error).__name__
