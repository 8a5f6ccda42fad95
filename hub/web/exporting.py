"""Lists and single resources as files, as a page to print, and as a page for Zotero's button.

The addresses carry what those of the search page do, or ``saved=`` or ``id=``; and who asks gets
what the search shows to them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from hub.accounts import Session
from hub.addressing import pairs, query_from
from hub.core import Hub
from hub.curation.saved.coding import SavedProblem
from hub.curation.saved.rows import NO_SEARCH
from hub.errors import HubError, NotFound
from hub.exporting import (
    FORMATS,
    SEPARATORS,
    Edition,
    ExportError,
    Format,
    citation,
    format_named,
    printing,
)
from hub.exporting.coins import coins, head
from hub.exporting.naming import file_name
from hub.model import Access, Query
from hub.web.headers import reader_language
from hub.web.pages import Pages

PRINT_MOST = 2000  #: resources on a page to print: browsers lay it out as a whole
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_OWN = frozenset({"saved", "done", "page", "format", "separator"})  #: they say nothing of the query
NEEDS_MENDING = (
    "A part of this saved search no longer exists. Open it, mend or leave out that part, then "
    "export it."
)
TOO_LONG = (
    "This list has {number} entries, and a page to print holds {most} at most. Narrow the search, "
    "or take a table."
)
NO_SEPARATOR = "There is no separator {name!r}. Choose semicolon or comma."


@dataclass(frozen=True)
class Order:
    """What is asked for: which resources, seen how, and under which title."""

    ids: Sequence[str]
    access: Access
    edition: Edition
    address: str  #: what of the address names the list


class ExportPages(Pages):
    """The pages; each method answers one route."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub.settings, hub.accounts)
        self._hub = hub

    def routes(self) -> list[Route]:
        """All of them only read."""
        return [
            Route("/export", self.export),
            Route("/print", self.print),
            Route("/cite", self.cite),
        ]

    async def export(self, request: Request) -> Response:
        """A file, or where no format is named the choice of one."""
        try:
            order = await run_in_threadpool(self._order, request)
            name = request.query_params.get("format", "")
            if not name:
                return self._choice(request, order)
            return self._file(request, order, format_named(name))
        except HubError as error:
            return self._refused(request, error)

    async def print(self, request: Request) -> Response:
        """The page to print."""
        try:
            order = await run_in_threadpool(self._order, request)
            if len(order.ids) > PRINT_MOST:
                words = order.edition.words
                number, most = words.number(len(order.ids)), words.number(PRINT_MOST)
                raise ExportError(TOO_LONG, number=number, most=most)
        except HubError as error:
            return self._refused(request, error)
        format = FORMATS["print"]
        headers = {"Content-Security-Policy": printing.policy()}
        return self._stream(request, order, format, headers)

    async def cite(self, request: Request) -> Response:
        """A resource as reference managers read it off a page."""
        try:
            return await run_in_threadpool(self._cite, request)
        except HubError as error:
            return self._refused(request, error)

    # What is asked for

    def _order(self, request: Request) -> Order:
        params = {name: request.query_params.getlist(name) for name in request.query_params}
        access = self._access(request)
        edition = self._edition(request, access)
        if "id" in params:
            resource = self._hub.resource(params["id"][-1], access)
            named = replace(edition, title=resource.title, total=1)
            return Order([resource.id], access, named, urlencode({"id": resource.id}))
        saved = params.get("saved", [""])[-1]
        query, title = query_from(params), ""
        if saved and not set(params) - _OWN:
            query, title = self._saved(request, saved)
        query = replace(query, offset=0)
        ids = self._hub.exporter.found(query, access)
        title, about = title or self._title(query, edition), self._about(query, edition, access)
        edition = replace(edition, title=title, about=about, total=len(ids))
        return Order(ids, access, edition, urlencode(pairs(query)))

    def _saved(self, request: Request, number: str) -> tuple[Query, str]:
        """A saved search as whoever asks may open it. Raises SavedProblem."""
        session = _session(request)
        if session.email is None or not (
            number.isascii() and number.isdigit() and len(number) < 10
        ):
            raise SavedProblem(NO_SEARCH)
        who = self._hub.accounts.account(session.email)
        opened = self._hub.curation.saved.open(who, int(number))
        if not opened.whole:
            raise ExportError(NEEDS_MENDING)
        return opened.query, opened.search.name

    def _title(self, query: Query, edition: Edition) -> str:
        if query.text:
            return edition.words.t("Search: {words}", words=query.text[:200])
        if _one_collection(query):
            return edition.label("collection", query.filters.chosen("collection")[0])
        return edition.words.t("Resources")

    def _about(self, query: Query, edition: Edition, access: Access) -> str:
        """What the title does not say of the query already."""
        said = replace(query, text="")
        if not query.text and _one_collection(query):
            said = replace(said, filters=replace(query.filters, values={}))
        return self._hub.exporter.about(said, access, edition.language)

    def _edition(self, request: Request, access: Access) -> Edition:
        day = dt.datetime.now(ZoneInfo(self._settings.time_zone)).date()
        language = reader_language(request, self._settings)
        edition = self._hub.exporter.edition(access, language, day)
        name = request.query_params.get("separator", "semicolon" if language == "de" else "comma")
        if name not in SEPARATORS:
            raise ExportError(NO_SEPARATOR, name=name[:20])
        home = self._settings.public_url or str(request.base_url)
        return replace(edition, separator=SEPARATORS[name], home=home.rstrip("/"))

    def _access(self, request: Request) -> Access:
        return self._hub.access(_session(request))

    # What is answered

    def _file(self, request: Request, order: Order, format: Format) -> Response:
        name = file_name(order.edition, format)
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": FILE_POLICY,
        }
        return self._stream(request, order, format, headers)

    def _stream(
        self, request: Request, order: Order, format: Format, headers: dict[str, str]
    ) -> Response:
        if request.method == "HEAD":
            return Response(media_type=format.media_type, headers=headers)
        pieces: Iterator[bytes] = self._hub.exporter.write(
            format, order.ids, order.access, order.edition
        )
        return StreamingResponse(pieces, media_type=format.media_type, headers=headers)

    def _choice(self, request: Request, order: Order) -> Response:
        words = order.edition.words
        separator = "&separator=" + ("comma" if order.edition.separator == ";" else "semicolon")
        files = [(words.t(f.title), f".{f.ending}", name) for name, f in FORMATS.items()]
        return self.page(
            request,
            "export.html",
            title=order.edition.title,
            about=order.edition.about,
            number=words.n("{n} resource", "{n} resources", len(order.ids)),
            files=files,
            to=order.address,
            other=separator,
            other_is_comma=order.edition.separator == ";",
            back=f"/export?{order.address}",
        )

    def _cite(self, request: Request) -> Response:
        access = self._access(request)
        resource = self._hub.resource(request.query_params.get("id", ""), access)
        edition = self._edition(request, access)
        found = citation.cited(resource, edition)
        return self.page(
            request,
            "cite.html",
            cited=found,
            plain=citation.plain(found, edition),
            coins=coins(found),
            meta=head(found),
            files=[(FORMATS[name], name) for name in ("ris", "bibtex", "csl")],
            to=urlencode({"id": resource.id}),
            back=f"/cite?{urlencode({'id': resource.id})}",
        )

    def _refused(self, request: Request, error: HubError) -> Response:
        status = 404 if isinstance(error, NotFound | SavedProblem) else 400
        sentence = error.text(self._say(request))
        return self.page(request, "refused.html", status, sentence=sentence)


def _one_collection(query: Query) -> bool:
    filters = query.filters
    return set(filters.values) == {"collection"} and len(filters.chosen("collection")) == 1


def _session(request: Request) -> Session:
    session = request.scope.get("state", {}).get("hub_session")
    if not isinstance(session, Session):  # the gate lets nobody here; do not rely on one lock
        raise NotFound("There is no such resource, or it is not open to you.")
    return session


def export_routes(hub: Hub) -> list[Route]:
    """The routes of exports."""
    return ExportPages(hub).routes()
