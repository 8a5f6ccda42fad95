"""Rows of the database as lines of plain text, and back.

The tables are read off the database itself, so one that is added later goes along by itself.
"""

import base64
import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hub.errors import TransferError
from hub.portability.model import Choice
from hub.portability.rules import Row, emptied, rule, taken

_AT_ONCE = 500  #: rows read and written together

DAMAGED = "{path} is damaged (line {line}). Nothing was imported: export the hub once more."


def tables(connection: sa.Connection) -> tuple[sa.Table, ...]:
    """The tables of a database, each after those it refers to."""
    found = sa.MetaData()
    found.reflect(connection)
    return tuple(t for t in found.sorted_tables if not t.name.startswith("sqlite_"))


def exported(connection: sa.Connection, chosen: Collection[Choice]) -> tuple[sa.Table, ...]:
    """The tables that go along with these choices."""
    return tuple(t for t in tables(connection) if taken(t.name, chosen))


def columns(table: sa.Table) -> dict[str, str]:
    """The kind of each column, by its name: how its values are written."""
    return {column.name: _kind(column.type) for column in table.columns}


def lines(
    connection: sa.Connection, table: sa.Table, chosen: Collection[Choice]
) -> Iterator[bytes]:
    """Every row as one line of JSON, by its key; what must not leave is emptied."""
    kinds, empty = columns(table), emptied(table.name, chosen)
    query = sa.select(table).order_by(*table.primary_key.columns)
    only = rule(table.name).only
    if only is not None:
        query = query.where(table.c[only[0]] == only[1])
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
    for row in rows.mappings():
        values = {n: None if n in empty else _written(row[n], k) for n, k in kinds.items()}
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def read_lines(path: Path, kinds: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a file. Raises TransferError for a line that is none."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                data = json.loads(line)
                if set(data) != set(kinds):
                    raise ValueError("other columns")
                yield {n: _read(data[n], kind) for n, kind in kinds.items()}
            except (ValueError, TypeError, RecursionError) as error:
                raise TransferError(DAMAGED, path=path, line=number) from error


def filled(rows: Iterable[Row], table: str, chosen: Collection[Choice]) -> Iterator[Row]:
    """The rows with something in the place of what stayed behind."""
    empty = emptied(table, chosen)
    for row in rows:
        yield {**row, **{n: blank.fill(row) for n, blank in empty.items() if n in row}}


def insert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Iterable[Row],
    tell: Callable[[int], None] = lambda number: None,
) -> None:
    """Write rows into a table within the transaction of this connection."""
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        connection.execute(table.insert(), some)
        tell(len(some))


def without_order(connection: sa.Connection) -> None:
    """Let rows refer to others that come later in this transaction, where the database can."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def counters(connection: sa.Connection) -> dict[str, int]:
    """The highest number each table ever gave, where the database never gives one twice."""
    if connection.dialect.name != "sqlite":
        return {
            name: connection.scalar(sa.select(sa.func.max(column))) or 0
            for name, column in _numbered(connection)
        }
    if not connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"
    ).first():
        return {}
    rows = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    return {str(name): int(number) for name, number in rows}


def count_on(connection: sa.Connection, highest: Mapping[str, int]) -> None:
    """Give no number again that was given before."""
    if connection.dialect.name == "sqlite":
        _count_on_sqlite(connection, highest)
        return
    for name, column in _numbered(connection):
        last = max(highest.get(name, 0), connection.scalar(sa.select(sa.func.max(column))) or 0)
        if last:
            sequence = sa.func.pg_get_serial_sequence(name, column.name)
            connection.execute(sa.select(sa.func.setval(sequence, last)))


def _count_on_sqlite(connection: sa.Connection, highest: Mapping[str, int]) -> None:
    there = counters(connection)
    for name, number in highest.items():
        if name in there:
            change = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?"
            connection.exec_driver_sql(change, (number, name))
        elif _counts(connection, name):
            new = "INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)"
            connection.exec_driver_sql(new, (number, name))


def _counts(connection: sa.Connection, table: str) -> bool:
    """Whether the table never gives a number twice."""
    made = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).scalar()
    return "AUTOINCREMENT" in str(made or "").upper()


def _numbered(connection: sa.Connection) -> Iterator[tuple[str, sa.Column[Any]]]:
    for table in tables(connection):
        key = list(table.primary_key.columns)
        if len(key) == 1 and isinstance(key[0].type, sa.Integer):
            yield table.name, key[0]


def _kind(type: sa.types.TypeEngine[Any]) -> str:
    for kind, name in _KINDS:
        if isinstance(type, kind):
            return name
    raise TypeError(f"columns of the type {type!r} cannot be exported yet: see hub/portability")


_KINDS: tuple[tuple[Any, str], ...] = (
    (sa.Boolean, "boolean"),
    (sa.Integer, "integer"),
    (sa.Float, "number"),
    (sa.DateTime, "moment"),
    (sa.Date, "date"),
    (sa.LargeBinary, "bytes"),
    (sa.BLOB, "bytes"),
    (sa.String, "text"),
    (sa.JSON, "json"),
)


def _written(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "moment":
        return value.isoformat() + "Z"  # the hub keeps moments in UTC
    if kind == "date":
        return value.isoformat()
    if kind == "bytes":
        return base64.b64encode(value).decode()
    return value


_TYPES: Mapping[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "text": (str,),
}


def _read(value: Any, kind: str) -> Any:
    if value is None or kind == "json":
        return value
    if kind in _TYPES:
        if not isinstance(value, _TYPES[kind]):
            raise ValueError(kind)
        return value
    if kind == "moment":
        return dt.datetime.fromisoformat(value).replace(tzinfo=None)
    if kind == "date":
        return dt.date.fromisoformat(value)
    return base64.b64decode(value, validate=True)
