"""Forms that the pages send and that somebody with an account must have sent.

The script of the pages sends them and goes on to the address it is given; without it the browser
does, and is redirected.
"""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from hub.accounts import Account, Accounts, Session
from hub.curation.saved.coding import SavedProblem
from hub.curation.saved.searches import NO_GUESTS
from hub.errors import HubError
from hub.settings import Settings
from hub.web.addresses import same_origin
from hub.web.forms import STALE, FormError, read_form, same
from hub.web.headers import reader_language
from hub.web.pages import Pages

Form = Mapping[str, str]
#: Where to go on, or that and more for the script.
Answer = str | Mapping[str, Any]
Action = Callable[[Account, Form, str], Answer]


class AccountActions(Pages):
    """Runs one of ``_actions`` for the account behind the session; each says where to go on."""

    def __init__(self, settings: Settings, accounts: Accounts) -> None:
        super().__init__(settings, accounts)
        self._actions: Mapping[str, Action] = {}
        self._unknown = ""  #: said where there is no such action
        self._back = "/saved"  #: where to go when something went wrong

    async def act(self, request: Request) -> Response:
        """Do what the form asks for, if it comes from a page of this session."""
        session = request.scope.get("state", {}).get("hub_session")
        soft = "application/json" in request.headers.get("accept", "")
        try:
            form = await self._proved(request, session)
            language = reader_language(request, self._settings)
            work = self._actions.get(request.path_params["action"])
            answer = await run_in_threadpool(self._do, work, session, form, language)
        except FormError as error:
            return self._refused(request, soft, error.status, self._say(request)(error.sentence))
        except HubError as error:
            return self._refused(request, soft, 400, error.text(self._say(request)))
        said = {"next": answer} if isinstance(answer, str) else dict(answer)
        return JSONResponse(said) if soft else RedirectResponse(said["next"], 303)

    async def _proved(self, request: Request, session: object) -> Form:
        form = await read_form(request)
        if not isinstance(session, Session) or not same(session.csrf, form.get("csrf", "")):
            raise FormError(403, STALE)
        if not same_origin(request, self._settings.public_url):
            raise FormError(403, STALE)
        return form

    def _do(self, work: Action | None, session: Session, form: Form, language: str) -> Answer:
        if work is None:
            raise SavedProblem(self._unknown)
        if session.email is None:
            raise SavedProblem(NO_GUESTS)
        return work(self._accounts.account(session.email), form, language)

    def _refused(self, request: Request, soft: bool, status: int, sentence: str) -> Response:
        if soft:
            return JSONResponse({"error": sentence}, status)
        return self.page(request, "message.html", status, sentence=sentence, to=self._back)
