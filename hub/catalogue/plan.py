"""What an import means for the catalogue: decided without touching a file."""

import datetime as dt
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from hub.catalogue.addresses import clean_address, same_page_key
from hub.catalogue.batch import RESOURCES, Batch
from hub.catalogue.entries import KEYS, read_resource, resource_data, tidy
from hub.catalogue.loading import is_id
from hub.catalogue.names import NameTable, by_address, concept_names, new_id, place_names, slug
from hub.catalogue.problems import explain, notice, problem
from hub.catalogue.reading import Document
from hub.catalogue.tables import is_mirror
from hub.model import Catalogue, Problem, Resource

#: What an import that does not name them leaves as they are. All else is the source's to say.
KEPT = ("notes", "status", "superseded_by", "added", "updated", "reviewed", "text", "also_at")


@dataclass(frozen=True)
class Step:
    """What is to be done with one resource of an import: nothing, if it is what we have."""

    resource: Resource | None = None  #: None: rejected
    before: Resource | None = None  #: None: it is new
    rejected: Problem | None = None
    cleaned: tuple[str, str, str] | None = None
    notices: tuple[Problem, ...] = ()


@dataclass
class _Row:
    """One resource of an import on its way."""

    data: dict[str, Any]
    line: int | None
    notices: list[Problem] = field(default_factory=list)
    cleaned: tuple[str, str] | None = None

    def note(self, message: str, **values: str | int) -> None:
        self.notices.append(notice(RESOURCES, message, self.line, **values))


class Planner:
    """Compares the resources of an import with the catalogue."""

    def __init__(self, batch: Batch, catalogue: Catalogue, now: dt.datetime) -> None:
        self._batch = batch
        self._catalogue = catalogue
        self._now = now
        self._places = place_names(catalogue.gazetteer.by_id.values(), catalogue.renamed)
        self._concepts = concept_names(catalogue.thesaurus.by_id.values(), catalogue.renamed)
        self._aside = _set_aside(catalogue)
        self._by_address = by_address(catalogue.resources.values())
        # without any address, the same title means the same resource
        self._with_address = {r.id for r in catalogue.resources.values() if r.url}
        self._seen: set[str] = set()

    def steps(self) -> Iterator[Step]:
        """One step for each resource of the import, in its order."""
        document = self._batch.resources
        for position, data in enumerate(self._batch.rows):
            assert document
            yield self._step(document, position, data)

    def _step(self, document: Document, position: int, data: Any) -> Step:
        place = ("resources", position)
        line = document.line(place)
        if not isinstance(data, dict):
            message = "A resource must have keys such as 'title' and 'type'."
            return Step(rejected=problem(RESOURCES, message, line))
        row = _Row(dict(data), line)
        if not self._batch.exact:
            self._tidy_up(row)
        try:
            before = self._catalogue.resources.get(str(row.data.get("id", "")))
            resource = tidy(read_resource(self._merged(row.data, before)))
        except ValidationError as error:
            return Step(rejected=explain(RESOURCES, error, document, place))
        wrong = self._refusal(resource, line)
        if wrong:
            return Step(rejected=wrong)
        self._seen.add(resource.id)
        cleaned = (resource.id, *row.cleaned) if row.cleaned else None
        return Step(resource, before, None, cleaned, tuple(row.notices))

    def _tidy_up(self, row: _Row) -> None:
        _clean(row)
        self._give_id(row)
        _map_names(row, "places", self._places, _UNKNOWN_PLACE)
        _map_names(row, "tags", self._concepts, _UNKNOWN_TAG)
        url = row.data.get("url")
        if isinstance(url, str) and is_mirror(self._catalogue.publishers, url):
            row.note(
                "'{id}' lies on a host that only mirrors documents: {url}. Look for the original.",
                id=row.data["id"],
                url=url,
            )

    def _give_id(self, row: _Row) -> None:
        given = row.data.get("id")
        if given is None or given == "":
            known = self._known_at(row.data.get("url"))
            row.data["id"] = known.id if known else self._own_id(row.data)
            row.data |= {"url": known.url} if known else {}  # in the spelling that we have
        elif isinstance(given, str) and not is_id(given) and slug(given):
            row.data["id"] = slug(given)
            row.note(_NEW_ID, old=given, new=row.data["id"])

    def _known_at(self, url: Any) -> Resource | None:
        """The resource that has this address already, or had it before."""
        id = self._by_address.get(same_page_key(url)) if isinstance(url, str) else None
        return self._catalogue.resources[id] if id else None

    def _own_id(self, data: Mapping[str, Any]) -> str:
        title, url = str(data.get("title", "")), data.get("url")
        others: Container[str] = self._catalogue.resources if url else self._with_address
        return new_id(title, url, _AnyOf(others, self._seen, self._aside))

    def _merged(self, data: dict[str, Any], before: Resource | None) -> dict[str, Any]:
        """The data with what an import leaves alone."""
        if not before:
            return data if data.get("added") or self._batch.exact else data | {"added": self._now}
        old = resource_data(before)
        kept = {k: v for k, v in old.items() if k in KEPT or k not in KEYS}
        merged = {**kept, **data, "added": before.added or data.get("added")}
        if not self._batch.exact and _was_at(before, data.get("url")):
            merged["url"] = before.url  # the import knows an address of old
        merged = {k: v for k, v in merged.items() if v is not None or k not in KEYS}
        if not data.get("updated") and _differs(merged, before):
            merged["updated"] = self._now
        return merged

    def _refusal(self, resource: Resource, line: int | None) -> Problem | None:
        if resource.id in self._seen:
            message = "The id '{id}' stands twice in this import; the first entry counts."
            return problem(RESOURCES, message, line, id=resource.id)
        if resource.id in self._aside:
            message = "The catalogue's own file {path} is broken. Mend or remove it first."
            return problem(RESOURCES, message, line, path=self._aside[resource.id])
        if resource.id == "collection":
            return problem(RESOURCES, "The id 'collection' is reserved. Choose another.", line)
        missing = [c for c in resource.collections if c not in self._catalogue.collections]
        if missing:
            message = "There is no collection '{id}'. Correct it, or import the collection too."
            return problem(RESOURCES, message, line, id=missing[0])
        return None


