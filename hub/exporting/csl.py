"""CSL-JSON, the format in which reference managers and citation styles speak to each other."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from hub.exporting.model import Edition
from hub.exporting.persons import Name
from hub.exporting.reference import Reference, reference
from hub.model import Resource


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """One list, an item on each line."""
    before = "[\n"
    for resource in resources:
        data = item(reference(resource, edition), edition.day)
        yield (before + json.dumps(data, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"\n]\n" if before == ",\n" else b"[]\n"


def item(cited: Reference, seen: dt.date) -> dict[str, Any]:
    """One item, without what is not known."""
    event = cited.kind.csl == "event"
    found: dict[str, Any] = {
        "id": cited.id,
        "type": cited.kind.csl,
        "title": cited.title,
        "author": [_name(name) for name in cited.names],
        "issued": _date(cited.date),
        "container-title": cited.publisher if cited.kind.periodical else "",
        "publisher": "" if cited.kind.periodical else cited.publisher,
        "URL": cited.url,
        "accessed": _date(seen.isoformat()) if cited.url else None,
        "language": cited.language,
        "genre": cited.type,
        "event-date": _date(cited.date) if event else None,
        "event-place": cited.place,
        "abstract": cited.note,
        "keyword": ", ".join(cited.keywords),
        "note": "; ".join(cited.remarks),
    }
    return {name: value for name, value in found.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given}


def _date(date: str) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None
