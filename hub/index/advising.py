"""Ways out of a result that is empty or only partial, each with the number of its hits (R16)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from hub.index.searching import Found
from hub.model import Advice, Query

#: Counts the hits of another query for the same person.
Count = Callable[[Query], int]
#: More ways out would be no help.
_MOST = 6


def advise(
    query: Query, found: Found, offers: Mapping[str, str], total: int, count: Count
) -> tuple[Advice, ...]:
    """What to say about this result. Ways out are offered only when they have hits."""
    advice = [
        *found.parsed.advice,
        *(Advice("spelling", word) for word in found.corrections.values()),
        *(Advice("missing", clause.typed) for clause in found.missing),
    ]
    if total and found.units and not found.full[found.mask].any():
        advice.append(Advice("partial"))
    ways = list(_offered(query, offers))
    if not total:
        ways += _ways(query, found)
    counted = (Advice(a.kind, a.subject, a.query, count(a.query)) for a in ways if a.query)
    advice.extend([way for way in counted if way.count][:_MOST])
    return tuple(advice)


def _offered(query: Query, offers: Mapping[str, str]) -> Iterator[Advice]:
    for typed, better in offers.items():
        text = corrected({typed: better}, query.text)
        if text:
            yield Advice("offer", better, replace(query, text=text, offset=0))


def corrected(corrections: Mapping[str, str], text: str) -> str | None:
    """The text of a query with the better words in place of those typed; None without any."""
    for typed, better in corrections.items():
        as_one_word = re.compile(rf"(?<!\w){re.escape(typed)}(?!\w)")
        text = better.join(as_one_word.split(text))
    return text if corrections else None


def _ways(query: Query, found: Found) -> Iterator[Advice]:
    """Leave out one filter, all filters, one word: in this order, each as a query."""
    first = replace(query, offset=0)
    filters = query.filters
    for facet, chosen in filters.values.items():
        for value in chosen:
            kept = tuple(v for v in chosen if v != value)
            values = {**filters.values, facet: kept}
            fewer = replace(filters, values={f: v for f, v in values.items() if v})
            yield Advice("without-filter", f"{facet}:{value}", replace(first, filters=fewer))
    if filters.year_from is not None or filters.year_to is not None:
        open_span = replace(filters, year_from=None, year_to=None)
        yield Advice("without-filter", "span", replace(first, filters=open_span))
    yield Advice("without-filter", "all", replace(first, filters=type(filters)()))
    for part in found.parsed.parts:
        text = found.parsed.text_without(part)
        if text:
            yield Advice("without-word", part.typed, replace(first, text=text))
