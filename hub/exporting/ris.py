"""RIS, which every reference manager reads."""

from collections.abc import Iterable, Iterator

from hub.exporting.cleaning import line
from hub.exporting.model import Edition
from hub.exporting.reference import Reference, reference
from hub.model import Resource


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """One record after the other, in UTF-8."""
    for resource in resources:
        yield record(reference(resource, edition), edition).encode()


def record(cited: Reference, edition: Edition) -> str:
    """One record, with the line ends the format asks for."""
    fields = [("TY", cited.kind.ris), ("ID", cited.id)]
    fields += [("AU", name.turned) for name in cited.names]
    fields += [
        ("TI", cited.title),
        ("T2" if cited.kind.periodical else "PB", cited.publisher),
        ("PY", cited.date[:4]),
        ("DA", _date(cited.date) if cited.date else ""),
        ("LA", cited.language),
        ("UR", cited.url),
        ("Y2", _date(edition.day.isoformat()) if cited.url else ""),
        ("M3", cited.type),
        ("CY", cited.place),
        ("AB", line(cited.note)),
    ]
    fields += [("N1", remark) for remark in cited.remarks]
    fields += [("KW", word) for word in cited.keywords]
    lines = [f"{name}  - {value}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(date: str) -> str:
    """``YYYY/MM/DD/``, with what is not known left empty."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"
