"""The figures of the yearly report: counted in one pass, and nobody is singled out by them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hub.model import Catalogue, Resource
from hub.model.newsletter import Issue

#: Groups of people, and their searches, that are smaller are told as "fewer than five" only.
SMALLEST = 5
_PLACES = 20


@dataclass(frozen=True)
class Row:
    """One bar of a chart. Values in words are for whoever shows it."""

    value: str  #: facet value, month, or name
    number: int  #: -1: fewer than five, but not none
    share: float | None = None  #: from 0 to 1, where there is one; None: none, or too few
    note: str = ""  #: what else there is to say: a title


@dataclass(frozen=True)
class Chart:
    """A figure. ``facet`` says how its values are put into words: a facet, ``month``, …"""

    key: str
    facet: str
    rows: tuple[Row, ...]
    more: int = 0  #: rows that were left out, the least


@dataclass(frozen=True)
class Month:
    """Searches of a month."""

    month: str
    searches: int
    empty: int


@dataclass(frozen=True)
class Sent:
    """An issue of a newsletter that was sent."""

    title: str
    number: int
    day: str
    recipients: int

    @classmethod
    def of(cls, issue: Issue, recipients: int) -> "Sent":
        """An issue, and to how many it went."""
        day = issue.sent.date().isoformat() if issue.sent else ""
        return cls(issue.title, issue.number, day, recipients)


@dataclass(frozen=True)
class Yearly:
    """The figures of a year."""

    year: int
    resources: int  #: in the catalogue now, as far as they may be seen
    added: int  #: in that year
    charts: tuple[Chart, ...] = field(default_factory=tuple)

    def chart(self, key: str) -> Chart:
        """The chart of that key."""
        return next(chart for chart in self.charts if chart.key == key)


def yearly(
    year: int,
    resources: Sequence[Resource],
    catalogue: Catalogue,
    *,
    visible: Callable[[Iterable[str]], Iterable[str]],
    links: Mapping[str, int],
    months: Sequence[Month],
    sent: Sequence[Sent],
) -> Yearly:
    """Count. ``resources`` are those that may be seen; ``visible`` keeps the ids of collections
    that may be; ``links`` counts their links by state."""
    added = Counter(r.added.strftime("%Y-%m") for r in resources if r.added)
    return Yearly(
        year=year,
        resources=len(resources),
        added=sum(number for month, number in added.items() if month.startswith(str(year))),
        charts=(
            _ranked("collection", "collection", _each(visible(r.collections) for r in resources)),
            _ranked("type", "type", (r.type.value for r in resources)),
            _ranked("language", "language", (r.language or "" for r in resources)),
            _in_order("year", "year", (r.when[:4] if r.when else "" for r in resources)),
            _ranked("place", "place", _places(resources, catalogue), _PLACES),
            _by_month("added", year, added),
            Chart("links", "link", tuple(Row(state, n) for state, n in links.items())),
            _searches(year, months),
            _issues(year, sent),
        ),
    )


def _each(values: Iterable[Iterable[str]]) -> Iterator[str]:
    for own in values:
        yield from own


def _places(resources: Iterable[Resource], catalogue: Catalogue) -> Iterator[str]:
    """Every place with the larger ones around it, once for a resource."""
    for resource in resources:
        found: set[str] = set()
        for id in resource.places:
            found |= catalogue.gazetteer.above(id)
        yield from found


def _ranked(key: str, facet: str, values: Iterable[str], most: int | None = None) -> Chart:
    counts = sorted(Counter(values).items(), key=lambda item: (item[0] == "", -item[1], item[0]))
    rows = tuple(Row(value, number) for value, number in counts)
    return Chart(key, facet, rows[:most], len(rows[most:]) if most else 0)


def _in_order(key: str, facet: str, values: Iterable[str]) -> Chart:
    counts = sorted(Counter(values).items(), key=lambda item: (item[0] == "", item[0]))
    return Chart(key, facet, tuple(Row(value, number) for value, number in counts))


def _by_month(key: str, year: int, counts: Mapping[str, int]) -> Chart:
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    return Chart(key, "month", tuple(Row(month, counts.get(month, 0)) for month in months))


def _searches(year: int, months: Iterable[Month]) -> Chart:
    known = {month.month: month for month in months}
    rows = []
    for number in range(1, 13):
        month = known.get(f"{year}-{number:02}", Month(f"{year}-{number:02}", 0, 0))
        few = min(month.searches, month.searches - month.empty) < SMALLEST
        hidden = few or 0 < month.empty < SMALLEST
        share = None if hidden else month.empty / month.searches
        rows.append(Row(month.month, few_hidden(month.searches), share))
    return Chart("searches", "month", tuple(rows))


def _issues(year: int, sent: Iterable[Sent]) -> Chart:
    own = sorted((s for s in sent if s.day.startswith(str(year))), key=lambda s: s.day)
    rows = tuple(Row(s.day, few_hidden(s.recipients), note=f"{s.title} {s.number}") for s in own)
    return Chart("issues", "day", rows)


def few_hidden(number: int) -> int:
    """The number, or -1 for a group so small that it could single somebody out."""
    return -1 if 0 < number < SMALLEST else number
