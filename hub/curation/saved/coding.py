"""A query as JSON of our own shape, and back. What cannot be read is named, never dropped."""

import json
from collections.abc import Mapping
from typing import Any

from hub.errors import HubError
from hub.model import FACETS, Filters, Query, Sort
from hub.model.curation import Gone

VERSION = 1
LONGEST_TEXT = 2000  #: characters of the words of a query
MOST_VALUES = 200  #: values of all facets together

NO_QUERY = "What was sent is no search. Open the search page and save from there."
TOO_LONG = "This search is too large to be saved. Take fewer words or filters."

_KEYS = frozenset({"version", "text", "filters", "years", "sort", "synonyms"})


class SavedProblem(HubError):
    """A saved search, alert or feed cannot be used as asked."""


def encode(query: Query) -> str:
    """The query as JSON: words, filters, years, order, synonyms; not the page of the list."""
    filters = query.filters
    return json.dumps(
        {
            "version": VERSION,
            "text": query.text,
            "filters": {facet: list(values) for facet, values in filters.values.items() if values},
            "years": [filters.year_from, filters.year_to],
            "sort": query.sort.value,
            "synonyms": query.synonyms,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def decode(text: str) -> tuple[Query, tuple[Gone, ...]]:
    """The query, and what of it this program does not know. Raises SavedProblem for nonsense.

    Filters by an unknown facet stay in the query, so that saving it again loses nothing.
    """
    try:
        data = json.loads(text)
        query = _query(data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SavedProblem(NO_QUERY) from error
    return query, tuple(_unknown(data))


def checked(text: str) -> Query:
    """A query that came from outside. Raises SavedProblem unless every part of it is sound."""
    query, unknown = decode(text)
    if unknown:
        raise SavedProblem(NO_QUERY)
    if len(query.text) > LONGEST_TEXT or sum(map(len, query.filters.values.values())) > MOST_VALUES:
        raise SavedProblem(TOO_LONG)
    return query


def _query(data: Mapping[str, Any]) -> Query:
    first, last = (_year(year) for year in data.get("years", (None, None)))
    sort = data.get("sort", Sort.RELEVANCE.value)
    return Query(
        text=_text(data["text"]),
        filters=Filters(
            {
                _text(facet): tuple(dict.fromkeys(_text(value) for value in values))
                for facet, values in data.get("filters", {}).items()
                if values
            },
            first,
            last,
        ),
        sort=Sort(sort) if sort in {known.value for known in Sort} else Sort.RELEVANCE,
        synonyms=bool(data.get("synonyms", True)),
    )


def _unknown(data: Mapping[str, Any]) -> list[Gone]:
    found = []
    if data.get("version") != VERSION or set(data) - _KEYS:
        found.append(Gone("version"))
    if data.get("sort", Sort.RELEVANCE.value) not in {sort.value for sort in Sort}:
        found.append(Gone("sort", str(data["sort"])))
    found += [
        Gone(facet, ", ".join(values), alone=True)
        for facet, values in data.get("filters", {}).items()
        if facet not in FACETS
    ]
    return found


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(value)
    value.encode("utf-8")  # a lone surrogate could be kept nowhere: ValueError
    return value


def _year(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not 1 <= value <= 9999:
        raise ValueError(value)
    return value
