"""The first page: every collection with its count and newest entries, without typing (R25)."""

from hub.core import CollectionOverview
from hub.model import Query, Resource, Results
from hub.ui.html import Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.results import foreign, separated
from hub.ui.state import (
    Params,
    collection_address,
    resource_address,
    search_address,
    toggled,
)


def view(reader: Reader, params: Params) -> View:
    """All collections this person may see."""
    overviews = reader.hub.collections(reader.access)
    everything = reader.hub.search(Query(limit=1), reader.access)
    return View(
        title=reader.words.t("Start"),
        body=join(
            el("h1", reader.words.t("Knowledge for safe cities"), tabindex=-1),
            _introduction(reader, overviews, everything),
            _types(reader, everything),
            el("h2", reader.words.t("Collections"), class_="section"),
            el("ul", [_card(reader, overview) for overview in overviews], class_="cards"),
        ),
        current="start",
    )


def _introduction(
    reader: Reader, overviews: tuple[CollectionOverview, ...], everything: Results
) -> Html:
    words = reader.words
    number = words.n("{n} resource", "{n} resources", everything.total)
    within = words.n("{n} collection", "{n} collections", len(overviews))
    text = words.t(
        "{resources} in {collections}: guides, methods, projects, articles, events and funding"
        " for crime prevention and urban security.",
        resources=number,
        collections=within,
    )
    return el("p", text, class_="lead")


def _types(reader: Reader, everything: Results) -> Html | None:
    values = everything.facet("type").values
    if not values:
        return None
    links = [
        el(
            "li",
            el(
                "a",
                reader.label("type", value.value),
                " ",
                el("span", f"({reader.words.number(value.count)})", class_="count"),
                href=search_address(toggled(Query(), "type", value.value)),
            ),
        )
        for value in values
    ]
    return el("nav", el("ul", links), class_="types", aria_label=reader.words.t("Browse by type"))


def _card(reader: Reader, overview: CollectionOverview) -> Html:
    collection, words = overview.collection, reader.words
    to = collection_address(collection.id)
    description = collection.description.get(reader.language) or collection.description.get("de")
    return el(
        "li",
        el("h3", el("a", reader.label("collection", collection.id), href=to)),
        el("p", words.n("{n} resource", "{n} resources", overview.count), class_="facts"),
        el("p", description, class_="description") if description else None,
        _newest(reader, overview.newest),
        class_="card",
    )


def _newest(reader: Reader, newest: tuple[Resource, ...]) -> Html | None:
    if not newest:
        return None
    return el(
        "div",
        el("h4", reader.words.t("Newest entries")),
        el("ul", [_entry(reader, resource) for resource in newest]),
        class_="newest",
    )


def _entry(reader: Reader, resource: Resource) -> Html:
    facts = [reader.label("type", resource.type.value)]
    if resource.when:
        facts.append(reader.words.date(resource.when))
    link = el(
        "a",
        resource.title,
        href=resource_address(resource.id),
        lang=foreign(resource.language, reader.language),
    )
    return el("li", link, el("span", separated(list(facts)), class_="facts"))
