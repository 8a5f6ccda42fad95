"""Feeds and calendars: the secret address is the key, so no login is asked for."""

from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from hub.curation import Curation
from hub.curation.feeds.feeds import Answer
from hub.settings import Settings


class FeedPages:
    """Answers the addresses of feeds: 404 for whatever is none, without a reason."""

    def __init__(self, settings: Settings, curation: Curation) -> None:
        self._settings = settings
        self._curation = curation

    async def feed(self, request: Request) -> Response:
        """The feed of a token as Atom or iCalendar."""
        token = request.path_params["token"]
        format = request.scope["path"].rpartition(".")[2]
        home = self._settings.public_url or str(request.base_url)
        answer = await run_in_threadpool(self._curation.feeds.answer, token, format, home)
        if answer is None:
            return PlainTextResponse("", 404)
        headers = {
            "ETag": answer.etag,
            "Last-Modified": format_datetime(answer.changed, usegmt=True),
            "Content-Security-Policy": "default-src 'none'",
        }
        if _known(request, answer):
            return Response(status_code=304, headers=headers)
        return Response(
            answer.body, media_type=f"{answer.media_type}; charset=utf-8", headers=headers
        )


def _known(request: Request, answer: Answer) -> bool:
    """Whether the reader has this very answer already. The ETag goes first (RFC 9110)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        given = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in given or answer.etag in given
    since = request.headers.get("if-modified-since", "")
    try:
        return bool(since) and answer.changed <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
