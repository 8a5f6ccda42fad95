"""The one database of the hub: opened, checked, migrated; transactions in two kinds.

SQLite in the data directory unless ``HUB_DATABASE_URL`` names another. Tables of all parts are
declared on ``Base``; how they came about stands in ``hub/migrations/``.
"""

import datetime as dt
import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.orm import DeclarativeBase, Session

from hub.errors import DatabaseError
from hub.migrations import HEAD, locked, upgrade
from hub.settings import Settings

BUSY_SECONDS = 15  #: how long a writer waits for another before it gives up

DAMAGED = (
    "The database {path} is damaged ({reason}). Stop the hub, put a copy from your backup in its "
    "place, remove the files ending in -wal and -shm beside it, and start again."
)
NEWER = (
    "The database is of version {found}, but this program knows only up to {known}. "
    "Install the newer program again, or put back the backup made before it."
)
FOREIGN = (
    "{path} is not a database of the hub. "
    "Move that file away, or set HUB_DATA or HUB_DATABASE_URL to another place."
)
FAILED = "The database did not answer: {reason}. Try again; if it stays so, run 'hub doctor'."
BUSY = "The database is busy with other work. Wait a moment, then try again."
UNREACHABLE = "The database cannot be opened: {reason}. Check HUB_DATABASE_URL."
UNWRITABLE = (
    "The data directory {path} cannot be used: {reason}. "
    "Create it, or give this account the right to write there, or set HUB_DATA."
)
MISSING = "The database {path} is missing, but parts of it ({rest}) are still there. " + (
    "Put all files of the database back from your backup, or move those parts away to begin anew."
)


class Base(DeclarativeBase):
    """Every table of the hub."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """A moment: aware and in UTC in Python, without zone in the database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> Any:
        """Python to database."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        """Database to Python."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Database:
    """An open database. All errors of the engine come out as DatabaseError."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(hub_writing=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads: never waits for writers, nor they for it."""
        with _translated(self.engine), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is the only writer from its first statement on.

        It is committed at the end, or undone when the block raises.
        """
        with (
            _translated(self.engine),
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """One state of the whole database, from the first query on, however long it takes."""
        one_state = {"isolation_level": "REPEATABLE READ"}
        options = {} if self.engine.dialect.name == "sqlite" else one_state
        with _translated(self.engine), self.engine.connect() as connection:
            yield connection.execution_options(**options)

    def copy_to(self, path: Path) -> None:
        """Copy the whole database file as it is at this moment, while others use it."""
        try:
            with closing(self.engine.raw_connection()) as own:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                with closing(sqlite3.connect(path)) as copy:
                    own.driver_connection.backup(copy)  # type: ignore[union-attr]
        except sqlite3.Error as error:
            raise DatabaseError(FAILED, reason=error) from error

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """The database of these settings, made or brought up to date where needed.

    Raises DatabaseError when it is damaged, foreign, newer than the program or out of reach;
    nothing is ever created in the place of something broken.
    """
    if settings.database_url:
        return _open_server(settings.database_url)
    return _open_file(settings.data / "hub.db")


def scratch_database(path: Path, version: str) -> Database:
    """A new database file as it was at that step of the migrations: for rows of that time."""
    database = Database(_sqlite(path))
    with database.write() as session:
        upgrade(session.connection(), version)
    return database


def bring_up(database: Database) -> None:
    """Take a scratch database to the present step."""
    _migrate(database)


def _open_file(path: Path) -> Database:
    _make_directory(path.parent)
    if not path.exists():
        with _lock(path):
            _create(path)
    _check_file(path)
    database = Database(_sqlite(path))
    try:
        version = _version(database)
        if version is None:  # we make the file whole or not at all
            raise DatabaseError(FOREIGN, path=path)
        if version != HEAD:
            with _lock(path):
                _migrate(database)
    except DatabaseError:
        database.close()
        raise
    return database


def _make_directory(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError("no right to write")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DatabaseError(UNWRITABLE, path=folder, reason=reason) from error


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    try:
        with locked(path.with_name(path.name + ".lock")):
            yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise DatabaseError(UNWRITABLE, path=path.parent, reason=reason) from error


def _create(path: Path) -> None:
    """Make the file whole under another name first, so that no crash leaves half of one."""
    if path.exists():
        return  # another process was faster
    rest = [p.name for end in ("-wal", "-shm") if (p := Path(f"{path}{end}")).exists()]
    if rest:
        raise DatabaseError(MISSING, path=path, rest=", ".join(rest))
    draft = path.with_name(path.name + ".new")
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{draft}{end}").unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_RDWR, 0o600))
    database = Database(_sqlite(draft))
    try:
        _migrate(database)
    finally:
        database.close()  # the last connection folds the write-ahead log into the file
    draft.replace(path)


def _check_file(path: Path) -> None:
    """Refuse a damaged file before anything is done with it."""
    try:
        if path.stat().st_size == 0:
            raise DatabaseError(DAMAGED, path=path, reason="it is empty")
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        # Not by opening it: closing a file takes away all locks that this process has on it, also
        # those of its open connections, whose log others would then take for abandoned.
        if not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        reason = error.strerror or str(error)
        raise DatabaseError(UNWRITABLE, path=path, reason=reason) from error
    engine = _sqlite(path)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except exc.DatabaseError as error:
        raise DatabaseError(DAMAGED, path=path, reason=error.orig) from error
    finally:
        engine.dispose()
    if found != "ok":
        raise DatabaseError(DAMAGED, path=path, reason=" ".join(str(found).split()))


def _sqlite(path: Path) -> sa.Engine:
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=10,
        max_overflow=30,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in ("busy_timeout = 15000", "journal_mode = WAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    # A transaction that begins as a reader and wants to write later can fail at once when another
    # wrote in between; one that begins as a writer waits for its turn.
    writing = connection.get_execution_options().get("hub_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _open_server(url: str) -> Database:
    try:
        database = Database(sa.create_engine(url, pool_pre_ping=True))
    except (exc.ArgumentError, ImportError) as error:
        # the address may hold a password: the cause is not shown
        reason = getattr(error, "msg", "") or "this is no database address"
        raise DatabaseError(UNREACHABLE, reason=reason) from None
    if _version(database) != HEAD:
        _migrate(database)
    return database


def _version(database: Database) -> str | None:
    """The version in the database; None when it was never made."""
    with database.read() as session:
        if not sa.inspect(session.connection()).has_table("alembic_version"):
            return None
        found = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def _migrate(database: Database) -> None:
    with database.write() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4872165)")
        found = upgrade(connection)
        if found is not None:
            raise DatabaseError(NEWER, found=found, known=HEAD)


@contextmanager
def _translated(engine: sa.Engine) -> Iterator[None]:
    """Errors of the engine as ours."""
    try:
        yield
    except exc.IntegrityError:
        raise  # a rule of a table was kept: the caller knows what it means
    except exc.DBAPIError as error:
        raise _our_error(error, engine) from error


def _our_error(error: exc.DBAPIError, engine: sa.Engine) -> DatabaseError:
    reason = str(error.orig).strip()
    if "malformed" in reason or "not a database" in reason:
        return DatabaseError(DAMAGED, path=engine.url.database, reason=reason)
    if "locked" in reason or "busy" in reason:
        return DatabaseError(BUSY)
    return DatabaseError(FAILED, reason=reason)
