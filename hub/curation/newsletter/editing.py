"""Changing an issue: each change is a value, applied by a pure function.

Two curators may work at once. A change names the revision of the text it was made from; when that
is no longer the present one, nothing is overwritten: what stands stays, the other text is kept
beside it, and whoever was late is told (``Edited.clash``).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

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
    OtherVersion,
)

FROZEN = "Issue {number} is being sent or was sent, so it can no longer be changed."
NO_ENTRY = "This entry is no longer in the issue. Load the page again to see how it stands."
NO_SECTION = "This section is no longer in the issue. Load the page again to see how it stands."
TOO_LONG = "This text is too long: at most {length} characters fit. It was not saved."
NO_TITLE = "An entry needs a title."
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
    """Write the title, introduction, closing or imprint of the issue."""

    name: IssueText
    revision: int
    text: str


@dataclass(frozen=True)
class Recopy:
    """Take over what changed in the catalogue; the own title and blurb stay unless asked."""

    entry: str
    fresh: Entry
    texts: bool = False


IssueChange = (
    Choose | Move | Rewrite | Settle | AddFree | AddEntry | Remove | AddNote | WriteText | Recopy
)


@dataclass(frozen=True)
class Edited:
    """The issue after a change. ``clash`` holds the text that was not written over another."""

    issue: Issue
    clash: OtherVersion | None = None


def edit(issue: Issue, change: IssueChange, *, by: str, now: dt.datetime) -> Edited:
    """The issue after the change. Raises IssueProblem and then nothing has changed."""
    if issue.state is not IssueState.DRAFT:
        raise IssueProblem(FROZEN, number=issue.number)
    try:
        return _edit(issue, change, by, now)
    except ValidationError as error:
        limits = {"title": TITLE_LENGTH, "blurb": BLURB_LENGTH, "text": BLURB_LENGTH}
        name = str(error.errors()[0]["loc"][-1])
        raise IssueProblem(TOO_LONG, length=limits.get(name, TEXT_LENGTH)) from error


def _edit(issue: Issue, change: IssueChange, by: str, now: dt.datetime) -> Edited:
    match change:
        case Rewrite():
            return _rewritten(issue, change, by, now)
        case WriteText():
            return _text_written(issue, change, by, now)
        case Move():
            return Edited(_moved(issue, change))
        case AddFree() | AddEntry():
            return Edited(_added(issue, change))
        case Remove():
            return Edited(_removed(issue, change.entry))
        case _:
            return Edited(_on_entry(issue, change.entry, _of_entry(change, by, now)))


def _of_entry(
    change: Choose | Settle | AddNote | Recopy, by: str, now: dt.datetime
) -> Callable[[Entry], Entry]:
    """What a change of a single entry does to it."""
    match change:
        case Choose():
            return _with(chosen=change.chosen)
        case Settle():
            return lambda entry: _settled(entry, change.take)
        case AddNote():
            note = EntryNote(text=change.text.strip(), by=by, when=now)
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


def _rewritten(issue: Issue, change: Rewrite, by: str, now: dt.datetime) -> Edited:
    entry = _found(issue, change.entry)
    title, blurb = change.title.strip(), change.blurb.strip()
    if not title:
        raise IssueProblem(NO_TITLE)
    written = _with(title=title, blurb=blurb, revision=entry.revision + 1)(entry)
    if (title, blurb) == (entry.title, entry.blurb):
        return Edited(issue)
    if change.revision == entry.revision:
        return Edited(_on_entry(issue, entry.id, lambda _: written))
    late = OtherVersion(title=title, blurb=blurb, by=by, when=now)
    kept = _with(others=(*entry.others, late))(entry)
    return Edited(_on_entry(issue, entry.id, lambda _: kept), clash=late)


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


def _text_written(issue: Issue, change: WriteText, by: str, now: dt.datetime) -> Edited:
    text = change.text.strip()
    if text == getattr(issue, change.name):
        return Edited(issue)
    written = {**dict(issue), change.name: text, "revision": issue.revision + 1}
    checked = Issue.model_validate(written)
    if change.revision == issue.revision:
        return Edited(checked)
    return Edited(issue, clash=OtherVersion(title=change.name, blurb=text, by=by, when=now))


def _recopied(entry: Entry, change: Recopy) -> Entry:
    kept = {"chosen", "others", "notes", "revision", "id"}
    kept |= set() if change.texts else {"title", "blurb"}
    return change.fresh.model_copy(update={name: getattr(entry, name) for name in kept})