class _AnyOf:
    """Whatever one of several holds."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, id: object) -> bool:
        return any(id in part for part in self._parts)


def _was_at(resource: Resource, url: Any) -> bool:
    """Whether this is a former or further address of the resource, not its own."""
    if not isinstance(url, str) or not resource.url or not resource.also_at:
        return False
    page = same_page_key(url)
    further = {same_page_key(address) for address in resource.also_at}
    return page in further and page != same_page_key(resource.url)


_NEW_ID = "The id '{old}' cannot be used; it became '{new}'."
_UNKNOWN_PLACE = (
    "The place '{name}' of '{id}' is not in places.yaml and became a keyword.",
    "The place '{name}' of '{id}' may be any of {ids} and became a keyword. Write the id.",
)
_UNKNOWN_TAG = (
    "The tag '{name}' of '{id}' is not in thesaurus.yaml and became a keyword.",
    "The tag '{name}' of '{id}' may be any of {ids} and became a keyword. Write the id.",
)


def _clean(row: _Row) -> None:
    url = row.data.get("url")
    if isinstance(url, str) and clean_address(url) != url:
        row.data["url"] = clean_address(url)
        row.cleaned = (url, row.data["url"])


def _map_names(row: _Row, key: str, names: NameTable, messages: tuple[str, str]) -> None:
    """Names become ids; what is unknown or ambiguous becomes a keyword, and is reported."""
    given, keywords = row.data.get(key), row.data.get("keywords") or []
    if not isinstance(given, list) or not isinstance(keywords, list):
        return  # the wrong shape is explained when the resource is read
    ids: list[str] = []
    for name in map(str, given):
        found = names.find(name)
        if len(found) == 1:
            ids += [found[0]] if found[0] not in ids else []
        else:
            keywords = [*keywords, name] if name not in keywords else keywords
            id = str(row.data.get("id", ""))
            row.note(messages[bool(found)], name=name, id=id, ids=", ".join(found))
    row.data[key] = ids
    row.data["keywords"] = keywords


def _differs(data: Mapping[str, Any], before: Resource) -> bool:
    return tidy(read_resource(data)) != before


def _set_aside(catalogue: Catalogue) -> dict[str, str]:
    """The files of the catalogue that cannot be read, by the id they should have."""
    return {
        path.rsplit("/", 1)[1].removesuffix(".yaml"): path
        for path in (p.path for p in catalogue.problems if p.fatal)
        if "/" in path and not path.endswith("/collection.yaml")
    }


def duplicates(
    changed: Sequence[Resource], catalogue: Catalogue, key: Any
) -> Iterator[tuple[str, str, str]]:
    """Pairs of ids that may be the same page, with the address: at least one is ``changed``."""
    ids = {r.id for r in changed}
    pages: dict[str, list[Resource]] = {}
    for resource in {**catalogue.resources, **{r.id: r for r in changed}}.values():
        if resource.url:
            pages.setdefault(key(resource.url), []).append(resource)
    for same in pages.values():
        for other in same[1:]:
            if same[0].id in ids or other.id in ids:
                yield same[0].id, other.id, other.url or ""
