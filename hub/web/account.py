"""The page of one's own account: the password, and the tokens of one's programs."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hub.accounts import Session
from hub.accounts.tokens import GONE, LONGEST_NAME, MOST
from hub.errors import AccountError
from hub.i18n.words import Words, mark
from hub.web.addresses import client_address, same_origin
from hub.web.forms import STALE, FormError, read_form, same
from hub.web.headers import reader_language
from hub.web.pages import Pages

MISSING_FIELDS = "Please fill in all three fields."
DIFFERENT = "The new password was not typed the same way twice."
FOR_ACCOUNTS = "Guests have no password to change."
NO_TOKENS = "Guests have no tokens. Log in with an account."

#: What was done, by the value of ``done`` in the address.
DONE = {
    "1": mark(
        "Your password is changed. All your other sessions have ended, and your tokens are revoked."
    ),
    "revoked": mark("The token is revoked. Programs that have it get no more answers."),
}
#: How long a token may last: days, and how that is said.
LASTING = {
    "30": mark("30 days"),
    "90": mark("90 days"),
    "365": mark("a year"),
    "": mark("until it is revoked"),
}
USUAL = "365"

Form = Mapping[str, str]


class AccountPage(Pages):
    """The page and its forms."""

    async def account(self, request: Request) -> Response:
        """Change one's own password: all sessions and tokens end, and a fresh session begins."""
        session = _session(request)
        if session is None:  # the gate lets nobody here; a page must not rely on one lock
            return RedirectResponse("/login?next=/account", 303)
        if request.method != "POST":
            return await self._shown(request, session)
        try:
            form = await self._proved(request, session)
            token = await self._change_password(request, session, form)
        except (FormError, AccountError) as error:
            return await self._refused(request, session, error)
        return self._with_session(RedirectResponse("/account?done=1", 303), token)

    async def tokens(self, request: Request) -> Response:
        """Make a token, which is shown in the answer and never again; or revoke one."""
        session = _session(request)
        if session is None:
            return RedirectResponse("/login?next=/account", 303)
        if request.method != "POST":  # somebody loads the page with the new token again
            return RedirectResponse("/account#tokens", 303)
        try:
            form = await self._proved(request, session)
            if "revoke" in form:
                await run_in_threadpool(self._revoke, session, form["revoke"])
                return RedirectResponse("/account?done=revoked#tokens", 303)
            token = await run_in_threadpool(self._make, session, form)
        except (FormError, AccountError) as error:
            return await self._refused(request, session, error, of_tokens=True)
        return await self._shown(request, session, token=token)

    async def _proved(self, request: Request, session: Session) -> Form:
        form = await read_form(request)
        if not same(session.csrf, form.get("csrf", "")) or not same_origin(
            request, self._settings.public_url
        ):
            raise FormError(403, STALE)
        return form

    async def _change_password(self, request: Request, session: Session, form: Form) -> str:
        old, new, again = (form.get(name, "") for name in ("old", "new", "again"))
        if not (old and new and again):
            raise FormError(400, MISSING_FIELDS)
        if new != again:
            raise FormError(400, DIFFERENT)
        address = client_address(request, self._proxies)
        return await self._slowly(self._accounts.change_password, session, old, new, address)

    # Tokens

    def _make(self, session: Session, form: Form) -> str:
        days = form.get("days", "")
        if days not in LASTING:
            raise FormError(400, STALE)
        expires = dt.datetime.now(dt.UTC) + dt.timedelta(days=int(days)) if days else None
        return self._accounts.tokens.add(self._id(session), form.get("called", ""), expires)

    def _revoke(self, session: Session, text: str) -> None:
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise AccountError(GONE)
        self._accounts.tokens.revoke(int(text), self._id(session))

    def _id(self, session: Session) -> int:
        if session.email is None:
            raise AccountError(NO_TOKENS)
        return self._accounts.account(session.email).id

    # The page

    async def _refused(
        self,
        request: Request,
        session: Session,
        error: FormError | AccountError,
        of_tokens: bool = False,
    ) -> Response:
        say = self._say(request)
        if isinstance(error, FormError):
            status, sentence = error.status, say(error.sentence)
        else:
            status, sentence = 403, error.text(say)
        where = "token_error" if of_tokens else "error"
        return await self._shown(request, session, status, **{where: sentence})

    async def _shown(
        self, request: Request, session: Session, status: int = 200, **said: str
    ) -> Response:
        say = self._say(request)
        done = say(DONE.get(request.query_params.get("done", ""), ""))
        values = {"error": "", "token_error": "", "token": "", "done": "" if said else done}
        if session.email is None:
            status, said = 403, {"error": say(FOR_ACCOUNTS)}
        return await run_in_threadpool(self._page, request, session, status, values | said)

    def _page(
        self, request: Request, session: Session, status: int, values: Mapping[str, str]
    ) -> Response:
        words = Words(reader_language(request, self._settings))
        return self.page(
            request,
            "account.html",
            status,
            back="/account",
            session=session,
            tokens=self._rows(session, words),
            lasting={days: words.t(said) for days, said in LASTING.items()},
            usual=USUAL,
            most=MOST,
            longest=LONGEST_NAME,
            **values,
        )

    def _rows(self, session: Session, words: Words) -> list[Mapping[str, Any]]:
        """The tokens as the page lists them."""
        if session.email is None:
            return []
        now = dt.datetime.now(dt.UTC)
        return [
            {
                "id": token.id,
                "name": token.name,
                "start": token.start,
                "open": token.open(now),
                "created": words.day(token.created),
                "expires": _day(token.expires, words.day),
                "used": _day(token.used, words.day),
            }
            for token in self._accounts.tokens.of(self._id(session))
        ]


def _day(moment: dt.datetime | None, said: Callable[[dt.datetime], str]) -> str:
    return "" if moment is None else said(moment)


def _session(request: Request) -> Session | None:
    session = request.scope.get("state", {}).get("hub_session")
    return session if isinstance(session, Session) else None
