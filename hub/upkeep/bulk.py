"""Bulk edits: one wish for many resources, and what it would do to each. Decided without I/O."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.catalogue.names import concept_names
from hub.model import Access, Catalogue, Resource, ResourceType, Status
from hub.upkeep.changing import reviewed, touched, with_status
from hub.upkeep.model import UpkeepError

LARGEST = 500  #: resources that one bulk edit changes at most: somebody waits for it


class Deed(StrEnum):
    """What can be done to many resources at once."""

    ADD_TAG = "add-tag"
    REMOVE_TAG = "remove-tag"
    ADD_COLLECTION = "add-collection"
    REMOVE_COLLECTION = "remove-collection"
    MOVE_COLLECTION = "move-collection"
    SET_TYPE = "set-type"
    SET_STATUS = "set-status"
    REVIEWED = "reviewed"


#: What the value of a deed is a value of.
FACETS: Mapping[Deed, str] = {
    Deed.ADD_TAG: "tag",
    Deed.REMOVE_TAG: "tag",
    Deed.ADD_COLLECTION: "collection",
    Deed.REMOVE_COLLECTION: "collection",
    Deed.MOVE_COLLECTION: "collection",
    Deed.SET_TYPE: "type",
}


@dataclass(frozen=True)
class Wish:
    """What an editor wants: a deed with its value."""

    deed: Deed
    value: str = ""  #: id of a tag or collection, a type, a status; nothing for a review
    source: str = ""  #: the collection that is left, where one moves


@dataclass(frozen=True)
class Refused:
    """A resource that stays as it is, and why; the sentence is the key of its translation."""

    resource: Resource
    message: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    def text(self, translate: Callable[[str], str]) -> str:
        """Why, in the language that ``translate`` speaks."""
        return translate(self.message).format(**self.values)


@dataclass(frozen=True)
class Plan:
    """What a wish would do."""

    wish: Wish
    changes: tuple[tuple[Resource, Resource], ...]  #: before and after
    same: tuple[Resource, ...]  #: they are so already
    refused: tuple[Refused, ...]


class Planner:
    """Plans bulk edits in one state of the catalogue, for one person, at one moment."""

    def __init__(
        self, catalogue: Catalogue, access: Access, today: dt.date, now: dt.datetime
    ) -> None:
        self._catalogue = catalogue
        self._access = access
        self._today = today
        self._now = now
        self._deeds: Mapping[Deed, Callable[[Resource, Wish], Resource | Refused]] = {
            Deed.ADD_TAG: self._add_tag,
            Deed.REMOVE_TAG: self._remove_tag,
            Deed.ADD_COLLECTION: self._add_collection,
            Deed.REMOVE_COLLECTION: self._remove_collection,
            Deed.MOVE_COLLECTION: self._move_collection,
            Deed.SET_TYPE: self._set_type,
            Deed.SET_STATUS: self._set_status,
            Deed.REVIEWED: lambda resource, _: reviewed(resource, self._today),
        }

    def plan(self, ids: Iterable[str], wish: Wish) -> Plan:
        """What the wish would do to the resources this person may see.

        Raises UpkeepError for a wish that cannot be meant, or for too many resources.
        """
        wish = self._understood(wish)
        seen = [r for id in dict.fromkeys(ids) if (r := self._seen(id)) is not None]
        if not seen:
            raise UpkeepError("Tick at least one resource first.")
        if len(seen) > LARGEST:
            raise UpkeepError(
                "{number} resources are too many for one edit. Narrow the search down to "
                "{most} at most.",
                number=len(seen),
                most=LARGEST,
            )
        changes, same, refused = [], [], []
        for resource in seen:
            after = self._deeds[wish.deed](resource, wish)
            if isinstance(after, Refused):
                refused.append(after)
            elif after == resource:
                same.append(resource)
            else:
                changes.append((resource, after))
        return Plan(wish, tuple(changes), tuple(same), tuple(refused))

    def _seen(self, id: str) -> Resource | None:
        resource = self._catalogue.resources.get(id)
        return resource if resource and self._access.sees(resource) else None

    # The wish

    def _understood(self, wish: Wish) -> Wish:
        """The wish with ids for names. Raises UpkeepError."""
        if wish.deed in (Deed.ADD_TAG, Deed.REMOVE_TAG):
            return Wish(wish.deed, self._tag(wish))
        if wish.deed in (Deed.ADD_COLLECTION, Deed.REMOVE_COLLECTION):
            return Wish(wish.deed, self._collection(wish.value))
        if wish.deed is Deed.MOVE_COLLECTION:
            moved = Wish(wish.deed, self._collection(wish.value), self._collection(wish.source))
            if moved.value == moved.source:
                raise UpkeepError("Choose two different collections to move between.")
            return moved
        known = {Deed.SET_TYPE: ResourceType, Deed.SET_STATUS: Status}.get(wish.deed)
        if known is not None and wish.value not in {each.value for each in known}:
            raise UpkeepError("Choose what the resources are to be.")
        return wish

    def _tag(self, wish: Wish) -> str:
        name = wish.value.strip()
        if not name:
            raise UpkeepError("Name a topic.")
        concepts = self._catalogue.thesaurus.by_id.values()
        found = concept_names(concepts, self._catalogue.renamed).find(name)
        if len(found) == 1:
            return found[0]
        used = any(name in r.tags for r in self._catalogue.resources.values())
        if wish.deed is Deed.REMOVE_TAG and used:
            return name  # the thesaurus has lost it, the resources have not
        raise UpkeepError(
            "The thesaurus knows no single topic '{name}'. Write it as it stands there.",
            name=name[:80],
        )

    def _collection(self, id: str) -> str:
        if id not in set(self._access.visible(self._catalogue.collections)):
            raise UpkeepError("Choose a collection.")
        return id

    # The deeds

    def _add_tag(self, resource: Resource, wish: Wish) -> Resource:
        if wish.value in resource.tags:
            return resource
        return self._with(resource, tags=(*resource.tags, wish.value))

    def _remove_tag(self, resource: Resource, wish: Wish) -> Resource:
        if wish.value not in resource.tags:
            return resource
        return self._with(resource, tags=tuple(t for t in resource.tags if t != wish.value))

    def _add_collection(self, resource: Resource, wish: Wish) -> Resource:
        if wish.value in resource.collections:
            return resource
        return self._with(resource, collections=(*resource.collections, wish.value))

    def _remove_collection(self, resource: Resource, wish: Wish) -> Resource | Refused:
        if wish.value not in resource.collections:
            return resource
        rest = tuple(c for c in resource.collections if c != wish.value)
        if not rest:
            return Refused(resource, "It would be in no collection any more. Move it instead.")
        return self._with(resource, collections=rest)

    def _move_collection(self, resource: Resource, wish: Wish) -> Resource:
        """The new collection takes the very place of the old one, so a home stays a home."""
        if wish.source not in resource.collections:
            return resource
        moved = (wish.value if c == wish.source else c for c in resource.collections)
        return self._with(resource, collections=tuple(dict.fromkeys(moved)))

    def _set_type(self, resource: Resource, wish: Wish) -> Resource | Refused:
        if resource.type.value == wish.value:
            return resource
        if resource.evidence is not None and wish.value != ResourceType.METHOD.value:
            return Refused(
                resource, "It has an evidence step, which only methods have. Edit it by itself."
            )
        return self._with(resource, type=ResourceType(wish.value))

    def _set_status(self, resource: Resource, wish: Wish) -> Resource:
        return with_status(resource, Status(wish.value), self._now)

    def _with(self, resource: Resource, **values: object) -> Resource:
        return touched(resource.model_copy(update=values), self._now)
