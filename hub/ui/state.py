"""The state of a view as its address, and back: nothing is lost on the way (R17)."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from hub.addressing import PAGE, Params, pairs, query_from
from hub.model import Filters, Query

__all__ = [
    "PAGE",
    "Params",
    "address",
    "collection_address",
    "is_filtered",
    "pairs",
    "query_from",
    "resource_address",
    "search_address",
    "toggled",
    "unfiltered",
    "with_years",
]


def address(path: str, parts: Iterable[tuple[str, str]] = ()) -> str:
    """An address of the hub."""
    text = urlencode(list(parts))
    return f"{path}?{text}" if text else path


def search_address(query: Query) -> str:
    """Where the results of a query are found."""
    return address("/search", pairs(query))


def resource_address(id: str) -> str:
    """The permanent address of a resource."""
    return address("/resource", [("id", id)])


def collection_address(id: str, query: Query | None = None) -> str:
    """Where a collection is browsed; of the query, all but the collection counts."""
    rest = [pair for pair in pairs(query) if pair[0] != "collection"] if query else []
    return address("/collection", [("id", id), *rest])


def toggled(query: Query, facet: str, value: str) -> Query:
    """The query with a value of a facet set, or cleared if it was set; back on page one."""
    chosen = query.filters.chosen(facet)
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    rest = {name: kept for name, kept in query.filters.values.items() if name != facet}
    filters = replace(query.filters, values={**rest, facet: values} if values else rest)
    return replace(query, filters=filters, offset=0)


def with_years(query: Query, first: int | None, last: int | None) -> Query:
    """The query with another span of years; back on page one."""
    return replace(query, filters=replace(query.filters, year_from=first, year_to=last), offset=0)


def unfiltered(query: Query) -> Query:
    """The query with its words only."""
    return replace(query, filters=Filters(), offset=0)


def is_filtered(query: Query) -> bool:
    """Whether anything narrows the query beside its words."""
    filters = query.filters
    return bool(filters.values) or filters.year_from is not None or filters.year_to is not None
