"""Links in letters that end them: without a login, by one click, but never by a mere look.

Programs that guard mailboxes open every link of a mail. So a GET only asks; a POST ends the
letters, which is also what mail programs send for their own button (RFC 8058).
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hub.accounts import Accounts
from hub.curation import Curation
from hub.settings import Settings
from hub.web.pages import Pages


class LeavePages(Pages):
    """The page behind such a link."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts)
        self._curation = curation

    async def leave(self, request: Request) -> Response:
        """Asks, and does it when asked to."""
        token = request.path_params["token"]
        if request.method == "POST":
            left = await run_in_threadpool(self._curation.leave, token)
            return self._answer(request, "left" if left else "unknown")
        known = await run_in_threadpool(self._curation.may_leave, token)
        return self._answer(request, "ask" if known else "unknown")

    def _answer(self, request: Request, step: str) -> Response:
        status = 404 if step == "unknown" else 200
        return self.page(request, "leave.html", status, step=step)
