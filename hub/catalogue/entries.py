"""A resource or collection as the plain data of its file, and back."""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel

from hub.model import Collection, Event, Evidence, Funding, Resource, Status

#: The keys of a resource file that the hub knows, in their order.
KEYS = tuple(name for name in Resource.model_fields if name != "unknown")
COLLECTION_KEYS = tuple(n for n in Collection.model_fields if n not in ("id", "unknown"))
_PARTS: Mapping[str, type[BaseModel]] = {"event": Event, "funding": Funding, "evidence": Evidence}
_DATES = frozenset({"date", "start", "end", "deadline", "reviewed"})
_EMPTY: tuple[Any, ...] = (None, "", [], ())


def read_resource(data: Mapping[str, Any]) -> Resource:
    """The resource that a file's data describes. Raises pydantic's ValidationError.

    Empty values count as absent. Numbers where a text belongs are taken as they are written.
    """
    known = {k: as_text(v) for k, v in data.items() if k in KEYS and v not in _EMPTY}
    unknown = {k: v for k, v in data.items() if k not in KEYS}
    for key, part in _PARTS.items():
        if isinstance(known.get(key), dict):
            foreign = {k: data[key][k] for k in known[key] if k not in part.model_fields}
            known[key] = {
                k: v for k, v in known[key].items() if k not in foreign and v not in _EMPTY
            }
            unknown |= {key: foreign} if foreign else {}
    return Resource.model_validate({**known, "unknown": unknown} if unknown else known)


def unknown_keys(resource: Resource) -> list[tuple[str, ...]]:
    """The places of the keys in the resource's file that the hub does not know."""
    return [
        place
        for key, value in resource.unknown.items()
        for place in ([(key, inner) for inner in value] if key in _PARTS else [(key,)])
    ]


def resource_data(resource: Resource) -> dict[str, Any]:
    """What stands in the resource's file: filled fields in their order, then unknown keys."""
    data: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(resource, key)
        if key in _PARTS and value is not None:
            data[key] = _part_data(value) | dict(resource.unknown.get(key, {}))
        elif value not in _EMPTY and not (key == "status" and value is Status.PUBLISHED):
            data[key] = _plain(key, value)
    return data | {k: v for k, v in resource.unknown.items() if k not in _PARTS}


def tidy(resource: Resource) -> Resource:
    """The resource with empty texts as None, as it comes back from its file."""
    changes: dict[str, Any] = {
        key: None for key in ("publisher", "summary", "notes") if getattr(resource, key) == ""
    }
    for key in _PARTS:
        part = getattr(resource, key)
        empty = [name for name in _PARTS[key].model_fields if getattr(part, name, None) == ""]
        if empty:
            changes[key] = part.model_copy(update=dict.fromkeys(empty))
    return resource.model_copy(update=changes) if changes else resource


def read_collection(id: str, data: Mapping[str, Any]) -> Collection:
    """The collection that a ``collection.yaml`` describes. Raises ValidationError."""
    known = {k: v for k, v in data.items() if k in COLLECTION_KEYS and v not in _EMPTY}
    for key in ("title", "description", "access"):
        if key in known:
            known[key] = as_text(known[key])
    unknown = {
        k: v for k, v in data.items() if k not in COLLECTION_KEYS and k not in ("id", "slug")
    }
    return Collection.model_validate({"id": id, **known, "unknown": unknown})


def collection_data(collection: Collection) -> dict[str, Any]:
    """What stands in the collection's file."""
    data: dict[str, Any] = {"title": collection.title}
    if collection.description:
        data["description"] = collection.description
    data |= {"order": collection.order, "access": str(collection.access)}
    if collection.public_metadata:
        data["public_metadata"] = True
    if collection.sources:
        data["sources"] = [dict(source) for source in collection.sources]
    return data | dict(collection.unknown)


def as_text(value: Any) -> Any:
    """The value with every number, true and false in it as the text it was written as."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def _part_data(part: BaseModel) -> dict[str, Any]:
    return {
        key: _plain(key, value)
        for key in type(part).model_fields
        if (value := getattr(part, key)) not in _EMPTY
    }


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if key in _DATES and value.isdigit() and value[0] != "0":
        return int(value)  # a year looks better without quotes
    return value


def _moment(moment: dt.datetime) -> str:
    """As short as it can be: midnight is the bare day."""
    moment = moment.astimezone(dt.UTC)
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.replace(tzinfo=None).isoformat() + "Z"
