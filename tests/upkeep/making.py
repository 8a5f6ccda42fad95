"""Small resources and catalogues, made in a line."""

import datetime as dt
from typing import Any

from hub.model import (
    EVERYTHING,
    Access,
    Catalogue,
    Collection,
    Concept,
    Gazetteer,
    Place,
    Resource,
    Thesaurus,
)
from hub.upkeep.listing import Listing
from hub.upkeep.model import Entry, Known
from hub.upkeep.rhythm import Rhythm

TODAY = dt.date(2026, 3, 9)
NOW = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
RHYTHM = Rhythm("method=24,funding=3,event=6,*=36")


def made(id: str, **values: Any) -> Resource:
    """A resource that no list has a reason to name, but for what is given."""
    usual = {
        "id": id,
        "title": id.title(),
        "type": "document",
        "collections": ("park",),
        "date": "2025",
        "summary": "Kurz.",
        "added": "2026-01-02",
    }
    return Resource.model_validate({k: v for k, v in (usual | values).items() if v is not None})


def catalogue_of(*resources: Resource) -> Catalogue:
    """A catalogue of these, with three collections and one tag."""
    return Catalogue(
        resources={r.id: r for r in resources},
        collections={
            id: Collection(id=id, title={"de": id.title()}) for id in ("park", "bahnhof", "geheim")
        },
        thesaurus=Thesaurus(
            [Concept(id="lighting", label={"de": "Beleuchtung", "en": "Lighting"})]
        ),
        gazetteer=Gazetteer([Place(id="ulm", kind="city", label={"de": "Ulm"})]),
    )


def entries(
    *resources: Resource,
    known: Known | None = None,
    today: dt.date = TODAY,
    access: Access = EVERYTHING,
    rhythm: Rhythm = RHYTHM,
) -> list[Entry]:
    """The work list of a catalogue of these."""
    return Listing(catalogue_of(*resources), access, known or Known(), rhythm, today).entries()


def kinds(*resources: Resource, **more: Any) -> dict[str, list[str]]:
    """The reasons by resource."""
    return {e.resource.id: [r.kind.value for r in e.reasons] for e in entries(*resources, **more)}
