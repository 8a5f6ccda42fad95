"""The work list: what an editor should look at next, each with its next step one key away."""

from collections.abc import Iterator, Sequence

from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model import Query, Resource
from hub.ui import upkeep
from hub.ui.desk import button, last, may_edit, posting
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader, View
from hub.ui.results import foreign, separated
from hub.ui.state import Params, address, resource_address, search_address
from hub.upkeep.model import Entry, Kind, Reason, WorkList

HERE = "/worklist"
_LISTED = 30  #: resources that are listed at once
_WORDS = 12  #: unknown words that are named


def view(reader: Reader, params: Params) -> View:
    """The list, and the chosen resource beside it. Members find no such page."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    kind, collection = _kind(last(params, "kind")), _collection(reader, last(params, "collection"))
    work = reader.hub.upkeep.work(reader.access, kind, collection or None)
    words = reader.words
    title = words.t("Work list")
    number = words.n("{n} resource to look at", "{n} resources to look at", len(work.entries))
    desk = Desk(reader, work, kind, collection, last(params, "id"))
    return View(
        title=title,
        body=el(
            "div",
            el("h1", title, tabindex=-1),
            el("p", words.t(_LEAD), class_="lead"),
            upkeep.notice(reader, params, desk.here(desk.id)),
            desk.filters(),
            desk.body(),
            data_keys=True,
            class_="worklist",
        ),
        status=number,
        current="worklist",
    )


_LEAD = mark("What matters most comes first; of one kind, what has waited longest.")


def _kind(text: str) -> Kind | None:
    return Kind(text) if text in {kind.value for kind in Kind} else None


def _collection(reader: Reader, id: str) -> str:
    return id if id in set(reader.access.visible(reader.hub.catalogue().collections)) else ""


class Desk:
    """The page for one choice of kind and collection, with one resource open."""

    def __init__(
        self, reader: Reader, work: WorkList, kind: Kind | None, collection: str, wanted: str
    ) -> None:
        self.reader = reader
        self.work = work
        self.kind = kind
        self.collection = collection
        ids = [entry.resource.id for entry in work.entries]
        self.at = ids.index(wanted) if wanted in ids else 0
        self.id = ids[self.at] if ids else ""

    def here(self, id: str = "") -> str:
        """The address of this choice, with another resource open."""
        return self._address(self.kind.value if self.kind else "", id)

    def _address(self, kind: str, id: str = "") -> str:
        parts = (("kind", kind), ("collection", self.collection), ("id", id))
        return address(HERE, [(name, value) for name, value in parts if value])

    # Choosing

    def filters(self) -> Html:
        """The kinds with their counts, and the collections."""
        words = self.reader.words
        kinds = [self._tab("", words.t("Everything"), self.work.total, self.kind is None)]
        kinds += [
            self._tab(kind.value, words.t(name), self.work.counts[kind], self.kind is kind)
            for kind, name in upkeep.KINDS.items()
            if self.work.counts[kind] or self.kind is kind
        ]
        return join(
            el("nav", el("ul", kinds), class_="occasions", aria_label=words.t("Reasons")),
            self._collections(),
        )

    def _tab(self, kind: str, name: str, number: int, here: bool) -> Html:
        count = el("span", " ", self.reader.words.number(number), class_="count")
        current = "true" if here else None
        return el("li", el("a", name, count, href=self._address(kind), aria_current=current))

    def _collections(self) -> Html:
        reader, words = self.reader, self.reader.words
        known = reader.access.visible(reader.hub.catalogue().collections)
        options = [el("option", words.t("All collections"), value="")]
        options += [
            el("option", reader.label("collection", id), value=id, selected=id == self.collection)
            for id in known
        ]
        return el(
            "form",
            el("label", words.t("Collection"), for_="w-collection"),
            el("select", options, id="w-collection", name="collection"),
            el("button", words.t("Show"), type="submit", class_="plain"),
            el("input", type="hidden", name="kind", value=self.kind.value) if self.kind else None,
            action=HERE,
            method="get",
            data_soft=True,
            class_="of-collection",
        )

    # The list

    def body(self) -> Html:
        """List and open resource, or that there is nothing to do."""
        words = self.reader.words
        if not self.work.entries:
            done = words.t("Nothing is to be done here. Thank you!")
            return el("div", el("p", done), class_="nothing")
        return el("div", self._list(), self._open(), class_="inbox")

    def _list(self) -> Html:
        words, entries = self.reader.words, self.work.entries
        first = max(0, min(self.at - _LISTED // 3, len(entries) - _LISTED))
        shown = entries[first : first + _LISTED]
        rows = [self._row(e, here=first + n == self.at) for n, e in enumerate(shown)]
        place = words.t(
            "{at} of {all}", at=words.number(self.at + 1), all=words.number(len(entries))
        )
        return el(
            "section",
            el("h2", words.t("To be looked at"), " ", el("small", place), class_="small"),
            el("ol", rows, class_="waiting plain", start=first + 1),
            class_="list",
            aria_label=words.t("To be looked at"),
        )

    def _row(self, entry: Entry, *, here: bool) -> Html:
        resource, words = entry.resource, self.reader.words
        reasons: list[Child] = [words.t(upkeep.KINDS[r.kind]) for r in entry.reasons]
        return el(
            "li",
            el(
                "a",
                resource.title,
                href=self.here(resource.id),
                aria_current="true" if here else None,
                lang=foreign(resource.language, self.reader.language),
            ),
            el("span", separated(reasons), class_="facts"),
            class_="here" if here else None,
        )

    # The open resource

    def _open(self) -> Html:
        reader, entry = self.reader, self.work.entries[self.at]
        resource = reader.hub.resource(entry.resource.id, reader.access)
        facts: list[Child] = [el("span", reader.label("type", resource.type.value), class_="kind")]
        facts += [resource.publisher] if resource.publisher else []
        facts += [reader.label("collection", id) for id in resource.collections]
        lang = foreign(resource.language, reader.language)
        return el(
            "section",
            self._ways(),
            el("h2", el("a", resource.title, href=resource_address(resource.id)), lang=lang),
            el("p", separated(facts), class_="facts"),
            el("ul", [self._reason(resource, r) for r in entry.reasons], class_="reasons"),
            self._actions(resource),
            el("p", resource.summary, class_="summary") if resource.summary else None,
            upkeep.dates(reader, resource),
            _original(reader, resource),
            class_="open",
            aria_label=reader.words.t("Open now"),
        )

    def _reason(self, resource: Resource, reason: Reason) -> Html:
        words = self.reader.words
        return el(
            "li",
            el("strong", words.t(upkeep.KINDS[reason.kind])),
            el("p", upkeep.sentence(self.reader, resource, reason)),
            el("ul", list(self._twins(reason)), class_="lines")
            if reason.kind is Kind.TWIN
            else None,
            _unknown(self.reader, reason) if reason.kind is Kind.KEYWORD else None,
        )

    def _twins(self, reason: Reason) -> Iterator[Html]:
        for id in reason.details:
            twin = self.reader.hub.resource(id, self.reader.access)
            facts: list[Child] = [part for part in (twin.publisher, twin.date, twin.url) if part]
            yield el("li", upkeep.link(twin), " ", el("span", separated(facts), class_="facts"))

    def _actions(self, resource: Resource) -> Html:
        words, entries = self.reader.words, self.work.entries
        rest = entries[self.at + 1] if self.at + 1 < len(entries) else entries[max(0, self.at - 1)]
        edit = address("/edit", [("id", resource.id), ("back", self.here(rest.resource.id))])
        return posting(
            self.reader,
            upkeep.DO,
            el("input", type="hidden", name="resource", value=resource.id),
            el("input", type="hidden", name="here", value=self.here(rest.resource.id)),
            el(
                "p",
                button(words.t("Still right"), "reviewed", strong=True, key="r"),
                el(
                    "a",
                    words.t("Edit"),
                    el("kbd", "e", aria_hidden="true"),
                    href=edit,
                    class_="button plain",
                    data_key="e",
                    aria_keyshortcuts="e",
                ),
                button(words.t("Withdraw"), "withdraw", key="w"),
                class_="actions",
            ),
            el(
                "div",
                upkeep.chooser(
                    self.reader,
                    resource.id,
                    "successor",
                    words.t("Replaced by"),
                    data_key="s",
                    data_sends="supersede",
                    aria_keyshortcuts="s",
                ),
                button(words.t("Replace"), "supersede"),
                class_="supersede",
            ),
            busy=words.t("Saving …"),
            class_="decide",
            id="decide",
        )

    def _ways(self) -> Html:
        words, entries = self.reader.words, self.work.entries
        ways = (
            (words.t("Next"), "j", entries[self.at + 1 : self.at + 2]),
            (words.t("Previous"), "k", entries[self.at - 1 : self.at] if self.at else ()),
        )
        links = [self._way(text, key, entry) for text, key, found in ways for entry in found]
        keys = words.t(
            "Keys: j next, k previous, r still right, e edit, s replace, w withdraw, u undo"
        )
        return el("p", links, el("span", keys, class_="facts"), class_="ways")

    def _way(self, text: str, key: str, entry: Entry) -> Html:
        return el(
            "a",
            text,
            el("kbd", key, aria_hidden="true"),
            href=self.here(entry.resource.id),
            data_key=key,
            aria_keyshortcuts=key,
        )


def _unknown(reader: Reader, reason: Reason) -> Html:
    """Each unknown word as a search for it, so that one sees how often it is used."""
    links: Sequence[Child] = [
        el("li", el("a", word, href=search_address(Query(f'"{word}"'))))
        for word in reason.details[:_WORDS]
    ]
    return el("ul", links, class_="tags", aria_label=reader.words.t("Search for the words"))


def _original(reader: Reader, resource: Resource) -> Html | None:
    if not resource.url:
        return None
    opens = hidden(f" ({reader.words.t('opens in a new window')})")
    link = el(
        "a", resource.url, opens, href=resource.url, target="_blank", rel="noopener noreferrer"
    )
    return el("p", link, class_="host")
