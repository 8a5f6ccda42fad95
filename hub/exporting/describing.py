"""What a list and its entries say about themselves in words."""

from collections.abc import Callable

from hub.exporting.cleaning import line
from hub.exporting.dates import figures
from hub.exporting.model import Edition
from hub.exporting.reference import remarks
from hub.i18n.words import Words
from hub.labels import facet_title
from hub.model import Query, Resource, Status

#: A facet and a value of it, in words.
Label = Callable[[str, str], str]


def described(query: Query, label: Label, language: str) -> str:
    """Words and filters of a query on one line; empty where it asks for everything."""
    filters = query.filters
    parts = [quoted(query.text, language)] if query.text else []
    parts += [
        f"{facet_title(facet, language)}: " + ", ".join(label(facet, v) for v in values)
        for facet, values in filters.values.items()
    ]
    if filters.year_from is not None or filters.year_to is not None:
        years = f"{filters.year_from or '…'}–{filters.year_to or '…'}"
        parts.append(f"{facet_title('year', language)}: {years}")
    if not query.synonyms:
        parts.append(Words(language).t("without words of the same meaning"))
    return " · ".join(parts)


def quoted(text: str, language: str) -> str:
    """The text in the quotation marks of the language."""
    return f"„{text}“" if language == "de" else f"“{text}”"


def summing(edition: Edition) -> str:
    """How many there are, of what, and as of which day."""
    words = edition.words
    number = words.n("{n} resource", "{n} resources", edition.total)
    day = figures(edition.day.isoformat(), edition.language)
    return " · ".join(filter(None, (number, line(edition.about), words.t("as of {day}", day=day))))


def facts(resource: Resource, edition: Edition) -> list[str]:
    """Type, source, date and place of a resource, and what is urgent to know."""
    event = resource.event
    places = [edition.label("place", place) for place in resource.places]
    known = [
        edition.label("type", resource.type.value),
        line(resource.publisher or "") or ", ".join(map(line, resource.authors)),
        figures(resource.date, edition.language) if resource.date else "",
        *remarks(resource, edition),
        line((event and event.place) or "") or ", ".join(places),
        _state(resource, edition),
    ]
    return [fact for fact in known if fact]


def _state(resource: Resource, edition: Edition) -> str:
    """What somebody who is handed the list should not overlook."""
    if resource.status is Status.DRAFT:
        return edition.words.t("Draft")
    if resource.status is Status.WITHDRAWN:
        return edition.words.t("Withdrawn")
    return edition.words.t("Replaced by a newer resource") if resource.superseded_by else ""
