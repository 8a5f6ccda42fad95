"""The plain pages on which editors change the thesaurus. Members find nothing here."""

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from slugify import slugify
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hub.accounts import EDITORS, Accounts, Session
from hub.catalogue.vocabulary.editing import row_of
from hub.errors import CatalogueError, ConceptChanged, HubError, NotFound
from hub.history import Doer, History, What
from hub.i18n import translator
from hub.model import Access, Catalogue, Concept, Query, Results, label_in
from hub.settings import Settings
from hub.thesaurus import ThesaurusCare
from hub.web.addresses import same_origin
from hub.web.forms import STALE, FormError, read_form, same
from hub.web.headers import reader_language
from hub.web.pages import Pages

LANGUAGES = ("de", "en", "fr")  #: languages the form has fields for; others stay as they are
EDIT = "/thesaurus/edit"
_SHOWN = 5  #: hits of the preview


class Care(Protocol):
    """What these pages need of the hub."""

    @property
    def settings(self) -> Settings:
        """How the hub is set up."""

    @property
    def accounts(self) -> Accounts:
        """Who may come in."""

    @property
    def thesaurus(self) -> ThesaurusCare:
        """Care for the thesaurus."""

    @property
    def history(self) -> History:
        """Every change of the catalogue."""

    def access(self, person: Session | None) -> Access:
        """What somebody may see."""

    def reload(self) -> Catalogue:
        """The catalogue as its files stand now."""


def care_routes(hub: Care) -> list[Route]:
    """The pages of editors that are plain requests."""
    return [Route(EDIT, ConceptPage(hub).edit, methods=["GET", "POST"])]


