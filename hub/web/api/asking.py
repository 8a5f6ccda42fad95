"""From the parameters of a call to the query of the hub."""

from collections.abc import Callable
from typing import Any

from hub.answers import entry_named
from hub.model import Access, Catalogue, Filters, Query, Sort
from hub.web.api.parameters import SHOWN, Given
from hub.web.api.problems import ApiProblem

NO_COLLECTION = "There is no collection {value!r}, or it is not open to you."
NO_TOPIC = "There is no topic {value!r}. Give its id or one of its labels."
NO_PLACE = "There is no place {value!r}. Give its id or one of its labels."

#: Facets whose values are taken as they are.
_PLAIN = ("type", "language", "year", "target_group", "evidence")


def query_of(given: Given, catalogue: Catalogue, access: Access) -> Query:
    """The query a call asks for. Raises ApiProblem for values that nothing bears."""
    values = {facet: tuple(str(v) for v in given.many(facet)) for facet in _PLAIN}
    values["collection"] = _collections(given, catalogue, access)
    values["tag"] = _named(given, "tag", catalogue)
    values["place"] = _named(given, "place", catalogue)
    return Query(
        text=given.one("query"),
        filters=Filters(
            {facet: chosen for facet, chosen in values.items() if chosen},
            given.one("year_from"),
            given.one("year_to"),
        ),
        sort=Sort(given.values.get("sort", Sort.RELEVANCE)),
        offset=given.values.get("offset", 0),
        limit=given.values.get("limit", 1),
        synonyms=given.one("synonyms"),
    )


def _collections(given: Given, catalogue: Catalogue, access: Access) -> tuple[str, ...]:
    """Today's ids. One that may not be known of is none, like one there never was."""
    open_ids = set(access.visible(catalogue.collections))

    def one(name: str) -> str:
        id = catalogue.renamed.collection(name, access)
        return id if id in open_ids else _none(NO_COLLECTION, "collection", name)

    return _each(one, given.many("collection"))


def _named(given: Given, facet: str, catalogue: Catalogue) -> tuple[str, ...]:
    table: Any = catalogue.thesaurus if facet == "tag" else catalogue.gazetteer
    sentence = NO_TOPIC if facet == "tag" else NO_PLACE

    def one(name: str) -> str:
        id = entry_named(table, catalogue.renamed.now(facet, name))
        return id if id is not None else _none(sentence, facet, name)

    return _each(one, given.many(facet))


def _each(one: Callable[[str], str], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one(name) for name in names))


def _none(sentence: str, parameter: str, value: str) -> str:
    problem = ApiProblem(sentence, "bad-value", value=value[:SHOWN])
    problem.more["errors"] = [{"parameter": parameter, "value": value[:SHOWN]}]
    raise problem
