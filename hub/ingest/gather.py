"""Gather: fetch and extract what sources name, several at once, each host in its turn."""

import hashlib
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Protocol
from urllib.parse import urlsplit

from hub.errors import HubError, IngestError
from hub.ingest.fetching import Validators, as_fetched
from hub.ingest.identity import is_glued_or_malformed, leads_to_front_page
from hub.ingest.identity.malformed import SENTENCES, Flaw
from hub.ingest.model import Extracted, Fetched, Item, Rejected
from hub.ingest.options import Options
from hub.ingest.runs.memory import Past, Refusal, Remembered, Thing, digest

_AHEAD = 200  #: things that are looked at ahead, so that several hosts find something to do
_TOGETHER = 25  #: things whose past is looked up at once
_MOST_ATTACHMENTS = 50
NOTHING = Past()


class Fetches(Protocol):
    """What is needed of the fetcher."""

    def fetch(
        self, address: str, *, trusted: bool = False, known: Validators | None = None
    ) -> Fetched:
        """What the address gives. Raises FetchFailed."""


class Extracts(Protocol):
    """What is needed of the extractor."""

    def extract(self, fetched: Fetched) -> Extracted:
        """Text and facts. Raises ExtractFailed."""


class Remembers(Protocol):
    """What is needed of the memory."""

    def address(self, address: str) -> Remembered | None:
        """What the address gave last."""

    def past(self, things: Sequence[Thing]) -> list[Past]:
        """What earlier runs left of each thing."""


@dataclass(frozen=True)
class Broken:
    """A source that failed as a whole, or broke off."""

    source: str
    error: HubError


#: What comes in: things, refusals of the source itself, and broken sources.
Named = Item | Rejected | Broken
Pair = tuple[Named, Options]


