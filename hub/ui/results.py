"""The list of hits: one entry each, why it was found, sorting and paging."""

from collections.abc import Callable
from dataclasses import replace

from hub.i18n.words import Words, mark
from hub.model import Hit, Query, Results, Snippet, Sort, Why
from hub.ui import citing
from hub.ui.evidence import badge
from hub.ui.html import Child, Html, el, hidden, join, marked
from hub.ui.reader import Reader
from hub.ui.state import PAGE, resource_address

#: From a query to the address where it is shown: search and collection pages differ.
Addresser = Callable[[Query], str]

_GRADES = {
    "exact": mark("“{found}”"),
    "stem": mark("“{found}” (another form of “{word}”)"),
    "part": mark("“{found}” (holds “{word}”)"),
    "derived": mark("“{found}” (of the same family as “{word}”)"),
    "synonym": mark("“{found}” (means the same as “{word}”)"),
    "translated": mark("“{found}” (translates “{word}”)"),
    "tag": mark("topic “{found}”"),
    "address": mark("its web address"),
    "prefix": mark("“{found}” (begins with “{word}”)"),
}
_ELSEWHERE = mark("“{word}” in the details")  #: neither in the title nor in the text
_SORTS = {
    Sort.RELEVANCE: mark("Most relevant"),
    Sort.NEWEST: mark("Newest first"),
    Sort.TITLE: mark("By title"),
}
_REASONS = 4  #: reasons a hit is given at most


def hit_list(reader: Reader, results: Results) -> Html:
    """The hits of a page, numbered as in the whole list."""
    items = [hit_entry(reader, hit) for hit in results.hits]
    resources = reader.hub.resources((hit.id for hit in results.hits), reader.access)
    return join(
        el("ol", items, class_="hits", start=results.query.offset + 1),
        citing.marks(reader, resources),
    )


def hit_entry(reader: Reader, hit: Hit) -> Html:
    """One hit: title, facts, snippet, reasons."""
    snippets = [
        el("p", marked(snippet), class_="snippet") for snippet in hit.snippets if snippet.text
    ]
    return el(
        "li",
        el("h3", _title(reader, hit)),
        el("p", _facts(reader, hit), class_="facts"),
        snippets,
        _why(reader, hit.why),
        class_="hit",
    )


def _title(reader: Reader, hit: Hit) -> Html:
    return el(
        "a",
        marked(Snippet(hit.title, hit.title_spans)),
        href=resource_address(hit.id),
        lang=foreign(hit.language, reader.language),
    )


def foreign(language: str | None, page: str) -> str | None:
    """The language a title is marked with, so that it is read out rightly."""
    return language if language != page else None


def _facts(reader: Reader, hit: Hit) -> Html:
    facts: list[Child] = [el("span", reader.label("type", hit.type.value), class_="kind")]
    method = reader.hub.catalogue().resources.get(hit.id)
    if method and method.evidence_step:
        facts = [join(*facts, " ", badge(reader, method.evidence_step, short=True))]
    if hit.publisher:
        facts.append(el("span", hit.publisher))
    if hit.date:
        facts.append(el("span", reader.words.date(hit.date)))
    facts += [el("span", reader.label("collection", id), class_="in") for id in hit.collections]
    return separated(facts)


def separated(parts: list[Child]) -> Html:
    """Facts in a row. The dot between them is not read out."""
    dot = el("span", " · ", class_="dot", aria_hidden="true")
    return join(*[(dot if number else None, part) for number, part in enumerate(parts)])


def _why(reader: Reader, why: tuple[Why, ...]) -> Html | None:
    reasons = list(dict.fromkeys(_reason(reader, each) for each in why))
    if not reasons:
        return None
    said = ", ".join(reasons[:_REASONS])
    return el("p", reader.words.t("Found by:"), " ", said, class_="why")


def _reason(reader: Reader, why: Why) -> str:
    found = reader.label("tag", why.found) if why.grade == "tag" else why.found
    text = _GRADES[why.grade] if found else _ELSEWHERE
    return reader.words.t(text, found=found, word=why.word)


def sorting(words: Words, query: Query, at: Addresser) -> Html:
    """Links to the same hits in another order. Without words, relevance means newest."""
    now = Sort.NEWEST if query.sort is Sort.RELEVANCE and not query.text else query.sort
    links = [
        el(
            "li",
            el(
                "a",
                words.t(text),
                id=f"sort-{sort.value}",
                href=at(replace(query, sort=sort, offset=0)),
                aria_current="true" if sort is now else None,
            ),
        )
        for sort, text in _SORTS.items()
        if query.text or sort is not Sort.RELEVANCE
    ]
    return el("nav", el("ul", links), class_="sorting", aria_label=words.t("Order of the hits"))


def paging(words: Words, results: Results, at: Addresser) -> Html | None:
    """Links to the other pages of the list."""
    last = (results.total + PAGE - 1) // PAGE
    now = results.query.offset // PAGE + 1
    if last < 2:
        return None

    def link(page: int, *text: Child, **attributes: str) -> Html:
        to = at(replace(results.query, offset=(page - 1) * PAGE))
        return el("li", el("a", *text, href=to, **attributes))

    shown = sorted({1, last, *range(max(1, now - 2), min(last, now + 2) + 1)})
    items: list[Child] = []
    if now > 1:
        items.append(link(min(now - 1, last), words.t("Previous page"), rel="prev", class_="step"))
    for before, page in zip([0, *shown], shown, strict=False):
        if page > before + 1:
            items.append(el("li", "…", aria_hidden="true", class_="gap"))
        text = (hidden(words.t("Page") + " "), words.number(page))
        items.append(link(page, *text, **({"aria_current": "page"} if page == now else {})))
    if now < last:
        items.append(link(now + 1, words.t("Next page"), rel="next", class_="step"))
    return el("nav", el("ul", items), class_="paging", aria_label=words.t("Pages of the list"))
