"""A real mail server on loopback, which can also misbehave."""

import asyncio
import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class PostOffice:
    """What arrived, and how the server behaves. ``hold`` seconds pass before it answers DATA."""

    letters: list[tuple[str, bytes]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  #: recipient -> answer
    hold: float = 0.0
    hold_from: int = 0  #: letters that it takes before it holds any
    holding: int = 0  #: how often it began to hold one
    keep_while_holding: bool = False  #: whether it has the letter though it never says so
    hang_up_after: int | None = None  #: letters after which it vanishes
    no_sender: str = ""
    port: int = 0
    encrypted: list[bool] = field(default_factory=list)  #: of each letter, how it came

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ):
        if self.no_sender:
            return self.no_sender
        envelope.mail_from = address
        secret = server.transport.get_extra_info("ssl_object") is not None
        self.encrypted.append(secret)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.hang_up_after is not None and len(self.letters) >= self.hang_up_after:
            server.transport.abort()
            return "421 gone"
        if self.hold and len(self.letters) >= self.hold_from:
            self.holding += 1
            if self.keep_while_holding:
                self._keep(envelope)
            await asyncio.sleep(self.hold)
        self._keep(envelope)
        return "250 OK"

    def _keep(self, envelope: Any) -> None:
        self.letters += [(recipient, envelope.content) for recipient in envelope.rcpt_tos]

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, read as mail programs read it."""
        return [message_from_bytes(content, policy=policy.default) for _, content in self.letters]  # type: ignore[misc]

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.letters]


class _Door(Controller):
    """Opens also where a server speaks TLS from the first byte on."""

    def _trigger_server(self) -> None:
        socket.create_connection((self.hostname, self.port), 1).close()


@contextmanager
def open_office(
    *,
    password: str | None = None,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
) -> Iterator[PostOffice]:
    """A server until the end of the block; with a password it takes mail after a login only.

    ``tls``: from the first byte on; ``starttls``: nothing is taken before it is begun.
    """
    office = PostOffice()

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any):
        return AuthResult(success=data.password == (password or "").encode(), handled=False)

    login: dict[str, Any] = {}
    if password is not None:
        login = {"auth_require_tls": False, "authenticator": authenticate, "auth_required": True}
    if starttls is not None:
        login |= {"tls_context": starttls, "require_starttls": True}
    office.port = free_port()
    controller = _Door(office, hostname="127.0.0.1", port=office.port, ssl_context=tls, **login)
    with warnings.catch_warnings():  # it warns of a login without TLS, which is ours on loopback
        warnings.simplefilter("ignore")
        controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on at this moment: the controller must know it beforehand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
