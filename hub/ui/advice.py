"""What the hub has to say about a search: what it read, what emptied it, what would help (R16)."""

from hub.i18n.words import mark
from hub.model import FACETS, Advice, Query, Results
from hub.ui import counting
from hub.ui.desk import may_edit
from hub.ui.html import Html, el, join
from hub.ui.reader import Reader
from hub.ui.state import address, search_address

_EXPLANATIONS = {
    "missing": mark("No text has the word “{subject}”."),
    "partial": mark("No text has all words. These are the best of those that have some of them."),
    "literal": mark("“{subject}” was read as a plain word."),
    "no-address": mark("The web address “{subject}” is not in the hub."),
    "too-long": mark("Only the beginning of your query was read, because it is very long."),
}
_WAYS_OUT = {
    "offer": mark("Did you mean “{subject}”?"),
    "without-word": mark("Search without “{subject}”"),
    "without-filter": mark("Without the filter {subject}"),
}


def explanations(reader: Reader, advice: tuple[Advice, ...]) -> Html | None:
    """What was read otherwise than typed, or is missing: sentences."""
    said = [
        el("p", reader.words.t(_EXPLANATIONS[each.kind], subject=each.subject))
        for each in advice
        if each.kind in _EXPLANATIONS
    ]
    return el("div", said, class_="notice") if said else None


def adding(reader: Reader, found: Results) -> Html | None:
    """For editors: the way to catalogue an address that was searched in vain."""
    if not may_edit(reader) or all(each.kind != "no-address" for each in found.advice):
        return None
    to = address("/add", [("address", found.query.text.strip())])
    return el("li", el("a", reader.words.t("Add this address"), href=to, id="add-address"))


def ways_out(reader: Reader, advice: tuple[Advice, ...], gap: str = "") -> Html | None:
    """Links to searches that have hits, with their number; ``gap`` is the key of what is missed."""
    links = [
        el("li", _way_out(reader, each, each.query, gap))
        for each in advice
        if each.query is not None and each.kind in _WAYS_OUT and each.count != 0
    ]
    return el("ul", links, class_="ways-out") if links else None


def _way_out(reader: Reader, advice: Advice, query: Query, gap: str) -> Html:
    to = counting.through(search_address(query), gap, advice) if gap else search_address(query)
    link = el("a", action(reader, advice.kind, advice.subject), href=to)
    if advice.count is None:
        return link
    return join(link, " ", el("span", reader.words.n("({n} hit)", "({n} hits)", advice.count)))


def action(reader: Reader, kind: str, subject: str) -> str:
    """A way out in words."""
    if kind == "without-filter" and subject == "all":
        return reader.words.t("Without any filter")
    if kind == "without-filter":
        subject = _filter_text(reader, subject)
    return reader.words.t(_WAYS_OUT[kind], subject=subject)


def _filter_text(reader: Reader, subject: str) -> str:
    """A filter in words: the engine names it by facet and value, or as the span of years."""
    facet, _, value = subject.partition(":")
    if facet not in FACETS:
        return reader.words.t("Span of years")
    return f"{reader.title(facet)}: {reader.label(facet, value)}"
