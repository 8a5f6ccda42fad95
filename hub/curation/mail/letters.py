"""A letter as data, and as the message that goes over the wire."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from hub.curation.mail.addresses import box, mailbox


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail to one person, in plain text and HTML."""

    recipient: str
    subject: str
    text: str
    html: str
    message_id: str  #: with its angle brackets; the same however often it is tried
    language: str
    written: dt.datetime  #: aware
    sender: str = ""  #: a mailbox; that of the settings when empty
    reply_to: str = ""
    unsubscribe: str = ""  #: address that ends these letters by one POST (RFC 8058)

    def dump(self) -> str:
        """The letter as JSON."""
        return json.dumps({**asdict(self), "written": self.written.isoformat()})

    @classmethod
    def load(cls, text: str) -> "Letter":
        """A letter that ``dump`` wrote."""
        data = json.loads(text)
        return cls(**{**data, "written": dt.datetime.fromisoformat(data["written"])})


def as_message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a message. Raises MailProblem for an address that is none.

    Nothing in it depends on when it is tried: a second try is the same message.
    """
    to = box(letter.recipient)
    rules = policy.SMTP if to.username.isascii() else policy.SMTPUTF8
    message = EmailMessage(policy=rules)
    message["From"] = mailbox(letter.sender or sender)
    message["To"] = to
    if letter.reply_to:
        message["Reply-To"] = mailbox(letter.reply_to)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.written)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language  # now: setting the content drops such headers
    message.set_boundary(hashlib.sha256(letter.message_id.encode()).hexdigest()[:32])
    return message


def one_line(text: str, length: int = 200) -> str:
    """Text for a header: no line end can begin another one."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(plain.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
