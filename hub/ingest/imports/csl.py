"""CSL-JSON, the format in which reference managers and styles speak to each other."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hub.errors import IngestError
from hub.ingest.imports.model import ExportFile, ImportOptions, decode, source_name
from hub.ingest.imports.references import Reference, as_items
from hub.ingest.model import Item, Rejected

_PERSONS = ("author", "editor", "translator", "container-author", "collection-editor", "director")


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """All records. Raises IngestError if the file is no CSL-JSON."""
    try:
        data = json.loads(decode(file.read()))
    except (ValueError, RecursionError) as error:
        raise IngestError(
            "{name} is no JSON that can be read. Export it again.", name=file.name
        ) from error
    data = data.get("items", [data]) if isinstance(data, dict) else data
    records = [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []
    yield from as_items(map(_reference, records), source_name(file), "csl", options)


def _reference(record: Mapping[str, Any]) -> Reference:
    keywords = record.get("keyword") or ""
    return Reference(
        title=record.get("title"),
        authors=tuple(n for role in _PERSONS for n in _names(record.get(role))),
        dates=(_date(record.get("issued")),),
        addresses=(record.get("URL"),),
        doi=(record.get("DOI"),),
        abstract=record.get("abstract"),
        container=record.get("container-title"),
        publisher=record.get("publisher"),
        language=(record.get("language"),),
        keywords=tuple(keywords.replace(";", ",").split(",")) if isinstance(keywords, str) else (),
        pages=record.get("page"),
        kind=record.get("type"),
        key=record.get("id"),
    )


def _names(persons: object) -> Iterator[str]:
    for person in persons if isinstance(persons, list) else []:
        if isinstance(person, dict):
            last = f"{person.get('non-dropping-particle') or ''} {person.get('family') or ''}"
            spoken = f"{person.get('given') or ''} {last.strip()}".strip()
            yield spoken or str(person.get("literal") or "")


def _date(issued: object) -> str | None:
    """`{"date-parts": [[2013, 1, 1]]}`, or as the source wrote it."""
    if not isinstance(issued, dict):
        return str(issued) if issued else None
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        numbers = [str(part) for part in parts[0][:3] if str(part).isdigit()]
        return "-".join(number.zfill(2) for number in numbers)
    return str(issued.get("raw") or issued.get("literal") or "") or None
