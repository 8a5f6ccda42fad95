"""Changing an issue: each change is a value, applied by a pure function.

Two curators may work at once. A change names the revision of the text it was made from; when that
is no longer the present one, nothing is overwritten: what stands stays, the other text is kept
beside it, and whoever was late is told (``Edited.clash``). Who goes on writing from that old
revision goes on with the text beside; a version goes away only when somebody settles the matter.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from hub.errors import HubError
from hub.model.newsletter import (
    BLURB_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Entry,
    EntryNote,
    Issue,
    IssueSection,
    IssueState,
    IssueText,
    OtherText,
    OtherVersion,
)

Version = TypeVar("Version", OtherVersion, OtherText)

FROZEN = "Issue {number} is being sent or was sent, so it can no longer be changed."
NO_ENTRY = "This entry is no longer in the issue. Load the page again to see how it stands."
NO_SECTION = "This section is no longer in the issue. Load the page again to see how it stands."
TOO_LONG = "This text is too long: at most {length} characters fit. It was not saved."
NO_TITLE = "An entry needs a title."
NO_ISSUE_TITLE = "An issue needs a title."
BAD_LINK = "{url!r} is no web address: it must begin with http:// or https://."
NOT_FREE = "Only an entry you added yourselves can be removed. Leave the others out instead."


class IssueProblem(HubError):
    """An issue cannot be changed, shown or sent as asked."""


@dataclass(frozen=True)
class Choose:
    """Take an entry into the issue, or leave it out."""

    entry: str
    chosen: bool


@dataclass(frozen=True)
class Move:
    """Put an entry at a place (counted from 0) among the entries of a section."""

    entry: str
    section: str
    place: int


@dataclass(frozen=True)
class Rewrite:
    """Give an entry a title and a blurb, written from the entry's ``revision``."""

    entry: str
    revision: int
    title: str
    blurb: str


@dataclass(frozen=True)
class Settle:
    """Decide for one of the other versions of an entry (by number), or for none."""

    entry: str
    take: int | None


@dataclass(frozen=True)
class AddFree:
    """Add an entry that is no resource of the hub, at the end of a section."""

    section: str
    title: str
    url: str = ""
    blurb: str = ""


@dataclass(frozen=True)
class AddEntry:
    """Add an entry made from a resource, at the end of a section."""

    section: str
    entry: Entry


@dataclass(frozen=True)
class Remove:
    """Take a free entry away."""

    entry: str


@dataclass(frozen=True)
class AddNote:
    """Leave a word to fellow curators at an entry."""

    entry: str
    text: str


@dataclass(frozen=True)
class WriteText:
    """Write the title, introduction, closing or imprint of the issue, from its ``revision``."""

    name: IssueText
    revision: int
    text: str


@dataclass(frozen=True)
class SettleText:
    """Decide for one of the other versions of a text of the issue (by number), or for none."""

    name: IssueText
    take: int | None


@dataclass(frozen=True)
class Recopy:
    """Take over what changed in the catalogue; the own title and blurb stay unless asked."""

    entry: str
    fresh: Entry
    texts: bool = False


IssueChange = (
    Choose
    | Move
    | Rewrite
    | Settle
    | AddFree
    | AddEntry
    | Remove
    | AddNote
    | WriteText
    | SettleText
    | Recopy
)


@dataclass(frozen=True)
class Author:
    """Who changes an issue, and when."""

    name: str
    account: int | None
    now: dt.datetime


@dataclass(frozen=True)
class Edited:
    """The issue after a change. ``clash`` holds the text that was not written over another."""

    issue: Issue
    clash: OtherVersion | OtherText | None = None


def edit(
    issue: Issue, change: IssueChange, *, by: str, now: dt.datetime, account: int | None = None
) -> Edited:
    """The issue after the change. Raises IssueProblem and then nothing has changed.

    ``by`` is the name shown to fellow curators, ``account`` tells people of one name apart.
    """
    if issue.state is not IssueState.DRAFT:
        raise IssueProblem(FROZEN, number=issue.number)
    try:
        return _edit(issue, change, Author(by, account, now))
    except ValidationError as error:
        limits = {"title": TITLE_LENGTH, "blurb": BLURB_LENGTH, "text": BLURB_LENGTH}
        name = str(error.errors()[0]["loc"][-1])
        raise IssueProblem(TOO_LONG, length=limits.get(name, TEXT_LENGTH)) from error


def _edit(issue: Issue, change: IssueChange, author: Author) -> Edited:
    match change:
        case Rewrite():
            return _rewritten(issue, change, author)
        case WriteText():
            return _text_written(issue, change, author)
        case SettleText():
            return Edited(_text_settled(issue, change))
        case Move():
            return Edited(_moved(issue, change))
        case AddFree() | AddEntry():
            return Edited(_added(issue, change))
        case Remove():
            return Edited(_removed(issue, change.entry))
        case _:
            return Edited(_on_entry(issue, change.entry, _of_entry(change, author)))


def _of_entry(
    change: Choose | Settle | AddNote | Recopy, author: Author
) -> Callable[[Entry], Entry]:
    """What a change of a single entry does to it."""
    match change:
        case Choose():
            return _with(chosen=change.chosen)
        case Settle():
            return lambda entry: _settled(entry, change.take)
        case AddNote():
            note = EntryNote(text=change.text.strip(), by=author.name, when=author.now)
            return lambda entry: _with(notes=(*entry.notes, note))(entry)
        case Recopy():
            return lambda entry: _recopied(entry, change)


def _with(**values: object) -> Callable[[Entry], Entry]:
    """Changes fields of an entry, checked by the model."""
    return lambda entry: Entry.model_validate({**dict(entry), **values})


