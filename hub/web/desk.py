"""What editors send from their pages: an address or a file to add, and decisions of the inbox.

The script of the pages sends the forms and goes on to the address it is told; without it the
browser is redirected.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from hub.accounts import EDITORS, Session
from hub.core import Hub
from hub.errors import HubError, IndexBusy, IngestError
from hub.history import Doer, What
from hub.history.fields import name_of
from hub.i18n import Translate, translator
from hub.ingest.correcting import corrected
from hub.ingest.fetching import as_fetched
from hub.ingest.model import Proposal
from hub.model import Access
from hub.web.addresses import same_origin
from hub.web.forms import NOT_A_FORM, STALE, FormError, same
from hub.web.headers import reader_language

_FIELDS = 1000  #: of a form: topics and places are many
_PART = 2 * 1024 * 1024  #: bytes of one field

#: The fields of a resource that an editor's form has, and those that hold several values.
SINGLE = (
    *("title", "url", "type", "language", "date", "publisher", "summary", "notes"),
    *("event.start", "event.end", "event.place", "funding.deadline", "funding.funder"),
    *("evidence.step", "evidence.source", "evidence.effect", "evidence.mechanism"),
    *("evidence.moderators", "evidence.implementation", "evidence.economic_cost"),
)
LINES = ("authors", "places", "tags", "keywords", "target_groups", "also_at")

UPLOAD_TOO_LARGE = (
    "The file is larger than {limit} MB. Raise HUB_FETCH_LIMIT_MB, or add a smaller one."
)
NOTHING_GIVEN = "Paste an address or choose a file."

Fields = Mapping[str, Sequence[str]]


class DeskActions:
    """The routes of the editors' pages. To all others there is nothing here."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[Route]:
        """All of them take forms only."""
        return [
            Route("/add/look", self._answer(self._look), methods=["POST"]),
            Route("/add/save", self._answer(self._add), methods=["POST"]),
            Route("/inbox/decide", self._answer(self._decide), methods=["POST"]),
            Route("/inbox/several", self._answer(self._several), methods=["POST"]),
        ]

    def _answer(self, work: "Work") -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            session = request.scope.get("state", {}).get("hub_session")
            if not isinstance(session, Session) or session.role not in EDITORS:
                return PlainTextResponse("", 404)
            soft = "application/json" in request.headers.get("accept", "")
            say = translator(reader_language(request, self._hub.settings))
            try:
                form = await self._form(request, session)
                next = await run_in_threadpool(work, session, form)
            except FormError as error:
                return _refused(soft, error.status, say(error.sentence))
            except HubError as error:
                return _refused(soft, 400, _sentence(error, say))
            return JSONResponse({"next": next}) if soft else RedirectResponse(next, 303)

        return answer

    async def _form(self, request: Request, session: Session) -> "Form":
        """The form, if it is not too large and comes from a page of this session."""
        limit = self._hub.settings.fetch_limit_mb
        length = request.headers.get("content-length", "")
        if not length.isdigit():
            raise FormError(411, NOT_A_FORM)
        if int(length) > limit * 1_000_000 + _PART:
            raise IngestError(UPLOAD_TOO_LARGE, limit=limit)
        try:
            data = await request.form(max_files=1, max_fields=_FIELDS, max_part_size=_PART)
        except HTTPException as error:
            raise FormError(400, NOT_A_FORM) from error
        form = await _read(data)
        if not same(session.csrf, form.one("csrf")) or not same_origin(
            request, self._hub.settings.public_url
        ):
            raise FormError(403, STALE)
        return form

    # Add

    def _look(self, session: Session, form: "Form") -> str:
        """Fetch and read what was given; the draft is then corrected on the page."""
        desk = self._hub.ingest
        if form.file is not None:
            proposal = desk.look_at_fetched(as_fetched(form.file, form.file_name))
        elif form.one("address").strip():
            proposal = desk.look_at(form.one("address"))
        else:
            raise IngestError(NOTHING_GIVEN)
        return _to("/add", draft=desk.drafts.keep(proposal).id)

    def _add(self, session: Session, form: "Form") -> str:
        desk, id = self._hub.ingest, form.one("proposal")
        if form.one("do") == "discard":
            desk.drafts.remove(id)
            return "/add?done=discarded"
        draft = self._corrected(desk.drafts.get(id), session, form)
        if form.one("do") == "inbox":
            desk.judging.put(draft, draft.resource)
            desk.drafts.remove(id)
            return "/add?done=inbox"
        with self._done_by(session, "resource.added", title=draft.resource.title):
            resource = desk.judging.save(draft, draft.resource, self._account(session))
        desk.drafts.remove(id)
        self._searchable()
        return _to("/add", done="saved", resource=resource.id)

    # Inbox

    def _decide(self, session: Session, form: "Form") -> str:
        desk, id, account = self._hub.ingest, form.one("proposal"), self._account(session)
        proposal = self._seen(desk.inbox.wanted(id), session)
        done = form.one("do")
        next = form.one("next")
        if done == "reject":
            desk.judging.reject(id, form.one("reason"), account)
        elif done == "merge":
            into = self._target(form.one("into"), session)
            title = self._hub.catalogue().resources[into].title
            with self._done_by(session, "resource.merged", title=title):
                desk.judging.merge(id, into, account)
        elif done == "edit":
            changed = self._corrected(proposal, session, form)
            desk.judging.edit(id, changed.resource, account)
            next = id
        elif done == "accept":
            changed = self._corrected(proposal, session, form) if form.has("f-title") else proposal
            with self._done_by(session, "resource.accepted", title=changed.resource.title):
                desk.judging.accept(id, account, changed.resource)
        else:
            raise FormError(400, NOT_A_FORM)
        self._searchable()
        return _to("/inbox", id=next, done=done)

    def _several(self, session: Session, form: "Form") -> str:
        """Accept or reject all that were ticked; those that somebody else was faster with are
        left out."""
        desk, account = self._hub.ingest, self._account(session)
        chosen = [p for id in form.all("chosen") if (p := desk.inbox.get(id)) is not None]
        chosen = [self._seen(p, session) for p in chosen]
        if not chosen:
            raise IngestError("Tick at least one proposal first.")
        with self._done_by(session, "bulk.accepted", number=len(chosen)):
            for proposal in chosen:
                if form.one("do") == "reject":
                    desk.judging.reject(proposal.id, form.one("reason"), account)
                else:
                    desk.judging.accept(proposal.id, account)
        self._searchable()
        return _to("/inbox", done=form.one("do"), number=str(len(chosen)))

    # Small things

    def _seen(self, proposal: Proposal, session: Session) -> Proposal:
        """The proposal, unless it is for collections that this editor may not see."""
        if not any(True for _ in self._access(session).visible(proposal.resource.collections)):
            self._hub.ingest.inbox.wanted("")  # says that there is none
        return proposal

    def _target(self, id: str, session: Session) -> str:
        return self._hub.resource(id, self._access(session)).id

    def _corrected(self, proposal: Proposal, session: Session, form: "Form") -> Proposal:
        """The proposal as the form shows it. Collections the editor may not see stay."""
        typed: dict[str, str | Sequence[str]] = {
            name: form.one(f"f-{name}") for name in SINGLE if form.has(f"f-{name}")
        }
        for name in LINES:
            if form.has(f"f-{name}"):
                lines = form.one(f"f-{name}").splitlines()
                typed[name] = tuple(dict.fromkeys((*lines, *form.all(f"f-{name}.more"))))
        if form.has("f-home"):
            typed["collections"] = self._collections(proposal, session, form)
        return corrected(replace(proposal, assumed=()), self._hub.catalogue(), typed)

    def _collections(self, proposal: Proposal, session: Session, form: "Form") -> Sequence[str]:
        chosen = dict.fromkeys((form.one("f-home"), *form.all("f-collections")))
        known = set(self._access(session).visible(self._hub.catalogue().collections))
        if not set(chosen) <= known:
            raise FormError(400, NOT_A_FORM)
        hidden = [c for c in proposal.resource.collections if c not in known]
        if proposal.resource.home in hidden:
            return (*hidden, *chosen)
        return (*chosen, *hidden)

    def _access(self, session: Session) -> Access:
        return self._hub.access(session)

    def _account(self, session: Session) -> int | None:
        return self._hub.accounts.account(session.email).id if session.email else None

    def _doer(self, session: Session) -> Doer:
        return Doer(self._account(session), session.name)

    def _done_by(
        self, session: Session, kind: str, **values: str | int
    ) -> AbstractContextManager[object]:
        """What is written within is one change of the history, by this person."""
        return self._hub.history.by(self._doer(session), What(kind, values))

    def _searchable(self) -> None:
        """The next search finds it; where the index is being written, a moment later."""
        with suppress(IndexBusy):
            self._hub.refresh()


