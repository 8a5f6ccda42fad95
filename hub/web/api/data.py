"""Resources, collections and suggestions as the plain data of the API."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import quote

from hub.exporting import leaving
from hub.model import Collection, Resource, ResourceType, Results, Suggestion

#: A facet value in words.
Label = Callable[[str, str], str]

HIDDEN = frozenset({"notes", "text", "unknown"})  #: fields that never leave the hub
_LABELLED = {"collection": "collections", "tag": "tags", "place": "places"}


class Overview(Protocol):
    """A collection with its number of resources and its newest ones."""

    @property
    def collection(self) -> Collection:
        """The collection."""

    @property
    def count(self) -> int:
        """How many resources one sees in it."""

    @property
    def newest(self) -> tuple[Resource, ...]:
        """The newest of them."""


def resource_data(resource: Resource, home: str, label: Label) -> dict[str, Any]:
    """A resource, already less what the person may not see; of the press no more than a note."""
    shown = leaving(resource)
    return {
        **shown.model_dump(mode="json", exclude=set(HIDDEN)),
        "page": page(home, resource.id),
        "labels": {
            facet: {value: label(facet, value) for value in getattr(shown, name)}
            for facet, name in _LABELLED.items()
        },
    }


def page(home: str, id: str) -> str:
    """Where people read a resource."""
    return f"{home}/resource?id={quote(id)}"


def without_press_texts(results: Results) -> Results:
    """The results with no piece of the text of a press article (R24)."""
    hits = tuple(
        replace(hit, snippets=()) if hit.type is ResourceType.NEWS else hit for hit in results.hits
    )
    return replace(results, hits=hits)


def collection_data(overview: Overview) -> dict[str, Any]:
    """A collection as the first page shows it."""
    collection = overview.collection
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "access": collection.access.value,
        "count": overview.count,
        "newest": [
            {"id": r.id, "title": r.title, "type": r.type.value, "date": r.when}
            for r in overview.newest
        ],
    }


def suggestion_data(suggestions: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """What a typed beginning may mean."""
    return [{"text": s.text, "kind": s.kind, "id": s.id} for s in suggestions]
