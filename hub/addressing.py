"""A query as the names and values of an address, and back: pages, exports and programs agree."""

from collections.abc import Mapping, Sequence

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


def _last(params: Params, name: str) -> str:
    values = params.get(name, ())
    return values[-1] if values else ""


def _number(text: str, lowest: int, highest: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return None
    return int(text) if lowest <= int(text) <= highest else None


def _sort(text: str) -> Sort:
    return Sort(text) if text in {sort.value for sort in Sort} else Sort.RELEVANCE
