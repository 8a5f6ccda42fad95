"""The history in the database: appended to, read, never rewritten."""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hub.catalogue.recording import FileChange
from hub.database import Database
from hub.errors import NotFound
from hub.history.model import Change, Doer, What
from hub.history.tables import ChangeRow, ContentRow, StepRow

OPEN, UNDER_WAY, DONE = "open", "under-way", "done"
SHOWN = 100  #: paths that a Change names
_CHUNK = 500  #: below the number of parameters that every database takes
_T = TypeVar("_T")
_LEVEL = 3  #: zlib: half the time of the default, nearly as small
#: Both databases know this; the ORM has no common word for it.
_KEEP = sa.text(
    "INSERT INTO history_contents (digest, content) VALUES (:digest, :content) "
    "ON CONFLICT (digest) DO NOTHING"
)


@dataclass(frozen=True)
class Step:
    """One file of a change, by the digests of what it held."""

    id: int
    change: int
    path: str
    resource: str
    before: str | None
    after: str | None


def digest_of(content: bytes | None) -> str | None:
    """What a content is kept under."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def resource_of(path: str) -> str:
    """The id of the resource whose file this is; "" for other files."""
    file = PurePosixPath(path)
    return file.stem if len(file.parts) == 2 and file.name != "collection.yaml" else ""


class Log:
    """Changes, their steps and contents in the database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # Writing

    def begin(
        self, session: Session, by: Doer, what: What, state: str, undoes: int | None = None
    ) -> int:
        """A new change without files; its id."""
        row = ChangeRow(
            at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            account=by.account,
            name=by.name[:200],
            kind=what.kind,
            gaps=json.dumps(dict(what.values), ensure_ascii=False),
            state=state,
            undoes=undoes,
        )
        session.add(row)
        session.flush()
        return row.id

    def append(self, session: Session, change: int, files: Sequence[FileChange]) -> None:
        """Add files to a change, in order.

        Where one was before it as nobody has told us, that is noted as changed by hand first.
        """
        for some in _chunks(files):  # nothing for none
            self._append(session, change, some)

    def _append(self, session: Session, change: int, files: Sequence[FileChange]) -> None:
        known = self.known(session, {file.path for file in files})
        contents: dict[str, bytes] = {}
        rows: list[dict[str, object]] = []
        by_hand: list[dict[str, object]] = []
        for file in files:
            before, after = digest_of(file.before), digest_of(file.after)
            row = {"path": file.path, "resource": resource_of(file.path)}
            if file.path in known and known[file.path] != before:
                by_hand.append({**row, "before": known[file.path], "after": before})
            rows.append({**row, "change": change, "before": before, "after": after})
            known[file.path] = after
            contents |= {d: c for d, c in ((before, file.before), (after, file.after)) if d and c}
        if by_hand:
            noted = self.begin(session, Doer(), What("files.edited"), DONE)
            session.execute(sa.insert(StepRow), [{**row, "change": noted} for row in by_hand])
        session.execute(sa.insert(StepRow), rows)
        self._keep(session, contents)

    def _keep(self, session: Session, contents: Mapping[str, bytes]) -> None:
        there = sa.select(ContentRow.digest).where(ContentRow.digest.in_(contents))
        new = contents.keys() - set(session.scalars(there)) if contents else ()
        rows = [{"digest": d, "content": zlib.compress(contents[d], _LEVEL)} for d in new]
        if rows:
            session.execute(_KEEP, rows)

    def end(self, session: Session, change: int) -> None:
        """Mark a change as done."""
        _set(session, change, state=DONE)

    def forget(self, change: int) -> None:
        """Remove a change that never came about."""
        with self.database.write() as session:
            session.execute(sa.delete(StepRow).where(StepRow.change == change))
            session.execute(sa.delete(ChangeRow).where(ChangeRow.id == change))

    def settle(self, session: Session, id: int) -> None:
        """An undo is done: what it takes back counts as undone."""
        undoes = session.get_one(ChangeRow, id).undoes
        if undoes is not None:
            self._undone(session, undoes, id)

    def _undone(self, session: Session, id: int, by: int | None) -> None:
        """Note by what a change is undone, or that it no longer is, and what follows from it.

        What an undone undo took back is in force again, and so on.
        """
        row = session.get_one(ChangeRow, id)
        row.undone_by = by
        if row.undoes is not None:
            self._undone(session, row.undoes, None if by is not None else id)

    # Reading

    def known(
        self, session: Session, paths: Collection[str] | None = None
    ) -> dict[str, str | None]:
        """The digest of every file, or of these, as the history has it last; None: removed."""
        if paths is None:
            return dict(self._last(session, sa.true()))
        found: dict[str, str | None] = {}
        for some in _chunks(sorted(paths)):
            found.update(self._last(session, StepRow.path.in_(some)))
        return found

    @staticmethod
    def _last(session: Session, where: sa.ColumnElement[bool]) -> Iterator[tuple[str, str | None]]:
        last = sa.select(sa.func.max(StepRow.id)).where(where).group_by(StepRow.path)
        query = sa.select(StepRow.path, StepRow.after).where(StepRow.id.in_(last))
        return ((path, after) for path, after in session.execute(query))

    def begun(self, session: Session) -> bool:
        """Whether the files that were there at the beginning have been noted."""
        query = sa.select(ChangeRow.id).where(ChangeRow.kind == "files.found").limit(1)
        return session.scalar(query) is not None

    def in_state(self, session: Session, state: str) -> list[int]:
        """The ids of changes in that state, oldest first."""
        query = sa.select(ChangeRow.id).where(ChangeRow.state == state).order_by(ChangeRow.id)
        return list(session.scalars(query))

    def steps(
        self,
        session: Session,
        change: int,
        *,
        path: str | None = None,
        resource: str | None = None,
    ) -> list[Step]:
        """The files of a change, in the order they were written, or one alone."""
        query = sa.select(StepRow).where(StepRow.change == change).order_by(StepRow.id)
        if path is not None:
            query = query.where(StepRow.path == path)
        if resource is not None:
            query = query.where(StepRow.resource == resource)
        return [_step(row) for row in session.scalars(query)]

    def steps_of(self, session: Session, resource: str) -> list[Step]:
        """The steps of all files of a resource, oldest first."""
        query = sa.select(StepRow).where(StepRow.resource == resource).order_by(StepRow.id)
        return [_step(row) for row in session.scalars(query)]

    def contents(self, session: Session, digests: Iterable[str | None]) -> dict[str | None, bytes]:
        """What was kept under these digests."""
        found: dict[str | None, bytes] = {}
        for some in _chunks(sorted({d for d in digests if d})):
            query = sa.select(ContentRow.digest, ContentRow.content)
            for digest, content in session.execute(query.where(ContentRow.digest.in_(some))):
                found[digest] = zlib.decompress(content)
        return found

    def change(self, id: int) -> Change:
        """One change. Raises NotFound."""
        with self.database.read() as session:
            found = self._changes(session, sa.select(ChangeRow).where(ChangeRow.id == id))
        if not found:
            raise NotFound("There is no change {id} in the history.", id=id)
        return found[0]

    def changes(
        self,
        *,
        path: str | None,
        resource: str | None,
        kinds: Collection[str],
        before: int | None,
        limit: int,
    ) -> Sequence[Change]:
        """Changes, newest first; a kind ending in a dot is a whole group."""
        query = sa.select(ChangeRow).order_by(ChangeRow.id.desc()).limit(limit)
        if kinds:
            query = query.where(sa.or_(*(_is_kind(kind) for kind in sorted(kinds))))
        for column, value in ((StepRow.path, path), (StepRow.resource, resource)):
            if value is not None:
                having = sa.select(StepRow.change).where(column == value)
                query = query.where(ChangeRow.id.in_(having))
        if before is not None:
            query = query.where(ChangeRow.id < before)
        with self.database.read() as session:
            return self._changes(session, query)

    def _changes(self, session: Session, query: sa.Select[ChangeRow]) -> list[Change]:
        rows = session.scalars(query).all()
        ids = [row.id for row in rows]
        paths, numbers = self._paths(session, ids), self._numbers(session, ids)
        return [_change(row, paths.get(row.id, ()), numbers.get(row.id, 0)) for row in rows]

    @staticmethod
    def _paths(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
        """The first paths of each change."""
        place = sa.func.row_number().over(partition_by=StepRow.change, order_by=StepRow.id)
        numbered = (
            sa.select(StepRow.change, StepRow.path, StepRow.id, place.label("place"))
            .where(StepRow.change.in_(ids))
            .subquery()
        )
        query = sa.select(numbered.c.change, numbered.c.path).where(numbered.c.place <= SHOWN)
        found: dict[int, list[str]] = {}
        for change, path in session.execute(query.order_by(numbered.c.id)):
            found.setdefault(change, []).append(path)
        return found

    @staticmethod
    def _numbers(session: Session, ids: Sequence[int]) -> dict[int, int]:
        """How many files each change touched."""
        number = sa.func.count(sa.distinct(StepRow.path))
        query = sa.select(StepRow.change, number).where(StepRow.change.in_(ids))
        found = session.execute(query.group_by(StepRow.change))
        return {row[0]: row[1] for row in found}


def _change(row: ChangeRow, paths: Sequence[str], number: int) -> Change:
    return Change(
        id=row.id,
        at=row.at,
        by=Doer(row.account, row.name),
        what=What(row.kind, json.loads(row.gaps)),
        paths=tuple(dict.fromkeys(paths)),
        undoes=row.undoes,
        undone_by=row.undone_by,
        files=number,
        done=row.state == DONE,
    )


def _chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (values[n : n + _CHUNK] for n in range(0, len(values), _CHUNK))


def _set(session: Session, change: int, **values: object) -> None:
    session.execute(sa.update(ChangeRow).where(ChangeRow.id == change).values(**values))


def _is_kind(kind: str) -> sa.ColumnElement[bool]:
    if kind.endswith("."):
        return ChangeRow.kind.startswith(kind, autoescape=True)
    return ChangeRow.kind == kind


def _step(row: StepRow) -> Step:
    return Step(row.id, row.change, row.path, row.resource, row.before, row.after)
