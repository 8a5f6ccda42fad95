"""Propose: from facts to a resource to be. What no source states stays empty (R19).

Only facts of confidence 1 fill a field. A title, a type and a collection must be there: where
nobody states one, the best suggestion stands in and is named in ``assumed``.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from hub.catalogue import clean_address
from hub.catalogue.names import NameTable, concept_names, new_id, place_names
from hub.ingest.dates import partial_date
from hub.ingest.model import Fact, Facts
from hub.model import Catalogue, Resource, ResourceType

SURE = 1.0  #: the confidence of a statement
_RESERVED = frozenset({"collection"})
_DATES = frozenset({"date", "event.start", "event.end", "funding.deadline", "reviewed"})
_SCALARS = ("title", "language", "date", "publisher", "summary", "notes", "status", "reviewed")
#: Evidence is none of them: people enter it, whatever a source states (R19).
_PARTS = {"event": ("start", "end", "place"), "funding": ("deadline", "funder")}
_NEEDED = ("title", "type", "collections")
_MOST_KEYWORDS = 20
_LONGEST = {"title": 500, "publisher": 300}
_OTHERS = 5_000  #: characters of any other value


@dataclass(frozen=True)
class Draft:
    """A resource to be, what was assumed for it, and what an editor should know."""

    resource: Resource
    facts: Facts
    assumed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Drafter:
    """Drafts resources with the tables of one state of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._places = place_names(catalogue.gazetteer.by_id.values(), catalogue.renamed)
        self._concepts = concept_names(catalogue.thesaurus.by_id.values(), catalogue.renamed)

    def draft(
        self,
        facts: Facts,
        address: str | None,
        taken: Container[str],
        now: dt.datetime,
        least: float = SURE,
    ) -> Draft:
        """The resource that facts of at least this confidence make."""
        facts = self.resolved(facts)
        remarks: list[str] = []
        values = dict(_scalars(facts, least)) | _parts(facts, least) | self._lists(facts, least)
        assumed = tuple(self._assume(values, facts, address))
        values |= {"url": clean_address(address) if address else None, "added": now}
        values["id"] = new_id(values["title"], address, _Taken(taken))
        return Draft(_valid(values, remarks), facts, assumed, tuple(remarks))

    def resolved(self, facts: Facts) -> Facts:
        """The facts with dates as we write them, and names of places and tags as our ids."""
        return Facts(tuple(dict.fromkeys(self._resolve(facts))))

    def _resolve(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        for fact in facts:
            if fact.field in _DATES:
                date = partial_date(fact.value)
                if date:
                    yield fact.valued(date)
            elif fact.field == "places":
                yield self._named(fact, self._places)
            elif fact.field in ("tags", "keywords"):
                yield self._named(fact, self._concepts)
            elif fact.field == "collections":
                today = self._catalogue.renamed.now("collection", fact.value)
                if today in self._catalogue.collections:
                    yield fact.valued(today)
            elif fact.field == "target_groups":
                yield fact.valued(self._catalogue.renamed.now(fact.field[:-1], fact.value))
            elif fact.field != "type" or fact.value in tuple(ResourceType):
                yield fact

    def _named(self, fact: Fact, names: NameTable) -> Fact:
        """The fact with the id its word stands for; else the word stays as a keyword."""
        found = names.find(fact.value)
        field = "places" if names is self._places else "tags"
        if len(found) == 1:
            return replace(fact, field=field, value=found[0])
        return fact if fact.field == "keywords" else replace(fact, field="keywords")

    def _lists(self, facts: Facts, least: float) -> dict[str, Any]:
        values: dict[str, Any] = {
            field: _values(facts, field, least)
            for field in ("collections", "authors", "places", "tags", "target_groups")
        }
        values["keywords"] = _values(facts, "keywords", least)[:_MOST_KEYWORDS]
        return values

    def _assume(self, values: dict[str, Any], facts: Facts, address: str | None) -> Iterator[str]:
        """Fill what must be there by the best suggestion; the names of what was filled."""
        stated = facts.first("type")
        if stated and stated.confidence >= SURE:
            values["type"] = stated.value
        for field in _NEEDED:
            if not values.get(field):
                best = facts.first(field)
                value = best.value if best else self._last_resort(field, address)
                values[field] = (value,) if field == "collections" else value
                yield field

    def _last_resort(self, field: str, address: str | None) -> str:
        if field == "title":
            return (address or "").rpartition("/")[2] or address or "?"
        if field == "type":
            return ResourceType.DOCUMENT.value
        return next(iter(self._catalogue.collections), "?")


class _Taken:
    """Ids that are taken, and those that never can be given."""

    def __init__(self, taken: Container[str]) -> None:
        self._taken = taken

    def __contains__(self, id: object) -> bool:
        return id in _RESERVED or id in self._taken


def _scalars(facts: Facts, least: float) -> Iterator[tuple[str, str]]:
    for field in _SCALARS:
        found = _values(facts, field, least)
        if found:
            yield field, found[0][: _LONGEST.get(field, _OTHERS)]


def _parts(facts: Facts, least: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part, names in _PARTS.items():
        inner = {n: v[0] for n in names if (v := _values(facts, f"{part}.{n}", least))}
        if inner:
            found[part] = inner
    return found


def _values(facts: Facts, field: str, least: float) -> tuple[str, ...]:
    stated = (f.value.strip() for f in facts.every(field) if f.confidence >= least)
    return tuple(dict.fromkeys(value for value in stated if value))


def _valid(values: dict[str, Any], remarks: list[str]) -> Resource:
    """The resource; a value that does not fit is left out, and that is said."""
    while True:
        try:
            return Resource.model_validate({k: v for k, v in values.items() if v})
        except ValidationError as error:
            field = str((error.errors()[0]["loc"] or ("event",))[0])
            if field in ("id", *_NEEDED) or not values.get(field):
                raise
            remarks.append(f"'{field}' was left out: {_short(values.pop(field))} does not fit.")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def merged(old: Resource, new: Resource, addresses: Sequence[str] = ()) -> Resource:
    """The old resource with the collections, tags, notes and addresses of the new one too.

    What an editor wrote stays; empty fields are filled from the new one.
    """
    changes: dict[str, Any] = {
        name: _joined(getattr(old, name), getattr(new, name))
        for name in ("collections", "tags", "places", "keywords", "target_groups")
    }
    notes = [text for text in (old.notes, new.notes) if text]
    changes["notes"] = "\n\n".join(dict.fromkeys(notes)) or None
    further = _joined(old.also_at, [a for a in (new.url, *new.also_at, *addresses) if a])
    changes["also_at"] = tuple(a for a in further if a != old.url)
    for name in ("language", "date", "publisher", "authors", "event", "funding", "text", "url"):
        if not getattr(old, name):
            changes[name] = getattr(new, name)
    if changes.get("url"):
        changes["also_at"] = tuple(a for a in changes["also_at"] if a != changes["url"])
    return old.model_copy(update=changes)


def _joined(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
