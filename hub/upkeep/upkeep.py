"""Upkeep at work: what is to be looked at, and every change as one entry of the history."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hub.catalogue import CatalogueFolder
from hub.catalogue.entries import read_resource
from hub.catalogue.reading import decode, parse
from hub.errors import NotFound
from hub.history import Change, Doer, History, What
from hub.labels import facet_label
from hub.model import Access, Catalogue, Resource, Status
from hub.settings import Settings
from hub.upkeep.bulk import FACETS, Deed, Plan, Planner, Wish
from hub.upkeep.changing import check_successor, reviewed, superseded, touched, with_status
from hub.upkeep.listing import Listing, select
from hub.upkeep.merging import Joined, join
from hub.upkeep.model import Kind, Known, UpkeepError, WorkList
from hub.upkeep.rhythm import Rhythm

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """This moment, to the second, UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


class EditedMeanwhile(UpkeepError):
    """Somebody else has changed the resource since the form was opened."""

    def __init__(self, joined: Joined, version: str) -> None:
        super().__init__(
            "The resource has been changed meanwhile. Nothing was saved: look at both versions, "
            "then save again."
        )
        self.joined = joined
        self.version = version  #: of the other one


class PlanChanged(UpkeepError):
    """What was shown before the click is no longer what would happen."""

    def __init__(self) -> None:
        super().__init__(
            "Something has changed since the preview. Nothing was saved: look at the preview again."
        )


@dataclass(frozen=True)
class Outside:
    """What other parts of the hub know about resources."""

    #: addresses -> those that lead nowhere, with the first day of failing
    dead: Callable[[Iterable[str]], Mapping[str, dt.date]]
    #: catalogue -> ids and the ids they resemble
    twins: Callable[[Catalogue], Mapping[str, tuple[str, ...]]]


