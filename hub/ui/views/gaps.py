"""The gap list: what people look for in vain, and what editors can do about it."""

from collections.abc import Mapping

from hub.figures import Gap, GapState, Way
from hub.i18n.words import mark
from hub.model import FACETS, Filters, Query
from hub.ui import advice
from hub.ui.desk import button, last, posting
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader, View
from hub.ui.results import separated
from hub.ui.state import Params, address, search_address

HERE = "/gaps"
_SHOWN = 25  #: gaps on a page: each is searched for anew
STATES: Mapping[GapState, str] = {
    GapState.OPEN: mark("Open"),
    GapState.DONE: mark("Closed"),
    GapState.FOREIGN: mark("Not our field"),
}
_DONE = {
    "done": mark("The gap is closed."),
    "foreign": mark("Put aside as not our field."),
    "open": mark("The gap is open again."),
}
_LEAD = mark(
    "Searches that found nothing, or nothing with all words. Who searched is not known to the hub."
)


def view(reader: Reader, params: Params) -> View:
    """The gaps in one state, the most frequent first."""
    words = reader.words
    state = _state(last(params, "state"))
    gaps = tuple(gap for gap in reader.hub.figures.gaps.list(state) if _is_open(reader, gap))
    first = _first(last(params, "page"), len(gaps))
    title = words.t("Gaps")
    return View(
        title=title,
        body=el(
            "div",
            el("h1", title, tabindex=-1),
            el("p", words.t(_LEAD), class_="lead"),
            _notice(reader, params),
            _tabs(reader, state),
            _list(reader, gaps[first : first + _SHOWN], first, state),
            _pages(reader, state, first, len(gaps)),
            class_="gaps",
        ),
        status=words.n("{n} gap", "{n} gaps", len(gaps)),
        current="gaps",
    )


def _is_open(reader: Reader, gap: Gap) -> bool:
    """Whether its filters name no collection that this person may not know of."""
    named = gap.filters.get("collection", [])
    return len(tuple(reader.access.visible(tuple(named)))) == len(named)


def _state(text: str) -> GapState:
    return GapState(text) if text in {state.value for state in GapState} else GapState.OPEN


