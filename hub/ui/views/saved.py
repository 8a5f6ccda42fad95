"""Saved searches: the list with what is new, settings, alerts, feeds, and the way back."""

from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model.curation import Feed, FeedKind, SavedSearch, Sharing, Shelf
from hub.ui import exporting, saving
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader, View
from hub.ui.results import separated
from hub.ui.state import Params, address

_DONE = {
    "settings": mark("The settings are saved."),
    "copy": mark("Here is your copy."),
    "restore": mark("The saved search is back."),
    "feed": mark("The feed has an address now."),
    "renew": mark("The feed has a new address. The old one leads nowhere any more."),
    "shut": mark("The feed is switched off."),
}


def view(reader: Reader, params: Params) -> View:
    """The saved searches of this account, and those others share with it."""
    who = saving.account(reader)
    if who is None:
        raise NotFound(mark("Guests have no saved searches. Log in with an account."))
    curation, words = reader.hub.curation, reader.words
    shelves = curation.shelves(who)
    mine = [shelf for shelf in shelves if shelf.mine]
    others = [shelf for shelf in shelves if not shelf.mine]
    return View(
        title=words.t("Saved searches"),
        body=join(
            el("h1", words.t("Saved searches"), tabindex=-1),
            _done(reader, params, curation.saved.deleted(who)),
            el("h2", words.t("My searches"), class_="vh") if mine else None,
            _list(reader, mine) if mine else _none(reader),
            _section(reader, words.t("Shared by others"), others),
            _deleted(reader, curation.saved.deleted(who)),
            _feeds(reader, curation.feeds.of(who)),
        ),
        status=words.n("{n} saved search", "{n} saved searches", len(mine)),
        current="saved",
    )


def _done(reader: Reader, params: Params, deleted: tuple[SavedSearch, ...]) -> Html | None:
    """What has just happened, and how to undo it."""
    done, id = ((params.get(name) or ("",))[-1] for name in ("done", "id"))
    words = reader.words
    gone = next((search for search in deleted if str(search.id) == id), None)
    if done == "delete" and gone:
        text = words.t("“{name}” is deleted.", name=gone.name)
        undo = el("button", words.t("Undo"), type="submit", id="undo")
        form = saving.post_form(reader, "restore", undo, search=id)
        return el("div", el("p", text), form, class_="notice undo", role="status")
    if done in _DONE:
        return el("div", el("p", words.t(_DONE[done])), class_="notice", role="status")
    return None


def _none(reader: Reader) -> Html:
    words = reader.words
    return el(
        "div",
        el("p", words.t("You have not saved any search yet."), class_="lead"),
        el(
            "p",
            words.t("Search, narrow down, then choose “Save this search” above the hits."),
            " ",
            el("a", words.t("To the search"), href="/search"),
        ),
        class_="nothing",
    )


def _section(reader: Reader, title: str, shelves: list[Shelf]) -> Html | None:
    return join(el("h2", title, class_="section"), _list(reader, shelves)) if shelves else None


def _list(reader: Reader, shelves: list[Shelf]) -> Html:
    return el("ul", [_item(reader, shelf) for shelf in shelves], class_="shelves")


def _item(reader: Reader, shelf: Shelf) -> Html:
    search = shelf.opened.search
    to = address("/search", [("saved", str(search.id))])
    return el(
        "li",
        el("h3", el("a", search.name, href=to)),
        el("p", saving.query_text(reader, shelf.opened.query), class_="query"),
        el("p", _facts(reader, shelf), class_="facts"),
        [el("p", saving.gone_text(reader, part), class_="warning") for part in shelf.opened.gone],
        el("div", _settings(reader, shelf), _export(reader, shelf), class_="tools"),
        class_="shelf",
        id=f"saved-{search.id}",
    )


def _export(reader: Reader, shelf: Shelf) -> Html | None:
    opened = shelf.opened
    if not opened.whole:
        return None  # a search that needs mending would find far too much
    return exporting.menu(reader, opened.query, shelf.total, opened.search.id)


def _facts(reader: Reader, shelf: Shelf) -> Html:
    words, search = reader.words, shelf.opened.search
    facts: list[Child] = [words.n("{n} hit", "{n} hits", shelf.total)]
    if shelf.new:
        facts.append(el("strong", words.n("{n} new", "{n} new", shelf.new), class_="new"))
    if not shelf.mine:
        owner = search.owner_name or words.t("a member")
        facts.append(words.t("from {name}", name=owner))
    elif search.sharing is Sharing.PRIVATE:
        facts.append(words.t("private"))
    else:
        facts.append(words.t("open to: {who}", who=words.t(saving.SHARING[search.sharing])))
    if shelf.rhythm:
        facts.append(words.t("mail: {rhythm}", rhythm=words.t(saving.RHYTHMS[shelf.rhythm])))
    return separated(facts)