class Upkeep:
    """The work list, reviews, edits of one resource and of many."""

    def __init__(
        self,
        folder: CatalogueFolder,
        history: History,
        settings: Settings,
        outside: Outside,
        clock: Clock = now,
    ) -> None:
        """Raises SettingsError for months of review that make no sense."""
        self.rhythm = Rhythm(settings.review_months)
        self._folder = folder
        self._history = history
        self._outside = outside
        self._clock = clock
        self._language = settings.language
        self._zone = ZoneInfo(settings.time_zone)

    def today(self) -> dt.date:
        """The day in the hub's time zone."""
        return self._clock().astimezone(self._zone).date()

    # What to look at

    def work(
        self, access: Access, kind: Kind | None = None, collection: str | None = None
    ) -> WorkList:
        """What this person should look at, of one kind or collection or of all."""
        catalogue = self._folder.load()
        addresses = [r.url for r in catalogue.resources.values() if r.url and access.sees(r)]
        known = Known(self._outside.dead(addresses), self._outside.twins(catalogue))
        listing = Listing(catalogue, access, known, self.rhythm, self.today())
        return select(listing.entries(), kind, collection)

    # One resource

    def review(self, ids: Sequence[str], by: Doer) -> Change:
        """They were looked at today and are still right."""
        today = self.today()
        return self._change_each(ids, lambda r: reviewed(r, today), by, "reviewed")

    def set_status(self, id: str, status: Status, by: Doer) -> Change:
        """Publish or withdraw a resource, or make it a draft."""
        kind = "withdrawn" if status is Status.WITHDRAWN else "edited"
        return self._change_each([id], lambda r: with_status(r, status, self._clock()), by, kind)

    def supersede(self, id: str, successor: str, by: Doer) -> Change:
        """Let another resource take its place. Raises UpkeepError for circles and the like."""

        def make(catalogue: Catalogue) -> tuple[list[Resource], What]:
            old = _wanted(catalogue, id)
            new = superseded(old, successor, catalogue.resources, self._clock())
            values = {"title": old.title, "by": catalogue.resources[successor].title}
            return [new], What("resource.superseded", values)

        return self._change(make, by)

    def version(self, resource: Resource) -> str:
        """What tells the state of a resource's file from every other."""
        return _digest(self._folder.content(resource))

    def edit(self, resource: Resource, version: str, by: Doer) -> Change:
        """Save what an editor made of a resource in the form that was opened at ``version``.

        Raises EditedMeanwhile, with both versions joined, where it has changed since; UpkeepError
        where nothing was changed, or the successor is none.
        """

        def make(catalogue: Catalogue) -> tuple[list[Resource], What]:
            theirs = _wanted(catalogue, resource.id)
            there = self.version(theirs)
            if there != version:
                joined = join(self._at(theirs, version), resource, theirs)
                raise EditedMeanwhile(joined, there)
            if resource.superseded_by and resource.superseded_by != theirs.superseded_by:
                check_successor(resource.id, resource.superseded_by, catalogue.resources)
            if resource == theirs:
                raise UpkeepError("Nothing was changed, so nothing was saved.")
            if resource.model_copy(update={"reviewed": theirs.reviewed}) == theirs:
                return [resource], What("resource.reviewed", {"title": theirs.title})
            changed = touched(resource, self._clock())
            return [changed], What("resource.edited", {"title": changed.title})

        return self._change(make, by)

    def _at(self, resource: Resource, version: str) -> Resource | None:
        """The resource as it stood at that version; None where the history does not reach it."""
        for state in self._history.states(resource.id):
            if state.content is not None and _digest(state.content) == version:
                return read_resource(parse(decode(state.content)).data)
        return None

    # Many resources

    def plan(self, ids: Iterable[str], wish: Wish, access: Access) -> Plan:
        """What a wish would do to resources. Raises UpkeepError for a wish that makes no sense."""
        return self._planner(self._folder.load(), access).plan(ids, wish)

    def apply(self, ids: Iterable[str], wish: Wish, access: Access, seal: str, by: Doer) -> Change:
        """Do what a plan of this ``seal`` said, as one change. Raises PlanChanged."""

        def make(catalogue: Catalogue) -> tuple[list[Resource], What]:
            plan = self._planner(catalogue, access).plan(ids, wish)
            if seal_of(plan) != seal:
                raise PlanChanged
            return [after for _, after in plan.changes], _told(plan, catalogue, self._language)

        return self._change(make, by)

    def _planner(self, catalogue: Catalogue, access: Access) -> Planner:
        return Planner(catalogue, access, self.today(), self._clock())

    # Changing files

    def _change_each(
        self, ids: Sequence[str], change: Callable[[Resource], Resource], by: Doer, kind: str
    ) -> Change:
        def make(catalogue: Catalogue) -> tuple[list[Resource], What]:
            before = [_wanted(catalogue, id) for id in dict.fromkeys(ids)]
            what = What(f"resource.{kind}", {"title": before[0].title})
            if len(before) > 1:
                what = What(f"bulk.{kind}", {"number": len(before)})
            return [change(resource) for resource in before], what

        return self._change(make, by)

    def _change(self, make: Callable[[Catalogue], tuple[list[Resource], What]], by: Doer) -> Change:
        """One change of the history; nobody else writes between reading and deciding."""
        with self._folder.alone():
            new, what = make(self._folder.load())
            files = [file for resource in new for file in self._folder.changes_of(resource)]
        return self._history.apply(files, by=by, what=what)


def seal_of(plan: Plan) -> str:
    """What tells a plan from every other: the resources as they are, and as they would be."""
    marks = hashlib.sha256(repr(plan.wish).encode())
    for pair in plan.changes:
        for resource in pair:
            marks.update(resource.model_dump_json(exclude={"updated"}).encode())
    return marks.hexdigest()


def _told(plan: Plan, catalogue: Catalogue, language: str) -> What:
    """The sentence of the history for a bulk edit, with names as they are today."""

    def name(value: str) -> str:
        return facet_label(catalogue, FACETS[wish.deed], value, language)

    wish = plan.wish
    values: dict[str, str | int] = {"number": len(plan.changes)}
    if wish.deed is Deed.MOVE_COLLECTION:
        values |= {"old": name(wish.source), "new": name(wish.value)}
    elif wish.deed in FACETS:
        values |= {"name": name(wish.value)}
    elif wish.deed is Deed.SET_STATUS:
        values |= {"name": wish.value}
    return What(f"bulk.{wish.deed.value}", values)


def _wanted(catalogue: Catalogue, id: str) -> Resource:
    resource = catalogue.resources.get(id)
    if resource is None:
        raise NotFound("There is no resource '{id}' in the catalogue.", id=id)
    return resource


def _digest(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()
