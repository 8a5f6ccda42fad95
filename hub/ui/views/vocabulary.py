"""The vocabulary for editors: tags, places, target groups, publishers, collections, their use."""

from collections.abc import Sequence

from hub.errors import HubError, NotFound
from hub.history import KINDS
from hub.i18n.words import mark
from hub.model import Query, VocabularyKind
from hub.ui import results
from hub.ui.desk import button, last, may_edit, posting
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address, search_address, toggled
from hub.ui.vocabulary import (
    HERE,
    TITLES,
    at,
    change_forms,
    has_ids,
    merge_address,
    preview,
)
from hub.vocabulary import Entry, Near
from hub.vocabulary.asking import kind_of

_WHY = {
    "stem": mark("the same word"),
    "translation": mark("the same translation"),
    "spelling": mark("nearly the same spelling"),
}
_LEAD = mark(
    "What resources are sorted by. A change here carries resources, filters, saved searches and "
    "old addresses along, and can be undone as a whole."
)


def view(reader: Reader, params: Params) -> View:
    """All values of a kind, those that may be one, or one value. Members find no such page."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    kind = kind_of(last(params, "kind"))
    found = reader.hub.vocabulary.entries(kind, reader.access, reader.language)
    chosen = next((e for e in found if e.value == last(params, "value")), None)
    words = reader.words
    if chosen is not None:
        body, status = _one(reader, kind, chosen, found, params), chosen.label
    elif last(params, "near"):
        body, status = _pairs(reader, kind)
    else:
        body, status = _list(reader, kind, found, last(params, "words"))
    title = chosen.label if chosen is not None else words.t("Vocabulary")
    return View(
        title=title,
        body=el("div", _done(reader, kind, params), body, class_="vocabulary"),
        status=status,
        current="vocabulary",
    )


def _done(reader: Reader, kind: VocabularyKind, params: Params) -> Html | None:
    """What was just done, with the way back."""
    words, done = reader.words, last(params, "done")
    if done == "undone":
        text = words.t("Undone: everything is as it was before.")
        return el("div", el("p", text), class_="notice", role="status")
    if done != "changed":
        return None
    number = last(params, "change")
    undo = posting(
        reader,
        f"{HERE}/undo",
        el("input", type="hidden", name="change", value=number),
        el("input", type="hidden", name="kind", value=kind.value),
        el(
            "p",
            button(words.t("Undo"), "undo"),
            el("a", words.t("See it in the history"), href=_change_address(number)),
            class_="actions",
        ),
        busy=words.t("Undoing …"),
    )
    text = _sentence(reader, number) or words.t("Done.")
    return el("div", el("p", text), undo, class_="notice", role="status")


def _sentence(reader: Reader, number: str) -> str:
    """What the history says of a change, to whoever made it."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return ""
    try:
        change = reader.hub.history.change(int(number))
        own = reader.session.email and reader.hub.accounts.account(reader.session.email).id
    except HubError:
        return ""
    if change.by.account != own:
        return ""
    return reader.words.t(KINDS[change.what.kind], **change.what.values) + "."


def _head(reader: Reader, kind: VocabularyKind, *, near: bool) -> Html:
    words = reader.words
    kinds = [
        el(
            "li",
            el(
                "a",
                words.t(TITLES[other]),
                href=at(other),
                aria_current="page" if other is kind else None,
            ),
        )
        for other in VocabularyKind
    ]
    ways: list[Child] = [
        el("a", words.t("All"), href=at(kind), aria_current=None if near else "true"),
        el(
            "a",
            words.t("Perhaps the same"),
            href=at(kind, near="1"),
            aria_current="true" if near else None,
        ),
    ]
    return join(
        el("h1", words.t("Vocabulary"), tabindex=-1),
        el("p", words.t(_LEAD), class_="lead"),
        el("nav", el("ul", kinds), class_="occasions", aria_label=words.t("Kinds")),
        el("p", results.separated(ways), class_="facts"),
    )


# All values


def _list(
    reader: Reader, kind: VocabularyKind, found: Sequence[Entry], wanted: str
) -> tuple[Html, str]:
    words = reader.words
    key = wanted.strip().casefold()
    shown = [e for e in found if any(key in name.casefold() for name in (e.value, *_names(e)))]
    number = words.n("{n} in the list", "{n} in the list", len(shown))
    body = join(
        _head(reader, kind, near=False),
        _filter(reader, kind, wanted),
        el("p", number, class_="facts"),
        el("ul", [_row(reader, kind, entry) for entry in shown], class_="concepts"),
    )
    return body, number


def _names(entry: Entry) -> list[str]:
    return [entry.label, *(name for _, name in entry.names)]


