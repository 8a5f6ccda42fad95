"""What editors send from the work list and the form of one resource, and what their fields find."""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from hub.accounts import EDITORS, Session
from hub.core import Hub
from hub.errors import HubError, NotFound
from hub.history import Change, Doer
from hub.ingest.correcting import catalogued
from hub.model import Access, Query, Resource, Status
from hub.upkeep.model import UpkeepError
from hub.upkeep.upkeep import EditedMeanwhile
from hub.web.addresses import safe_next, with_parts
from hub.web.desk import DeskActions, Form
from hub.web.forms import NOT_A_FORM, FormError

_FOUND = 8  #: resources that a field offers
_LONGEST = 300  #: characters that are looked for


class UpkeepActions(DeskActions):
    """The routes of upkeep. To all but editors there is nothing here."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._deeds: Mapping[str, Callable[[Session, Form], str]] = {
            "reviewed": self._review,
            "withdraw": self._withdraw,
            "supersede": self._supersede,
            "undo": self._undo,
        }

    def routes(self) -> list[Route]:
        """Forms, and one address that a field asks while somebody types."""
        return [
            Route("/worklist/do", self._answer(self._do), methods=["POST"]),
            Route("/edit/save", self._answer(self._save), methods=["POST"]),
            Route("/edit/find", self.find, methods=["GET"]),
        ]

    # The next step, one key away

    def _do(self, session: Session, form: Form) -> str:
        deed = self._deeds.get(form.one("do"))
        if deed is None:
            raise FormError(400, NOT_A_FORM)
        next = deed(session, form)
        self._searchable()
        return next

    def _review(self, session: Session, form: Form) -> str:
        resource = self._wanted(session, form)
        change = self._hub.upkeep.review([resource.id], self._doer(session))
        return _done(form, "reviewed", change, resource.id)

    def _withdraw(self, session: Session, form: Form) -> str:
        resource = self._wanted(session, form)
        doer = self._doer(session)
        change = self._hub.upkeep.set_status(resource.id, Status.WITHDRAWN, doer)
        return _done(form, "withdrawn", change, resource.id)

    def _supersede(self, session: Session, form: Form) -> str:
        resource = self._wanted(session, form)
        new = self._chosen(session, form, "successor")
        if new is None:
            raise UpkeepError("Choose the resource that takes its place.")
        change = self._hub.upkeep.supersede(resource.id, new.id, self._doer(session))
        return _done(form, "superseded", change, resource.id)

    def _undo(self, session: Session, form: Form) -> str:
        undo_own(self._hub, form.one("change"), self._doer(session))
        return with_parts(_back(form), done="undone", change="", of="")

    # One resource

    def _save(self, session: Session, form: Form) -> str:
        """Save the form; where somebody else was faster, show both versions."""
        now = self._wanted(session, form)
        new = self._typed(now, session, form)
        if form.one("do") == "reviewed":
            new = new.model_copy(update={"reviewed": self._hub.upkeep.today().isoformat()})
        try:
            change = self._hub.upkeep.edit(new, form.one("version"), self._doer(session))
        except EditedMeanwhile as error:
            return self._both(error, form)
        self._hub.ingest.drafts.remove(form.one("draft"))
        self._searchable()
        return _done(form, "edited", change, now.id)

    def _both(self, error: EditedMeanwhile, form: Form) -> str:
        """What was typed is kept as a draft, and the form opens again with it."""
        joined = error.joined
        drafts = self._hub.ingest.drafts
        drafts.remove(form.one("draft"))
        return with_parts(
            "/edit",
            id=joined.resource.id,
            draft=drafts.keep(catalogued(joined.resource)).id,
            version=error.version,
            taken=",".join(joined.taken),
            clashes=",".join(joined.clashes),
            back=form.one("here"),
        )

    def _typed(self, now: Resource, session: Session, form: Form) -> Resource:
        """The resource as the form describes it; what it does not show stays."""
        new = self._corrected(catalogued(now), session, form).resource
        update: dict[str, object] = {}
        if form.one("f-status") in {status.value for status in Status}:
            update["status"] = Status(form.one("f-status"))
        if form.has("f-successor"):
            update["superseded_by"] = self._successor(now, session, form)
        return new.model_copy(update=update)

    def _successor(self, now: Resource, session: Session, form: Form) -> str | None:
        """What was chosen; one that this editor may not see stays where the field is empty."""
        resources = self._hub.catalogue().resources
        before = resources.get(now.superseded_by or "")
        shown = before if before and self._access(session).sees(before) else None
        typed = form.one("f-successor").strip()
        if typed == (shown.title if shown else "") and not form.one("f-successor.id"):
            return now.superseded_by
        chosen = self._chosen(session, form, "f-successor")
        return chosen.id if chosen else None

    # Small things

    def _wanted(self, session: Session, form: Form) -> Resource:
        """The whole resource of a form, if this editor may see it. Raises NotFound."""
        id = self._hub.resource(form.one("resource"), self._access(session)).id
        return self._hub.catalogue().resources[id]

    def _chosen(self, session: Session, form: Form, name: str) -> Resource | None:
        """The resource that a field names: as chosen from the list, by id, address or title."""
        typed = (form.one(f"{name}.id") or form.one(name)).strip()
        if not typed:
            return None
        access = self._access(session)
        seen = [r for r in self._hub.catalogue().resources.values() if access.sees(r)]
        id = typed.partition("/resource?id=")[2].partition("&")[0] or typed
        found = [r for r in seen if r.id == id] or [
            r for r in seen if r.title.casefold() == typed.casefold() or r.url == typed
        ]
        if len(found) != 1:
            raise UpkeepError(
                "'{text}' names no single resource. Choose one from the list that appears while "
                "you type.",
                text=typed[:80],
            )
        return found[0]

    def _doer(self, session: Session) -> Doer:
        return doer(self._hub, session)

    async def find(self, request: Request) -> Response:
        """Resources whose titles begin with what is typed, then those a search finds."""
        session = request.scope.get("state", {}).get("hub_session")
        if not isinstance(session, Session) or session.role not in EDITORS:
            return PlainTextResponse("", 404)
        text = request.query_params.get("words", "").strip()[:_LONGEST]
        but = request.query_params.get("but", "")
        found = await run_in_threadpool(self._find, text, but, self._access(session))
        return JSONResponse({"found": found}, headers={"Cache-Control": "no-store"})

    def _find(self, text: str, but: str, access: Access) -> list[dict[str, str]]:
        if not text:
            return []
        titles = [s.id for s in self._hub.suggest(text, access, _FOUND) if s.kind == "title"]
        hits = [hit.id for hit in self._hub.search(Query(text, limit=_FOUND + 1), access).hits]
        resources = self._hub.catalogue().resources
        ids = [id for id in dict.fromkeys((*titles, *hits)) if id != but and id in resources]
        return [_offer(resources[id]) for id in ids if access.sees(resources[id])][:_FOUND]


def doer(hub: Hub, session: Session) -> Doer:
    """The account behind a session, as the history names it."""
    account = hub.accounts.account(session.email).id if session.email else None
    return Doer(account, session.name)


def undo_own(hub: Hub, number: str, by: Doer) -> None:
    """Take back a change that this very person has made. Raises NotFound for any other."""
    id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    try:
        own = hub.history.change(id).by.account == by.account
    except HubError:
        own = False
    if not own:
        raise NotFound("There is no such change of yours. Look into the history.")
    hub.history.undo(id, by=by)


def _offer(resource: Resource) -> dict[str, str]:
    facts = (resource.publisher, resource.date)
    return {
        "id": resource.id,
        "title": resource.title,
        "facts": " · ".join(fact for fact in facts if fact),
    }


def _back(form: Form) -> str:
    here = form.one("here")
    return safe_next(here) if here.startswith(("/worklist", "/resource?")) else "/worklist"


def _done(form: Form, done: str, change: Change, id: str) -> str:
    """Where to go on, with what was done and how to take it back."""
    here = form.one("here")
    to = _back(form) if here else with_parts("/resource", id=id)
    return with_parts(to, done=done, change=str(change.id), of=id)


def upkeep_routes(hub: Hub) -> list[Route]:
    """The routes of upkeep."""
    return UpkeepActions(hub).routes()
