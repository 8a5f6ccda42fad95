"""A list of resources as an Atom feed (RFC 4287). Our own words only, never a text (R24)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from hub.exporting.notes import own_note
from hub.model import Resource

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
ET.register_namespace("", _ATOM)


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself."""

    id: str  #: of the feed; the same when its address is renewed
    title: str
    subtitle: str
    author: str  #: the name of the hub
    language: str
    home: str  #: address of the hub, without a slash at its end
    page: str  #: address of the view in the hub


def atom(channel: Channel, resources: Sequence[Resource], labels: dict[str, str]) -> bytes:
    """The feed, in UTF-8. ``labels`` says the types in words."""
    feed = ET.Element(f"{{{_ATOM}}}feed", {_XML_LANG: channel.language})
    text(feed, "id", channel.id)
    text(feed, "title", channel.title)
    text(feed, "subtitle", channel.subtitle)
    text(feed, "updated", moment(changed(resources)))
    text(part(feed, "author"), "name", channel.author)
    part(feed, "link", rel="alternate", type="text/html", href=channel.page)
    for resource in resources:
        _entry(feed, channel, resource, labels)
    ET.indent(feed)
    content = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{content}\n'.encode()


def changed(resources: Sequence[Resource]) -> dt.datetime:
    """When anything in the list changed last."""
    return max((_changed(resource) for resource in resources), default=_EPOCH)


def entry_id(home: str, resource: str) -> str:
    """The id of a resource in every feed of a hub: it never changes (RFC 4151)."""
    return f"tag:{urlsplit(home).hostname or 'localhost'},2026:resource/{resource}"


def _entry(feed: ET.Element, channel: Channel, resource: Resource, labels: dict[str, str]) -> None:
    entry = part(feed, "entry")
    if resource.language:
        entry.set(_XML_LANG, resource.language)
    text(entry, "id", entry_id(channel.home, resource.id))
    text(entry, "title", resource.title)
    text(entry, "updated", moment(_changed(resource)))
    text(entry, "published", moment(resource.added or _EPOCH))
    if resource.publisher:
        text(part(entry, "author"), "name", resource.publisher)
    kind = resource.type.value
    part(entry, "category", term=kind, label=labels.get(kind, kind))
    page = f"{channel.home}/resource?id={quote(resource.id)}"
    part(entry, "link", rel="alternate", type="text/html", href=page)
    if resource.url:
        part(entry, "link", rel="via", href=resource.url)
    note = " · ".join(filter(None, (resource.when, own_note(resource))))
    if note:
        text(entry, "summary", note)


def part(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    """A new element of Atom below another one."""
    clean = {key: _xml(value) for key, value in attributes.items()}
    return ET.SubElement(parent, f"{{{_ATOM}}}{name}", clean)


def text(parent: ET.Element, name: str, content: str) -> None:
    """A new element that holds text."""
    part(parent, name).text = _xml(content)


def _xml(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return "".join(sign for sign in text if _allowed(ord(sign)))


def _allowed(code: int) -> bool:
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    return not (0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))


def _changed(resource: Resource) -> dt.datetime:
    return max(filter(None, (resource.updated, resource.added)), default=_EPOCH)


def moment(when: dt.datetime) -> str:
    """A moment as Atom writes it."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
