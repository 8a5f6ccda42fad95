"""What upkeep speaks of: reasons to look at a resource, and the list of them. Frozen, no I/O."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.errors import HubError
from hub.model import Resource


class UpkeepError(HubError):
    """What an editor wanted cannot be done; nothing has changed."""


class Kind(StrEnum):
    """Why an editor should look at a resource, in the order in which it matters."""

    DEAD = "dead"  #: its link leads nowhere
    EXPIRED = "expired"  #: one can no longer apply
    PAST = "past"  #: the event is over
    TWIN = "twin"  #: it may be in the hub twice
    DUE = "due"  #: nobody has looked at it for too long
    UNASSESSED = "not-assessed"  #: a method without an evidence step
    NO_DATE = "no-date"
    NO_SUMMARY = "no-summary"
    KEYWORD = "keyword"  #: it has words that no table knows


@dataclass(frozen=True)
class Reason:
    """One reason to look at a resource."""

    kind: Kind
    since: dt.date | None = None  #: from this day on; None: ever since, or nobody knows
    details: tuple[str, ...] = ()  #: ids of the twins, or the unknown words


@dataclass(frozen=True)
class Entry:
    """A resource to look at; its reasons stand in the order of ``Kind``."""

    resource: Resource
    reasons: tuple[Reason, ...]

    def has(self, kind: Kind) -> bool:
        """Whether this is one of its reasons."""
        return any(reason.kind is kind for reason in self.reasons)


@dataclass(frozen=True)
class WorkList:
    """What is to be looked at, in order, and how much there is of each kind."""

    entries: tuple[Entry, ...]
    counts: Mapping[Kind, int]  #: of each kind, whichever kind was asked for
    total: int  #: entries of any kind


@dataclass(frozen=True)
class Known:
    """What other parts know of the resources: no file of the catalogue says it."""

    dead: Mapping[str, dt.date] = field(default_factory=dict)  #: address -> first day of failing
    twins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: id -> ids it resembles
