"""A collection, to be browsed by type, year and topic without typing."""

from dataclasses import replace

from hub.model import Collection, Query, Results
from hub.ui import exporting, facets, results
from hub.ui.html import Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.results import Addresser
from hub.ui.state import Params, collection_address, query_from, search_address
from hub.ui.views.parts import breadcrumb

_FACETS = ("type", "year", "tag")


def view(reader: Reader, params: Params) -> View:
    """What a collection holds. Raises NotFound for one that is not there for this person."""
    collection = reader.hub.collection((params.get("id") or ("",))[-1], reader.access)
    query = _within(query_from(params), collection.id)
    found = reader.hub.search(query, reader.access)
    title = reader.label("collection", collection.id)
    return View(
        title=title,
        body=join(
            breadcrumb(reader),
            _head(reader, collection, title, found),
            el("div", _filters(reader, found), _list(reader, found), class_="columns"),
        ),
        query=Query(filters=replace(query.filters, values={"collection": (collection.id,)})),
        status=reader.words.n("{n} resource", "{n} resources", found.total),
        within=title,
    )


def _within(query: Query, id: str) -> Query:
    values = {**query.filters.values, "collection": (id,)}
    return replace(query, filters=replace(query.filters, values=values))


def _at(query: Query) -> str:
    return collection_address(query.filters.chosen("collection")[0], query)


def _head(reader: Reader, collection: Collection, title: str, found: Results) -> Html:
    description = collection.description.get(reader.language) or collection.description.get("de")
    return el(
        "div",
        el("h1", title, tabindex=-1),
        el("p", description, class_="lead") if description else None,
        facets.chips(reader, _without_collection(found.query), _chip_address(found.query)),
        facets.button(reader),
        el("div", exporting.menu(reader, found.query, found.total), class_="tools"),
        class_="head",
    )


def _filters(reader: Reader, found: Results) -> Html:
    words = reader.words
    return el(
        "aside",
        el("a", words.t("Skip to the list"), href="#found", class_="skip-inline"),
        el("h2", words.t("Narrow down")),
        facets.facet_panel(reader, found, _at, _FACETS, years=False),
        el("p", el("a", words.t("All filters in the search"), href=search_address(found.query))),
        id="filters",
        class_="filters",
        aria_label=words.t("Narrow down"),
    )


def _list(reader: Reader, found: Results) -> Html:
    words = reader.words
    return el(
        "div",
        el("h2", words.n("{n} resource", "{n} resources", found.total)),
        results.sorting(words, found.query, _at),
        results.hit_list(reader, found),
        results.paging(words, found, _at),
        class_="found",
        id="found",
        tabindex=-1,
        role="region",
        aria_label=words.t("Resources"),
    )


def _without_collection(query: Query) -> Query:
    values = {name: kept for name, kept in query.filters.values.items() if name != "collection"}
    return replace(query, filters=replace(query.filters, values=values))


def _chip_address(query: Query) -> Addresser:
    id = query.filters.chosen("collection")[0]
    return lambda chosen: collection_address(id, chosen)
