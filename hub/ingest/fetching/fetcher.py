"""The fetcher: politely, patiently and never where it must not go."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from hub.ingest.fetching.clock import Clock, RealClock
from hub.ingest.fetching.failing import Cause, FetchFailed
from hub.ingest.fetching.guard import Resolver, system_resolver
from hub.ingest.fetching.journey import Journey, Known
from hub.ingest.fetching.many import Result, Want, fetch_many
from hub.ingest.fetching.pacing import Pacer
from hub.ingest.fetching.robots import (
    ALLOW_ALL,
    DISALLOW_ALL,
    LARGEST,
    RobotsCache,
    Rules,
    read_rules,
)
from hub.ingest.fetching.transport import Answer, Transport, base_name
from hub.ingest.media import media_type_of
from hub.ingest.model import Fetched
from hub.settings import Settings

ATTEMPTS = 3  #: in all, where another try may help
LONGEST_WAIT = 60.0  #: seconds that a host may ask us to wait within a fetch
_PROBED = 65_536  #: bytes that are read to see that something is there
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})
_PASSING = frozenset({Cause.SERVER_ERROR, Cause.TIMED_OUT, Cause.BROKEN_ANSWER})

logging.getLogger("urllib3").setLevel(logging.ERROR)  # odd headers are theirs, not news


class Fetcher:
    """Fetches addresses. One serves many threads; it keeps connections, pauses and robots.txt."""

    def __init__(
        self,
        settings: Settings,
        resolver: Resolver | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Raises SettingsError for settings that cannot be used."""
        self._clock = clock or RealClock()
        self._transport = Transport(settings, resolver or system_resolver)
        self._pacer = Pacer(settings.fetch_pause_ms / 1000, self._clock)
        self._limit = settings.fetch_limit_mb * 1_000_000
        self._seconds = float(settings.fetch_total_seconds)
        self._workers = settings.fetch_workers
        self._one_by_one = settings.fetch_pause_ms > 0
        self._robots = {
            inside: RobotsCache(lambda origin, inside=inside: self._load_rules(origin, inside))  # type: ignore[misc]
            for inside in (False, True)
        }

    def fetch(
        self, address: str, *, trusted: bool = False, known: Known = None, robots: bool = True
    ) -> Fetched:
        """What the address gives, after redirects and, where it may help, several tries.

        ``trusted``: whoever runs the hub wrote the address, so it may lead into the own network.
        ``known``: an earlier fetch; when nothing has changed since, ``unchanged`` is set.
        ``robots``: whether robots.txt is asked. Raises FetchFailed.
        """
        journey = self._journey(address, known, trusted=trusted)
        return self._patiently(journey, self._limit, whole=True, robots=robots)

    def probe(self, address: str, *, trusted: bool = False, known: Known = None) -> Fetched:
        """As ``fetch``, but only the first bytes: to see whether something is there."""
        journey = self._journey(address, known, trusted=trusted)
        return self._patiently(journey, _PROBED, whole=False, robots=True)

    def fetch_many(
        self, wanted: Iterable[str | Want], workers: int | None = None
    ) -> Iterator[Result]:
        """Fetch many, several hosts at once; results as they come, failures among them.

        Few results are held at a time, however many are wanted. Nothing goes on after the
        iterator is closed. Raises nothing for a single address.
        """
        workers = workers or self._workers
        return fetch_many(self.fetch_or_say, wanted, workers, one_by_one=self._one_by_one)

    def fetch_or_say(self, want: Want) -> Result:
        """A fetch whose failure is a result."""
        call = self.probe if want.probe else self.fetch
        try:
            return Result(want, call(want.address, trusted=want.trusted, known=want.known))
        except FetchFailed as failure:
            return Result(want, failure=failure)

    def close(self) -> None:
        """End all connections."""
        self._transport.close()

    def _journey(self, address: str, known: Known, *, trusted: bool) -> Journey:
        return Journey(address, known, self._seconds, trusted=trusted)

    def _patiently(self, journey: Journey, limit: int, *, whole: bool, robots: bool) -> Fetched:
        """Try again where that may help, later each time."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._travel(journey, limit, whole=whole, robots=robots)
            except FetchFailed as failure:
                if attempt == ATTEMPTS or not self._may_pass(failure):
                    raise
                wait = failure.retry_after
                self._pacer.hold(journey.at.host, 4.0 ** (attempt - 1) if wait is None else wait)
        raise AssertionError("the last attempt returns or raises")

    def _may_pass(self, failure: FetchFailed) -> bool:
        if failure.retry_after is not None:
            return failure.retry_after <= LONGEST_WAIT
        return failure.cause in _PASSING or failure.status == 429

    def _travel(self, journey: Journey, limit: int, *, whole: bool, robots: bool) -> Fetched:
        while True:
            if robots:
                self._ask_robots(journey)
            self._wait(journey)
            try:
                with (
                    journey.in_time(),
                    self._transport.ask(
                        journey.at,
                        inside=journey.inside,
                        headers=journey.headers,
                        cookies=journey.cookies,
                    ) as answer,
                ):
                    journey.cookies.update(answer.cookies)
                    location = answer.header("Location")
                    if answer.status not in _REDIRECTS or not location:
                        return self._arrived(journey, answer, limit, whole=whole)
                    answer.pass_over()
                    status = answer.status
            except FetchFailed as failure:
                raise journey.told(failure) from failure
            journey.follow(status, location)

    def _wait(self, journey: Journey) -> None:
        """Wait for our turn; not at all where the host has asked for a long rest."""
        host = journey.at.host
        held = self._pacer.held(host)
        if held > LONGEST_WAIT:
            raise journey.failed(Cause.REFUSED, 429, wait=held)
        self._pacer.wait(host)

    def _ask_robots(self, journey: Journey) -> None:
        rules = self._robots[journey.inside].of(journey.at.origin)
        if not rules.allows(journey.at.request):
            raise journey.failed(Cause.ROBOTS)
        if rules.pause:
            self._pacer.ask_for(journey.at.host, rules.pause)

    def _load_rules(self, origin: str, inside: bool) -> Rules:
        """The rules of a site: 4xx means none; 5xx means that nobody knows, so stay away."""
        journey = self._journey(origin + "/robots.txt", None, trusted=inside)
        try:
            return read_rules(self._travel(journey, LARGEST, whole=False, robots=False).content)
        except FetchFailed as failure:
            # Where nobody answers, the page itself will say so, and why.
            return DISALLOW_ALL if failure.cause is Cause.SERVER_ERROR else ALLOW_ALL

    def _arrived(self, journey: Journey, answer: Answer, limit: int, *, whole: bool) -> Fetched:
        if answer.status == 304 and journey.headers:
            return self._result(journey, answer, b"")
        if not 200 <= answer.status < 300:
            raise self._refused(journey, answer)
        return self._result(journey, answer, answer.body(limit, whole=whole))

    def _result(self, journey: Journey, answer: Answer, content: bytes) -> Fetched:
        name = answer.file_name or _name_in(journey.at.path)
        known, unchanged = journey.known, answer.status == 304
        if unchanged and isinstance(known, Fetched):
            media_type = known.media_type
        else:
            media_type = media_type_of(content, answer.header("Content-Type"), name)
        return Fetched(
            address=journey.address,
            final=journey.at.href,
            status=answer.status,
            media_type=media_type,
            content=content,
            when=self._clock.now(),
            encoding=answer.charset,
            redirects=tuple(journey.redirects),
            etag=answer.header("ETag") or (known.etag if unchanged and known else None),
            last_modified=answer.header("Last-Modified")
            or (known.last_modified if unchanged and known else None),
            unchanged=unchanged,
            name=name,
        )

    def _refused(self, journey: Journey, answer: Answer) -> FetchFailed:
        """What an answer without a page means."""
        status = answer.status
        wait = self._asked_to_wait(answer) if status in _BUSY else None
        if wait is not None and wait > LONGEST_WAIT:
            self._pacer.hold(journey.at.host, wait)
        if status in _GONE:
            cause = Cause.GONE
        elif status == 408:
            cause = Cause.TIMED_OUT
        elif status >= 500:
            cause = Cause.SERVER_ERROR
        else:
            cause = Cause.REFUSED if status >= 400 else Cause.BROKEN_ANSWER
        return journey.failed(cause, status, f"status {status}", wait)

    def _asked_to_wait(self, answer: Answer) -> float | None:
        """Seconds that the server wants us to wait, at most a day."""
        told = answer.header("Retry-After")
        if told.isascii() and told.isdigit():
            return float(min(int(told[:9]), 86_400))
        try:
            moment = parsedate_to_datetime(told)
        except (ValueError, TypeError, OverflowError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return min(max((moment - self._clock.now()).total_seconds(), 0.0), 86_400.0)


def _name_in(path: str) -> str | None:
    """The file name at the end of a path, where it looks like one."""
    name = base_name(unquote(path.rpartition("/")[2]))
    return name if name and PurePosixPath(name).suffix else None