def _filter(reader: Reader, kind: VocabularyKind, wanted: str) -> Html:
    words = reader.words
    return el(
        "form",
        el("input", type="hidden", name="kind", value=kind.value),
        el("label", words.t("Show only names with"), for_="words"),
        el(
            "div",
            el("input", type="search", id="words", name="words", value=wanted, autocomplete="off"),
            el("button", words.t("Show"), type="submit", id="words-go"),
            class_="field",
        ),
        action=HERE,
        method="get",
        data_soft=True,
        class_="narrow",
    )


def _row(reader: Reader, kind: VocabularyKind, entry: Entry) -> Html:
    words = reader.words
    others = [
        el("span", name, lang=code)
        for code, name in entry.names[:3]
        if code not in ("", reader.language) and name != entry.label and has_ids(kind)
    ]
    facts: list[Child] = [
        *others[:1],
        words.n("with {n} resource", "with {n} resources", entry.count),
    ]
    link = el("a", entry.label, href=at(kind, value=entry.value))
    return el("li", link, el("p", results.separated(facts), class_="facts"))


# Those that may be one


def _pairs(reader: Reader, kind: VocabularyKind) -> tuple[Html, str]:
    words = reader.words
    found = reader.hub.vocabulary.near(kind, reader.access, reader.language)
    number = words.n("{n} pair", "{n} pairs", len(found))
    none = el("p", words.t("Nothing looks like the same thing twice."))
    body = join(
        _head(reader, kind, near=True),
        el("p", number, class_="facts") if found else none,
        el("ul", [_pair(reader, kind, pair) for pair in found], class_="pairs"),
    )
    return body, number


def _pair(reader: Reader, kind: VocabularyKind, pair: Near) -> Html:
    words = reader.words
    why = words.t(
        "{why}: “{one}” and “{other}”",
        why=words.t(_WHY[pair.why]),
        one=pair.names[0],
        other=pair.names[1],
    )
    sides = [
        _side(reader, kind, pair.one, pair.other),
        _side(reader, kind, pair.other, pair.one),
    ]
    return el("li", el("p", why, class_="facts"), el("div", sides, class_="sides"))


def _side(reader: Reader, kind: VocabularyKind, entry: Entry, other: Entry) -> Html:
    words = reader.words
    names = [name for name in dict.fromkeys(_names(entry)) if name != entry.label]
    return el(
        "div",
        el("p", el("a", entry.label, href=at(kind, value=entry.value))),
        el("p", ", ".join(names[:6]), class_="facts") if names else None,
        el("p", words.n("with {n} resource", "with {n} resources", entry.count), class_="facts"),
        el(
            "p",
            el(
                "a",
                words.t("Keep “{name}”, merge the other into it", name=entry.label),
                href=merge_address(kind, other.value, entry.value),
            ),
        ),
    )


# One value


def _one(
    reader: Reader,
    kind: VocabularyKind,
    entry: Entry,
    found: Sequence[Entry],
    params: Params,
) -> Html:
    words = reader.words
    shown = preview(reader, kind, entry, params)
    trail = [
        el("a", words.t("Vocabulary"), href=at(VocabularyKind.TAG)),
        el("a", words.t(TITLES[kind]), href=at(kind)),
    ]
    return join(
        el(
            "nav",
            el("ol", [el("li", step) for step in trail]),
            class_="crumbs",
            aria_label=words.t("You are here"),
        ),
        el("h1", entry.label, tabindex=-1),
        _facts(reader, kind, entry, found),
        shown or change_forms(reader, kind, entry, found),
    )


def _facts(reader: Reader, kind: VocabularyKind, entry: Entry, found: Sequence[Entry]) -> Html:
    words = reader.words
    number: Child = words.number(entry.count)
    if kind is not VocabularyKind.PUBLISHER and entry.count:
        query = toggled(Query(), kind.value, entry.value)
        number = el("a", number, href=search_address(query))
    names = [n for n in dict.fromkeys(_names(entry)) if n != entry.label]
    labels = {e.value: e.label for e in found}
    above = [el("dd", el("a", labels.get(id, id), href=at(kind, value=id))) for id in entry.above]
    rows: list[Child] = [
        el("div", el("dt", words.t("Resources that have it")), el("dd", number)),
        el("div", el("dt", words.t("Further names")), el("dd", ", ".join(names)))
        if names
        else None,
        el("div", el("dt", words.t("Lies under")), above) if above else None,
        el("div", el("dt", words.t("Id")), el("dd", el("code", entry.value)))
        if has_ids(kind)
        else None,
        el(
            "div",
            el("dt", words.t("All words and relations")),
            el(
                "dd",
                el("a", words.t("In the thesaurus"), href=_concept_address(entry.value)),
            ),
        )
        if kind is VocabularyKind.TAG
        else None,
    ]
    return el("dl", rows, class_="fields")


def _change_address(number: str) -> str:
    return address("/history", [("change", number)])


def _concept_address(id: str) -> str:
    return address("/thesaurus", [("concept", id)])