def _first(page: str, number: int) -> int:
    """The first gap of a page; of the last one for a page there is not."""
    wanted = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return max(0, min(wanted - 1, (number - 1) // _SHOWN)) * _SHOWN


def _notice(reader: Reader, params: Params) -> Html | None:
    """What was just done, and the way back."""
    done, gap = last(params, "done"), last(params, "gap")
    if done not in _DONE:
        return None
    before = last(params, "before")
    undo = (
        _form(reader, gap, button(reader.words.t("Undo"), before), after=done)
        if gap and before in _DONE
        else None
    )
    return el("div", el("p", reader.words.t(_DONE[done])), undo, class_="notice")


def _tabs(reader: Reader, here: GapState) -> Html:
    tabs = [
        el(
            "li",
            el(
                "a",
                reader.words.t(name),
                href=address(HERE, [("state", state.value)]),
                aria_current="true" if state is here else None,
            ),
        )
        for state, name in STATES.items()
    ]
    return el("nav", el("ul", tabs), class_="occasions", aria_label=reader.words.t("State"))


def _list(reader: Reader, gaps: tuple[Gap, ...], first: int, state: GapState) -> Html:
    if not gaps:
        text = {
            GapState.OPEN: mark("No search was in vain. As soon as one is, it stands here."),
            GapState.DONE: mark("No gap has been closed yet."),
            GapState.FOREIGN: mark("Nothing has been put aside yet."),
        }[state]
        return el("div", el("p", reader.words.t(text)), class_="nothing")
    return el("ol", [_gap(reader, gap) for gap in gaps], class_="gap-list", start=first + 1)


def _gap(reader: Reader, gap: Gap) -> Html:
    words = reader.words
    facts: list[Child] = [
        words.n("searched {n} time", "searched {n} times", gap.times),
        words.t("last in {month}", month=words.date(gap.last)),
    ]
    facts += [words.t("nothing with all words")] if gap.partial else []
    return el(
        "li",
        el("h2", words.t("“{words}”", words=gap.words or "…")),
        el("p", separated(facts), class_="facts"),
        _filters(reader, gap),
        _spellings(reader, gap),
        _now(reader, gap),
        _ways(reader, gap),
        _actions(reader, gap),
        class_="gap",
    )


def _filters(reader: Reader, gap: Gap) -> Html | None:
    said = [
        f"{reader.title(facet)}: {reader.label(facet, value)}"
        for facet, values in gap.filters.items()
        if facet in FACETS
        for value in values
    ]
    if "span" in gap.filters:
        said.append(reader.words.t("Span of years"))
    text = reader.words.t("with the filters {filters}", filters=", ".join(said))
    return el("p", text) if said else None


def _spellings(reader: Reader, gap: Gap) -> Html | None:
    if not gap.spellings:
        return None
    text = reader.words.t("Also searched as: {words}", words=", ".join(gap.spellings))
    return el("p", text)


def query_of(gap: Gap) -> Query:
    """The search that was in vain."""
    values = {facet: tuple(own) for facet, own in gap.filters.items() if facet in FACETS}
    first, until = gap.filters.get("span", [None, None])
    return Query(gap.words, Filters(values, _number(first), _number(until)))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _now(reader: Reader, gap: Gap) -> Html:
    """What the search finds now."""
    query = query_of(gap)
    found = reader.hub.search(query, reader.access)
    number = found.complete if gap.partial else found.total
    link = el("a", reader.words.t("Search again"), href=search_address(query))
    if number:
        text = reader.words.n("It finds {n} entry now.", "It finds {n} entries now.", number)
        return el("p", el("strong", text), " ", link, class_="now")
    return el("p", reader.words.t("It still finds nothing."), " ", link, class_="now")


def _ways(reader: Reader, gap: Gap) -> Html | None:
    if not gap.ways:
        return None
    offered = [el("li", _way(reader, way)) for way in gap.ways]
    return join(el("p", reader.words.t("What was offered:")), el("ul", offered, class_="lines"))


def _way(reader: Reader, way: Way) -> Html:
    words = reader.words
    text = advice.action(reader, way.kind, way.subject)
    helped = words.n("helped {n} time", "helped {n} times", way.taken)
    return join(text, " – ", helped if way.taken else words.t("not taken"))


def _actions(reader: Reader, gap: Gap) -> Html:
    words = reader.words
    choices = {
        GapState.OPEN: (
            button(words.t("Close"), "done", strong=True),
            button(words.t("Not our field"), "foreign"),
        )
    }.get(gap.state, (button(words.t("Open again"), "open"),))
    links = (
        el("a", words.t("Add an entry"), href="/add"),
        el("a", words.t("Thesaurus"), href="/thesaurus"),
    )
    about = hidden(words.t("for “{words}”", words=gap.words))
    return _form(
        reader,
        gap.key,
        el("p", choices, about, links if gap.state is GapState.OPEN else None, class_="actions"),
        after=gap.state.value,
    )


def _form(reader: Reader, gap: str, *children: Child, after: str) -> Html:
    """A form about one gap; ``after`` is the state whose list is shown then."""
    return posting(
        reader,
        "/gaps/do",
        el("input", type="hidden", name="gap", value=gap),
        el("input", type="hidden", name="state", value=after),
        children,
        busy=reader.words.t("Saving …"),
    )


def _pages(reader: Reader, state: GapState, first: int, number: int) -> Html | None:
    words, page = reader.words, first // _SHOWN + 1
    ways = ((words.t("Previous"), page - 1), (words.t("Next"), page + 1))
    links = [
        el("a", text, href=address(HERE, [("state", state.value), ("page", str(to))]))
        for text, to in ways
        if 0 < to <= (number - 1) // _SHOWN + 1
    ]
    return el("nav", links, class_="paging", aria_label=words.t("Pages")) if links else None
