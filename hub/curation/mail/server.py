"""The way to the mail server: one connection, and how each letter fared on it."""

import smtplib
import ssl
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType

from hub.curation.mail.addresses import MailProblem, mail_address, mailbox
from hub.curation.mail.letters import Letter, as_message
from hub.errors import SettingsError
from hub.settings import Settings

NO_SERVER = "HUB_SMTP_HOST is not set. Name the mail server that takes the hub's mail."
NO_SENDER = "HUB_MAIL_FROM is not set. Write the address mail comes from, such as hub@example.org."
NO_ADDRESS = "HUB_PUBLIC_URL is not set. Mail needs it for its links: write the address people use."
UNREACHABLE = (
    "The mail server {host}:{port} cannot be reached: {reason}. Nothing is lost; check "
    "HUB_SMTP_HOST, HUB_SMTP_PORT and HUB_SMTP_TLS, then run the command again."
)
NO_LOGIN = (
    "The mail server {host} refuses the login of HUB_SMTP_USER: {reason}. Nothing is lost; set "
    "the right HUB_SMTP_PASSWORD, then run the command again."
)
NO_FROM = (
    "The mail server {host} does not take mail from {sender}: {reason}. Nothing is lost; set "
    "another HUB_MAIL_FROM, then run the command again."
)


class Fate(StrEnum):
    """How a letter fared."""

    SENT = "sent"  #: the server took it over
    REFUSED = "refused"  #: never again: no such recipient, or the content is not taken
    LATER = "later"  #: not now, and surely not taken
    UNSURE = "unsure"  #: the server fell silent after it had everything: it may have it


@dataclass(frozen=True)
class Outcome:
    """How a letter fared, and why. The reason names no address."""

    fate: Fate
    reason: str = ""
    broken: bool = False  #: the connection is of no use any more


def check_settings(settings: Settings) -> None:
    """Raise SettingsError unless mail can be sent with these settings."""
    for value, sentence in (
        (settings.smtp_host, NO_SERVER),
        (settings.mail_from, NO_SENDER),
        (settings.public_url, NO_ADDRESS),
    ):
        if not value:
            raise SettingsError(sentence)
    mailbox(settings.mail_from)


class MailServer:
    """The mail server of the settings. As a context it is one connection, shut at the end.

    Entering it raises MailProblem when the server is absent, refuses the login or has no TLS.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "MailServer":
        self._smtp = self._connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(2)  # to part politely is not worth waiting for
                smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()  # the letters' fates are known: how the connection ends says nothing

    def hand_over(self, letter: Letter) -> Outcome:
        """Give one letter to the server. Raises MailProblem when it takes none from us."""
        if self._smtp is None:
            raise RuntimeError("hand_over works within the connection only")
        try:
            recipient = mail_address(letter.recipient)
            message = as_message(letter, self._settings.mail_from)
        except MailProblem:
            return Outcome(Fate.REFUSED, "this is no mail address")
        sender = message["From"].addresses[0].addr_spec
        return self._deliver(sender, recipient, message.as_bytes())

    def _deliver(self, sender: str, recipient: str, content: bytes) -> Outcome:
        smtp, wide = self._smtp, not recipient.isascii()
        assert smtp is not None
        if wide and not smtp.has_extn("smtputf8"):
            return Outcome(Fate.REFUSED, "the mail server takes no such international address")
        try:
            code, answer = smtp.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if wide else [])
            if code != 250:
                return self._no_sender(sender, code, answer)
            code, answer = smtp.rcpt(recipient)
            if code not in (250, 251):
                smtp.rset()
                return _no(code, answer)
            code, answer = smtp.docmd("DATA")
            if code != 354:
                smtp.rset()
                return _no(code, answer)
        except (smtplib.SMTPException, OSError) as error:
            return Outcome(Fate.LATER, _reason(error), broken=True)
        return self._content(smtp, content)

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> Outcome:
        """The text itself. From its last byte on only the server knows what became of it."""
        lines = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        quoted = b"\r\n".join(b"." + x if x.startswith(b".") else x for x in lines.split(b"\r\n"))
        try:
            smtp.send(quoted + (b"" if quoted.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            return Outcome(Fate.UNSURE, _reason(error), broken=True)
        return Outcome(Fate.SENT) if code == 250 else _no(code, answer)

    def _no_sender(self, sender: str, code: int, answer: bytes) -> Outcome:
        outcome = _no(code, answer)
        if code >= 500:
            raise MailProblem(
                NO_FROM, host=self._settings.smtp_host, sender=sender, reason=outcome.reason
            )
        return outcome

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        host, port = settings.smtp_host, settings.smtp_port
        try:
            smtp = self._open(host, port)
            self._log_in(smtp)
        except smtplib.SMTPAuthenticationError as error:
            raise MailProblem(NO_LOGIN, host=host, reason=_plain(error.smtp_error)) from None
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            reason = _reason(error)
            raise MailProblem(UNREACHABLE, host=host, port=port, reason=reason) from error
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self._settings.smtp_user:
            return
        try:
            smtp.login(self._settings.smtp_user, self._settings.smtp_password)
        except BaseException:
            smtp.close()
            raise

    def _open(self, host: str, port: int) -> smtplib.SMTP:
        seconds, tls = self._settings.smtp_timeout_seconds, self._settings.smtp_tls
        if tls == "tls":
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
        else:
            smtp = smtplib.SMTP(host, port, timeout=seconds)
        try:
            if tls == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp


#: Refusals that stay: no such mailbox, or a message that is not taken.
_FOR_GOOD = frozenset({521, 550, 551, 552, 553, 554, 556})


def _no(code: int, answer: bytes) -> Outcome:
    """A refusal. What says "not you" (5.7.x) is the office's to mend, so the letter waits."""
    policy = answer.strip().startswith(b"5.7.") or b"relay" in answer.lower()
    fate = Fate.REFUSED if code in _FOR_GOOD and not policy else Fate.LATER
    return Outcome(fate, f"{code} {_plain(answer)}".strip(), broken=code == 421 or code < 0)


def _plain(answer: object) -> str:
    """What a server said, short, on one line, and without the address it may name."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    words = ["…" if "@" in word else word for word in text.split()]
    return "".join(sign for sign in " ".join(words) if sign.isprintable())[:200]


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    return _plain(getattr(error, "strerror", None) or error) or type(error).__name__
