"""The book of a run: what became of each thing, and what is to be remembered of it, in batches."""

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass

from hub.ingest.gather import Gathered
from hub.ingest.model import Item, Outcome, Rejected
from hub.ingest.runs import Row
from hub.ingest.state import Memo, State, Stores, remember

_BATCH, _SECONDS = 50, 1.0  #: rows, or time, after which files and database are written


@dataclass(frozen=True)
class Ending:
    """What became of a thing."""

    outcome: Outcome
    message: str = ""
    values: Mapping[str, object] | None = None
    resource: str = ""
    memo: Memo | None = None  #: what the database is to remember


class Book:
    """Keeps the rows of one run. First the files of a batch are on the disk, then its rows."""

    def __init__(self, stores: Stores, state: State, run: int) -> None:
        self._stores = stores
        self._state = state
        self._run = run
        self._number = 0
        self._rows: list[Row] = []
        self._memos: list[Memo] = []
        self._written = time.monotonic()
        self._counts = dict.fromkeys(Outcome, 0)

    def enter(self, found: Gathered, ending: Ending) -> Row:
        """Write down what became of a thing. Raises CatalogueError where files cannot be kept."""
        self._number += 1
        named = found.named
        row = Row(
            number=self._number,
            source=named.source,
            key=getattr(named, "key", ""),
            address=(named.address or "") if isinstance(named, Item) else "",
            title=self._title(found, ending),
            outcome=ending.outcome,
            message=ending.message,
            values=ending.values or {},
            resource=ending.resource,
        )
        self._rows.append(row)
        self._counts[row.outcome] += 1
        if ending.memo is not None:
            self._memos.append(ending.memo)
        if len(self._rows) >= _BATCH or time.monotonic() - self._written > _SECONDS:
            self.flush()
        return row

    def _title(self, found: Gathered, ending: Ending) -> str:
        named = found.named
        if isinstance(named, Rejected):
            return named.title
        if isinstance(named, Item):
            facts = (named.facts, found.extracted.facts if found.extracted else None)
            titles = (f.first("title") for f in facts if f)
            known = self._state.resources.get(ending.resource)
            other = known.title if known else named.name or ""
            return next((t.value for t in titles if t), other)
        return ""

    def flush(self) -> None:
        """Put the batch on the disk: files, then rows."""
        self._state.outbox.flush()
        rows, self._rows = self._rows, []
        memos, self._memos = self._memos, []
        with self._stores.database.write() as session:
            remember(self._stores, session, memos, dt.datetime.now(dt.UTC))
            self._stores.runs.add(session, self._run, rows, self._counts)
        self._written = time.monotonic()
