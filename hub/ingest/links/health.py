"""Link health: links are checked again and again, oldest first, and editors told what to mend."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from hub.catalogue import CatalogueFolder
from hub.database import Database
from hub.errors import NotFound
from hub.ingest.fetching import Clock, Fetcher, RealClock, Want
from hub.ingest.identity import AddressProblem, Flaw, clean, is_glued_or_malformed, key
from hub.ingest.links import records
from hub.ingest.links.model import Check, Link, LinkState, after, check_of
from hub.model import EVERYTHING, Access, Resource, Status
from hub.settings import Settings

#: A link that failed is looked at again so soon: on the next day.
_AGAIN = dt.timedelta(hours=20)
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
_flaw = lru_cache(maxsize=50_000)(is_glued_or_malformed)


@dataclass(frozen=True)
class Checked:
    """A link that was just checked, and the resources that have it."""

    link: Link
    resources: tuple[Resource, ...]
    explanation: str = ""  #: why it failed: an English sentence
    failure: Exception | None = None  #: says the same in the reader's language


@dataclass(frozen=True)
class Task:
    """A resource whose link an editor should look at."""

    resource: Resource
    link: Link | None  #: None: never checked
    flaw: AddressProblem | None  #: what can be seen from the address alone


@dataclass(frozen=True)
class Followed:
    """What became of the wish to follow a move."""

    id: str
    before: str
    after: str
    twin: str | None = None  #: it was not followed: this resource has the new address already


class LinkHealth:
    """The state of every link, and how it changes."""

    def __init__(
        self,
        database: Database,
        folder: CatalogueFolder,
        settings: Settings,
        clock: Clock | None = None,
    ) -> None:
        self._database = database
        self._folder = folder
        self._settings = settings
        self._clock = clock or RealClock()
        self._zone = ZoneInfo(settings.time_zone)

    def of(self, resource: Resource) -> Link | None:
        """How the link of a resource stands. Whoever asks must be allowed to see the resource."""
        if resource.url is None:
            return None
        with self._database.read() as session:
            return records.find(session, resource.url)

    def dead(self, addresses: Iterable[str]) -> frozenset[str]:
        """Those of the addresses that lead nowhere any more."""
        return frozenset(self.dead_since(addresses))

    def dead_since(self, addresses: Iterable[str]) -> dict[str, dt.date]:
        """Those of the addresses that lead nowhere any more, with the day they first failed."""
        with self._database.read() as session:
            known = records.find_all(session, addresses)
        return {
            address: (link.failing_since or link.since).astimezone(self._zone).date()
            for address, link in known.items()
            if link.dead
        }

    def counts(self, resources: Iterable[Resource]) -> dict[str, int]:
        """How many of their links are in each state: ``dead`` before all others, ``unchecked``."""
        urls = [r.url for r in resources if r.url and r.status is not Status.WITHDRAWN]
        with self._database.read() as session:
            known = records.find_all(session, urls)
        names = (known[url].name if url in known else "unchecked" for url in urls)
        return dict(Counter(names).most_common())

    def history(self, resource: Resource) -> Sequence[Check]:
        """The last checks of a resource's link, newest first."""
        if resource.url is None:
            return ()
        with self._database.read() as session:
            return records.history(session, resource.url)

    def due(
        self, *, collection: str | None = None, limit: int | None = None, everything: bool = False
    ) -> list[str]:
        """The addresses to be checked now, those first that were checked longest ago.

        A link that was fine is due after ``link_days``, another on the next day; ``everything``
        takes all. Raises NotFound for a collection that there is not.
        """
        addresses = list(self._resources(collection))
        with self._database.read() as session:
            known = records.find_all(session, addresses)
        now = self._clock.now()
        waiting = [
            (known[a].last.at if a in known else _LONG_AGO, a)
            for a in addresses
            if everything or a not in known or self._is_due(known[a], now)
        ]
        waiting.sort(key=lambda pair: pair[0])
        return [address for _, address in waiting][:limit]

    def _is_due(self, link: Link, now: dt.datetime) -> bool:
        fine = link.last.succeeded
        return now - link.last.at >= (
            dt.timedelta(days=self._settings.link_days) if fine else _AGAIN
        )

    def check(self, addresses: Iterable[str], fetcher: Fetcher) -> Iterator[Checked]:
        """Check addresses; each result is kept before it is given out."""
        resources = self._resources(None)
        wants = [Want(address, probe=True) for address in addresses]
        for result in fetcher.fetch_many(wants):
            address = result.want.address
            link = self._keep(address, check_of(result, self._clock.now()))
            failure = result.failure
            explanation = str(failure) if failure else ""
            yield Checked(link, tuple(resources.get(address, ())), explanation, failure)

    def _keep(self, address: str, check: Check) -> Link:
        with self._database.write() as session:
            link = after(records.find(session, address), address, check, self._zone)
            records.write(session, link)
            return link

    def _resources(self, collection: str | None) -> dict[str, list[Resource]]:
        """The resources whose links are cared for, by address."""
        catalogue = self._folder.load()
        if collection is not None and collection not in catalogue.collections:
            raise NotFound("There is no collection '{id}' in the catalogue.", id=collection)
        found: dict[str, list[Resource]] = {}
        for resource in catalogue.resources.values():
            wanted = collection is None or collection in resource.collections
            if wanted and resource.url and resource.status is not Status.WITHDRAWN:
                found.setdefault(resource.url, []).append(resource)
        return found

    def tasks(self, access: Access = EVERYTHING) -> list[Task]:
        """What editors should look at: dead links first, then failing, moved, odd addresses."""
        seen = [
            resource
            for resources in self._resources(None).values()
            for resource in resources
            if access.sees(resource)
        ]
        with self._database.read() as session:
            known = records.find_all(session, (r.url for r in seen if r.url))
        tasks = [Task(r, known.get(r.url or ""), _flaw(r.url or "")) for r in seen]
        return sorted(filter(_needs_a_look, tasks), key=_urgency)

    def follow(self, id: str) -> Followed | None:
        """Give a resource the address that its link has moved to for good.

        The old address stays known as ``also_at``. None where it has not moved. Where another
        resource has the new address already, nothing changes: the two are to be merged.
        """
        catalogue = self._folder.load()
        resource = catalogue.resources.get(id)
        link = self.of(resource) if resource else None
        if resource is None or resource.url is None or link is None:
            return None
        target = clean(link.last.target or "")
        if not link.last.succeeded or not target or target == resource.url or _is_odd(target):
            return None
        same = key(target)
        others = (r for r in catalogue.resources.values() if r.id != id and r.url)
        twin = next((r.id for r in others if key(r.url or "") == same), None)
        followed = Followed(id, resource.url, target, twin)
        if twin is None:
            self._folder.save(_moved(resource, target, self._clock.now()))
            self._keep(target, Check(link.last.at, LinkState.FINE, status=link.last.status))
        return followed


def _moved(resource: Resource, target: str, now: dt.datetime) -> Resource:
    """The resource at its new address. A change of http or www only is no other address."""
    known = [*resource.also_at, *([resource.url] if resource.url else [])]
    also_at = [address for address in dict.fromkeys(known) if key(address) != key(target)]
    return resource.model_copy(
        update={"url": target, "also_at": tuple(also_at), "updated": now.replace(microsecond=0)}
    )


def _is_odd(target: str) -> bool:
    """Whether an address cannot be right. That its host can be reached was seen."""
    flaw = _flaw(target)
    return flaw is not None and flaw.flaw is not Flaw.HOST


def _needs_a_look(task: Task) -> bool:
    """What works is right, however odd it looks."""
    if task.link is None:
        return task.flaw is not None
    return task.link.state is not LinkState.FINE


_ORDER = (LinkState.GONE, LinkState.TIMED_OUT, LinkState.REFUSED, LinkState.MOVED, LinkState.FINE)


def _urgency(task: Task) -> tuple[bool, int, str]:
    link = task.link
    if link is None:
        return True, len(_ORDER), task.resource.title.casefold()
    return not link.dead, _ORDER.index(link.state), task.resource.title.casefold()