class ConceptPage(Pages):
    """The form of one concept: a new one, or one that is there."""

    def __init__(self, hub: Care) -> None:
        super().__init__(hub.settings, hub.accounts)
        self._hub = hub

    async def edit(self, request: Request) -> Response:
        """The form, and what it does: preview, save, delete."""
        session = request.scope.get("state", {}).get("hub_session")
        if not isinstance(session, Session) or session.role not in EDITORS:
            return self.page(request, "missing.html", 404)
        if request.method == "POST":
            return await self._posted(request, session)
        id = request.query_params.get("concept", "")
        try:
            fields = await run_in_threadpool(self._fields, id, self._language(request))
        except HubError as error:
            status = 404 if isinstance(error, NotFound) else 409
            return self._form(
                request, session, {"id": id}, status, error=self._text(request, error)
            )
        return self._form(request, session, fields)

    async def _posted(self, request: Request, session: Session) -> Response:
        form: Mapping[str, str] = {}
        try:
            form = await read_form(request)
            if not same(session.csrf, form.get("csrf", "")) or not same_origin(
                request, self._hub.settings.public_url
            ):
                raise FormError(403, STALE)
            return await run_in_threadpool(self._done, request, session, form)
        except FormError as error:
            sentence = translator(self._language(request))(error.sentence)
            return self._form(request, session, form, error.status, error=sentence)
        except ConceptChanged as error:
            return self._conflict(request, session, form, error)
        except HubError as error:
            return self._form(request, session, form, 400, error=self._text(request, error))

    def _done(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        care, version = self._hub.thesaurus, form.get("version", "")
        known = form.get("id", "") if version else ""
        if form.get("action") == "delete":
            with self._done_by(session, "tag.removed", known):
                care.remove(known, version)
            self._hub.reload()
            return RedirectResponse("/thesaurus?done=deleted", 303)
        id, row = self._row(form, known)
        if form.get("action") == "preview":
            query = Query(row["label"][self._language(request)], limit=_SHOWN)
            found = care.preview(id, row, query, self._hub.access(session))
            return self._form(request, session, form, found=found)
        label = str(row["label"].get("de", id))
        with self._done_by(session, "tag.saved", label):
            care.save(id, row, version)
        self._hub.reload()
        return RedirectResponse(f"/thesaurus?concept={id}&done=saved", 303)

    def _done_by(self, session: Session, kind: str, name: str) -> AbstractContextManager[object]:
        """What is written within is one change of the history, by this person."""
        account = self._hub.accounts.account(session.email).id if session.email else None
        return self._hub.history.by(Doer(account, session.name), What(kind, {"name": name}))

    def _row(self, form: Mapping[str, str], known: str) -> tuple[str, dict[str, Any]]:
        """Id and entry of the concept that the form describes."""
        row: dict[str, Any] = {}
        if known:
            row = row_of(self._hub.thesaurus.entry(known).concept)
        for key, value in (("label", _line), ("synonyms", _lines), ("note", _line)):
            texts = {code: value(form.get(f"{key}_{code}", "")) for code in LANGUAGES}
            row[key] = {k: v for k, v in {**row.get(key, {}), **texts}.items() if v}
        for code in ("de", "en"):
            if not row["label"].get(code):
                raise CatalogueError("Please fill in the German and the English label.")
        for key in ("broader", "related"):
            row[key] = self._hub.thesaurus.resolve(_lines(form.get(key, "")))
        id = known or slugify(form.get("id") or row["label"]["en"])[:120].strip("-")
        if not id:
            raise CatalogueError("Please fill in an id: small letters, digits and hyphens.")
        return id, {k: v for k, v in {**row, "id": id}.items() if v}

    def _fields(self, id: str, language: str) -> dict[str, str]:
        """What the form shows of a concept; nothing for a new one."""
        if not id:
            return {}
        entry = self._hub.thesaurus.entry(id)
        return {**self._shown(entry.concept, language), "id": id, "version": entry.version}

    def _shown(self, concept: Concept, language: str) -> dict[str, str]:
        known = self._hub.reload().thesaurus
        fields: dict[str, str] = {}
        for code in LANGUAGES:
            fields[f"label_{code}"] = concept.label.get(code, "")
            fields[f"synonyms_{code}"] = "\n".join(concept.synonyms.get(code, ()))
            fields[f"note_{code}"] = concept.note.get(code, "")
        for key in ("broader", "related"):
            others = [(other, known.get(other)) for other in getattr(concept, key)]
            fields[key] = "\n".join(label_in(o, language) if o else id for id, o in others)
        return fields

    def _conflict(
        self, request: Request, session: Session, form: Mapping[str, str], error: ConceptChanged
    ) -> Response:
        """Both versions; who saves again now has seen the other one."""
        id, language = form.get("id", ""), self._language(request)
        now: Mapping[str, str] = {}
        if isinstance(error.now, Concept):
            now = self._fields(error.now.id, language)
        fields = {**form, "id": id, "version": now.get("version", "")}
        sentence = self._text(request, error)
        return self._form(request, session, fields, 409, error=sentence, now=now, conflict=True)

    def _form(
        self,
        request: Request,
        session: Session,
        fields: Mapping[str, str],
        status: int = 200,
        *,
        error: str = "",
        found: Results | None = None,
        now: Mapping[str, str] | None = None,
        conflict: bool = False,
    ) -> Response:
        id = fields.get("id", "")
        return self.page(
            request,
            "concept.html",
            status,
            back=f"{EDIT}?concept={id}" if fields.get("version") else EDIT,
            csrf=session.csrf,
            fields={name: fields.get(name, "") for name in _NAMES},
            codes=LANGUAGES,
            error=error,
            found=found,
            now=now or {},
            conflict=conflict,
        )

    def _language(self, request: Request) -> str:
        return reader_language(request, self._hub.settings)

    def _text(self, request: Request, error: HubError) -> str:
        return error.text(translator(self._language(request)))


_NAMES = (
    "id",
    "version",
    *(f"{key}_{code}" for key in ("label", "synonyms", "note") for code in LANGUAGES),
    "broader",
    "related",
)


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    """One text a line; a comma does not divide, for words may hold one."""
    return list(dict.fromkeys(filter(None, map(_line, re.split(r"[\r\n]+", text)))))
