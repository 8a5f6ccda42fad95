"""The JSON API: who asks, how often, for what; and every answer with its headers."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from hub.accounts import Account, Accounts, Session
from hub.accounts.throttle import Waiting
from hub.answers import facet_data, search_data
from hub.errors import AccountError, HubError, NotFound
from hub.i18n import Translate, translator
from hub.model import Access, Catalogue, Query, Resource, Results, Suggestion
from hub.settings import Settings
from hub.web.addresses import client_address, proxy_networks
from hub.web.api import data, openapi
from hub.web.api.asking import query_of
from hub.web.api.languages import accepted_language
from hub.web.api.parameters import NARROWING, SEARCH, SUGGESTIONS, Given, Parameter, read
from hub.web.api.problems import MEDIA_TYPE, ApiProblem, document
from hub.web.api.quota import Quota, Standing
from hub.web.headers import BARE_POLICY, CACHING

ROOT = "/api/v1"
METHODS = ("GET", "HEAD")
#: Of every answer.
HEADERS = {
    "Vary": "Authorization, Cookie, Accept-Language",
    "Content-Security-Policy": BARE_POLICY,
}

LOGIN = (
    "The API wants a token: 'Authorization: Bearer hub_…'. "
    "You make one on the page of your account."
)
NO_SUCH = "There is no such thing, or it is not open to you."
NO_METHOD = "The API only reads: use GET or HEAD."
SPENT = "Your {limit} calls a minute are spent. Wait {seconds} seconds."
BROKEN = "The hub cannot answer at the moment. Try again in half a minute."
FAULT = "The hub made a mistake. Its operator finds the reason in the log of the server."

_log = logging.getLogger(__name__)


class ApiHub(Protocol):
    """What the API needs of the hub."""

    @property
    def settings(self) -> Settings:
        """How the hub is set up."""

    @property
    def accounts(self) -> Accounts:
        """Who may come in."""

    def access(self, person: Session | Account | None) -> Access:
        """What somebody may see."""

    def catalogue(self) -> Catalogue:
        """The catalogue as its files stand."""

    def search(self, query: Query, access: Access) -> Results:
        """One page of hits."""

    def suggest(self, prefix: str, access: Access, limit: int = 8) -> Any:
        """What a typed beginning may mean."""

    def resource(self, id: str, access: Access) -> Resource:
        """A resource. Raises NotFound."""

    def collections(self, access: Access, newest: int = 3) -> Any:
        """The collections with counts and newest resources."""

    def label(self, facet: str, value: str, language: str, access: Access) -> str:
        """A facet value in words."""


@dataclass(frozen=True)
class Caller:
    """Who asks: what they may see, and what their calls are counted by."""

    key: str
    access: Access


@dataclass(frozen=True)
class Call:
    """One call that may be answered."""

    access: Access
    given: Given
    language: str
    home: str  #: address of the hub, without a slash at its end
    rest: str  #: what the address names behind the name of the method

    def label(self, hub: ApiHub) -> Callable[[str, str], str]:
        """Says facet values in words."""
        return lambda facet, value: hub.label(facet, value, self.language, self.access)


@dataclass(frozen=True)
class Method:
    """One address of the API: its parameters, and what answers it."""

    parameters: tuple[Parameter, ...]
    answer: Callable[[ApiHub, Call], Mapping[str, Any]]


def api_routes(hub: ApiHub) -> list[Route]:
    """Everything under /api, also what there is not: nothing of it reaches another page."""
    return [_Whole("/api/{rest:path}", Api(hub))]


class _Whole(Route):
    """Takes every path, with line ends in it too, for which the pattern of a Route is blind.

    The gate lets everything under /api/ pass, so all of it must end here.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """By the beginning of the path alone."""
        ours = scope["type"] == "http" and scope["path"].startswith("/api/")
        return (Match.FULL, {"endpoint": self.endpoint}) if ours else (Match.NONE, {})


# What answers


def _search(hub: ApiHub, call: Call) -> Mapping[str, Any]:
    results = hub.search(query_of(call.given, hub.catalogue(), call.access), call.access)
    return search_data(data.without_press_texts(results), call.language, call.label(hub))


def _facets(hub: ApiHub, call: Call) -> Mapping[str, Any]:
    results = hub.search(query_of(call.given, hub.catalogue(), call.access), call.access)
    facets = facet_data(results, call.label(hub))
    return {"query": results.query.text, "total": results.total, "facets": facets}


def _resource(hub: ApiHub, call: Call) -> Mapping[str, Any]:
    resource = hub.resource(call.rest, call.access)
    return data.resource_data(resource, call.home, call.label(hub))


def _collections(hub: ApiHub, call: Call) -> Mapping[str, Any]:
    overviews = hub.collections(call.access)
    return {"collections": [data.collection_data(overview) for overview in overviews]}


def _suggestions(hub: ApiHub, call: Call) -> Mapping[str, Any]:
    prefix = call.given.one("prefix")
    found: list[Suggestion] = hub.suggest(prefix, call.access, call.given.one("limit"))
    return {"prefix": prefix, "suggestions": data.suggestion_data(found)}


def _openapi(hub: ApiHub, call: Call) -> Mapping[str, Any]:
    return openapi.document(call.home)


