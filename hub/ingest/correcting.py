"""What an editor types over a proposal."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from hub.catalogue.names import NameTable, concept_names, place_names
from hub.errors import IngestError
from hub.ingest.model import Fact, Facts, Proposal
from hub.model import Catalogue, Resource

TYPED = "typed"  #: the origin of what an editor typed
_LISTS = frozenset(
    {"collections", "tags", "places", "keywords", "authors", "target_groups", "also_at"}
)


def catalogued(resource: Resource) -> Proposal:
    """A resource of the catalogue, as the form of proposals takes it: without a source."""
    when = resource.updated or resource.added or dt.datetime.min.replace(tzinfo=dt.UTC)
    return Proposal(resource.id, resource, Facts(), when)


def corrected(
    proposal: Proposal, catalogue: Catalogue, typed: Mapping[str, str | Sequence[str]]
) -> Proposal:
    """The proposal with the fields that were typed. An empty value empties the field.

    Parts of groups are named like ``event.start``. Tags and places may be ids or names; words the
    tables do not know become keywords. Raises IngestError for a value that does not fit.
    """
    values = _values(proposal.resource)
    facts: list[Fact] = []
    for field, value in typed.items():
        given = [value] if isinstance(value, str) else list(value)
        given = [text for text in (g.strip() for g in given) if text]
        facts += [Fact(field, text, TYPED) for text in given]
        _set(values, field, given)
    _resolve(values, catalogue, typed)
    values["collections"] = catalogue.renamed.every("collection", values["collections"])
    _check_collections(values, catalogue)
    resource = _resource(values)
    assumed = tuple(field for field in proposal.assumed if not typed.get(field))
    return replace(
        proposal,
        resource=resource,
        assumed=assumed,
        facts=replace(proposal.facts, all=(*facts, *proposal.facts.all)),
    )


def _values(resource: Resource) -> dict[str, Any]:
    values = resource.model_dump()
    for part in ("event", "funding", "evidence"):
        values[part] = {k: v for k, v in (values[part] or {}).items() if v}
    return values


def _set(values: dict[str, Any], field: str, given: list[str]) -> None:
    part, _, name = field.partition(".")
    if field in _LISTS:
        values[field] = tuple(dict.fromkeys(given))
    elif name:
        values[part] = {k: v for k, v in values[part].items() if k != name}
        values[part] |= {name: given[0]} if given else {}
    else:
        values[field] = given[0] if given else None


def _resolve(values: dict[str, Any], catalogue: Catalogue, typed: Iterable[str]) -> None:
    for field, table in (
        ("tags", concept_names(catalogue.thesaurus.by_id.values(), catalogue.renamed)),
        ("places", place_names(catalogue.gazetteer.by_id.values(), catalogue.renamed)),
    ):
        if field in typed:
            ids, words = _ids(values[field], table)
            values[field] = ids
            values["keywords"] = tuple(dict.fromkeys((*values["keywords"], *words)))


def _ids(words: Iterable[str], table: NameTable) -> tuple[tuple[str, ...], list[str]]:
    """The ids that words stand for, and the words that stand for none or for several."""
    found, rest = dict[str, None](), []
    for word in words:
        ids = table.find(word)
        if len(ids) == 1:
            found[ids[0]] = None
        else:
            rest.append(word)
    return tuple(found), rest


def _check_collections(values: dict[str, Any], catalogue: Catalogue) -> None:
    for id in values["collections"]:
        if id not in catalogue.collections:
            raise IngestError(
                "There is no collection '{id}'. Choose one of {ids}.",
                id=id,
                ids=", ".join(catalogue.collections),
            )


def _resource(values: dict[str, Any]) -> Resource:
    for name in ("title", "type", "collections"):
        if not values.get(name):
            raise IngestError("The field '{field}' must be filled. Fill it in.", field=name)
    try:
        return Resource.model_validate({k: v for k, v in values.items() if v})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"] if isinstance(step, str)) or "event"
        if field == "evidence":
            raise IngestError(
                "An evidence step needs its source. Say who assessed the method, or choose "
                "'not assessed'."
            ) from error
        if field == "event":
            raise IngestError(
                "The event ends before it starts. Correct its first or its last day."
            ) from error
        raise IngestError(
            "'{value}' does not fit the field '{field}'. Correct it, or leave it empty.",
            field=field,
            value=str(first["input"])[:80],
        ) from error
