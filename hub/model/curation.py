"""Saved searches, alerts and feeds as frozen data."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from hub.model.search import Query

NAME_LENGTH = 120  #: characters of the name of a saved search


class Sharing(StrEnum):
    """Who may open a saved search beside its owner. What they find is what they may see."""

    PRIVATE = "private"
    CURATORS = "curators"  #: curators and admins
    MEMBERS = "members"  #: every account, no guests


class Rhythm(StrEnum):
    """How often an alert tells what is new."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Gone:
    """A part of a saved search that no longer exists, or is not open to whoever opens it.

    ``facet`` is one of FACETS, or ``sort``, ``version`` (saved by a newer program) or the name of
    a field that this program does not know.
    """

    facet: str
    value: str = ""  #: as it was saved; "" where it must not be named
    label: str = ""  #: what it was called when it was saved
    replacement: str = ""  #: the value that comes nearest; "" for none
    alone: bool = False  #: it was the only value of its facet: nothing narrows there any more


@dataclass(frozen=True)
class SavedSearch:
    """A view that somebody saved under a name."""

    id: int
    owner: int  #: id of the account
    owner_name: str  #: as shown to others
    name: str
    query: Query  #: as it was saved; ``gone`` parts included
    sharing: Sharing
    created: dt.datetime  #: aware, UTC
    changed: dt.datetime
    deleted: dt.datetime | None = None  #: it can be brought back for some days
    labels: dict[str, str] = field(default_factory=dict)  #: "tag:id" -> what it was called
    lost: tuple[Gone, ...] = ()  #: what this program could not read


@dataclass(frozen=True)
class Opened:
    """A saved search as it answers for one person now."""

    search: SavedSearch
    query: Query  #: without the parts that are gone
    gone: tuple[Gone, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it still narrows wherever it did: otherwise it would find far too much."""
        return not any(part.alone or part.facet == "version" for part in self.gone)


@dataclass(frozen=True)
class Alert:
    """That somebody wants to be told what is new in a saved search."""

    id: int
    account: int
    search: int
    rhythm: Rhythm
    language: str
    due: dt.date  #: the day, in the hub's time zone, from which the next mail is prepared
    since: dt.datetime  #: when it was switched on, or began anew


@dataclass(frozen=True)
class Shelf:
    """A saved search as the list shows it to one person."""

    opened: Opened
    mine: bool
    total: int  #: hits of its query for this person
    new: int  #: of those with every word, how many were not there when they last looked
    looked: bool  #: whether this person ever opened it
    rhythm: Rhythm | None = None  #: of this person's alert
    feed: str | None = None  #: token of this person's feed


class FeedKind(StrEnum):
    """What a feed is about."""

    SEARCH = "search"  #: ``subject`` is the id of a saved search
    COLLECTION = "collection"  #: ``subject`` is the id of a collection
    EVERYTHING = "everything"  #: all that the owner may see; ``subject`` is empty


@dataclass(frozen=True)
class Feed:
    """An address with a secret token, which answers with the rights of its owner."""

    id: int
    account: int
    kind: FeedKind
    subject: str
    token: str