ANSWERS: Mapping[str, Method] = {
    "/search": Method(SEARCH, _search),
    "/facets": Method(NARROWING, _facets),
    "/resources/{id}": Method((), _resource),
    "/collections": Method((), _collections),
    "/suggestions": Method(SUGGESTIONS, _suggestions),
    "/openapi.json": Method((), _openapi),
}


def found(path: str) -> tuple[Method, str]:
    """The method of a path, and the id in it. Raises NotFound."""
    within = path.removeprefix(ROOT) if path.startswith(ROOT) else ""
    id = within.removeprefix("/resources/")
    if within != id and id and "/" not in id:
        return ANSWERS["/resources/{id}"], id
    if within in ANSWERS and "{" not in within:
        return ANSWERS[within], ""
    raise NotFound(NO_SUCH)


class Api:
    """The ASGI app behind /api. It lets nobody in by itself: the token or the session does."""

    def __init__(self, hub: ApiHub) -> None:
        self._hub = hub
        self._quota = Quota(hub.settings.api_calls)
        self._proxies = proxy_networks(hub.settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await run_in_threadpool(self._answer, request)
        if request.method == "HEAD":
            response.body = b""  # the headers stay those of the whole answer
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        language = accepted_language(
            request.headers.get("accept-language", ""), self._hub.settings.language
        )
        headers = {**HEADERS, "Content-Language": language}
        try:
            return self._served(request, language, headers)
        except NotFound:
            problem = ApiProblem(NO_SUCH, "not-found")
        except ApiProblem as error:
            problem = error
        except HubError as error:
            _log.error("%s", error)
            problem = ApiProblem(BROKEN, "out-of-order")
            problem.headers["Retry-After"] = "30"
        except Exception:  # a bug, told in our log and in no other way
            _log.exception("The API failed.")
            problem = ApiProblem(FAULT, "fault")
        return self._refusal(request, problem, translator(language), headers)

    def _served(self, request: Request, language: str, headers: dict[str, str]) -> Response:
        caller = self._caller(request)
        standing = self._quota.count(caller.key)
        headers.update(standing.headers)
        if standing.left < 0:
            raise _spent(standing)
        method, rest = found(request.scope["path"])
        if request.method not in METHODS:
            problem = ApiProblem(NO_METHOD, "read-only")
            problem.headers["Allow"] = ", ".join(METHODS)
            raise problem
        given = read(request.scope["query_string"], method.parameters, translator(language))
        call = Call(caller.access, given, language, self._home(request), rest)
        return _fresh(request, method.answer(self._hub, call), headers)

    # Who asks

    def _caller(self, request: Request) -> Caller:
        """By token, else by the session of the browser. Raises ApiProblem."""
        shown = request.headers.getlist("authorization")
        tokens = [text.partition(" ")[2].strip() for text in shown if _is_bearer(text)]
        if tokens:
            return self._by_token(request, tokens[0])
        session = request.scope.get("state", {}).get("hub_session")
        if isinstance(session, Session):
            return Caller(f"session {session.id}", self._hub.access(session))
        problem = ApiProblem(LOGIN, "login-needed")
        problem.headers["WWW-Authenticate"] = 'Bearer realm="hub"'
        raise problem

    def _by_token(self, request: Request, text: str) -> Caller:
        address = client_address(request, self._proxies)
        try:
            token, owner = self._hub.accounts.tokens.owner(text, address)
        except Waiting as error:
            problem = ApiProblem(error.message, "too-many-attempts", **error.values)
            problem.headers["Retry-After"] = str(max(1, round(error.wait + 0.5)))
            raise problem from error
        except AccountError as error:
            problem = ApiProblem(error.message, "wrong-token", **error.values)
            problem.headers["WWW-Authenticate"] = 'Bearer realm="hub", error="invalid_token"'
            raise problem from error
        return Caller(f"token {token.id}", self._hub.access(owner))

    # Answers

    def _home(self, request: Request) -> str:
        return (self._hub.settings.public_url or str(request.base_url)).rstrip("/")

    def _refusal(
        self, request: Request, problem: ApiProblem, say: Translate, headers: dict[str, str]
    ) -> Response:
        content = _json(document(problem, say, self._home(request)))
        return Response(
            content, problem.status, {**headers, **problem.headers}, media_type=MEDIA_TYPE
        )


def _is_bearer(text: str) -> bool:
    return text.partition(" ")[0].lower() == "bearer"


def _spent(standing: Standing) -> ApiProblem:
    problem = ApiProblem(SPENT, "quota-exceeded", limit=standing.limit, seconds=standing.seconds)
    problem.more["violated-policies"] = ["per-token"]
    return problem


def _fresh(request: Request, answer: Mapping[str, Any], headers: dict[str, str]) -> Response:
    """The answer; or only that the program has it already."""
    tag = _tag(answer, headers["Content-Language"])
    headers |= {"ETag": tag, "Cache-Control": CACHING}
    if _has(request.headers.getlist("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(_json(answer), 200, headers, media_type="application/json")


def _tag(answer: Mapping[str, Any], language: str) -> str:
    """A weak ETag: of all that was said, which is what the person may see, but how long it took."""
    lasting = {name: value for name, value in answer.items() if name != "took_ms"}
    digest = hashlib.sha256(language.encode() + _json(lasting)).hexdigest()
    return f'W/"{digest[:32]}"'


def _has(given: list[str], tag: str) -> bool:
    tags = {part.strip().removeprefix("W/") for text in given for part in text.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags


def _json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
