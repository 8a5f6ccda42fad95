"""Events as an iCalendar feed (RFC 5545): whole days, as the catalogue knows them."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

from icalendar import Calendar, Event

from hub.curation.feeds.atom import Channel, changed, entry_id
from hub.exporting.notes import own_note
from hub.model import Resource

_DAY = len("2026-01-31")


def calendar(channel: Channel, resources: Sequence[Resource]) -> bytes:
    """The events among the resources. One whose day is not known has no place in a calendar."""
    made = Calendar()
    made.add("prodid", "-//knowledge-hub//events//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", channel.title)
    made.add("x-wr-calname", channel.title)
    made.add("refresh-interval", dt.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for resource in dated(resources):
        made.add_component(_event(channel, resource))
    return bytes(made.to_ical())


def dated(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Those that take place on known days."""
    return tuple(r for r in resources if r.event and r.event.start and len(r.event.start) == _DAY)


def _event(channel: Channel, resource: Resource) -> Event:
    assert resource.event is not None
    assert resource.event.start is not None
    first = dt.date.fromisoformat(resource.event.start)
    end = resource.event.end or ""
    last = dt.date.fromisoformat(end) if len(end) == _DAY else first
    page = f"{channel.home}/resource?id={quote(resource.id)}"
    event = Event()
    event.add("uid", entry_id(channel.home, resource.id))
    event.add("dtstamp", changed([resource]))
    event.add("last-modified", changed([resource]))
    event.add("dtstart", first)
    event.add("dtend", last + dt.timedelta(days=1))  # the first day after it
    event.add("summary", _plain(resource.title))
    if resource.event.place:
        event.add("location", _plain(resource.event.place))
    words = filter(None, (own_note(resource), resource.url, page))
    event.add("description", "\n\n".join(_plain(part) for part in words))
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    """Text without control characters, which a calendar cannot hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