@dataclass(frozen=True)
class Gathered:
    """A thing with what fetching and extracting gave, or why they did not."""

    named: Named
    options: Options
    fetched: Fetched | None = None
    extracted: Extracted | None = None
    digest: str = ""  #: SHA-256 of the bytes
    past: Past = NOTHING  #: what earlier runs left of it
    known: Remembered | None = None  #: what its address gave before
    refusal: Refusal | None = None
    error: HubError | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the address gives what it gave before."""
        if self.known is None or self.fetched is None:
            return False
        return self.fetched.unchanged or self.known.content == self.digest


class Gatherer:
    """Fetches and extracts one thing. Many threads may use it at once."""

    def __init__(self, fetcher: Fetches, extractor: Extracts, memory: Remembers) -> None:
        self._fetcher = fetcher
        self._extractor = extractor
        self._memory = memory

    def gather(self, named: Named, options: Options, past: Past = NOTHING) -> Gathered:
        """Everything there is to know about a thing. Expected failures are part of it.

        Without its ``past`` the thing is taken as if it were met for the first time.
        """
        found = Gathered(named, options, past=past)
        if not isinstance(named, Item):
            return found
        try:
            return self._item(named, found)
        except HubError as error:
            return replace(found, error=error)

    def pasts(self, pairs: Sequence[Pair]) -> list[Past]:
        """What earlier runs left of each; of what is no thing, nothing."""
        things = [(at, named) for at, (named, _) in enumerate(pairs) if isinstance(named, Item)]
        found = [NOTHING] * len(pairs)
        asked = [Thing(item.source, item.key, item.address) for _, item in things]
        for (at, _), past in zip(things, self._memory.past(asked), strict=True):
            found[at] = past
        return found

    def _item(self, item: Item, found: Gathered) -> Gathered:
        if found.past.refusal is not None:
            return replace(found, refusal=found.past.refusal)
        if item.content is not None:
            return self._extracted(found, as_fetched(item.content, item.name or ""))
        if item.complete or item.address is None or not found.options.fetch:
            return self._attached(item, found)
        check_address(item.address)
        found = replace(found, known=found.past.address)
        return self._extracted(found, self._fetch(item.address, found))

    def _fetch(self, address: str, found: Gathered) -> Fetched:
        known = found.known
        validators = Validators(known.etag, known.last_modified) if known else None
        fetched = self._fetcher.fetch(address, known=validators, trusted=found.options.trusted)
        if leads_to_front_page(address, fetched.final):
            raise IngestError(
                "{address} leads to the front page of its site only: the page is gone. "
                "Look for its new address.",
                address=address,
            )
        return fetched

    def _extracted(self, found: Gathered, fetched: Fetched) -> Gathered:
        total = "" if fetched.unchanged else hashlib.sha256(fetched.content).hexdigest()
        found = replace(found, fetched=fetched, digest=total)
        if found.unchanged:
            return replace(found, fetched=replace(fetched, content=b""))
        return replace(found, extracted=self._extractor.extract(fetched))

    def _attached(self, item: Item, found: Gathered) -> Gathered:
        """A file that soon expires is taken at once; where that fails, it is named."""
        failed = []
        for address in item.attachments[:_MOST_ATTACHMENTS]:
            known = self._memory.address(address)
            if known is not None:
                return replace(found, known=known)
            try:
                return self._extracted(found, self._fetch(address, found))
            except HubError:
                failed.append(address)
        if not failed:
            return found
        text = "The attached file could not be fetched and may be lost: {}. Save it by hand."
        return replace(found, extracted=Extracted(remarks=tuple(map(text.format, failed))))


def check_address(address: str) -> None:
    """Raise IngestError for an address that is glued, cut or none at all."""
    problem = is_glued_or_malformed(address)
    if problem is not None and problem.flaw is not Flaw.HOST:
        raise IngestError(SENTENCES[problem.flaw], address=address[:300])


def item_digest(item: Item) -> str:
    """Stands for all that a source says about a thing."""
    facts = [f"{f.field}\0{f.value}" for f in item.facts]
    content = hashlib.sha256(item.content).hexdigest() if item.content is not None else ""
    return digest(item.address or "", content, *item.collections, *facts)


def gathered(
    gatherer: Gatherer, named: Iterable[Pair], workers: int, per_host: int
) -> Iterator[Gathered]:
    """Results as they come, of ``workers`` threads; few are held, however many are named.

    Of one host ``per_host`` at once. Nothing new is begun once the iterator is closed.
    """
    crew = _Crew(gatherer, workers)
    with closing(crew):
        yield from _Turns(_with_past(named, gatherer), crew, per_host).results()


Job = tuple[Named, Options, Past]


def _with_past(named: Iterable[Pair], gatherer: Gatherer) -> Iterator[Job]:
    """Each thing with what earlier runs left of it, looked up for some at once."""
    rest = iter(named)
    while pairs := tuple(islice(rest, _TOGETHER)):
        for (thing, options), past in zip(pairs, gatherer.pasts(pairs), strict=True):
            yield thing, options, past


class _Crew:
    """Threads at work. They are daemons: a stopped run does not wait for a slow server."""

    def __init__(self, gatherer: Gatherer, workers: int) -> None:
        self._gather = gatherer.gather
        self.todo: SimpleQueue[tuple[str, Job] | None] = SimpleQueue()
        self.done: SimpleQueue[tuple[str, Gathered | BaseException]] = SimpleQueue()
        self.size = workers
        for number in range(workers):
            threading.Thread(target=self._work, daemon=True, name=f"gather-{number}").start()

    def _work(self) -> None:
        while (job := self.todo.get()) is not None:
            host, given = job
            try:
                self.done.put((host, self._gather(*given)))
            except BaseException as error:
                self.done.put((host, error))

    def close(self) -> None:
        """No more work."""
        with suppress(Empty):
            while True:
                self.todo.get_nowait()
        for _ in range(self.size):
            self.todo.put(None)


class _Turns:
    """Gives each free thread the next thing whose host is free."""

    def __init__(self, named: Iterable[Job], crew: _Crew, per_host: int) -> None:
        self._named = iter(named)
        self._crew = crew
        self._per_host = per_host
        self._waiting: deque[tuple[str, Job]] = deque()
        self._busy: Counter[str] = Counter()
        self._exhausted = False

    def results(self) -> Iterator[Gathered]:
        while True:
            self._start()
            if not self._busy.total():
                return
            host, result = self._crew.done.get()
            self._busy[host] -= 1
            if not self._busy[host]:
                del self._busy[host]
            if isinstance(result, BaseException):
                raise result
            yield result

    def _start(self) -> None:
        while self._busy.total() < 2 * self._crew.size:
            job = self._next()
            if job is None:
                return
            self._busy[job[0]] += 1
            self._crew.todo.put(job)

    def _next(self) -> tuple[str, Job] | None:
        """The first waiting thing whose host is free; None where there is none now."""
        full = {host for host, number in self._busy.items() if host and number >= self._per_host}
        for at, job in enumerate(self._waiting):
            if job[0] not in full:
                del self._waiting[at]
                return job
        while not self._exhausted and len(self._waiting) < _AHEAD:
            given = next(self._named, None)
            if given is None:
                self._exhausted = True
                break
            job = (_host(given[0]), given)
            if job[0] not in full:
                return job
            self._waiting.append(job)
        return None


def _host(named: Named) -> str:
    """The host that a thing is fetched from; empty for none."""
    if not isinstance(named, Item) or named.content is not None or not named.address:
        return ""
    try:
        return urlsplit(named.address).hostname or ""
    except ValueError:
        return ""
