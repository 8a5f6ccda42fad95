"""The inbox: proposals, one of them open, each decided on by one key."""

from collections.abc import Sequence

from hub.errors import HubError, NotFound
from hub.i18n.words import mark
from hub.ingest.desk import BY_HAND
from hub.ingest.model import Proposal
from hub.model import Resource
from hub.ui import proposal as form
from hub.ui.desk import button, done_notice, last, may_edit, posting
from hub.ui.found import beside
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader, View
from hub.ui.results import separated
from hub.ui.state import Params, address, resource_address

_PAGE = 30  #: proposals that are listed at once
_DONE = {
    "accept": mark("Accepted. The search finds it now."),
    "reject": mark("Rejected. It will not come back."),
    "merge": mark("Joined."),
    "edit": mark("The corrections are kept."),
}


def view(reader: Reader, params: Params) -> View:
    """The list, and the chosen proposal beside it. Members find no such page."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    words = reader.words
    waiting = [p for p in reader.hub.ingest.inbox.all() if _visible(reader, p)]
    title = words.t("Inbox")
    number = words.n("{n} proposal waits", "{n} proposals wait", len(waiting))
    body = _desk(reader, waiting, params) if waiting else _empty(reader)
    return View(
        title=title,
        body=join(
            el("h1", title, tabindex=-1),
            el("p", number, class_="facts"),
            done_notice(reader, params, _DONE),
            body,
        ),
        status=number,
        current="inbox",
    )


def _visible(reader: Reader, proposal: Proposal) -> bool:
    return any(True for _ in reader.access.visible(proposal.resource.collections))


def _empty(reader: Reader) -> Html:
    words = reader.words
    return el(
        "div",
        el("p", words.t("Nothing waits. New proposals come from the sources and from “Add”.")),
        el("p", el("a", words.t("Add a resource"), href="/add")),
        class_="nothing",
    )


def _desk(reader: Reader, waiting: Sequence[Proposal], params: Params) -> Html:
    ids = [p.id for p in waiting]
    wanted = last(params, "id")
    at = ids.index(wanted) if wanted in ids else 0
    return el(
        "div",
        _list(reader, waiting, at),
        _open(reader, waiting, at),
        class_="inbox",
        data_keys=True,
    )


def _list(reader: Reader, waiting: Sequence[Proposal], at: int) -> Html:
    words = reader.words
    first = max(0, min(at - _PAGE // 2, len(waiting) - _PAGE))
    shown = waiting[first : first + _PAGE]
    rows = [_row(reader, p, here=first + n == at) for n, p in enumerate(shown)]
    several = el(
        "details",
        el("summary", words.t("Decide on all that are ticked")),
        el("label", words.t("Reason, where you reject"), for_="several-reason"),
        el("input", type="text", id="several-reason", name="reason", autocomplete="off"),
        el(
            "p",
            button(words.t("Accept all ticked"), "accept"),
            button(words.t("Reject all ticked"), "reject"),
            class_="actions",
        ),
        id="several",
    )
    return posting(
        reader,
        "/inbox/several",
        el("h2", words.t("Proposals"), class_="vh"),
        el("ol", rows, class_="waiting", start=first + 1),
        several,
        busy=words.t("Saving …"),
        class_="list",
    )


def _row(reader: Reader, proposal: Proposal, *, here: bool) -> Html:
    words, resource = reader.words, proposal.resource
    facts: list[Child] = [
        reader.label("type", resource.type.value),
        *(reader.label("collection", c) for c in reader.access.visible(resource.collections)),
    ]
    if proposal.twins:
        facts.append(el("strong", words.t("maybe twice")))
    return el(
        "li",
        el(
            "label",
            el("input", type="checkbox", name="chosen", value=proposal.id, data_plain=True),
            hidden(words.t("Tick “{title}”", title=resource.title)),
            class_="tick",
        ),
        el(
            "a",
            resource.title,
            href=address("/inbox", [("id", proposal.id)]),
            aria_current="true" if here else None,
            lang=resource.language,
        ),
        el("span", separated(facts), class_="facts"),
        class_="here" if here else None,
    )


def _open(reader: Reader, waiting: Sequence[Proposal], at: int) -> Html:
    """The chosen proposal: its fields, its twin, its text, and what can be done."""
    proposal, words = waiting[at], reader.words
    next = waiting[at + 1] if at + 1 < len(waiting) else waiting[at - 1] if at else None
    by_hand = proposal.source == BY_HAND
    source = words.t("From: {source}", source=proposal.source)
    source = words.t("Added by hand") if by_hand else source
    sentence = el("p", source, " · ", words.day(proposal.when), class_="facts")
    decide = posting(
        reader,
        "/inbox/decide",
        el("input", type="hidden", name="proposal", value=proposal.id),
        el("input", type="hidden", name="next", value=next.id if next else ""),
        _actions(reader, proposal),
        form.fields(reader, proposal),
        busy=words.t("Saving …"),
        id="decide",
    )
    return el(
        "section",
        el("h2", proposal.resource.title, lang=proposal.resource.language),
        sentence,
        _original(reader, proposal.resource),
        _ways(reader, waiting, at),
        _beside_twin(reader, proposal),
        el("div", decide, beside(reader, proposal), class_="desk"),
        class_="open",
    )


def _original(reader: Reader, resource: Resource) -> Html | None:
    if not resource.url:
        return None
    opens = hidden(f" ({reader.words.t('opens in a new window')})")
    link = el(
        "a", resource.url, opens, href=resource.url, target="_blank", rel="noopener noreferrer"
    )
    return el("p", link, class_="host")


def _actions(reader: Reader, proposal: Proposal) -> Html:
    words = reader.words
    target = _catalogued_twin(reader, proposal)
    return el(
        "div",
        el(
            "p",
            button(words.t("Accept"), "accept", strong=True, key="a"),
            button(words.t("Join with its twin"), "merge", key="m", check=False)
            if target
            else None,
            button(words.t("Keep corrections"), "edit", key="k"),
            class_="actions",
        ),
        el("input", type="hidden", name="into", value=target.id) if target else None,
        el(
            "p",
            el("label", words.t("Reason of a rejection"), for_="reason", class_="vh"),
            el(
                "input",
                type="text",
                id="reason",
                name="reason",
                placeholder=words.t("Reason of a rejection"),
                autocomplete="off",
                data_key="r",
                list="reasons",
                data_sends="reject",
            ),
            el("datalist", [el("option", value=text) for text in _reasons(reader)], id="reasons"),
            button(words.t("Reject"), "reject", check=False),
            class_="actions reject",
        ),
        class_="decide",
    )


def _reasons(reader: Reader) -> list[str]:
    words = reader.words
    return [
        words.t("not about our topics"),
        words.t("advertising"),
        words.t("out of date"),
        words.t("behind a paywall"),
    ]


def _ways(reader: Reader, waiting: Sequence[Proposal], at: int) -> Html:
    words = reader.words
    ways = (
        (words.t("Previous"), "p", waiting[at - 1].id if at else ""),
        (words.t("Next"), "n", waiting[at + 1].id if at + 1 < len(waiting) else ""),
    )
    links = [
        el(
            "a",
            text,
            el("kbd", key, aria_hidden="true"),
            href=address("/inbox", [("id", id)]),
            data_key=key,
        )
        for text, key, id in ways
        if id
    ]
    keys = words.t("Keys: a accept, r reject with a reason, m join, k keep, n next, p previous")
    return el("p", links, el("span", keys, class_="facts"), class_="ways")


def _catalogued_twin(reader: Reader, proposal: Proposal) -> Resource | None:
    for twin in proposal.twins:
        try:
            return reader.hub.resource(twin.id, reader.access)
        except HubError:
            continue  # it waits in the inbox itself, or is not open to this editor
    return None


def _beside_twin(reader: Reader, proposal: Proposal) -> Html | None:
    """Proposal and twin side by side, field by field."""
    twin, words = _catalogued_twin(reader, proposal), reader.words
    if twin is None:
        return None
    mine = proposal.resource
    rows = [
        (words.t("Title"), mine.title, el("a", twin.title, href=resource_address(twin.id))),
        (words.t("Address"), mine.url or "–", twin.url or "–"),
        (words.t("Publisher"), mine.publisher or "–", twin.publisher or "–"),
        (words.t("Date"), mine.date or "–", twin.date or "–"),
        (words.t("Collections"), _collections(reader, mine), _collections(reader, twin)),
    ]
    head = el(
        "tr",
        [el("th", text, scope="col") for text in ("", words.t("Proposal"), words.t("In the hub"))],
    )
    body = [el("tr", el("th", name, scope="row"), el("td", a), el("td", b)) for name, a, b in rows]
    caption = el("caption", words.t("The proposal beside what it may be the same as"))
    return el("table", caption, el("thead", head), el("tbody", body), class_="twins")


def _collections(reader: Reader, resource: Resource) -> str:
    return ", ".join(
        reader.label("collection", c) for c in reader.access.visible(resource.collections)
    )
