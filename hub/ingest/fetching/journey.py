"""One fetch from its first address to its last: redirects, cookies, time, what comes of it."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from requests.cookies import RequestsCookieJar

from hub.catalogue.web_address import WebParts, read_web_address, scheme_of
from hub.ingest.fetching.failing import Cause, FetchFailed
from hub.ingest.fetching.pinning import deadline
from hub.ingest.model import Fetched, Redirect

MOST_REDIRECTS = 10


@dataclass(frozen=True)
class Validators:
    """What a server said about the version we have: it may answer that nothing has changed."""

    etag: str | None = None
    last_modified: str | None = None


#: What we know of an earlier fetch.
Known = Validators | Fetched | None


class Journey:
    """Where a fetch is, and how it came there. Cookies live as long as it does, no longer."""

    def __init__(self, address: str, known: Known, seconds: float, *, trusted: bool) -> None:
        self.address = address
        self.known = known
        self.at = _first(address)
        self.redirects: list[Redirect] = []
        self.cookies = RequestsCookieJar()
        self._trusted_host = self.at.host if trusted else None
        self._seconds = seconds
        self._seen = {self._place()}

    @property
    def inside(self) -> bool:
        """Whether it may go into the own network: only as long as it stays on a trusted host."""
        return self.at.host == self._trusted_host

    @property
    def headers(self) -> Mapping[str, str]:
        """Those that make a request conditional."""
        headers = {}
        if self.known is not None and self.known.etag:
            headers["If-None-Match"] = self.known.etag
        if self.known is not None and self.known.last_modified:
            headers["If-Modified-Since"] = self.known.last_modified
        return {k: v for k, v in headers.items() if v.isascii() and v.isprintable()}

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """What happens in the block counts towards the time for the whole."""
        began = time.monotonic()
        try:
            if self._seconds <= 0:
                raise self.failed(Cause.TIMED_OUT)
            with deadline(self._seconds):
                yield
        finally:
            self._seconds -= time.monotonic() - began

    def follow(self, status: int, location: str) -> None:
        """Go on to where a redirect leads. Raises FetchFailed where that is nowhere."""
        there = read_web_address(location, self.at.request)
        if there is None:
            foreign = bool(scheme_of(location)) and scheme_of(location) not in ("http", "https")
            cause = Cause.NOT_ALLOWED if foreign else Cause.BROKEN_ANSWER
            raise self.failed(cause, reason=f"a redirect to {location}")
        self.at = there
        self.redirects.append(Redirect(status, there.href))
        place = self._place()
        if place in self._seen or len(self.redirects) > MOST_REDIRECTS:
            raise self.failed(Cause.REDIRECT_LOOP)
        self._seen.add(place)

    def _place(self) -> tuple[str, frozenset[tuple[str, str | None]]]:
        """The same address with another cookie is another place: some sites greet us so."""
        return self.at.request, frozenset((c.name, c.value) for c in self.cookies)

    def failed(
        self, cause: Cause, status: int | None = None, reason: str = "", wait: float | None = None
    ) -> FetchFailed:
        """The failure of this journey, to be raised."""
        return FetchFailed(
            cause,
            self.address,
            host=self.at.host,
            status=status,
            reason=reason,
            final=self.at.href,
            retry_after=wait,
        )

    def told(self, failure: FetchFailed) -> FetchFailed:
        """A failure of one request, told of the whole journey."""
        values = failure.values
        limit = values["limit"]
        return FetchFailed(
            failure.cause,
            self.address,
            host=str(values["host"]),
            status=failure.status,
            limit=limit if isinstance(limit, int) else None,
            reason=values["reason"],
            final=self.at.href,
            retry_after=failure.retry_after,
        )


def _first(address: str) -> WebParts:
    """Where a fetch begins. Raises FetchFailed for what is no address, or none of the web."""
    parts = read_web_address(address)
    if parts is not None:
        return parts
    scheme = scheme_of(address)
    foreign = bool(scheme) and scheme not in ("http", "https")
    raise FetchFailed(Cause.NOT_ALLOWED if foreign else Cause.BAD_ADDRESS, address)