def _on_entry(issue: Issue, id: str, change: Callable[[Entry], Entry]) -> Issue:
    _found(issue, id)
    return _on_sections(
        issue,
        lambda section: tuple(change(e) if e.id == id else e for e in section.entries),
    )


def _on_sections(issue: Issue, entries: Callable[[IssueSection], tuple[Entry, ...]]) -> Issue:
    sections = tuple(s.model_copy(update={"entries": entries(s)}) for s in issue.sections)
    return issue.model_copy(update={"sections": sections})


def _found(issue: Issue, id: str) -> Entry:
    entry = issue.entry(id)
    if entry is None:
        raise IssueProblem(NO_ENTRY)
    return entry


def _moved(issue: Issue, move: Move) -> Issue:
    entry = _found(issue, move.entry)
    _section(issue, move.section)

    def entries(section: IssueSection) -> tuple[Entry, ...]:
        rest = [e for e in section.entries if e.id != entry.id]
        if section.id == move.section:
            rest.insert(max(0, move.place), entry)
        return tuple(rest)

    return _on_sections(issue, entries)


def _section(issue: Issue, id: str) -> IssueSection:
    section = next((s for s in issue.sections if s.id == id), None)
    if section is None:
        raise IssueProblem(NO_SECTION)
    return section


def _rewritten(issue: Issue, change: Rewrite, author: Author) -> Edited:
    entry = _found(issue, change.entry)
    title, blurb = " ".join(change.title.split()), change.blurb.strip()
    if not title:
        raise IssueProblem(NO_TITLE)
    written = _with(title=title, blurb=blurb, revision=entry.revision + 1)(entry)
    if (title, blurb) == (entry.title, entry.blurb):
        return Edited(issue)
    if change.revision == entry.revision:
        return Edited(_on_entry(issue, entry.id, lambda _: written))
    late = OtherVersion(
        title=title, blurb=blurb, by=author.name, account=author.account, when=author.now
    )
    kept = _with(others=(*_of_others(entry.others, author), late))(entry)
    return Edited(_on_entry(issue, entry.id, lambda _: kept), clash=late)


def _of_others(versions: tuple[Version, ...], author: Author) -> tuple[Version, ...]:
    """The versions that are not of this author, who has one of each text at most."""
    me = (author.account, author.name)
    return tuple(version for version in versions if (version.account, version.by) != me)


def _settled(entry: Entry, take: int | None) -> Entry:
    if take is None or not 0 <= take < len(entry.others):
        return _with(others=())(entry)
    other = entry.others[take]
    return _with(title=other.title, blurb=other.blurb, revision=entry.revision + 1, others=())(
        entry
    )


def _free(issue: Issue, change: AddFree) -> Entry:
    if not change.title.strip():
        raise IssueProblem(NO_TITLE)
    url = change.url.strip()
    if url and not url.lower().startswith(("http://", "https://")):
        raise IssueProblem(BAD_LINK, url=url[:100])
    taken = {entry.id for entry in issue.entries()}
    number = next(n for n in range(1, len(taken) + 2) if f"free-{n}" not in taken)
    return Entry(
        id=f"free-{number}",
        title=change.title.strip(),
        url=url or None,
        blurb=change.blurb.strip(),
        chosen=True,
    )


def _added(issue: Issue, change: AddFree | AddEntry) -> Issue:
    section = change.section
    entry = _free(issue, change) if isinstance(change, AddFree) else change.entry
    if issue.entry(entry.id):
        raise IssueProblem("{title} is in this issue already.", title=entry.title)
    _section(issue, section)
    return _on_sections(issue, lambda s: (*s.entries, entry) if s.id == section else s.entries)


def _removed(issue: Issue, id: str) -> Issue:
    if _found(issue, id).resource is not None:
        raise IssueProblem(NOT_FREE)
    return _on_sections(issue, lambda s: tuple(e for e in s.entries if e.id != id))


def _text_written(issue: Issue, change: WriteText, author: Author) -> Edited:
    name, text = change.name, change.text.strip()
    if name == "title" and not text:
        raise IssueProblem(NO_ISSUE_TITLE)
    if text == getattr(issue, name):
        return Edited(issue)
    revision = issue.revisions.get(name, 0)
    written = _texts(issue, **{name: text}, revisions={**issue.revisions, name: revision + 1})
    if change.revision == revision:
        return Edited(written)
    late = OtherText(name=name, text=text, by=author.name, account=author.account, when=author.now)
    same = tuple(other for other in issue.other_texts if other.name == name)
    rest = tuple(other for other in issue.other_texts if other.name != name)
    others = (*rest, *_of_others(same, author), late)
    return Edited(issue.model_copy(update={"other_texts": others}), clash=late)


def _text_settled(issue: Issue, change: SettleText) -> Issue:
    name, versions = change.name, issue.others_of(change.name)
    rest = tuple(other for other in issue.other_texts if other.name != name)
    if change.take is None or not 0 <= change.take < len(versions):
        return issue.model_copy(update={"other_texts": rest})
    revisions = {**issue.revisions, name: issue.revisions.get(name, 0) + 1}
    text = versions[change.take].text
    return _texts(issue, **{name: text}, revisions=revisions, other_texts=rest)


def _texts(issue: Issue, **values: object) -> Issue:
    """Changes texts of the issue, checked by the model."""
    return Issue.model_validate({**dict(issue), **values})


def _recopied(entry: Entry, change: Recopy) -> Entry:
    kept = {"chosen", "others", "notes", "id"}
    kept |= set() if change.texts else {"title", "blurb"}
    values = {name: getattr(entry, name) for name in kept}
    # whoever is writing the texts at this moment must notice that they are others now
    revision = entry.revision + 1 if change.texts else entry.revision
    return change.fresh.model_copy(update={**values, "revision": revision})
