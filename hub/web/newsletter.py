"""The newsletter as readers find it: archive, issue, feed, and the way into the list.

Open to everybody only where the newsletter says so; members read every archive. A draft is shown to
nobody here. And for curators: an issue as its mail will look, and as a file.
"""

import logging
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from hub.accounts import Accounts, Session
from hub.curation import Curation
from hub.curation.feeds.issues import issues_feed
from hub.curation.newsletter.editing import IssueProblem
from hub.curation.newsletter.rendering import facts, linked, paragraphs
from hub.curation.newsletter.templating import title_of
from hub.errors import HubError
from hub.exporting.notes import PRESS_NOTE, shortened
from hub.i18n.words import Words
from hub.model import ResourceType
from hub.model.newsletter import Entry, Issue, IssueState, Newsletter
from hub.settings import Settings
from hub.web.addresses import client_address
from hub.web.forms import FormError, OutsideForms
from hub.web.headers import OWN_POLICY, reader_language
from hub.web.newsletter_actions import is_curator, number
from hub.web.pages import Pages
from hub.web.slowing import Slowing

#: For a mail in a frame: its own styles, nothing else, and framed by us alone.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups"
)
MOST = 20  #: requests to subscribe an hour from one network address

#: Files for the house's own mailer, by format: ending and media type.
FILES = {
    "eml": ("eml", "message/rfc822"),
    "html": ("html", "text/html; charset=utf-8"),
    "text": ("txt", "text/plain; charset=utf-8"),
    "markdown": ("md", "text/markdown; charset=utf-8"),
    "csv": ("csv", "text/csv; charset=utf-8"),
}
_log = logging.getLogger(__name__)


