"""From a resource to an entry: a copy, with a fingerprint that tells later what changed."""

import hashlib
import json

from hub.curation.identity import keys_of
from hub.exporting.notes import PRESS_NOTE, shortened
from hub.model import Resource, ResourceType
from hub.model.newsletter import BLURB_LENGTH, TITLE_LENGTH, Entry

#: What readers of an issue see of a resource: a change of these is pointed out to curators.
_SHOWN = ("title", "url", "summary", "type", "language", "publisher", "date", "event", "funding")


def copied(resource: Resource, language: str) -> Entry:
    """The entry that a resource begins as: its own title, and our summary as the blurb."""
    event, funding = resource.event, resource.funding
    limit = PRESS_NOTE if resource.type is ResourceType.NEWS else BLURB_LENGTH
    return Entry(
        id=resource.id,
        resource=resource.id,
        title=shortened(resource.title, TITLE_LENGTH),
        blurb=shortened(resource.summary or "", limit),
        url=resource.url,
        type=resource.type,
        language=resource.language if resource.language != language else None,
        publisher=resource.publisher,
        date=resource.date,
        event_start=event.start if event else None,
        event_end=event.end if event else None,
        event_place=event.place if event else None,
        deadline=funding.deadline if funding else None,
        copied=fingerprint(resource),
        known_by=keys_of(resource),
    )


def fingerprint(resource: Resource) -> str:
    """Changes when something that readers of an issue see of the resource does."""
    shown = resource.model_dump(mode="json", include=set(_SHOWN))
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
