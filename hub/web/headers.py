"""What every answer says about itself: nothing from elsewhere, nothing kept, nothing framed.

And Streamlit's one HTML file, made ours: language, title, icon, words for readers without
JavaScript.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.i18n import LANGUAGES, translator
from hub.settings import Settings

LANGUAGE_COOKIE = "hub_language"

#: For Streamlit. Its styles are made in the page, its components come as blob: modules.
STREAMLIT_POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "media-src 'self' blob:; worker-src 'self' blob:; frame-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
#: For our own pages: their style, their icon, their forms.
OWN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_HASHED = re.compile(
    r"/static/(?:js|css|media)/.+\.[\w-]{8}\.\w+"
)  # the name changes with the content
_YEAR = "private, max-age=31536000, immutable"
#: For what is no page at all: JSON and XML.
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'"
#: Answers to programs that have an ETag: kept by the one who asked, never used without asking.
CACHING = "private, no-cache"


def reader_language(connection: HTTPConnection, settings: Settings) -> str:
    """The language the reader chose, else the hub's."""
    chosen = connection.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else settings.language


class SecurityHeaders:
    """Puts the headers on every answer. A page may set its own Content-Security-Policy."""

    def __init__(self, app: ASGIApp, secure: bool = False) -> None:
        self.app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers added to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"], message["status"])
            await send(message)

        await self.app(scope, receive, with_headers)

    def _add(self, headers: MutableHeaders, path: str, status: int) -> None:
        for name, value in _COMMON.items():
            headers[name] = value
        headers.setdefault("Content-Security-Policy", STREAMLIT_POLICY)
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        lasting = status in (200, 206, 304) and _HASHED.fullmatch(path)
        asked_again = headers.get("Cache-Control") == CACHING and "ETag" in headers
        headers["Cache-Control"] = _YEAR if lasting else CACHING if asked_again else "no-store"


class Shell:
    """Rewrites Streamlit's index.html on its way out, whole and of the right length."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; only answers to page requests are looked at."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        language = reader_language(HTTPConnection(scope), self._settings)
        head = scope["method"] == "HEAD"
        rewriter = _Rewriter(send, lambda body: _ours(body, language), head=head)
        await self.app(_plain_request(scope), receive, rewriter.send)


def _plain_request(scope: Scope) -> Scope:
    """The same request, asking for a page whole and unpacked. Files are left as they are."""
    if "." in scope["path"] or scope["path"].startswith(("/_stcore", "/api/")):
        return scope
    unwanted = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since", b"if-range")
    headers = [(name, value) for name, value in scope["headers"] if name not in unwanted]
    return {**scope, "method": "GET", "headers": headers}


class _Rewriter:
    """Collects an HTML answer and sends it rewritten; anything else goes through."""

    def __init__(self, send: Send, rewrite: Callable[[bytes], bytes | None], *, head: bool) -> None:
        self._send = send
        self._rewrite = rewrite
        self._head = head
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif message["type"] != "http.response.body":
            await self._send(message)
        elif self._start is None:
            await self._send({**message, "body": b""} if self._head else message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._rewrite(self._body)
        headers = MutableHeaders(scope=start)
        if body is not None:
            headers["Content-Length"] = str(len(body))
            for name in ("etag", "last-modified", "accept-ranges"):
                del headers[name]
        await self._send(start)
        content = self._body if body is None else body
        await self._send({"type": "http.response.body", "body": b"" if self._head else content})


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    html = headers.get("content-type", "").startswith("text/html")
    return html and "content-encoding" not in headers


def _search_link(title: str, language: str) -> str:
    """How a browser learns to search the hub from its address bar."""
    kind = "application/opensearchdescription+xml"
    address = f"/opensearch.xml?language={language}"
    return f'<link rel="search" type="{kind}" title="{title}" href="{address}" />'


@lru_cache(maxsize=8)
def _ours(body: bytes, language: str) -> bytes | None:
    """Streamlit's index.html in our words; None for any other page."""
    page = body.decode("utf-8", "replace")
    if '<div id="root">' not in page:
        return None
    say = translator(language)
    title = escape(say("Knowledge Hub Urban Security"))
    description = escape(say("Search and browse what cities know about preventing crime."))
    noscript = escape(say("This page needs JavaScript. Please switch it on in your browser."))
    head = (
        f"<title>{title}</title>\n"
        f'    <meta name="description" content="{description}" />\n'
        '    <meta name="robots" content="noindex, nofollow" />\n'
        '    <link rel="icon" type="image/svg+xml" href="/login/icon.svg" />\n'
        f"    {_search_link(title, language)}\n"
        '    <script src="/login/session.js"></script>'
    )
    for pattern, replacement in (
        (r"<!--.*?-->\s*", ""),
        (r"<html[^>]*>", f'<html lang="{language}">'),
        (r"\s*<link rel=\"(?:shortcut icon|service-desc)\"[^>]*>", ""),
        (r"\s*<script>.*?</script>", ""),  # one that the policy would stop anyway
        (r"<title>.*?</title>", head),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{noscript}</p></noscript>"),
    ):
        page = re.sub(pattern, replacement, page, flags=re.DOTALL)
    return page.strip().encode()
