"""The shapes of the answers, as JSON Schema 2020-12. That of a resource comes from the model."""

from collections.abc import Mapping
from typing import Any

from hub.model import FACETS, Resource, ResourceType
from hub.model.collection import CollectionAccess
from hub.web.api.data import HIDDEN
from hub.web.api.problems import KINDS, QUOTA_EXCEEDED

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
GRADES = (
    *("exact", "stem", "part", "derived", "synonym", "translated", "tag", "place", "prefix"),
    "address",
)


def schemas() -> Schema:
    """Every named shape."""
    named = {
        "Search": _search(),
        "Hit": _hit(),
        "Facets": _object(query=TEXT, total=COUNT, facets=_ref("FacetValues")),
        "FacetValues": _object(**{name: _list(_ref("FacetValue")) for name in FACETS}),
        "FacetValue": _object(value=TEXT, label=TEXT, count=COUNT, selected={"type": "boolean"}),
        "Advice": _object(
            kind=TEXT,
            subject=TEXT,
            count=_maybe(COUNT),
            query=_maybe(TEXT),
            text=_said(TEXT, "The advice as a sentence in the language of the answer."),
        ),
        "Collections": _object(collections=_list(_ref("Collection"))),
        "Collection": _collection(),
        "Suggestions": _object(prefix=TEXT, suggestions=_list(_ref("Suggestion"))),
        "Suggestion": _object(
            text=TEXT, kind={"type": "string", "enum": ["title", "tag", "place"]}, id=TEXT
        ),
        "Problem": _problem(),
    }
    return named | _resource()


def _search() -> Schema:
    return _object(
        query=TEXT,
        total=_said(COUNT, "Hits on all pages."),
        took_ms=_said({"type": "number", "minimum": 0}, "Milliseconds. No part of the ETag."),
        corrected=_said(_maybe(TEXT), "The words as they were searched, where they differ."),
        hits=_list(_ref("Hit")),
        facets=_ref("FacetValues"),
        advice=_list(_ref("Advice")),
    )


def _hit() -> Schema:
    span = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
    return _object(
        id=TEXT,
        title=TEXT,
        url=_maybe(TEXT),
        score={"type": "number"},
        type=_type(),
        language=_maybe(TEXT),
        date=_said(_maybe(TEXT), "As precise as it is known: 2024, 2024-05 or 2024-05-31."),
        collections=_list(TEXT),
        snippets=_said(
            _list(_object(text=TEXT, spans=_list(span))),
            "Pieces of the text, with what to mark as [from, to) in characters. None of press "
            "articles.",
        ),
        why=_list(_object(word=TEXT, grade=TEXT, found=TEXT)),
    )


def _collection() -> Schema:
    newest = _object(id=TEXT, title=TEXT, type=_type(), date=_maybe(TEXT))
    by_language = {"type": "object", "additionalProperties": TEXT}
    return _object(
        id=TEXT,
        title=_said(by_language, "By language; German is always there."),
        description=by_language,
        access={"type": "string", "enum": [a.value for a in CollectionAccess]},
        count=COUNT,
        newest=_list(newest),
    )


def _resource() -> Schema:
    """The model's own schema: every field is always there, those inside the hub are not."""
    whole = Resource.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    named = {name: _always(schema) for name, schema in whole["$defs"].items()}
    fields = {n: s for n, s in whole["properties"].items() if n not in HIDDEN}
    labels = {"type": "object", "additionalProperties": TEXT}
    fields["page"] = _said(TEXT, "Where people read it in the hub.")
    fields["labels"] = _object(collection=labels, tag=labels, place=labels)
    return named | {"Resource": _always({"type": "object", "properties": fields})}


def _always(schema: Mapping[str, Any]) -> Schema:
    """The schema of what we send: without defaults, and nothing may be missing."""
    kept = {k: v for k, v in schema.items() if k not in ("title", "description")}
    if "properties" not in schema:
        return kept
    properties = {
        name: {k: v for k, v in own.items() if k not in ("title", "default")}
        for name, own in schema["properties"].items()
    }
    return {
        **kept,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _problem() -> Schema:
    schema = _object(
        type={"type": "string", "format": "uri"},
        title=TEXT,
        status={"type": "integer", "enum": sorted({kind.status for kind in KINDS.values()})},
        detail=_said(TEXT, "What is wrong and what helps, in the language of the answer."),
    )
    schema["properties"] |= {
        "errors": _list({"type": "object", "required": ["parameter"]}),
        "known": _said(_list(TEXT), "The parameters there are."),
        "violated-policies": _said(_list(TEXT), f"With {QUOTA_EXCEEDED}."),
    }
    return schema | {"additionalProperties": True}


def _type() -> Schema:
    return {"type": "string", "enum": [each.value for each in ResourceType]}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