class NewsletterPages(Pages):
    """The pages; each method answers one route."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts)
        self._curation = curation
        self._desk = curation.desk
        self._slowing = Slowing(MOST)
        self._templates.filters["paragraphs"] = paragraphs
        self._templates.filters["linked"] = linked

    # For readers

    async def archive(self, request: Request) -> Response:
        """The sent issues, and the form to subscribe."""
        newsletter = await run_in_threadpool(self._newsletter, request)
        if newsletter is None:
            return self._missing(request)
        return await self._archive_page(request, newsletter)

    async def issue(self, request: Request) -> Response:
        """One sent issue."""
        newsletter = await run_in_threadpool(self._newsletter, request)
        issue = await run_in_threadpool(self._sent, request, newsletter)
        if newsletter is None or issue is None:
            return self._missing(request)
        words = Words(issue.language)
        return self.page(
            request,
            "issue.html",
            issue=issue,
            sections=[section for section in issue.sections if section.chosen],
            heading=words.t(
                "Issue {number}, {day}",
                number=issue.number,
                day=words.day(issue.sent or issue.gathered),
            ),
            facts=lambda entry: facts(entry, words),
            blurb=_blurb,
            to=f"/newsletter/{newsletter.id}",
        )

    async def feed(self, request: Request) -> Response:
        """The sent issues of an open newsletter as an Atom feed."""
        newsletter = await run_in_threadpool(self._newsletter, request)
        if newsletter is None or not newsletter.archive_open:
            return PlainTextResponse("", 404)
        home = (self._settings.public_url or str(request.base_url)).rstrip("/")
        issues = await run_in_threadpool(self._issues, newsletter)
        return Response(
            issues_feed(newsletter, issues, home),
            media_type="application/atom+xml; charset=utf-8",
            headers={"Content-Security-Policy": "default-src 'none'"},
        )

    async def subscribe(self, request: Request) -> Response:
        """Asks for consent by mail. The answer never tells whether the address was known."""
        newsletter = await run_in_threadpool(self._newsletter, request)
        if newsletter is None or not newsletter.archive_open:
            return self._missing(request)
        email = ""
        try:
            form = await self._outside_form(request)
            email = form.get("email", "")
            self._slowing.count(client_address(request, self._proxies))
            language = reader_language(request, self._settings)
            await run_in_threadpool(self._desk.joining.ask, newsletter.id, email, language)
        except FormError as error:
            sentence = self._say(request)(error.sentence)
            return await self._archive_page(request, newsletter, error.status, error=sentence)
        except HubError as error:
            sentence = error.text(self._say(request))
            return await self._archive_page(request, newsletter, 400, error=sentence, email=email)
        to = f"/newsletter/{newsletter.id}?asked=1"
        return RedirectResponse(to, 303, background=BackgroundTask(self._deliver))

    async def confirm(self, request: Request) -> Response:
        """The link in that mail: a GET asks, a POST confirms."""
        token = request.path_params["token"]
        if request.method == "POST":
            done = await run_in_threadpool(self._desk.joining.confirm, token)
            return self._confirm_page(request, "done" if done else "unknown")
        known = await run_in_threadpool(self._desk.joining.may_confirm, token)
        return self._confirm_page(request, "ask" if known else "unknown")

    # For curators

    async def preview(self, request: Request) -> Response:
        """The mail at the widths of a desk and of a telephone, its text, and its files."""
        issue = await run_in_threadpool(self._any, request) if is_curator(request) else None
        if issue is None:
            return self._missing(request)
        text = await run_in_threadpool(self._desk.rendered, issue.newsletter, issue.number, "text")
        response = self.page(
            request,
            "preview.html",
            issue=issue,
            chosen=any(entry.chosen for entry in issue.entries()),
            text=text.decode(),
            files=list(FILES),
            at=f"newsletter={quote(issue.newsletter)}&number={issue.number}",
            back=request.scope["path"]
            + "?"
            + request.scope["query_string"].decode("ascii", "replace"),
        )
        response.headers["Content-Security-Policy"] = OWN_POLICY + "; frame-src 'self'"
        return response

    async def mail(self, request: Request) -> Response:
        """The HTML of the mail alone, for the frames of the preview."""
        return await self._file(request, "html", framed=True)

    async def file(self, request: Request) -> Response:
        """The issue as a file for the house's own mailer."""
        return await self._file(request, request.query_params.get("format", ""))

    async def _file(self, request: Request, format: str, *, framed: bool = False) -> Response:
        issue = await run_in_threadpool(self._any, request) if is_curator(request) else None
        if issue is None or format not in FILES:
            return self._missing(request)
        content = await run_in_threadpool(
            self._desk.rendered, issue.newsletter, issue.number, format
        )
        ending, media_type = FILES[format]
        headers = {"Content-Security-Policy": MAIL_POLICY}
        if not framed:
            name = f"{issue.newsletter}-{issue.number}.{ending}"
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response(content, media_type=media_type, headers=headers)

    # Small things

    def _newsletter(self, request: Request) -> Newsletter | None:
        """The newsletter, where it is open or a member asks."""
        session = request.scope.get("state", {}).get("hub_session")
        member = isinstance(session, Session) and session.email is not None
        try:
            newsletter, _ = self._desk.newsletters.get(request.path_params["id"])
        except IssueProblem:
            return None
        return newsletter if newsletter.archive_open or member else None

    def _sent(self, request: Request, newsletter: Newsletter | None) -> Issue | None:
        if newsletter is None:
            return None
        try:
            issue = self._desk.newsletters.issue(newsletter.id, request.path_params["number"])
        except IssueProblem:
            return None
        return issue if issue.state is IssueState.SENT else None

    def _issues(self, newsletter: Newsletter) -> list[Issue]:
        """All sent issues, newest first."""
        store = self._desk.newsletters
        lines = [n for n in store.issues(newsletter.id) if n.state is IssueState.SENT]
        return [store.issue(newsletter.id, line.number) for line in lines]

    def _any(self, request: Request) -> Issue | None:
        """The issue that a curator asks for, a draft too."""
        at = request.query_params
        try:
            return self._desk.newsletters.issue(
                at.get("newsletter", ""), number(at.get("number", ""))
            )
        except IssueProblem:
            return None

    async def _archive_page(
        self,
        request: Request,
        newsletter: Newsletter,
        status: int = 200,
        *,
        error: str = "",
        email: str = "",
    ) -> Response:
        language = reader_language(request, self._settings)
        words = Words(language)
        lines = await run_in_threadpool(self._desk.newsletters.issues, newsletter.id)
        outside = await run_in_threadpool(lambda: self._outside)
        visitor = outside.visitor(request)
        response = self.page(
            request,
            "newsletter.html",
            status,
            title=title_of(newsletter.title, language),
            newsletter=newsletter,
            issues=[(line, words.day(line.sent)) for line in lines if line.sent is not None],
            joining=newsletter.archive_open and self._desk.joining.possible(),
            csrf=outside.proof(visitor),
            asked="asked" in request.query_params and not error,
            error=error,
            email=email[:254],
            member=request.scope.get("state", {}).get("hub_session") is not None,
            back=f"/newsletter/{newsletter.id}",
        )
        self._set_cookie(response, OutsideForms.COOKIE, visitor)
        return response

    def _confirm_page(self, request: Request, step: str) -> Response:
        return self.page(request, "confirm.html", 404 if step == "unknown" else 200, step=step)

    def _missing(self, request: Request) -> Response:
        return self.page(request, "missing.html", 404)

    def _deliver(self) -> None:
        """Send what waits; what fails now goes out with the next `hub alerts send`."""
        try:
            self._desk.joining.deliver()
        except HubError as error:
            _log.warning("A letter that asks for consent waits: %s", error)


def _blurb(entry: Entry) -> str:
    """On a press article a note, never more (R24)."""
    return shortened(entry.blurb, PRESS_NOTE) if entry.type is ResourceType.NEWS else entry.blurb
