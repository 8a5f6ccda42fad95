"""The three tables of the catalogue: thesaurus, places and publishers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from hub.catalogue.entries import as_text
from hub.catalogue.problems import explain, notice, problem
from hub.catalogue.reading import MEGABYTE, Document
from hub.catalogue.vocabulary.checking import structure
from hub.model import Concept, Gazetteer, Place, Problem, Publisher, Publishers, Thesaurus

Entry = Concept | Place | Publisher

THESAURUS = "thesaurus.yaml"
#: The key that holds the entries of each table, and what an entry is.
TABLES: Mapping[str, tuple[str, type[Entry]]] = {
    THESAURUS: ("concepts", Concept),
    "places.yaml": ("places", Place),
    "publishers.yaml": ("publishers", Publisher),
}
LARGEST_TABLE = 30 * MEGABYTE
_NOT_TEXT = frozenset({"ambiguous", "member"})


@dataclass(frozen=True)
class Table:
    """What one table file holds."""

    entries: tuple[Entry, ...] = ()
    mirrors: tuple[str, ...] = ()  #: hosts that only mirror documents (publishers only)
    problems: tuple[Problem, ...] = ()


def read_table(path: str, document: Document) -> Table:
    """The entries of a table; what is wrong with single ones stands in ``problems``."""
    key, kind = TABLES[path]
    data = document.data if isinstance(document.data, dict) else {}
    rows = data.get(key)
    if not isinstance(rows, list):
        message = "The file must hold a list under the key '{key}'."
        return Table(problems=(problem(path, message, document.line((key,)), key=key),))
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for position, row in enumerate(rows):
        place = (key, position)
        entry = _read_entry(path, document, place, row, kind)
        if isinstance(entry, Problem):
            problems.append(entry)
        elif entry.id in entries:
            message = "The id '{id}' stands twice in this file; the first entry counts."
            problems.append(problem(path, message, document.line((*place, "id")), id=entry.id))
        else:
            entries[entry.id] = entry
    problems += _loose_ends(path, document, key, entries)
    if kind is Concept:
        concepts = [e for e in entries.values() if isinstance(e, Concept)]
        problems += structure(path, concepts, line_of(document, key))
    mirrors = data.get("mirrors") if path == "publishers.yaml" else None
    return Table(tuple(entries.values()), _texts(mirrors), tuple(problems))


def _read_entry(
    path: str, document: Document, place: tuple[str, int], row: Any, kind: type[Entry]
) -> Entry | Problem:
    if not isinstance(row, dict):
        message = "An entry must have keys such as 'id' and 'label'."
        return problem(path, message, document.line(place))
    values = {k: v if k in _NOT_TEXT else as_text(v) for k, v in row.items() if v is not None}
    try:
        entry = kind.model_validate(values)
    except ValidationError as error:
        return explain(path, error, document, place)
    if not entry.label:
        message = "The entry '{id}' needs a label."
        return problem(path, message, document.line(place), id=entry.id)
    return entry


def _loose_ends(
    path: str, document: Document, key: str, entries: Mapping[str, Entry]
) -> Iterator[Problem]:
    """Entries that name another one which is not there."""
    lines = {row.get("id"): n for n, row in enumerate(document.data[key]) if isinstance(row, dict)}
    for entry in entries.values():
        for name in ("broader", "related", "within"):
            value = getattr(entry, name, None) if name in type(entry).model_fields else None
            for other in (value,) if isinstance(value, str) else value or ():
                if other not in entries:
                    message = "'{key}' of '{id}' names '{other}', which this file does not hold."
                    line = document.line((key, lines.get(entry.id, 0), name))
                    yield notice(path, message, line, key=name, id=entry.id, other=other)


def line_of(document: Document, key: str) -> Callable[[str, str], int | None]:
    """Where an entry of a table says what it says under a key, else where it begins."""
    rows = document.data[key]
    found = {row.get("id"): n for n, row in reversed([*enumerate(rows)]) if isinstance(row, dict)}
    return lambda name, part: document.line((key, found[name], part) if name in found else (key,))


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(str(v).lower() for v in values) if isinstance(values, list) else ()


def thesaurus(table: Table) -> Thesaurus:
    """The concepts of a table."""
    return Thesaurus(e for e in table.entries if isinstance(e, Concept))


def gazetteer(table: Table) -> Gazetteer:
    """The places of a table."""
    return Gazetteer(e for e in table.entries if isinstance(e, Place))


def publishers(table: Table) -> Publishers:
    """The publishers of a table."""
    return Publishers((e for e in table.entries if isinstance(e, Publisher)), table.mirrors)


def publisher_of_host(known: Publishers, url: str) -> Publisher | None:
    """The publisher on whose host, or on a host below it, the address lies."""
    return next((known.by_host[host] for host in _hosts(url) if host in known.by_host), None)


def is_mirror(known: Publishers, url: str) -> bool:
    """Whether the address lies on a host that only mirrors other people's documents."""
    return any(host in known.mirrors for host in _hosts(url))


def _hosts(url: str) -> Iterator[str]:
    """The host of an address, then the domains above it."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return
    parts = host.removeprefix("www.").split(".")
    for start in range(len(parts) - 1):
        yield ".".join(parts[start:])
