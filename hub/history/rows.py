"""Tables of the catalogue as rows by what identifies them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.catalogue.renamed import RENAMED
from hub.catalogue.tables import TABLES

_RENAMES = "renames"


@dataclass(frozen=True)
class Rows:
    """A table: its rows, and what else stands in the file."""

    key: str  #: the key that holds the list
    by_id: Mapping[str, Any]
    rest: Mapping[str, Any]


def rows_of(path: str, data: Any) -> Rows | None:
    """The rows of a table; None where it is none whose rows can be told apart."""
    key = _RENAMES if path == RENAMED else TABLES[path][0]
    if data is None:
        data = {}
    if not isinstance(data, dict) or not isinstance(data.get(key, []), list):
        return None
    rows = data.get(key, [])
    by_id = {_id(path, row): row for row in rows}
    if len(by_id) < len(rows) or "" in by_id:
        return None
    return Rows(key, by_id, {k: v for k, v in data.items() if k != key})


def _id(path: str, row: Any) -> str:
    if not isinstance(row, dict):
        return ""
    if path == RENAMED:
        return f"{row.get('kind', '')}/{row.get('old', '')}"
    return str(row.get("id", ""))


def is_table(path: str) -> bool:
    """Whether the file is one of the tables of the catalogue."""
    return path in TABLES or path == RENAMED
