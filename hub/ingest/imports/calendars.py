"""iCalendar: the events of a calendar file."""

import datetime as dt
from collections.abc import Iterator

from icalendar import Calendar, Component

from hub.errors import IngestError
from hub.ingest.imports.model import ExportFile, ImportOptions, decode, source_name
from hub.ingest.model import Item, Rejected
from hub.ingest.records import Statement, links_in, plain, web_address

_CANCELLED = "The event has been cancelled."
_UNTITLED = "The event has no title. Add one in the calendar, then export it again."


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """All events; of one that recurs, the first. Raises IngestError if it is no calendar."""
    try:
        calendars = Calendar.from_ical(decode(file.read()), multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise IngestError(
            "{name} is no calendar that can be read. Export it again.", name=file.name
        ) from error
    source, seen = source_name(file), set[str]()
    for calendar in calendars:
        for number, event in enumerate(calendar.walk("VEVENT"), 1):
            key = str(event.get("UID") or f"event {number}")
            if key not in seen:  # the others are exceptions of a recurring one
                seen.add(key)
                yield _event(event, key, source, options)


def _event(event: Component, key: str, source: str, options: ImportOptions) -> Item | Rejected:
    title = plain(str(event.get("SUMMARY") or ""))
    if str(event.get("STATUS") or "").upper() == "CANCELLED":
        return Rejected(source, key, _CANCELLED, title=title, withdrawn=True)
    if not title:
        return Rejected(source, key, _UNTITLED)
    description = str(event.get("DESCRIPTION") or "")
    said = Statement("calendar")
    said.say("title", title)
    said.say("type", "event")
    start, end = _day(event, "DTSTART"), _day(event, "DTEND")
    said.say("event.start", start)
    said.say("event.end", end if end and start and end > start else None)
    said.say("event.place", plain(str(event.get("LOCATION") or "")))
    said.say("description", plain(description))
    said.say("keywords", *_categories(event))
    address = web_address(event.get("URL"), *links_in(description))
    return Item(
        source,
        key,
        address,
        facts=said.facts,
        collections=options.collections,
        complete=not (options.fetch and address),
    )


def _day(event: Component, name: str) -> str | None:
    """The day; an end without a time is the day after the last one (RFC 5545, 3.6.1)."""
    value = getattr(event.get(name), "dt", None)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return (value - dt.timedelta(days=name == "DTEND")).isoformat()
    return None


def _categories(event: Component) -> Iterator[str]:
    found = event.get("CATEGORIES") or []
    for category in found if isinstance(found, list) else [found]:
        yield from (str(word) for word in getattr(category, "cats", ()))
