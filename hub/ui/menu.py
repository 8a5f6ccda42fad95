"""The main menu: which pages there are, in which group, and for whom."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hub.accounts import CURATORS, EDITORS, Session
from hub.i18n.words import Words, mark
from hub.ui.html import Html, el, join

Who = Callable[[Session], bool]


def everyone(session: Session) -> bool:
    """All who are in, guests too."""
    return True


def has_account(session: Session) -> bool:
    """All but guests."""
    return session.email is not None


def reads_newsletters(session: Session) -> bool:
    """Those with an account who make no newsletters."""
    return has_account(session) and session.role not in CURATORS


def edits(session: Session) -> bool:
    """Those who care for resources."""
    return session.role in EDITORS


def curates(session: Session) -> bool:
    """Those who make newsletters."""
    return session.role in CURATORS


class Entry(NamedTuple):
    """A page of the menu. ``name`` is that of ``View.current``."""

    name: str
    title: str
    address: str
    who: Who


class Group(NamedTuple):
    """Pages that fold out of one word; a group without a title stands open in the bar."""

    title: str
    entries: tuple[Entry, ...]


GROUPS = (
    Group(
        "",
        (
            Entry("start", mark("Start"), "/", everyone),
            Entry("search", mark("Search"), "/search", everyone),
            Entry("saved", mark("Saved searches"), "/saved", has_account),
            Entry("archive", mark("Newsletter"), "/archive", reads_newsletters),
            Entry("newsletters", mark("Newsletter"), "/newsletters", curates),
        ),
    ),
    Group(
        mark("Editing"),
        (
            Entry("add", mark("Add"), "/add", edits),
            Entry("inbox", mark("Inbox"), "/inbox", edits),
            Entry("worklist", mark("Work list"), "/worklist", edits),
            Entry("links", mark("Link care"), "/links", edits),
            Entry("runs", mark("Runs"), "/runs", edits),
            Entry("vocabulary", mark("Vocabulary"), "/vocabulary", edits),
            Entry("thesaurus", mark("Thesaurus"), "/thesaurus", edits),
            Entry("history", mark("History"), "/history", edits),
            Entry("figures", mark("Figures"), "/figures", edits),
            Entry("gaps", mark("Gaps"), "/gaps", edits),
        ),
    ),
)


def menu(words: Words, session: Session, current: str) -> Html:
    """The menu as this person sees it. ``current`` names the page that is shown."""
    groups = [(group.title, offered(group.entries, session)) for group in GROUPS]
    return el(
        "nav",
        el("ul", [_group(words, title, own, current) for title, own in groups if own]),
        aria_label=words.t("Main menu"),
        class_="menu",
    )


def offered(entries: Sequence[Entry], session: Session) -> list[Entry]:
    """The pages that are there for this person."""
    return [entry for entry in entries if entry.who(session)]


def _group(words: Words, title: str, entries: Sequence[Entry], current: str) -> Html:
    items = join(*(_item(words, entry, current) for entry in entries))
    if not title:
        return items
    here = any(entry.name == current for entry in entries)
    summary = el("summary", words.t(title), class_="here" if here else None)
    return el("li", el("details", summary, el("ul", items), class_="group"))


def _item(words: Words, entry: Entry, current: str) -> Html:
    page = "page" if entry.name == current else None
    return el("li", el("a", words.t(entry.title), href=entry.address, aria_current=page))
