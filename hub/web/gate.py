"""The gate: nobody without a session reaches anything but the way in.

It stands before Streamlit and shuts both doors, the requests and the websocket. A websocket that
is open when its session ends is shut as well, within ``INTERVAL`` seconds or at the next message.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.accounts import Accounts, Session
from hub.errors import HubError
from hub.web.addresses import page_address, same_origin, with_next

COOKIE = "hub_session"
INTERVAL = 2.0  #: seconds between two looks whether the session of an open websocket still lives
POLICY = 1008  #: websocket close code: not allowed

#: What everybody may ask for, and how.
OPEN: Mapping[str, frozenset[str]] = {
    "/login": frozenset({"GET", "HEAD", "POST"}),
    "/login/style.css": frozenset({"GET", "HEAD"}),
    "/login/icon.svg": frozenset({"GET", "HEAD"}),
    "/login/session.js": frozenset({"GET", "HEAD"}),
    "/logout": frozenset({"GET", "HEAD", "POST"}),
    "/language": frozenset({"GET", "HEAD"}),
    "/health": frozenset({"GET", "HEAD"}),
    # How to search the hub, and what the admin has made public. Nothing else is told there.
    "/opensearch.xml": frozenset({"GET", "HEAD"}),
    "/oai": frozenset({"GET", "HEAD", "POST"}),
}

#: What everybody may ask for who has the secret that is part of the address.
OPEN_SECRETS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"/feed/[\w-]{20,64}\.(?:atom|ics)", re.ASCII), frozenset({"GET", "HEAD"})),
    (
        re.compile(r"/mail/(?:leave|confirm)/[\w~-]{1,500}", re.ASCII),
        frozenset({"GET", "HEAD", "POST"}),
    ),
    # Newsletters say themselves whether they are open to everybody.
    (
        re.compile(r"/newsletter/[\w-]{1,120}(?:\.atom|/[0-9]{1,6})?", re.ASCII),
        frozenset({"GET", "HEAD"}),
    ),
    (re.compile(r"/newsletter/[\w-]{1,120}/subscribe", re.ASCII), frozenset({"POST"})),
)

#: What asks by itself who is there, by token or session, and answers programs in their way.
OWN_LOCK = re.compile(r"/api/.*", re.DOTALL)

#: Parts of Streamlit that the hub does not use: shut for everybody.
SHUT = ("/_stcore/agent", "/_stcore/metrics", "/_stcore/script-health-check", "/oauth2callback")

#: Addresses a person may have typed or kept; outsiders are led from there to the login page.
_PAGE = re.compile(r"/(?!(?:media|static|component|app|data|uploads)/?$)(?:[a-zA-Z0-9][\w-]*)?/?")

_log = logging.getLogger(__name__)


class Gate:
    """Pure ASGI middleware. It leaves the Session in ``scope["state"]["hub_session"]``."""

    def __init__(self, app: ASGIApp, accounts: Accounts, public_url: str = "") -> None:
        self.app = app
        self._accounts = accounts
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, send to the login page, or refuse."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            session = await run_in_threadpool(self._accounts.session, _token(request))
            scope.setdefault("state", {})["hub_session"] = session
            answer = _refusal(request, session) or self.app
            await answer(scope, receive, send)
        except HubError as error:  # our own routes answer whole or not at all
            _log.error("%s", error)
            await out_of_order()(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        token = _token(connection)
        session = await self._living(token, touch=True)
        if session is None or not same_origin(connection, self._public_url):
            await send({"type": "websocket.close", "code": POLICY})
            return
        scope = _for_streamlit(scope)
        scope.setdefault("state", {})["hub_session"] = session
        await _Watched(self, token).run(scope, receive, send)

    async def _living(self, token: str | None, *, touch: bool) -> Session | None:
        """The session of an open websocket; none when the database does not say."""
        try:
            return await run_in_threadpool(self._accounts.session, token, touch=touch)
        except HubError as error:
            _log.error("%s", error)
            return None


class _Watched:
    """One open websocket, cut off as soon as its session is gone."""

    def __init__(self, gate: Gate, token: str | None) -> None:
        self._gate = gate
        self._token = token
        self._over = asyncio.Event()

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        watch = asyncio.create_task(self._watch())
        try:
            await self._gate.app(scope, self._incoming, self._outgoing)
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch

    async def _watch(self) -> None:
        while await self._gate._living(self._token, touch=False):
            await asyncio.sleep(INTERVAL)
        await self._cut()

    async def _cut(self) -> None:
        if not self._over.is_set():
            self._over.set()
            # the other side may have gone in the meantime
            with contextlib.suppress(Exception):
                await self._send({"type": "websocket.close", "code": POLICY})

    async def _incoming(self) -> Message:
        message = await self._next()
        if message["type"] != "websocket.receive":
            return message
        if await self._gate._living(self._token, touch=True) is None:
            await self._cut()
            return {"type": "websocket.disconnect", "code": POLICY}
        return message

    async def _next(self) -> Message:
        coming = asyncio.ensure_future(self._receive())
        over = asyncio.ensure_future(self._over.wait())
        try:
            await asyncio.wait({coming, over}, return_when=asyncio.FIRST_COMPLETED)
            if self._over.is_set():
                return {"type": "websocket.disconnect", "code": POLICY}
            return coming.result()
        finally:
            over.cancel()
            coming.cancel()

    async def _outgoing(self, message: Message) -> None:
        if not self._over.is_set():  # afterwards nothing leaves any more
            await self._send(message)


def _token(connection: HTTPConnection) -> str | None:
    return connection.cookies.get(COOKIE)


def _refusal(request: Request, session: Session | None) -> Response | None:
    """The answer to somebody who may not pass."""
    path = request.scope["path"]
    if path.startswith(SHUT):
        return _nothing(404) if session else _nothing(401)
    if session is not None or _open(path, request.method):
        return None
    if request.method in ("GET", "HEAD") and _PAGE.fullmatch(path):
        return RedirectResponse(with_next("/login", page_address(request)), 303)
    return _nothing(401)


def _open(path: str, method: str) -> bool:
    """Whether everybody may ask for this."""
    if method in OPEN.get(path, ()) or OWN_LOCK.fullmatch(path):
        return True
    return any(shape.fullmatch(path) and method in methods for shape, methods in OPEN_SECRETS)


def _nothing(status: int) -> Response:
    return PlainTextResponse("", status)


def out_of_order() -> Response:
    """The answer when the hub itself cannot work; the reason is in the server's log."""
    text = "Der Hub ist gerade gestört.\nThe hub is out of order at the moment.\n"
    return PlainTextResponse(text, 503, headers={"Retry-After": "30"})


def _for_streamlit(scope: Scope) -> Scope:
    """The handshake without what Streamlit must not decide on.

    The third subprotocol asks to take over an earlier Streamlit session: that could be another
    person's, on a shared computer even by accident. Views live in the address, so nothing is
    lost. The origin was compared above, also with the public address, which Streamlit does not
    know.
    """
    headers = []
    for name, value in scope["headers"]:
        if name == b"sec-websocket-protocol":
            value = b",".join(value.split(b",")[:2])
        if name != b"origin":
            headers.append((name, value))
    return {**scope, "headers": headers, "subprotocols": scope.get("subprotocols", [])[:2]}
