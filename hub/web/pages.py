"""The plain pages: way in, way out, language. No JavaScript needed."""

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.resources import files
from urllib.parse import unquote

from anyio import CapacityLimiter, to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from hub.accounts import Accounts, Session
from hub.errors import AccountError
from hub.i18n import LANGUAGES, Translate, translator
from hub.settings import Settings
from hub.web.addresses import client_address, proxy_networks, safe_next, same_origin, with_next
from hub.web.forms import STALE, FormError, OutsideForms, read_form, same
from hub.web.gate import COOKIE
from hub.web.headers import LANGUAGE_COOKIE, OWN_POLICY, reader_language

MISSING_LOGIN = "Please fill in email address and password."
MISSING_CODE = "Please fill in the access code."
GONE = "You are logged out."
_YEAR = 365 * 24 * 60 * 60

#: The few files everybody may have, with their media types.
ASSETS = {
    "/login/style.css": "text/css",
    "/login/icon.svg": "image/svg+xml",
    "/login/session.js": "text/javascript",
}


class Pages:
    """The pages of one hub; each method answers one route."""

    def __init__(self, settings: Settings, accounts: Accounts) -> None:
        self._settings = settings
        self._accounts = accounts
        self._proxies = proxy_networks(settings.trusted_proxies)
        self._templates = Environment(
            loader=PackageLoader("hub.web"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @cached_property
    def _outside(self) -> OutsideForms:
        return OutsideForms(self._accounts.form_key())

    # Way in

    async def login(self, request: Request) -> Response:
        """The login page, and its two forms: account, or access code."""
        next = safe_next(request.query_params.get("next"))
        if request.method != "POST":
            if _session(request) is not None:
                return RedirectResponse(next, 303)
            notice = GONE if "out" in request.query_params else ""
            return await self._login_page(request, next=next, notice=notice)
        form: Mapping[str, str] = {}
        try:
            form = await self._outside_form(request)
            next = safe_next(form.get("next"))
            return await self._come_in(request, form, next)
        except FormError as error:
            return await self._login_page(request, error.status, next=next, error=error.sentence)
        except AccountError as error:
            # said in the reader's language below; never which part was wrong
            sentence = error.text(self._say(request))
            return await self._login_page(request, 403, form=form, next=next, error=sentence)

    async def _outside_form(self, request: Request) -> Mapping[str, str]:
        form = await read_form(request)
        outside = await run_in_threadpool(lambda: self._outside)
        outside.check(request, form)
        if not same_origin(request, self._settings.public_url):
            raise FormError(403, STALE)
        return form

    async def _come_in(self, request: Request, form: Mapping[str, str], next: str) -> Response:
        address = client_address(request, self._proxies)
        if form.get("way") == "code":
            code = form.get("code", "").strip()
            if not code:
                raise AccountError(MISSING_CODE)
            token = await self._slowly(self._accounts.enter, code, address)
        else:
            email, password = form.get("email", "").strip(), form.get("password", "")
            if not email or not password:
                raise AccountError(MISSING_LOGIN)
            token = await self._slowly(self._accounts.log_in, email, password, address)
        # whoever had this browser before is out now
        await run_in_threadpool(self._accounts.log_out, request.cookies.get(COOKIE))
        return self._with_session(RedirectResponse(next, 303), token)

    async def _slowly(self, work: Callable[..., str], *details: object) -> str:
        """Compare passwords in a queue of its own: many guesses must not hold up the others."""
        return await to_thread.run_sync(lambda: work(*details), limiter=self._queue)

    @cached_property
    def _queue(self) -> CapacityLimiter:
        return CapacityLimiter(3)

    async def _login_page(
        self,
        request: Request,
        status: int = 200,
        *,
        form: Mapping[str, str] | None = None,
        next: str,
        error: str = "",
        notice: str = "",
    ) -> Response:
        form = form or {}
        outside = await run_in_threadpool(lambda: self._outside)
        visitor = outside.visitor(request)
        response = self.page(
            request,
            "login.html",
            status,
            back=with_next("/login", next),
            next=next,
            csrf=outside.proof(visitor),
            way="code" if form.get("way") == "code" else "account",
            email=form.get("email", "")[:254],
            error=self._say(request)(error),
            notice=self._say(request)(notice),
        )
        self._set_cookie(response, OutsideForms.COOKIE, visitor)
        return response

    # Way out

    async def logout(self, request: Request) -> Response:
        """Ends the session: by the form, by a link with the session's proof, or after asking."""
        session = _session(request)
        if session is None:
            return RedirectResponse("/login", 303)
        error = ""
        given = request.query_params.get("token", "")
        if request.method == "POST":
            try:
                given = (await read_form(request)).get("csrf", "")
                error = STALE
            except FormError as problem:
                error = problem.sentence
        if not same(session.csrf, given) or not same_origin(request, self._settings.public_url):
            return self.page(
                request,
                "logout.html",
                403 if error else 200,
                csrf=session.csrf,
                name=session.name,
                error=self._say(request)(error),
            )
        await run_in_threadpool(self._accounts.log_out, request.cookies.get(COOKIE))
        response = RedirectResponse("/login?out=1", 303)
        response.delete_cookie(COOKIE, secure=self._settings.secure, httponly=True, samesite="lax")
        return response

    # Language

    async def language(self, request: Request) -> Response:
        """Remember the language for a year and go back."""
        response = RedirectResponse(_back(request.query_params.get("next")), 303)
        wanted = request.query_params.get("to")
        if wanted in LANGUAGES:
            self._set_cookie(response, LANGUAGE_COOKIE, wanted, max_age=_YEAR)
        return response

    # Small things

    async def health(self, request: Request) -> Response:
        """That the server answers, and nothing else."""
        return PlainTextResponse("ok")

    async def asset(self, request: Request) -> Response:
        """Style and icon of these pages."""
        path = request.scope["path"]
        content = files("hub.web").joinpath("assets", path.rpartition("/")[2]).read_bytes()
        return Response(content, media_type=ASSETS[path])

    def _say(self, request: Request) -> Translate:
        return translator(reader_language(request, self._settings))

    def page(
        self, request: Request, template: str, status: int = 200, **values: object
    ) -> Response:
        """A page made from a template, in the reader's language."""
        language = reader_language(request, self._settings)
        values.setdefault("back", request.scope["path"])
        content = self._templates.get_template(template).render(
            _=translator(language), language=language, languages=LANGUAGES, **values
        )
        response = Response(content, status, media_type="text/html")
        response.headers["Content-Security-Policy"] = OWN_POLICY
        return response

    def _with_session(self, response: Response, token: str) -> Response:
        self._set_cookie(response, COOKIE, token)
        return response

    def _set_cookie(
        self, response: Response, name: str, value: str, max_age: int | None = None
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._settings.secure,
        )


def _session(request: Request) -> Session | None:
    session = request.scope.get("state", {}).get("hub_session")
    return session if isinstance(session, Session) else None


def _back(wanted: str | None) -> str:
    """Like ``safe_next``, but back to the login page is fine, with its own way on."""
    if wanted and wanted.startswith("/login?next="):
        return with_next("/login", safe_next(unquote(wanted.removeprefix("/login?next="))))
    if wanted in ("/login", "/logout"):
        return wanted
    return safe_next(wanted)