def _settings(reader: Reader, shelf: Shelf) -> Html:
    words, search = reader.words, shelf.opened.search
    id, key = str(search.id), f"s{search.id}"
    rhythm = shelf.rhythm.value if shelf.rhythm else "none"
    mail = saving.choice(
        words.t("Mail when something is new"), key, "rhythm", saving.rhythms(reader), rhythm
    )
    own = (
        saving.name_field(reader, key, search.name),
        saving.sharing_choice(reader, key, search.sharing),
    )
    save = el("button", words.t("Save"), type="submit")
    return el(
        "details",
        el("summary", words.t("Edit"), hidden(f": {search.name}")),
        saving.post_form(reader, "settings", own if shelf.mine else None, mail, save, search=id),
        el(
            "div",
            _button(reader, "copy", words.t("Make a copy"), id, search.name),
            _button(reader, "delete", words.t("Delete"), id, search.name) if shelf.mine else None,
            class_="actions",
        ),
        el("h4", words.t("Feed and calendar")) if shelf.feed else None,
        _feed(reader, FeedKind.SEARCH, id, search.name, shelf.feed),
        id=f"edit-{id}",
        class_="edit",
    )


def _button(reader: Reader, action: str, text: str, id: str, name: str) -> Html:
    button = el("button", text, hidden(f": {name}"), type="submit")
    return saving.post_form(reader, action, button, search=id)


def _deleted(reader: Reader, deleted: tuple[SavedSearch, ...]) -> Html | None:
    if not deleted:
        return None
    words = reader.words
    items = [
        el(
            "li",
            el("span", search.name),
            _button(reader, "restore", words.t("Bring back"), str(search.id), search.name),
        )
        for search in deleted
    ]
    return el(
        "details",
        el("summary", words.n("{n} deleted search", "{n} deleted searches", len(deleted))),
        el("p", words.t("They can be brought back for 30 days."), class_="facts"),
        el("ul", items, class_="bin"),
        id="bin",
        class_="edit",
    )


# Feeds


def _feeds(reader: Reader, feeds: tuple[Feed, ...]) -> Html:
    words, hub = reader.words, reader.hub
    tokens = {(feed.kind, feed.subject): feed.token for feed in feeds}
    collections = list(reader.access.visible(hub.catalogue().collections))
    kinds = [(words.t("Everything new in the hub"), FeedKind.EVERYTHING, "")]
    kinds += [(reader.label("collection", id), FeedKind.COLLECTION, id) for id in collections]
    items = [
        el("li", el("h3", title), _feed(reader, kind, subject, title, tokens.get((kind, subject))))
        for title, kind, subject in kinds
    ]
    return el(
        "details",
        el("summary", el("h2", words.t("Feeds and calendars"))),
        el(
            "p",
            words.t(
                "A feed tells a feed reader what is new; a calendar holds the events. Each has a"
                " secret address of your own: whoever knows it sees what you may see."
            ),
            class_="facts",
        ),
        el("ul", items, class_="shelves"),
        id="feeds",
        class_="edit feeds",
    )


def _feed(reader: Reader, kind: FeedKind, subject: str, about: str, token: str | None) -> Html:
    words = reader.words

    def form(action: str, text: str) -> Html:
        button = el("button", text, hidden(f": {about}"), type="submit")
        return saving.post_form(reader, action, button, kind=kind.value, subject=subject)

    if token is None:
        return el("div", form("feed", words.t("Make a feed and a calendar")), class_="actions")
    home = reader.hub.settings.public_url.rstrip("/")
    key = f"feed-{kind.value}-{subject}"
    rows = [
        _address(
            reader, words.t("Address of the feed"), f"{home}/feed/{token}.atom", f"{key}-atom"
        ),
        _address(
            reader, words.t("Address of the calendar"), f"{home}/feed/{token}.ics", f"{key}-ics"
        ),
    ]
    return el(
        "div",
        el("dl", rows, class_="addresses"),
        el(
            "div",
            form("renew", words.t("Renew the addresses")),
            form("shut", words.t("Switch off")),
            class_="actions",
        ),
    )


def _address(reader: Reader, name: str, address: str, id: str) -> Html:
    copy = el(
        "button",
        reader.words.t("Copy"),
        hidden(f" ({name})"),
        type="button",
        data_copy=id,
        data_done=reader.words.t("Copied"),
    )
    return el("div", el("dt", name), el("dd", el("code", address, id=id, tabindex=0), copy))
