"""Searches are counted, and those in vain are noted, beside the search: nobody waits for it."""

import hashlib
import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, Full, Queue

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from hub.database import Database
from hub.errors import HubError
from hub.figures.masking import kept_words
from hub.figures.tables import GapRow, GapWayRow, SearchMonthRow
from hub.model import Filters, Results

#: Months after which words that nobody misses any more are forgotten.
KEPT_MONTHS = 24
_WAITING = 1000  #: notes that may wait to be written; more are not worth the memory
_AT_ONCE = 100
_LINGER = 2.0  #: seconds without a note after which the writing thread ends

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Searched:
    """A search as it is counted: no person, no moment, only the month."""

    month: str  #: such as 2026-11
    words: str  #: as ``kept_words`` gives them
    filters: str  #: JSON
    empty: bool = False  #: nothing was found
    partial: bool = False  #: nothing with all words
    ways: tuple[tuple[str, str], ...] = ()  #: kind and subject of what was offered
    again: bool = False  #: the same words with other filters: one search, perhaps another gap

    @property
    def key(self) -> str:
        """Names the words with their filters, the same for everybody."""
        return hashlib.blake2b(f"{self.words}\n{self.filters}".encode(), digest_size=8).hexdigest()

    @property
    def in_vain(self) -> bool:
        """Whether it belongs on the gap list."""
        return bool(self.words) and (self.empty or self.partial)


@dataclass(frozen=True)
class Taken:
    """Somebody took a way out, and found something."""

    key: str  #: of the gap
    way: str  #: ``way_key`` of the way out


Note = Searched | Taken


def way_key(kind: str, subject: str) -> str:
    """Names a way out in an address."""
    return hashlib.blake2b(f"{kind}\n{kept_words(subject)}".encode(), digest_size=4).hexdigest()


def searched(results: Results, month: str, *, again: bool = False) -> Searched:
    """What is kept of a search. ``again``: its words were counted already."""
    kinds = {advice.kind for advice in results.advice}
    return Searched(
        month=month,
        words=kept_words(results.query.text),
        filters=_filters(results.query.filters),
        empty=results.total == 0,
        partial=results.total > 0 and "partial" in kinds,
        ways=tuple((a.kind, kept_words(a.subject)) for a in results.advice if a.query is not None),
        again=again,
    )


def _filters(filters: Filters) -> str:
    values: dict[str, object] = {name: list(own) for name, own in sorted(filters.values.items())}
    if filters.year_from is not None or filters.year_to is not None:
        values["span"] = [filters.year_from, filters.year_to]
    return json.dumps(values, ensure_ascii=False)


class Recorder:
    """Writes notes in a thread of its own, which ends when there is nothing to write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: Queue[Note] = Queue(_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def note(self, note: Note) -> None:
        """Take a note. Never fails and never waits: a search matters more than its figure."""
        try:
            self._queue.put_nowait(note)
        except Full:
            _log.warning("Searches are not counted: the database is too slow.")
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="figures", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until everything noted so far is written."""
        self._queue.join()

    def _work(self) -> None:
        while notes := self._next():
            try:
                with self._database.write() as session:
                    for note in notes:
                        _write(session, note)
            except HubError as error:  # its words are left out of the log
                _log.warning("A search could not be counted (%s).", type(error).__name__)
            finally:
                for _ in notes:
                    self._queue.task_done()

    def _next(self) -> Sequence[Note]:
        """Some notes; none when there were none for a while, and then the thread is over."""
        while True:
            try:
                notes = [self._queue.get(timeout=_LINGER)]
            except Empty:
                with self._lock:
                    if self._queue.empty():
                        self._thread = None
                        return ()
                continue
            while len(notes) < _AT_ONCE and not self._queue.empty():
                notes.append(self._queue.get_nowait())
            return notes


def _write(session: Transaction, note: Note) -> None:
    if isinstance(note, Taken):
        _take(session, note)
        return
    if not note.again:
        _count(session, note)
    if note.in_vain:
        _miss(session, note)


def _count(session: Transaction, note: Searched) -> None:
    row = session.get(SearchMonthRow, note.month)
    if row is None:
        row = SearchMonthRow(month=note.month, searches=0, empty=0)
        session.add(row)
        _forget(session, note.month)
    row.searches += 1
    row.empty += note.empty
    session.flush()


def _forget(session: Transaction, month: str) -> None:
    """With each new month what was last missed long ago goes."""
    months = int(month[:4]) * 12 + int(month[5:7]) - 1 - KEPT_MONTHS
    session.execute(delete(GapRow).where(GapRow.last < f"{months // 12:04}-{months % 12 + 1:02}"))


def _miss(session: Transaction, note: Searched) -> None:
    row = session.get(GapRow, note.key)
    if row is None:
        row = GapRow(key=note.key, words=note.words, filters=note.filters, times=0)
        row.first, row.state = note.month, "open"
        session.add(row)
    row.times += 1
    row.last, row.partial = note.month, note.partial
    session.flush()
    known = {(way.kind, way.subject): way for way in ways_of(session, note.key)}
    for kind, subject in dict.fromkeys(note.ways):
        way = known.get((kind, subject))
        if way is None:
            way = GapWayRow(gap=note.key, kind=kind, subject=subject, offered=0, taken=0)
            session.add(way)
        way.offered += 1
    session.flush()


def _take(session: Transaction, note: Taken) -> None:
    for way in ways_of(session, note.key):
        if way_key(way.kind, way.subject) == note.way:
            way.taken += 1


def ways_of(session: Transaction, key: str) -> list[GapWayRow]:
    """The ways that were offered with a gap, in the order in which they came up."""
    rows = select(GapWayRow).where(GapWayRow.gap == key).order_by(GapWayRow.id)
    return list(session.scalars(rows))
