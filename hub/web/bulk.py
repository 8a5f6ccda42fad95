"""The plain page on which editors change many resources at once. It needs no script.

Tick hits of a search, say what is to be done, look at the preview, do it, and undo it if need be.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hub.accounts import EDITORS, Session
from hub.addressing import pairs, query_from
from hub.core import Hub
from hub.errors import HubError
from hub.i18n import Translate, translator
from hub.i18n.words import Words
from hub.model import Access, Query, Resource, ResourceType, Status
from hub.upkeep.bulk import FACETS, LARGEST, Deed, Plan, Wish
from hub.upkeep.upkeep import PlanChanged, seal_of
from hub.web.desk import DeskActions, Form
from hub.web.forms import NOT_A_FORM, FormError
from hub.web.headers import reader_language
from hub.web.pages import Pages
from hub.web.upkeep import doer, undo_own

HERE = "/bulk"
LISTED = 100  #: hits that can be ticked one by one
_FIELDS = ("tags", "collections", "type", "status", "reviewed")  #: what a bulk edit can change


@dataclass(frozen=True)
class _Asked:
    """What a form of this page says."""

    query: Query
    everything: bool  #: all hits, not only those that are ticked
    chosen: frozenset[str]
    wish: Wish
    seal: str


class BulkPage(DeskActions):
    """One address: the list, the preview, the deed and its undo. Members find nothing here."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._pages = Pages(hub.settings, hub.accounts)

    def routes(self) -> list[Route]:
        """The page."""
        return [Route(HERE, self.bulk, methods=["GET", "POST"])]

    async def bulk(self, request: Request) -> Response:
        """The hits of the query in the address, and what can be done with them."""
        session = request.scope.get("state", {}).get("hub_session")
        if not isinstance(session, Session) or session.role not in EDITORS:
            return self._pages.page(request, "missing.html", 404)
        if request.method == "POST":
            return await self._posted(request, session)
        query = _query(request)
        return await run_in_threadpool(self._list, request, session, query, {})

    async def _posted(self, request: Request, session: Session) -> Response:
        query = _query(request)
        say = translator(reader_language(request, self._hub.settings))
        form = Form({})
        try:
            form = await self._form(request, session)
            return await run_in_threadpool(self._done, request, session, query, form)
        except FormError as error:
            status, sentence = error.status, say(error.sentence)
        except HubError as error:
            status, sentence = 400, error.text(say)
        kept = {"error": sentence, "asked": _asked(query, form), "status": status}
        return await run_in_threadpool(self._list, request, session, query, kept)

    def _done(self, request: Request, session: Session, query: Query, form: Form) -> Response:
        done = form.one("do")
        here = _address(query)
        if done == "undo":
            undo_own(self._hub, form.one("change"), doer(self._hub, session))
            self._searchable()
            return RedirectResponse(_with(here, "done", "undone"), 303)
        asked = _asked(query, form)
        access = self._access(session)
        if done == "back":
            return self._list(request, session, query, {"asked": asked})
        ids = self._ids(asked, access)
        if done == "apply":
            with suppress(PlanChanged):
                change = self._hub.upkeep.apply(
                    ids, asked.wish, access, asked.seal, doer(self._hub, session)
                )
                self._searchable()
                return RedirectResponse(_with(here, "done", str(change.id)), 303)
        elif done != "preview":
            raise FormError(400, NOT_A_FORM)
        plan = self._hub.upkeep.plan(ids, asked.wish, access)
        return self._preview(request, session, asked, plan, anew=done == "apply")

    def _ids(self, asked: _Asked, access: Access) -> Sequence[str]:
        found = self._hub.matching(replace(asked.query, offset=0), access)
        return [id for id in found if asked.everything or id in asked.chosen]

    # The list

    def _list(
        self, request: Request, session: Session, query: Query, kept: Mapping[str, Any]
    ) -> Response:
        access = self._access(session)
        catalogue = self._hub.catalogue()
        ids = self._hub.matching(query, access)
        language = reader_language(request, self._hub.settings)
        done = request.query_params.get("done", "")
        return self._pages.page(
            request,
            "bulk.html",
            kept.get("status", 200),
            back=_address(query),
            here=_address(query),
            search="/search" + _address(query).removeprefix(HERE),
            csrf=session.csrf,
            query=query,
            hits=[self._shown(catalogue.resources[id], access, language) for id in ids[:LISTED]],
            total=len(ids),
            listed=LISTED,
            most=LARGEST,
            asked=kept.get("asked") or _asked(query, Form({})),
            error=kept.get("error", ""),
            done=done if not kept else "",
            told=self._told(done, session) if not kept else "",
            choices=self._choices(access, language),
            n=_numbers(language),
            number=Words(language).number,
        )

    def _told(self, number: str, session: Session) -> int:
        """How many resources the change of this number has changed; 0 where it is nobody's."""
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return 0
        try:
            change = self._hub.history.change(int(number))
        except HubError:
            return 0
        own = change.by.account == doer(self._hub, session).account
        return int(change.what.values.get("number", 0)) if own else 0

    def _choices(self, access: Access, language: str) -> Mapping[str, Sequence[tuple[str, str]]]:
        """What the fields offer: values with their labels."""
        catalogue = self._hub.catalogue()

        def labelled(facet: str, values: Sequence[str]) -> list[tuple[str, str]]:
            return [(v, self._hub.label(facet, v, language, access)) for v in values]

        tags = labelled("tag", [*catalogue.thesaurus.by_id])
        return {
            "tags": sorted(tags, key=lambda pair: pair[1].casefold()),
            "collections": labelled("collection", [*access.visible(catalogue.collections)]),
            "types": labelled("type", [each.value for each in ResourceType]),
            "statuses": [(s.value, translator(language)(_STATUS[s])) for s in Status],
        }

    def _shown(self, resource: Resource, access: Access, language: str) -> Mapping[str, Any]:
        """A resource as a row."""
        return {
            "id": resource.id,
            "title": resource.title,
            "language": resource.language,
            "facts": [
                self._hub.label("type", resource.type.value, language, access),
                *([Words(language).date(resource.date)] if resource.date else []),
                *(
                    self._hub.label("collection", id, language, access)
                    for id in access.visible(resource.collections)
                ),
                *(
                    [translator(language)(_STATUS[resource.status])]
                    if resource.status is not Status.PUBLISHED
                    else []
                ),
            ],
        }

    # The preview

    def _preview(
        self, request: Request, session: Session, asked: _Asked, plan: Plan, *, anew: bool
    ) -> Response:
        language = reader_language(request, self._hub.settings)
        say, access = translator(language), self._access(session)
        return self._pages.page(
            request,
            "bulk_preview.html",
            409 if anew else 200,
            back=_address(asked.query),
            here=_address(asked.query),
            csrf=session.csrf,
            asked=asked,
            wish=self._wish(plan.wish, access, language, say),
            seal=seal_of(plan),
            anew=anew,
            changes=[self._change(b, a, access, language, say) for b, a in plan.changes[:LISTED]],
            number=len(plan.changes),
            same=plan.same,
            refused=[(r.resource, r.text(say)) for r in plan.refused],
            listed=LISTED,
            n=_numbers(language),
        )

    def _wish(self, wish: Wish, access: Access, language: str, say: Translate) -> str:
        facet = FACETS.get(wish.deed, "")
        name = self._hub.label(facet, wish.value, language, access) if facet else wish.value
        if wish.deed is Deed.SET_STATUS:
            name = say(_STATUS[Status(wish.value)])
        source = self._hub.label("collection", wish.source, language, access)
        return say(_DEEDS[wish.deed]).format(name=name, source=source)

    def _change(
        self, before: Resource, after: Resource, access: Access, language: str, say: Translate
    ) -> Mapping[str, Any]:
        """The one field that changes, as it is and as it would be."""
        field = next(f for f in _FIELDS if getattr(before, f) != getattr(after, f))
        values = [self._value(r, field, access, language, say) for r in (before, after)]
        return {"resource": before, "before": values[0], "after": values[1]}

    def _value(
        self, resource: Resource, field: str, access: Access, language: str, say: Translate
    ) -> str:
        value = getattr(resource, field)
        if field == "collections":
            value = tuple(access.visible(value))
        if field in ("tags", "collections"):
            return ", ".join(self._hub.label(field[:-1], v, language, access) for v in value)
        if field == "type":
            return self._hub.label(field, value.value, language, access)
        return say(_STATUS[value]) if field == "status" else value or ""


