"""iCalendar: an event's title, time and place."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import icalendar

from hub.ingest.encodings import decode
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_MOST = 500  #: events read as text
_HERE = ZoneInfo("Europe/Berlin")


def extract(fetched: Fetched) -> Extracted:
    """All events as text; facts where the file holds exactly one."""
    try:
        calendars = icalendar.Calendar.from_ical(decode(fetched), multiple=True)
        events = [e for c in calendars for e in c.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        raise ExtractFailed(
            "The calendar file is damaged and cannot be read. Export it again, then try once more."
        ) from error
    facts = tuple(_facts(events[0])) if len(events) == 1 else ()
    return Extracted(Facts(facts), tuple(map(_passage, events[:_MOST])))


def _facts(event: icalendar.cal.Component) -> Iterator[Fact]:
    values = {"title": "SUMMARY", "description": "DESCRIPTION", "event.place": "LOCATION"}
    for field, key in values.items():
        if key in event:
            yield Fact(field, str(event[key]), "icalendar")
    for field, date in zip(("event.start", "event.end"), _span(event), strict=True):
        if date:
            yield Fact(field, date.isoformat(), "icalendar")
    if "URL" in event:
        yield Fact("canonical", str(event["URL"]), "icalendar")
    yield Fact("type", "event", "icalendar")


def _span(event: icalendar.cal.Component) -> tuple[dt.date | None, dt.date | None]:
    """First and last day. The end of whole days is the day after, by RFC 5545, 3.6.1."""
    start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
    last = _day(end)
    if last and end is not None and not isinstance(end, dt.datetime):
        last = max(last - dt.timedelta(days=1), _day(start) or last)
    return _day(start), last


def _moment(event: icalendar.cal.Component, key: str) -> dt.date | None:
    value = getattr(event.get(key), "dt", None)
    return value if isinstance(value, dt.date) else None


def _day(moment: dt.date | None) -> dt.date | None:
    """The day in Germany: 23:00 in UTC is the next one."""
    if isinstance(moment, dt.datetime):
        in_utc = moment.tzinfo is not None and moment.utcoffset() == dt.timedelta(0)
        return (moment.astimezone(_HERE) if in_utc else moment).date()
    return moment


def _passage(event: icalendar.cal.Component) -> Passage:
    """One event as a reader would write it down."""
    start, end = _span(event)
    days = " – ".join(dict.fromkeys(d.isoformat() for d in (start, end) if d))
    lines = [
        str(event.get("SUMMARY", "")),
        days,
        *(str(event.get(k, "")) for k in ("LOCATION", "DESCRIPTION")),
    ]
    return Passage("\n".join(filter(None, lines)), heading=lines[0] or None)
