"""The description of the API (OpenAPI 3.1): made from the tables that answer the calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub import __version__
from hub.model import FACETS
from hub.web.api.parameters import NARROWING, SEARCH, SUGGESTIONS, Parameter
from hub.web.api.problems import KINDS, MEDIA_TYPE
from hub.web.api.schemas import schemas
from hub.web.gate import COOKIE

Data = dict[str, Any]

ABOUT = """\
The knowledge hub for programs. It only reads. Every call needs a personal token, which its owner
makes on the page of the account; it sees what its owner may see at that moment. The session of a
browser serves as well, so that links work. Sentences and labels are German or English, by
Accept-Language. Every answer has an ETag.
"""


@dataclass(frozen=True)
class Described:
    """What openapi.json says of one address."""

    path: str
    name: str
    summary: str
    schema: str
    parameters: Sequence[Parameter]
    example: Any


_HIT = {
    "id": "messer-und-jugend",
    "title": "Messer und Jugend",
    "url": "https://example.org/messer",
    "score": 7.1,
    "type": "document",
    "language": "de",
    "date": "2024-05",
    "collections": ["messergewalt"],
    "snippets": [{"text": "Messer im Schulalltag", "spans": [[0, 6]]}],
    "why": [{"word": "Messer", "grade": "exact", "found": "Messer"}],
}
_FACETS: Mapping[str, list[Data]] = {
    **{facet: [] for facet in FACETS},
    "type": [{"value": "document", "label": "Dokument", "count": 1, "selected": False}],
}
_RESOURCE = {
    "id": "messer-und-jugend",
    "title": "Messer und Jugend",
    "url": "https://example.org/messer",
    "type": "document",
    "collections": ["messergewalt"],
    "page": "https://hub.example.org/resource?id=messer-und-jugend",
}
_COLLECTION = {
    "id": "messergewalt",
    "title": {"de": "Messergewalt im öffentlichen Raum", "en": "Knife violence in public space"},
    "description": {"de": "Lage, Ursachen und Prävention."},
    "access": "members",
    "count": 41,
    "newest": [
        {"id": "messer-und-jugend", "title": "Messer und Jugend", "type": "document",
         "date": "2024-05"}
    ],
}  # fmt: skip

DESCRIBED = (
    Described(
        *("/search", "search", "Search the hub: the shape of `hub search --json`", "Search"),
        SEARCH,
        {"query": "Messer", "total": 1, "took_ms": 1.9, "corrected": None, "hits": [_HIT],
         "facets": _FACETS, "advice": []},
    ),
    Described(
        *("/facets", "facets", "What a search can be narrowed by, with counts", "Facets"),
        NARROWING,
        {"query": "Messer", "total": 1, "facets": _FACETS},
    ),
    Described(
        *("/resources/{id}", "resource", "One resource", "Resource"), (), None
    ),
    Described(
        *("/collections", "collections", "The collections one may see", "Collections"),
        (),
        {"collections": [_COLLECTION]},
    ),
    Described(
        *("/suggestions", "suggestions", "What a typed beginning may mean", "Suggestions"),
        SUGGESTIONS,
        {"prefix": "Mess", "suggestions": [
            {"text": "Messergewalt", "kind": "tag", "id": "knife-violence"}]},
    ),
)  # fmt: skip


def document(home: str) -> Data:
    """The description, as it is true for the hub at this address."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {"title": "Knowledge hub", "version": __version__, "description": ABOUT},
        "servers": [{"url": f"{home}/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "paths": {each.path: _path(each) for each in DESCRIBED} | {"/openapi.json": _itself()},
        "components": {
            "schemas": schemas(),
            "headers": _headers(),
            "responses": _refusals(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A personal token, which begins with `hub_`.",
                },
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
            "x-problems": {
                name: {"status": kind.status, "title": kind.title} for name, kind in KINDS.items()
            },
        },
    }


def _path(each: Described) -> Data:
    content: Data = {"schema": {"$ref": f"#/components/schemas/{each.schema}"}}
    if each.example is not None:
        content["example"] = each.example
    get = _operation(each.name, each.summary, each.parameters, content)
    head = _operation(f"{each.name}-head", f"{each.summary}: headers only", each.parameters, None)
    if "{id}" in each.path:
        id = {
            "name": "id",
            "in": "path",
            "required": True,
            "description": "The id of a resource, as hits name it.",
            "schema": {"type": "string", "minLength": 1},
            "example": _RESOURCE["id"],
        }
        for operation in (get, head):
            operation["parameters"] = [id]
            operation["responses"]["404"] = {"$ref": "#/components/responses/404"}
    return {"get": get, "head": head}


def _itself() -> Data:
    content = {"schema": {"type": "object"}}
    return {"get": _operation("openapi", "This description", (), content)}


def _operation(
    name: str, summary: str, parameters: Sequence[Parameter], content: Data | None
) -> Data:
    ok: Data = {"description": summary, "headers": _of_answer()}
    if content is not None:
        ok["content"] = {"application/json": content}
    not_changed = {"description": "Nothing has changed (If-None-Match).", "headers": _of_answer()}
    refusals = {
        str(status): {"$ref": f"#/components/responses/{status}"}
        for status in (400, 401, 405, 414, 429, 500, 503)
    }
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [parameter.described() for parameter in parameters],
        "responses": {"200": ok, "304": not_changed, **refusals},
    }


def _of_answer() -> Data:
    names = ("ETag", "Vary", "Cache-Control", "Content-Language", "RateLimit-Policy", "RateLimit")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _headers() -> Data:
    said = {
        "ETag": "Changes with what is said; send it as If-None-Match.",
        "Vary": "What the answer depends on.",
        "Cache-Control": "Answers are for the one who asked, and asked for again each time.",
        "Content-Language": "The language of sentences and labels: de or en.",
        "RateLimit-Policy": "How many calls (q) in how many seconds (w).",
        "RateLimit": "How many calls remain (r), and in how many seconds all are back (t).",
        "Retry-After": "Seconds to wait.",
        "WWW-Authenticate": "Bearer, and what is wrong with the token.",
        "Allow": "The methods there are.",
    }
    return {
        name: {"description": text, "required": True, "schema": {"type": "string"}}
        for name, text in said.items()
    }


def _refusals() -> Data:
    """One response for each status, with the kinds of problems that have it."""
    return {str(status): _refusal(status) for status in sorted({k.status for k in KINDS.values()})}


def _refusal(status: int) -> Data:
    of_status = {name: kind.title for name, kind in KINDS.items() if kind.status == status}
    own = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}.get(
        status
    )
    name = next(iter(of_status))
    example = {
        "type": f"https://hub.example.org/api/v1/openapi.json#/components/x-problems/{name}",
        "title": of_status[name],
        "status": status,
        "detail": "A sentence that says what is wrong and what helps.",
    }
    described: Data = {
        "description": "; ".join(f"{title} ({name})" for name, title in of_status.items()),
        "content": {
            MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
    if own:
        described["headers"] = {own: {"$ref": f"#/components/headers/{own}"}}
    return described
