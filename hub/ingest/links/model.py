"""How links stand: plain frozen data, and the rule by which a check changes it."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from hub.ingest.fetching import Cause, Result
from hub.ingest.identity import key, leads_to_front_page


class LinkState(StrEnum):
    """What a check found (R15)."""

    FINE = "fine"  #: the page is there
    MOVED = "moved"  #: it is there, for good at another address
    GONE = "gone"  #: the server, or its name, says that there is nothing
    REFUSED = "refused"  #: somebody answers, but does not give it to us
    TIMED_OUT = "timed_out"  #: nobody answers in time


#: A page of its own now leads to the front page: nobody moves a page there.
FRONT_PAGE = "front_page"

_STATES = {
    Cause.GONE: LinkState.GONE,
    Cause.UNKNOWN_HOST: LinkState.GONE,
    Cause.BAD_ADDRESS: LinkState.GONE,
    Cause.TIMED_OUT: LinkState.TIMED_OUT,
    Cause.UNREACHABLE: LinkState.TIMED_OUT,
}
#: These may hold off programs only: a person may well see the page. No link dies of them.
_INCONCLUSIVE = frozenset(
    {Cause.REFUSED, Cause.ROBOTS, Cause.NOT_ALLOWED, Cause.BAD_CERTIFICATE, Cause.TOO_LARGE}
)


@dataclass(frozen=True)
class Check:
    """One look at a link."""

    at: dt.datetime  #: aware, UTC
    state: LinkState
    cause: str = ""  #: a ``Cause``, or FRONT_PAGE; empty where it is fine or moved
    status: int | None = None  #: of HTTP, where there was an answer
    target: str | None = None  #: where it has moved for good, also if only to https or www

    @property
    def failed(self) -> bool:
        """Whether it speaks for a dead link."""
        return bool(self.cause) and self.cause not in _INCONCLUSIVE

    @property
    def succeeded(self) -> bool:
        """Whether the page is there."""
        return self.state in (LinkState.FINE, LinkState.MOVED)


@dataclass(frozen=True)
class Link:
    """How an address stands after all its checks."""

    address: str
    last: Check
    since: dt.datetime  #: when it was first found in its present state
    fine: dt.datetime | None = None  #: when the page was last there
    failing_since: dt.datetime | None = None  #: the first failure since then
    dead: bool = False  #: it failed on two different days, and the page was not there in between

    @property
    def state(self) -> LinkState:
        """What the last check found."""
        return self.last.state

    @property
    def name(self) -> str:
        """The state that editors see to: ``dead`` before all others."""
        return "dead" if self.dead else self.state.value


def check_of(result: Result, at: dt.datetime) -> Check:
    """What a fetch says about the link."""
    if result.failure is not None:
        failure = result.failure
        state = _STATES.get(failure.cause, LinkState.REFUSED)
        return Check(at, state, failure.cause.value, failure.status)
    fetched = result.fetched
    if fetched is None:
        raise ValueError("a result is fetched or a failure")
    if leads_to_front_page(fetched.address, fetched.final):
        return Check(at, LinkState.GONE, FRONT_PAGE, fetched.status, fetched.final)
    target = fetched.moved_for_good
    moved = target is not None and key(target) != key(fetched.address)
    state = LinkState.MOVED if moved else LinkState.FINE
    return Check(at, state, "", fetched.status, target)


def after(link: Link | None, address: str, check: Check, zone: dt.tzinfo | None = None) -> Link:
    """How the link stands after one more check. Decided without clock and database.

    Days are those of ``zone`` (of this machine where it is None): two failures around midnight
    in Greenwich belong to one night in Berlin.
    """
    if link is None:
        link = Link(address, check, since=check.at)
    since = link.since if link.last.state is check.state else check.at
    if check.succeeded:
        return Link(address, check, since, fine=check.at)
    if not check.failed:
        return replace(link, last=check, since=since)
    first = link.failing_since or check.at
    dead = link.dead or check.at.astimezone(zone).date() > first.astimezone(zone).date()
    return replace(link, last=check, since=since, failing_since=first, dead=dead)
