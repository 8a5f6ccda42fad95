"""What of a resource may leave the hub: our own words on it, and no more (R24)."""

from hub.curation.newsletter.copying import PRESS_NOTE, shortened
from hub.model import Resource, ResourceType

NOTE = 1_000  #: characters of our summary of anything that is no press article


def own_note(resource: Resource) -> str:
    """Our own words on a resource, on a press article within the set length. Never its text."""
    limit = PRESS_NOTE if resource.type is ResourceType.NEWS else NOTE
    return shortened(" ".join((resource.summary or "").split()), limit)
