"""Newsletters, resources and issues to test with."""

import datetime as dt

from hub.curation.newsletter.gathering import Memory, Offer, gather
from hub.model import Resource
from hub.model.newsletter import Issue, Newsletter, Section

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)

PUFII = Newsletter(
    id="netzwerk",
    title={"de": "Neues aus dem Netzwerk", "en": "Network news"},
    sections=(
        Section(id="neu", title={"de": "Neue Publikationen", "en": "New publications"}),
        Section(id="praxis", title={"de": "Praxis und Projekte", "en": "Practice"}),
    ),
    introduction="Guten Tag,",
    imprint="Netzwerk, Musterstraße 1, Musterstadt",
)


def resource(id: str, added: dt.datetime = START, **more: object) -> Resource:
    given = {
        "id": id,
        "title": f"Titel {id}",
        "url": f"https://example.org/{id}",
        "type": "document",
        "collections": ("messergewalt",),
        "summary": f"Kurz zu {id}.",
        "added": added,
    }
    return Resource.model_validate({**given, **more})


def draft(*resources: Resource, memory: Memory | None = None, **more: object) -> Issue:
    """An issue whose first section was offered these resources, and the second all of them too."""
    given: dict[str, object] = {"since": START, "now": START}
    return gather(
        PUFII,
        [Offer("neu", resources), Offer("praxis", resources)],
        resources,
        memory or Memory(),
        **{**given, **more},  # type: ignore[arg-type]
    )
