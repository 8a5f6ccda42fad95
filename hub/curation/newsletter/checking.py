"""What is missing in an issue, or no longer right: said before it goes out."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from hub.curation.newsletter.copying import fingerprint
from hub.exporting.notes import PRESS_NOTE
from hub.model import Resource, ResourceType, last_day
from hub.model.newsletter import Entry, Issue, IssueText


class Lack(StrEnum):
    """Kinds of remarks. The first two keep an issue from being sent."""

    EMPTY = "empty"  #: no entry is chosen
    NO_IMPRINT = "no-imprint"
    NO_BLURB = "no-blurb"
    NO_LINK = "no-link"
    DEAD_LINK = "dead-link"
    PAST = "past"  #: the event is over
    EXPIRED = "expired"  #: the call is closed
    CHANGED = "changed"  #: the resource is no longer as it was copied
    GONE = "gone"  #: the resource is no longer in the hub, or not for readers
    CLASH = "clash"  #: two curators wrote at once and nobody has decided
    LONG_NOTE = "long-note"  #: a note on a press article, longer than it may be


@dataclass(frozen=True)
class Remark:
    """One remark, on an entry, on a text of the issue, or on the whole issue."""

    lack: Lack
    entry: str | None = None
    text: IssueText | None = None


def remarks(
    issue: Issue,
    today: dt.date,
    resource: Callable[[str], Resource | None],
    dead: Callable[[str], bool] = lambda _: False,
) -> tuple[Remark, ...]:
    """Everything to look at before sending, in page order. ``dead`` knows links that are gone."""
    return (
        *(Remark(lack) for lack in _of_issue(issue)),
        *(
            Remark(Lack.CLASH, text=name)
            for name in dict.fromkeys(other.name for other in issue.other_texts)
        ),
        *(
            Remark(lack, entry.id)
            for entry in issue.entries()
            if entry.chosen
            for lack in _of_entry(entry, today, resource, dead)
        ),
    )


def marks(entry: Entry, today: dt.date) -> tuple[Lack, ...]:
    """What a date says about an entry, chosen or not."""
    return tuple(_by_date(entry, today))


def _of_issue(issue: Issue) -> Iterator[Lack]:
    if not any(section.chosen for section in issue.sections):
        yield Lack.EMPTY
    if not issue.imprint.strip():
        yield Lack.NO_IMPRINT


def _of_entry(
    entry: Entry,
    today: dt.date,
    resource: Callable[[str], Resource | None],
    dead: Callable[[str], bool],
) -> Iterator[Lack]:
    if not entry.blurb:
        yield Lack.NO_BLURB
    if not entry.url:
        yield Lack.NO_LINK
    elif dead(entry.url):
        yield Lack.DEAD_LINK
    yield from _by_date(entry, today)
    if entry.type is ResourceType.NEWS and len(entry.blurb) > PRESS_NOTE:
        yield Lack.LONG_NOTE
    if entry.others:
        yield Lack.CLASH
    if entry.resource:
        yield from _by_resource(entry, resource(entry.resource))


def _by_date(entry: Entry, today: dt.date) -> Iterator[Lack]:
    end = entry.event_end or entry.event_start
    if end and last_day(end) < today:
        yield Lack.PAST
    if entry.deadline and last_day(entry.deadline) < today:
        yield Lack.EXPIRED


def _by_resource(entry: Entry, resource: Resource | None) -> Iterator[Lack]:
    if resource is None:
        yield Lack.GONE
    elif fingerprint(resource) != entry.copied:
        yield Lack.CHANGED
