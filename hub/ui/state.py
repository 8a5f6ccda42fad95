"""The state of a view as its address, and back: nothing is lost on the way (R17)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from hub.model import FACETS, Filters, Query, Sort

PAGE = 20  #: hits on a page

#: What an address carries, by name; a name may have several values.
Params = Mapping[str, Sequence[str]]


def query_from(params: Params) -> Query:
    """The query that an address asks for. What makes no sense in it is left out."""
    chosen = {
        facet: tuple(dict.fromkeys(v for v in params.get(facet, ()) if v)) for facet in FACETS
    }
    page = _number(_last(params, "page"), 1, 100_000) or 1
    return Query(
        text=_last(params, "q"),
        filters=Filters(
            {facet: values for facet, values in chosen.items() if values},
            _number(_last(params, "from"), 1, 9999),
            _number(_last(params, "to"), 1, 9999),
        ),
        sort=_sort(_last(params, "sort")),
        offset=(page - 1) * PAGE,
        limit=PAGE,
        synonyms=_last(params, "synonyms") != "0",
    )


def pairs(query: Query) -> list[tuple[str, str]]:
    """The query as names and values of an address; what goes without saying is left out."""
    filters = query.filters
    found = [("q", query.text)] if query.text else []
    found += [(facet, value) for facet in FACETS for value in filters.chosen(facet)]
    if filters.year_from is not None:
        found.append(("from", str(filters.year_from)))
    if filters.year_to is not None:
        found.append(("to", str(filters.year_to)))
    if query.sort is not Sort.RELEVANCE:
        found.append(("sort", query.sort.value))
    if not query.synonyms:
        found.append(("synonyms", "0"))
    if query.offset >= PAGE:
        found.append(("page", str(query.offset // PAGE + 1)))
    return found


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


def _last(params: Params, name: str) -> str:
    values = params.get(name, ())
    return values[-1] if values else ""


def _number(text: str, lowest: int, highest: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return None
    return int(text) if lowest <= int(text) <= highest else None


def _sort(text: str) -> Sort:
    return Sort(text) if text in {sort.value for sort in Sort} else Sort.RELEVANCE
