"""Runs in the database: begun, added to in batches, ended, read again."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from hub.database import Database
from hub.errors import IngestError
from hub.ingest.model import Outcome
from hub.ingest.runs.model import Row, RunReport, RunState
from hub.ingest.runs.tables import OutcomeRow, RunRow

_KEPT = 200  #: runs that are kept; older ones go with their rows
_PAGE = 500  #: rows that are read at once
_SILENT = dt.timedelta(minutes=15)  #: a run that was not heard of for so long has been cut short


class Runs:
    """The runs of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, *, dry: bool, account: int | None, now: dt.datetime) -> int:
        """A run begins; its number. The oldest runs make room."""
        with self._database.write() as session:
            row = RunRow(
                name=name,
                started=now,
                alive=now,
                ended=None,
                state=RunState.RUNNING,
                dry=dry,
                account=account,
                counts=_pack_counts({}),
            )
            session.add(row)
            session.flush()
            session.execute(delete(RunRow).where(RunRow.id <= row.id - _KEPT))
            return row.id

    def add(
        self, session: Session, id: int, rows: Sequence[Row], counts: dict[Outcome, int]
    ) -> None:
        """Rows of a run, within a transaction of the caller's."""
        if rows:
            session.execute(insert(OutcomeRow), [_pack(id, row) for row in rows])
        now = dt.datetime.now(dt.UTC)
        values = {"counts": _pack_counts(counts), "alive": now}
        session.execute(update(RunRow).where(RunRow.id == id).values(**values))

    def end(self, id: int, state: RunState, now: dt.datetime) -> RunReport:
        """The run is over."""
        with self._database.write() as session:
            values = {"ended": now, "state": state.value}
            session.execute(update(RunRow).where(RunRow.id == id).values(**values))
        return self.report(id)

    def report(self, id: int) -> RunReport:
        """One run. Raises IngestError where there is none of that number."""
        with self._database.read() as session:
            row = session.get(RunRow, id)
            if row is None:
                raise IngestError("There is no run number {id}. Look at the list of runs.", id=id)
            return self._report(row)

    def latest(self, limit: int = 50) -> tuple[RunReport, ...]:
        """The newest runs, newest first."""
        with self._database.read() as session:
            rows = session.scalars(select(RunRow).order_by(RunRow.id.desc()).limit(limit))
            return tuple(self._report(row) for row in rows)

    def last_good(self, name: str) -> dt.datetime | None:
        """When the last run of that name began that ended without a failure."""
        with self._database.read() as session:
            done = RunRow.state == RunState.DONE.value
            query = (
                select(RunRow)
                .where(RunRow.name == name, done, RunRow.dry.is_(False))
                .order_by(RunRow.id.desc())
                .limit(20)
            )
            for row in session.scalars(query):
                if self._report(row).ok:
                    return row.started
            return None

    def failing(self) -> dict[str, int]:
        """Sources of which something failed when they were run last, and how much."""
        newest = (
            select(OutcomeRow.source, func.max(OutcomeRow.run).label("run"))
            .join(RunRow, RunRow.id == OutcomeRow.run)
            .where(RunRow.dry.is_(False))
            .group_by(OutcomeRow.source)
            .subquery()
        )
        failed = (
            select(OutcomeRow.source, func.count())
            .join(newest, (newest.c.source == OutcomeRow.source) & (newest.c.run == OutcomeRow.run))
            .where(OutcomeRow.outcome == Outcome.FAILED.value)
            .group_by(OutcomeRow.source)
        )
        with self._database.read() as session:
            return {source: number for source, number in session.execute(failed)}  # noqa: C416 (rows are no pairs to mypy)

    def _report(self, row: RunRow) -> RunReport:
        state = RunState(row.state)
        if state is RunState.RUNNING and dt.datetime.now(dt.UTC) - row.alive > _SILENT:
            state = RunState.STOPPED
        given = json.loads(row.counts)
        return RunReport(
            id=row.id,
            name=row.name,
            started=row.started,
            ended=row.ended,
            state=state,
            counts={outcome: int(given.get(outcome.value, 0)) for outcome in Outcome},
            dry=row.dry,
            account=row.account,
            read_rows=self._rows,
        )

    def _rows(self, id: int, outcomes: tuple[Outcome, ...]) -> Iterator[Row]:
        after = 0
        while True:
            rows = self.page(id, outcomes, after, _PAGE)
            yield from rows
            if len(rows) < _PAGE:
                return
            after = rows[-1].number

    def page(
        self, id: int, outcomes: Iterable[Outcome] = (), after: int = 0, limit: int = _PAGE
    ) -> tuple[Row, ...]:
        """Rows of a run behind the one with this number."""
        wanted = [outcome.value for outcome in outcomes]
        query = select(OutcomeRow).where(OutcomeRow.run == id, OutcomeRow.number > after)
        if wanted:
            query = query.where(OutcomeRow.outcome.in_(wanted))
        with self._database.read() as session:
            found = session.scalars(query.order_by(OutcomeRow.number).limit(limit))
            return tuple(_unpack(row) for row in found)


def _pack(id: int, row: Row) -> dict[str, Any]:
    return {
        "run": id,
        "number": row.number,
        "source": storable(row.source),
        "key": storable(row.key),
        "address": storable(row.address),
        "title": storable(row.title),
        "outcome": row.outcome.value,
        "message": row.message,
        "gaps": json.dumps(dict(row.values), default=str),
        "resource": row.resource,
    }


def _unpack(row: OutcomeRow) -> Row:
    return Row(
        number=row.number,
        source=row.source,
        key=row.key,
        address=row.address,
        title=row.title,
        outcome=Outcome(row.outcome),
        message=row.message,
        values=json.loads(row.gaps),
        resource=row.resource,
    )


def _pack_counts(counts: dict[Outcome, int]) -> str:
    return json.dumps({outcome.value: number for outcome, number in counts.items()})


def storable(text: str, longest: int = 2000) -> str:
    """Text of others as every database takes it: no NUL, no half signs, not too long."""
    clean = text[:longest].replace("\0", "\N{REPLACEMENT CHARACTER}")
    return clean.encode("utf-8", "replace").decode("utf-8")
