"""Which column of a table holds what: by German and English names, or as the editor says."""

import re
from collections.abc import Iterable, Mapping, Sequence

from hub.errors import IngestError

#: Fields and the names their columns go by, small and without signs.
NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "titel", "überschrift", "bezeichnung", "subject", "betreff", "name"),
    "url": (
        *("url", "link", "adresse", "webadresse", "internetadresse", "address", "href", "weblink"),
        *("webseite", "website", "uri", "internetlink", "quelle url", "link zur quelle"),
    ),
    "type": ("type", "typ", "art", "ressourcentyp", "medientyp", "resource type"),
    "date": (
        *("date", "datum", "jahr", "year", "erscheinungsjahr", "erscheinungsdatum", "published"),
        *("veröffentlicht", "veröffentlicht am", "veröffentlichungsdatum", "publikationsjahr"),
    ),
    "authors": (
        *("author", "authors", "autor", "autoren", "autorin", "autor in", "autor innen"),
        *("verfasser", "verfasser in", "verfasser innen", "autorinnen und autoren", "verfasst von"),
    ),
    "publisher": (
        *("publisher", "herausgeber", "herausgeberin", "herausgeber in", "verlag", "institution"),
        *("organisation", "organization", "träger", "einrichtung", "herausgegeben von"),
    ),
    "keywords": (
        *("tags", "tag", "schlagworte", "schlagwörter", "schlagwort", "stichworte", "stichwörter"),
        *("themen", "thema", "keywords", "keyword", "topics", "topic"),
    ),
    "places": ("place", "places", "ort", "orte", "stadt", "city", "kommune", "land", "country"),
    "language": ("language", "sprache"),
    "summary": ("summary", "zusammenfassung", "kurzfassung"),
    "description": (
        *("description", "beschreibung", "abstract", "kurzbeschreibung", "inhalt", "text"),
    ),
    "notes": ("notes", "note", "notiz", "notizen", "anmerkung", "anmerkungen", "bemerkung",
              "bemerkungen", "kommentar", "intern"),
    "collection": ("collection", "collections", "sammlung", "sammlungen", "themenfeld"),
    "target_groups": ("target group", "target groups", "zielgruppe", "zielgruppen"),
    "event.start": ("start", "beginn", "event start", "von"),
    "event.end": ("end", "ende", "event end", "bis"),
    "event.place": ("venue", "veranstaltungsort", "event place"),
    "funding.deadline": ("deadline", "frist", "bewerbungsfrist", "antragsfrist", "einreichfrist",
                         "apply by", "bewerben bis"),
    "funding.funder": ("funder", "fördergeber", "mittelgeber", "fördermittelgeber"),
    "doi": ("doi",),
    "key": ("id", "nr", "nummer", "kennung", "key"),
}  # fmt: skip
_FIELD = {name: field for field, names in NAMES.items() for name in names}


def folded(name: str) -> str:
    """A column name, small, each run of other signs one space: 'Autor*innen' is 'autor innen'."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def match_columns(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """The position of each field's column: as chosen, else by name, the first one counts.

    Raises IngestError for a field or column that does not exist, and where neither a title nor an
    address is found.
    """
    found = {field: _chosen(header, field, column) for field, column in chosen.items()}
    for position, name in enumerate(header):
        field = _FIELD.get(folded(name))
        if field and field not in found and position not in found.values():
            found[field] = position
    if not {"title", "url"} & set(found):
        raise IngestError(
            "No column is known to hold the title or the address. The columns are: {columns}. "
            "Say which one it is, such as --column title='{first}'.",
            columns=_listed(header),
            first=next((name for name in header if name), "A"),
        )
    return found


def unknown_columns(header: Sequence[str], found: Mapping[str, int]) -> list[str]:
    """The names of the columns that are left alone."""
    return [name for at, name in enumerate(header) if name and at not in found.values()]


def _chosen(header: Sequence[str], field: str, column: str) -> int:
    if field not in NAMES:
        raise IngestError(
            "There is no field '{field}' to put a column into. Choose one of {fields}.",
            field=field,
            fields=", ".join(NAMES),
        )
    for position, name in enumerate(header):
        if folded(name) == folded(column):
            return position
    raise IngestError(
        "There is no column '{column}'. The columns are: {columns}.",
        column=column,
        columns=_listed(header),
    )


def _listed(header: Iterable[str]) -> str:
    return ", ".join(name for name in header if name)[:500]