_STATUS = {
    Status.PUBLISHED: "published",
    Status.DRAFT: "draft",
    Status.WITHDRAWN: "withdrawn",
}
_DEEDS = {
    Deed.ADD_TAG: "Add the topic “{name}”",
    Deed.REMOVE_TAG: "Take the topic “{name}” off",
    Deed.ADD_COLLECTION: "Put into the collection “{name}” as well",
    Deed.REMOVE_COLLECTION: "Take out of the collection “{name}”",
    Deed.MOVE_COLLECTION: "Move from the collection “{source}” to “{name}”",
    Deed.SET_TYPE: "Set the type to “{name}”",
    Deed.SET_STATUS: "Set the visibility to “{name}”",
    Deed.REVIEWED: "Mark as reviewed today",
}


def _query(request: Request) -> Query:
    params = request.query_params
    return replace(query_from({name: params.getlist(name) for name in params}), offset=0)


def _asked(query: Query, form: Form) -> _Asked:
    """What the form says; a deed that there is not counts as none."""
    deed = form.one("deed")
    known = Deed(deed) if deed in {each.value for each in Deed} else Deed.ADD_TAG
    filled = [each for each in Deed if form.one(each.value).strip()]
    if known is not Deed.REVIEWED and known not in filled and len(filled) == 1:
        known = filled[0]  # its button was forgotten; the preview tells what is meant
    return _Asked(
        query=query,
        everything=form.one("which") == "all",
        chosen=frozenset(form.all("chosen")),
        wish=Wish(known, form.one(known.value), form.one("source")),
        seal=form.one("seal"),
    )


def _address(query: Query) -> str:
    parts = pairs(query)
    return _with(HERE, *(part for pair in parts for part in pair))


def _with(address: str, *parts: str) -> str:
    text = urlencode(list(zip(parts[::2], parts[1::2], strict=True)))
    return address + ("&" if "?" in address else "?") + text if text else address


def _numbers(language: str) -> Any:
    """Counted words for the template."""
    return lambda one, many, number: Words(language).n(one, many, number)


def bulk_routes(hub: Hub) -> list[Route]:
    """The page for many resources."""
    return BulkPage(hub).routes()
