"""Import of a whole hub into a fresh installation: all of it, or nothing.

Everything is checked before anything is written. Then files come first and the database last, in
one transaction. A run that was cut short leaves a mark, by which the next one knows that what it
finds is its own, and completes it. Whoever calls holds the data directory.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc, select

from hub import __version__
from hub.accounts import records
from hub.accounts.rows import utc_now
from hub.accounts.tables import AuditRow
from hub.catalogue.writing import replace_file
from hub.database import Database, bring_up, scratch_database
from hub.errors import TransferError
from hub.migrations import HEAD, known_versions
from hub.portability.exporting import CATALOGUE, Source
from hub.portability.files import (
    catalogue_files,
    clear,
    copy_file,
    files_below,
    made_whole,
    sync_tree,
)
from hub.portability.manifest import (
    NEWER,
    Manifest,
    check_files,
    read_manifest,
    table_file,
)
from hub.portability.model import Choice, Progress, Stage, silent
from hub.portability.rows import (
    columns,
    count_on,
    counters,
    filled,
    insert,
    read_lines,
    tables,
    without_order,
)
from hub.portability.rules import LEFT_OUT, NOT_YET_USED, PARTS, Row, rule

MARK = "importing.json"
IMPORTED = "imported"  #: in the audit log: with the digest of the export

USED = (
    "This installation is in use already: {what}. A whole hub is imported into a fresh one only. "
    "Set HUB_DATA and HUB_COLLECTIONS to new folders, or move {data} and {collections} away first; "
    "to take over only the catalogue, add --catalogue-only."
)
OTHER = (
    "The import of another export was cut short here. Run that one again, or begin with new "
    "folders: HUB_DATA and HUB_COLLECTIONS."
)
WRONG_ROWS = (
    "The table {table} of the export does not fit the database. Nothing was imported: "
    "export the hub once more."
)


@dataclass(frozen=True)
class Rows:
    """Rows on their way into a database: how many each table has, and those of one by its name."""

    counts: Mapping[str, int]
    kinds: Mapping[str, Mapping[str, str]]  #: of the columns of each table
    of: Callable[[str], Iterable[Row]]
    numbers: Mapping[str, int]  #: the highest id that each table ever gave


@dataclass(frozen=True)
class HubImport:
    """What an import brought."""

    manifest: Manifest
    accounts: int  #: accounts that came in without a password
    nameless: int  #: of them, those whose address stayed behind: they are disabled


def examine(hub: Source, source: Path, tell: Progress = silent) -> Manifest:
    """The manifest of an export that this installation could take. Raises TransferError."""
    manifest = read_manifest(source)
    if manifest.schema_version not in known_versions():
        raise TransferError(NEWER, path=source, theirs=manifest.program, ours=__version__)
    check_files(source, manifest, lambda done, total: tell(Stage.CHECKING, done, total))
    _look(hub, manifest)
    return manifest


def import_hub(hub: Source, source: Path, tell: Progress = silent) -> HubImport:
    """Bring a whole export into a fresh installation.

    Raises TransferError, and changes nothing, if the export is damaged or newer than the program,
    or the installation is in use.
    """
    manifest = examine(hub, source, tell)
    hub.make_data()
    mark = hub.settings.data / MARK
    if not _look(hub, manifest):
        replace_file(mark, json.dumps({"export": manifest.digest}).encode(), 0o600)
        _copy(hub, source, manifest, tell)
        with _rows(hub, source, manifest) as rows:
            _write(hub.database, rows, manifest.digest, tell)
    mark.unlink(missing_ok=True)
    count = manifest.tables["accounts"].rows if "accounts" in manifest.tables else 0
    return HubImport(manifest, count, 0 if Choice.ACCOUNTS in manifest.chosen else count)


def _look(hub: Source, manifest: Manifest) -> bool:
    """Whether an earlier run has brought everything, and was only killed before it could say so.

    Raises TransferError where the installation is in use, or another import was cut short.
    """
    mark = hub.settings.data / MARK
    held = _in_database(hub.database)
    if mark.exists():
        if _marked(mark) != manifest.digest:
            raise TransferError(OTHER)
        if not held:
            return False
        if _is_done(hub.database, manifest.digest):
            return True
    reason = _use(hub, held)
    if reason:
        raise TransferError(
            USED, what=reason, data=hub.settings.data, collections=hub.settings.collections
        )
    return False


def _marked(mark: Path) -> str:
    try:
        return str(json.loads(mark.read_bytes())["export"])
    except (ValueError, KeyError, TypeError):
        return ""


def _use(hub: Source, held: dict[str, int]) -> str:
    """What the installation holds already, in short; nothing if it is fresh."""
    if held:
        return "database: " + ", ".join(f"{name} {number}" for name, number in held.items())
    collections = hub.settings.collections
    if collections.is_dir() and any(collections.iterdir()):
        return f"{collections}: {sum(1 for _ in catalogue_files(collections))}"
    waiting = sum(1 for _ in files_below(hub.settings.data / "inbox"))
    return f"inbox: {waiting}" if waiting else ""


def _counts(table: str) -> bool:
    return table not in NOT_YET_USED and table not in LEFT_OUT


def _in_database(database: Database) -> dict[str, int]:
    """How many rows the tables hold that show that a hub is in use."""
    with database.read() as session:
        connection = session.connection()
        found = {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in tables(connection)
            if _counts(table.name)
        }
    return {name: number for name, number in found.items() if number}


def _copy(hub: Source, source: Path, manifest: Manifest, tell: Progress) -> None:
    """The files: first those nobody looks for yet, then the catalogue, all at once."""
    parts = [name for name in manifest.files if name.partition("/")[0] in PARTS]
    for number, name in enumerate(parts, 1):
        copy_file(source / name, hub.settings.data / name, 0o600)
        tell(Stage.FILES, number, len(parts))
    for part in {name.partition("/")[0] for name in parts}:
        sync_tree(hub.settings.data / part)
    target = hub.settings.collections
    if target.is_dir() and any(target.iterdir()):
        return  # an earlier run of this import came so far
    with made_whole(target) as draft:
        for name in manifest.files:
            if name.startswith(f"{CATALOGUE}/"):
                copy_file(source / name, draft / name.removeprefix(f"{CATALOGUE}/"))
        draft.chmod(0o755)


@contextmanager
def _rows(hub: Source, source: Path, manifest: Manifest) -> Iterator[Rows]:
    """The rows of the export as the present schema has them."""

    def of_files(table: str) -> Iterator[Row]:
        kinds = manifest.tables[table].columns
        path = source / table_file(table)
        yield from filled(read_lines(path, kinds), table, manifest.chosen)

    counts = {name: facts.rows for name, facts in manifest.tables.items()}
    kinds = {name: facts.columns for name, facts in manifest.tables.items()}
    rows = Rows(counts, kinds, of_files, manifest.numbers)
    if manifest.schema_version == HEAD:
        yield rows
        return
    # An older export goes through the steps that a database takes when the program is updated.
    place = hub.settings.data / ".importing"
    clear(place)
    place.mkdir(mode=0o700)
    try:
        old = scratch_database(place / "old.db", manifest.schema_version)
        try:
            _write(old, rows)
            bring_up(old)
            with old.read() as session:
                yield _in(session.connection())
        finally:
            old.close()
    finally:
        clear(place)


def _in(connection: sa.Connection) -> Rows:
    """What a database holds, as rows."""
    there = {t.name: t for t in tables(connection) if t.name not in LEFT_OUT}
    counts = {
        name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for name, table in there.items()
    }

    def rows(name: str) -> Iterator[Row]:
        return map(dict, connection.execute(sa.select(there[name])).mappings())

    kinds = {name: columns(table) for name, table in there.items()}
    return Rows(counts, kinds, rows, counters(connection))


def _write(database: Database, rows: Rows, digest: str = "", tell: Progress = silent) -> None:
    """All rows in one transaction, and that they are there.

    Raises TransferError where they do not fit; none is there then.
    """
    with database.write() as session:
        connection = session.connection()
        without_order(connection)
        there = {t.name: t for t in tables(connection) if t.name in rows.counts}
        missing = sorted(set(rows.counts) - set(there))
        if missing:
            raise TransferError(WRONG_ROWS, table=missing[0])
        try:
            for number, table in enumerate(there.values(), 1):
                _fill(connection, table, rows)
                tell(Stage.DATABASE, number, len(there))
            count_on(connection, rows.numbers)
            if digest:
                records.note(session, utc_now(), IMPORTED, detail=digest)
            session.flush()
            _check_references(connection)
        except exc.IntegrityError as error:
            raise TransferError(WRONG_ROWS, table="?") from error


def _check_references(connection: sa.Connection) -> None:
    """Raise TransferError where a row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise TransferError(WRONG_ROWS, table=lost[0])


def _is_done(database: Database, digest: str) -> bool:
    with database.read() as session:
        noted = select(AuditRow.id).where(AuditRow.event == IMPORTED, AuditRow.detail == digest)
        return session.scalar(noted.limit(1)) is not None


def _replace(connection: sa.Connection, table: sa.Table) -> None:
    """Make room in tables that a fresh installation fills by itself."""
    if table.name in NOT_YET_USED:
        only = rule(table.name).only
        gone = sa.delete(table)
        connection.execute(gone.where(table.c[only[0]] == only[1]) if only else gone)


def _fill(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    found = 0

    def count(number: int) -> None:
        nonlocal found
        found += number

    if columns(table) != rows.kinds[table.name]:
        raise TransferError(WRONG_ROWS, table=table.name)
    _replace(connection, table)
    try:
        insert(connection, table, rows.of(table.name), count)
    except (exc.IntegrityError, exc.StatementError, exc.CompileError) as error:
        raise TransferError(WRONG_ROWS, table=table.name) from error
    if found != rows.counts[table.name]:
        raise TransferError(WRONG_ROWS, table=table.name)
