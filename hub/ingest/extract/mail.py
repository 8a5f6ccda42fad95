"""An e-mail: subject, sender, date, and its text; attachments are named, not read."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

from hub.ingest.dates import partial_date
from hub.ingest.encodings import decode_bytes
from hub.ingest.extract.loose_html import loose_text
from hub.ingest.extract.main_text import main_passages
from hub.ingest.extract.tree import page_tree
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_ADDRESS = re.compile(r"\s*<[^<>]*>\s*$|^\s*\S+@\S+\s*$")


def extract(fetched: Fetched) -> Extracted:
    """Text and facts of a message."""
    message = email.message_from_bytes(fetched.content, policy=email.policy.default)
    texts = _body(message)
    named = [name for part in message.walk() if (name := part.get_filename())]
    if named:
        texts.append("\n".join(named))
    return Extracted(Facts(tuple(_facts(message))), tuple(map(Passage, texts)))


def _facts(message: EmailMessage) -> Iterator[Fact]:
    if subject := _header(message, "subject"):
        yield Fact("title", subject, "mail")
    if sender := _ADDRESS.sub("", _header(message, "from")).strip(' "'):
        yield Fact("authors", sender, "mail", 0.8)
    if date := partial_date(_header(message, "date")):
        yield Fact("date", date, "mail", 0.9)


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; empty where it is missing or breaks the parser."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _body(message: EmailMessage) -> list[str]:
    """The text as the sender wrote it: plain where there is some, else HTML."""
    plain = [_decoded(p) for p in _parts(message, "text/plain")]
    if any(text.strip() for text in plain):
        return plain
    return [_readable(_decoded(p)) for p in _parts(message, "text/html")]


def _parts(message: EmailMessage, kind: str) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            yield part


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    return decode_bytes(content if isinstance(content, bytes) else b"", part.get_content_charset())


def _readable(html: str) -> str:
    tree = page_tree(html)
    found = main_passages(tree, anew=lambda: page_tree(html)) if tree is not None else ()
    return "\n".join(passage.text for passage in found) or loose_text(html)
