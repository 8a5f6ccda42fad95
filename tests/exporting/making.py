"""Resources and editions for exports."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hub.exporting import FORMATS, Edition, leaving
from hub.labels import facet_label
from hub.model import Catalogue, Collection, Concept, Gazetteer, Place, Resource, Thesaurus

DAY = dt.date(2026, 11, 22)
CATALOGUE = Catalogue(
    collections={
        id: Collection(id=id, title={"de": title})
        for id, title in {"park": "Sichere Parks", "nacht": "Nachtleben"}.items()
    },
    thesaurus=Thesaurus(
        [
            Concept(id="lighting", label={"de": "Beleuchtung", "en": "lighting"}),
            Concept(id="safety", label={"de": "Sicherheit, gefühlte", "en": "safety"}),
        ]
    ),
    gazetteer=Gazetteer([Place(id="koeln", label={"de": "Köln", "en": "Cologne"}, kind="city")]),
)

FULL = Resource(
    id="laternen",
    title="Mehr Licht: Laternen & Wege",
    url="https://example.org/licht?a=1&b=2",
    type="document",
    collections=("park", "nacht"),
    language="de",
    date="2024-05-03",
    publisher="Stadt Köln",
    authors=("Jana Weiß", "Ludwig von der Heide", "Deutsches Forum für Sicherheit"),
    places=("koeln",),
    tags=("lighting", "safety"),
    keywords=("Lampe", "Weg"),
    target_groups=("frauen",),
    summary="Zwei Sätze dazu. Sie sind unsere eigenen.",
    notes="Nur intern: GEHEIM",
    added="2025-01-02",
    reviewed="2026-02",
    text="a" * 64,
    unknown={"alt": "GEHEIM"},
)
EVENT = Resource(
    id="fachtag",
    title="Fachtag Licht",
    type="event",
    collections=("nacht",),
    event={"start": "2026-11-22", "end": "2026-11-24", "place": "Alte Feuerwache"},
)
CALL = Resource(
    id="aufruf",
    title="Aufruf",
    url="https://example.org/aufruf",
    type="funding",
    collections=("park",),
    language="en",
    funding={"deadline": "2027-01", "funder": "Bund"},
)
PRESS = Resource(
    id="meldung",
    title="Neue Lampen",
    url="https://presse.example.org/lampen",
    type="news",
    collections=("park",),
    language="de",
    date="2026-01-02",
    publisher="Kölner Zeitung",
    authors=("Rita Reporterin",),
    keywords=("AusDerZeitung",),
    summary="Ein Wort. " + "Immer weiter abgeschrieben " * 60 + "ENDE",
)
ALL = (FULL, EVENT, CALL, PRESS)


def edition(language: str = "de", **more: Any) -> Edition:
    """An edition whose labels are those of our small catalogue."""
    made = Edition(language, DAY, lambda f, v: facet_label(CATALOGUE, f, v, language))
    return replace(made, **{"title": "Alles über Licht", "total": len(ALL), **more})


def written(name: str, resources: Iterable[Resource] = ALL, **more: Any) -> bytes:
    """The file as it leaves the hub."""
    return b"".join(FORMATS[name].write(map(leaving, resources), edition(**more)))
