"""What people do with saved searches, alerts and feeds: forms that the pages send.

The script of the pages sends them and goes on to the address it is given; without it the browser
does, and is redirected.
"""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from hub.accounts import Account, Accounts, Session
from hub.curation import Curation
from hub.curation.saved.coding import SavedProblem, checked
from hub.curation.saved.rows import NO_SEARCH
from hub.curation.saved.searches import NO_GUESTS
from hub.errors import HubError
from hub.model.curation import FeedKind, Rhythm, Sharing
from hub.settings import Settings
from hub.web.addresses import same_origin
from hub.web.forms import STALE, FormError, read_form, same
from hub.web.headers import reader_language
from hub.web.pages import Pages

Form = Mapping[str, str]
NO_ACTION = "This cannot be done with a saved search. Load the page again."


class SavedActions(Pages):
    """One method for each thing that can be done; each returns where to go on."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts)
        self._curation = curation
        self._actions: dict[str, Callable[[Account, Form, str], str]] = {
            "add": self._add,
            "change": self._change,
            "settings": self._settle,
            "copy": self._copy,
            "delete": self._delete,
            "restore": self._restore,
            "replace": self._replace,
            "feed": self._feed,
            "renew": self._renew,
            "shut": self._shut,
        }

    async def act(self, request: Request) -> Response:
        """Do what the form asks for, if it comes from a page of this session."""
        session = request.scope.get("state", {}).get("hub_session")
        soft = "application/json" in request.headers.get("accept", "")
        try:
            form = await self._proved(request, session)
            language = reader_language(request, self._settings)
            work = self._actions.get(request.path_params["action"])
            next = await run_in_threadpool(self._do, work, session, form, language)
        except FormError as error:
            return self._refused(request, soft, error.status, self._say(request)(error.sentence))
        except HubError as error:
            return self._refused(request, soft, 400, error.text(self._say(request)))
        return JSONResponse({"next": next}) if soft else RedirectResponse(next, 303)

    async def _proved(self, request: Request, session: object) -> Form:
        form = await read_form(request)
        if not isinstance(session, Session) or not same(session.csrf, form.get("csrf", "")):
            raise FormError(403, STALE)
        if not same_origin(request, self._settings.public_url):
            raise FormError(403, STALE)
        return form

    def _do(
        self,
        work: Callable[[Account, Form, str], str] | None,
        session: Session,
        form: Form,
        language: str,
    ) -> str:
        if work is None:
            raise SavedProblem(NO_ACTION)
        if session.email is None:
            raise SavedProblem(NO_GUESTS)
        return work(self._accounts.account(session.email), form, language)

    def _refused(self, request: Request, soft: bool, status: int, sentence: str) -> Response:
        if soft:
            return JSONResponse({"error": sentence}, status)
        return self.page(request, "message.html", status, sentence=sentence)

    # Saved searches

    def _add(self, who: Account, form: Form, language: str) -> str:
        rhythm = _rhythm(form)
        query, sharing = checked(form.get("query", "")), _sharing(form)
        search = self._curation.saved.add(who, form.get("called", ""), query, sharing)
        if rhythm:
            self._curation.alerts.switch(who, search.id, rhythm, language)
        return f"/search?saved={search.id}&done=add"

    def _change(self, who: Account, form: Form, language: str) -> str:
        id = _id(form)
        self._curation.alerts.change(who, id, checked(form.get("query", "")))
        return f"/search?saved={id}&done=change"

    def _settle(self, who: Account, form: Form, language: str) -> str:
        """Name, sharing and alert in one form; of another's search the alert alone."""
        id, rhythm = _id(form), _rhythm(form)
        if "called" in form:
            sharing = _sharing(form)
            self._curation.saved.rename(who, id, form["called"])
            self._curation.saved.share(who, id, sharing)
        self._curation.alerts.switch(who, id, rhythm, language)
        return f"/saved?done=settings&id={id}"

    def _copy(self, who: Account, form: Form, language: str) -> str:
        return f"/saved?done=copy&id={self._curation.saved.copy(who, _id(form)).id}"

    def _delete(self, who: Account, form: Form, language: str) -> str:
        return f"/saved?done=delete&id={self._curation.saved.delete(who, _id(form)).id}"

    def _restore(self, who: Account, form: Form, language: str) -> str:
        return f"/saved?done=restore&id={self._curation.saved.restore(who, _id(form)).id}"

    def _replace(self, who: Account, form: Form, language: str) -> str:
        id = _id(form)
        facet, value, new = (form.get(name, "") for name in ("facet", "value", "replacement"))
        self._curation.alerts.replace(who, id, facet, value, new)
        return f"/search?saved={id}&done=change"

    # Feeds

    def _feed(self, who: Account, form: Form, language: str) -> str:
        kind, subject = _about(form)
        self._curation.feeds.make(who, kind, subject)
        return _feeds(kind, subject, "feed")

    def _renew(self, who: Account, form: Form, language: str) -> str:
        kind, subject = _about(form)
        self._curation.feeds.renew(who, kind, subject)
        return _feeds(kind, subject, "renew")

    def _shut(self, who: Account, form: Form, language: str) -> str:
        kind, subject = _about(form)
        self._curation.feeds.shut(who, kind, subject)
        return _feeds(kind, subject, "shut")


def _feeds(kind: FeedKind, subject: str, done: str) -> str:
    id = subject if kind is FeedKind.SEARCH and subject.isdigit() else ""
    return f"/saved?done={done}&id={id}"


def _id(form: Form) -> int:
    text = form.get("search", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SavedProblem(NO_SEARCH)
    return int(text)


def _rhythm(form: Form) -> Rhythm | None:
    text = form.get("rhythm", "none")
    if text == "none":
        return None
    if text not in {rhythm.value for rhythm in Rhythm}:
        raise SavedProblem(NO_ACTION)
    return Rhythm(text)


def _sharing(form: Form) -> Sharing:
    text = form.get("sharing", Sharing.PRIVATE.value)
    if text not in {sharing.value for sharing in Sharing}:
        raise SavedProblem(NO_ACTION)
    return Sharing(text)


def _about(form: Form) -> tuple[FeedKind, str]:
    kind = form.get("kind", "")
    if kind not in {known.value for known in FeedKind}:
        raise SavedProblem(NO_ACTION)
    return FeedKind(kind), form.get("subject", "")
