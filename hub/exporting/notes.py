"""What of a resource may leave the hub: our own words on it, and no more (R24)."""

from collections.abc import Mapping

from hub.model import Resource, ResourceType

#: A note on a press article stays a note: longer ones would stand in for the article. Characters.
PRESS_NOTE = 600
NOTE = 1_000  #: characters of our summary of anything else, where a list has little room

#: What is the press's own and stays: title, source, date and address may leave, and our words.
_OF_THE_PRESS: Mapping[str, object] = {
    "authors": (),
    "keywords": (),
    "also_at": (),
    "event": None,
    "funding": None,
    "evidence": None,
}
#: What never leaves, whatever the resource is.
_OURS: Mapping[str, object] = {"notes": None, "unknown": {}, "text": None}


def own_note(resource: Resource) -> str:
    """Our own words on a resource, short enough for a feed or a mail. Never its text."""
    limit = PRESS_NOTE if resource.type is ResourceType.NEWS else NOTE
    return shortened(" ".join((resource.summary or "").split()), limit)


def leaving(resource: Resource) -> Resource:
    """The resource as files may carry it away: no notes of editors, no text, no unknown keys.

    Of a press article leave only title, source, date, address and our own note within
    ``PRESS_NOTE`` characters, and how we have sorted it: type, collections, topics, places.
    """
    changes: dict[str, object] = dict(_OURS)
    if resource.type is ResourceType.NEWS:
        changes |= _OF_THE_PRESS
        changes["summary"] = own_note(resource) or None
    return resource.model_copy(update=changes)


def shortened(text: str, length: int) -> str:
    """The text, at most so many characters, cut at a word with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(None, 1)[0] if " " in head else head).rstrip(" ,;:") + "…"
