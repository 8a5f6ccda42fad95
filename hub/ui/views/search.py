"""The search page: words, hits, facets, and the state of it all in the address."""

from dataclasses import replace

from hub.model import FACETS, Query, Results
from hub.ui import advice, counting, exporting, facets, results, saving
from hub.ui.desk import may_edit
from hub.ui.html import Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.results import Addresser
from hub.ui.state import Params, address, pairs, search_address


def view(reader: Reader, params: Params) -> View:
    """The results of the query that the address asks for."""
    open = saving.from_address(reader, params)
    query = open.query
    found = reader.hub.search(query, reader.access)
    gap = counting.count(reader, found, params)
    status = reader.words.n("{n} hit", "{n} hits", found.total)
    return View(
        title=_title(reader, query),
        body=join(
            _heading(reader, found, open),
            el(
                "div",
                _filters(reader, found, open.at),
                _found(reader, found, open.at, gap),
                class_="columns",
            ),
        ),
        query=query,
        status=status,
        current="search",
        address=open.at(query) if open.opened or counting.VIA in params else "",
    )


def _title(reader: Reader, query: Query) -> str:
    if query.text:
        return reader.words.t("Search: {words}", words=query.text)
    return reader.words.t("Search")


def _found(reader: Reader, found: Results, at: Addresser, gap: str) -> Html:
    words = reader.words
    return el(
        "div",
        _corrected(reader, found),
        advice.explanations(reader, found.advice),
        _hits(reader, found, at, gap) if found.hits else _nothing(reader, found, gap),
        class_="found",
        id="found",
        tabindex=-1,
        aria_label=words.t("Hits"),
        role="region",
    )


def _heading(reader: Reader, found: Results, open: saving.Open) -> Html:
    words, text = reader.words, found.query.text
    number = words.n("{n} hit", "{n} hits", found.total) if found.total else words.t("No hits")
    if text:
        number = words.t("{number} for “{words}”", number=number, words=_short(text))
    return el(
        "div",
        el("h1", number, tabindex=-1),
        facets.chips(reader, found.query, open.at),
        facets.button(reader),
        el(
            "div",
            saving.bar(reader, open),
            _export(reader, found, open),
            _together(reader, found) if may_edit(reader) and found.total else None,
            class_="tools",
        ),
        class_="head",
    )


def _together(reader: Reader, found: Results) -> Html:
    """For editors: the way to change all of these hits, or some of them, at once."""
    to = address("/bulk", pairs(replace(found.query, offset=0)))
    return el("a", reader.words.t("Change several"), href=to, class_="together")


def _export(reader: Reader, found: Results, open: saving.Open) -> Html | None:
    opened = None if open.changed else open.opened
    saved = opened.search.id if opened and opened.whole else None
    return exporting.menu(reader, found.query, found.total, saved)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"


def _corrected(reader: Reader, found: Results) -> Html | None:
    if not found.corrected:
        return None
    text = reader.words.t("Searched for “{words}” instead.", words=found.corrected)
    return el("div", el("p", text), class_="notice")


def _hits(reader: Reader, found: Results, at: Addresser, gap: str) -> Html:
    return join(
        results.sorting(reader.words, found.query, at),
        advice.ways_out(reader, found.advice, gap),
        el("h2", reader.words.t("Hits"), class_="vh"),
        results.hit_list(reader, found),
        results.paging(reader.words, found, at),
    )


def _nothing(reader: Reader, found: Results, gap: str) -> Html:
    """No search ends in a blank: why there is nothing, and what has hits (R16)."""
    words, query = reader.words, found.query
    if found.total:
        first = el(
            "a", words.t("Go to the first page"), href=search_address(replace(query, offset=0))
        )
        return el("p", words.t("The list has no such page."), " ", first)
    browse = el("li", el("a", words.t("Browse all collections"), href="/"))
    return el(
        "div",
        el("h2", words.t("What you can do")),
        advice.ways_out(reader, found.advice, gap),
        el("ul", advice.adding(reader, found), browse, class_="ways-out"),
        class_="nothing",
    )


def _filters(reader: Reader, found: Results, at: Addresser) -> Html:
    words, query = reader.words, found.query
    panel = facets.facet_panel(reader, found, at, FACETS)
    synonyms = facets.checkbox(
        "synonyms",
        words.t("Also find words of the same meaning"),
        at(replace(query, synonyms=not query.synonyms, offset=0)),
        query.synonyms,
    )
    return el(
        "aside",
        el("a", words.t("Skip to the hits"), href="#found", class_="skip-inline"),
        el("h2", words.t("Filters")),
        panel,
        el("ul", synonyms, class_="synonyms"),
        id="filters",
        class_="filters",
        aria_label=words.t("Filters"),
    )
