"""Many fetches at once: several hosts side by side, each host one at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from queue import Full, Queue
from threading import Event, Lock, Thread

from hub.catalogue.web_address import read_web_address
from hub.ingest.fetching.failing import FetchFailed
from hub.ingest.fetching.journey import Known
from hub.ingest.model import Fetched

_LOOK = 0.2  #: seconds after which a waiting worker looks whether it is still wanted
#: Seconds for which a closed iterator waits for each worker; what it still fetches is dropped.
_FAREWELL = 1.0


@dataclass(frozen=True)
class Want:
    """An address to fetch, with what ``Fetcher.fetch`` wants to know about it."""

    address: str
    trusted: bool = False
    known: Known = None
    probe: bool = False  #: only see whether something is there
    key: str = ""  #: the caller's own, to know the result by


@dataclass(frozen=True)
class Result:
    """What came of a wish: either ``fetched`` or ``failure``."""

    want: Want
    fetched: Fetched | None = None
    failure: FetchFailed | None = None


class _Hosts:
    """Addresses by host. A worker takes a whole host, so that none is asked twice at once."""

    def __init__(self, wanted: Iterable[str | Want], *, one_by_one: bool) -> None:
        self._lock = Lock()
        self._waiting: dict[str, deque[Want]] = {}
        for number, item in enumerate(wanted):
            want = Want(item) if isinstance(item, str) else item
            parts = read_web_address(want.address)
            host = parts.host if parts and one_by_one else f" {number}"
            self._waiting.setdefault(host, deque()).append(want)
        # the longest first: it decides how long all take
        self._order = deque(sorted(self._waiting, key=lambda h: -len(self._waiting[h])))

    def __len__(self) -> int:
        return len(self._order)

    def take(self) -> deque[Want] | None:
        """All that is wanted of one host; None when every host is taken."""
        with self._lock:
            return self._waiting.pop(self._order.popleft()) if self._order else None


def fetch_many(
    fetch: Callable[[Want], Result],
    wanted: Iterable[str | Want],
    workers: int,
    *,
    one_by_one: bool,
) -> Iterator[Result]:
    """Results as they come. An error that is no FetchFailed ends all and is raised here."""
    hosts = _Hosts(wanted, one_by_one=one_by_one)
    done: Queue[Result | BaseException | None] = Queue(maxsize=workers)
    stop = Event()
    crew = [
        Thread(target=_work, args=(fetch, hosts, done, stop), daemon=True, name=f"fetch-{n}")
        for n in range(min(workers, len(hosts)))
    ]
    for worker in crew:
        worker.start()
    try:
        yield from _results(done, len(crew))
    finally:
        stop.set()
        for worker in crew:
            worker.join(_FAREWELL)


def _results(done: "Queue[Result | BaseException | None]", at_work: int) -> Iterator[Result]:
    while at_work:
        result = done.get()
        if isinstance(result, BaseException):
            raise result
        if result is None:
            at_work -= 1
        else:
            yield result


def _work(
    fetch: Callable[[Want], Result],
    hosts: _Hosts,
    done: "Queue[Result | BaseException | None]",
    stop: Event,
) -> None:
    try:
        while (queue := hosts.take()) is not None:
            while queue and not stop.is_set():
                _put(done, fetch(queue.popleft()), stop)
    except BaseException as error:
        _put(done, error, stop)
    else:
        _put(done, None, stop)


def _put(
    done: "Queue[Result | BaseException | None]",
    result: Result | BaseException | None,
    stop: Event,
) -> None:
    """Wait for room, unless nobody wants it any more."""
    while not stop.is_set():
        try:
            done.put(result, timeout=_LOOK)
        except Full:
            continue
        return
