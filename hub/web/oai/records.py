"""What the provider gives away: records of public collections, in simple Dublin Core.

Press articles are left out altogether (R24). Of a resource only metadata goes out: title, names,
dates, topics, places, our own summary and the address of the original; never a text or a note.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from hub.model import Access, Catalogue, CollectionAccess, Resource, ResourceType

BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  #: of what has no date of entry
_OPEN = CollectionAccess.MEMBERS
_TYPES = {
    ResourceType.EVENT: "Event",
    ResourceType.ARTICLE: "Text",
    ResourceType.DOCUMENT: "Text",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Record:
    """A resource as a harvester gets it."""

    resource: Resource
    changed: dt.datetime  #: datestamp, UTC, whole seconds
    sets: tuple[str, ...]  #: public collections only


def public_access(catalogue: Catalogue) -> Access:
    """What everybody may know of: the public collections, and in them what is published."""
    return Access(frozenset(c.id for c in catalogue.collections.values() if c.public))


def records(catalogue: Catalogue) -> list[Record]:
    """All records, by datestamp and id: what changes meanwhile moves to the end."""
    access = public_access(catalogue)
    closed = {id for id, c in catalogue.collections.items() if c.access is not _OPEN}
    found = [
        Record(resource, _changed(resource), tuple(access.visible(resource.collections)))
        for resource in catalogue.resources.values()
        if access.sees(resource)
        and resource.type is not ResourceType.NEWS
        and closed.isdisjoint(resource.collections)  # no way around by another collection
    ]
    return sorted(found, key=lambda record: (record.changed, record.resource.id))


def _changed(resource: Resource) -> dt.datetime:
    last = max(filter(None, (resource.updated, resource.added)), default=BEGINNING)
    return last.astimezone(dt.UTC).replace(microsecond=0)


def identifier(home: str, id: str) -> str:
    """The identifier of a record: it never changes as long as the address of the hub does not."""
    return f"{prefix(home)}{id}"


def prefix(home: str) -> str:
    """What all identifiers begin with."""
    return f"oai:{urlsplit(home).hostname or 'localhost'}:"


def dublin_core(record: Record, catalogue: Catalogue, home: str) -> Iterator[tuple[str, str, str]]:
    """The elements: name, text, and its language where it is known."""
    resource, language = record.resource, record.resource.language or ""
    yield "title", resource.title, language
    for name in resource.authors:
        yield "creator", name, ""
    for text, of in _labels(catalogue.thesaurus.get(id) for id in resource.tags):
        yield "subject", text, of
    for word in resource.keywords:
        yield "subject", word, ""
    if resource.summary:
        yield "description", resource.summary, ""
    if resource.publisher:
        yield "publisher", resource.publisher, ""
    if resource.when:
        yield "date", resource.when, ""
    yield "type", _TYPES.get(resource.type, resource.type.value), ""
    if resource.url:
        yield "identifier", resource.url, ""
    else:
        yield "identifier", f"{home}/resource?id={quote(resource.id)}", ""
    if language:
        yield "language", language, ""
    for text, of in _labels(catalogue.gazetteer.get(id) for id in resource.places):
        yield "coverage", text, of


def _labels(entries: Iterable[object]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        for language, text in getattr(entry, "label", {}).items():
            yield text, language


def clean(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return _NOT_XML.sub("", text)