class Form:
    """Fields with several values each, and at most one file."""

    def __init__(self, fields: Fields, file: bytes | None = None, file_name: str = "") -> None:
        self._fields = fields
        self.file = file
        self.file_name = file_name

    def has(self, name: str) -> bool:
        """Whether the form had the field at all."""
        return name in self._fields

    def one(self, name: str) -> str:
        """The last value of a field, or nothing."""
        values = self._fields.get(name, ())
        return values[-1] if values else ""

    def all(self, name: str) -> Sequence[str]:
        """All values of a field."""
        return self._fields.get(name, ())


Work = Callable[[Session, Form], str]


async def _read(data: FormData) -> Form:
    fields: dict[str, list[str]] = {}
    file, name = None, ""
    for key, value in data.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            if content or value.filename:
                file, name = content, value.filename or ""
        else:
            fields.setdefault(key, []).append(_text(value))
    await data.close()
    return Form(fields, file, name)


def _text(value: str) -> str:
    """What was typed; browsers send line ends of their own, the files know one kind."""
    return value.replace("\0", "").replace("\r\n", "\n")


def _sentence(error: HubError, say: Translate) -> str:
    """What went wrong, with the field called as on the form."""
    if not isinstance(error, IngestError) or "field" not in error.values:
        return error.text(say)
    named = say(name_of(str(error.values["field"])))
    return IngestError(error.message, **{**error.values, "field": named}).text(say)


def _refused(soft: bool, status: int, sentence: str) -> Response:
    if soft:
        return JSONResponse({"error": sentence}, status)
    return PlainTextResponse(sentence + "\n", status)


def _to(path: str, **parts: str) -> str:
    return f"{path}?{urlencode({k: v for k, v in parts.items() if v})}"


def desk_routes(hub: Hub) -> list[Route]:
    """The routes of the editors' pages."""
    return DeskActions(hub).routes()
