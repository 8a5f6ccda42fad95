"""Addresses of mail: checked once more where they leave the house, international ones in ASCII."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr

import idna

from hub.errors import HubError

NO_ADDRESS = "{address!r} is no mail address that a letter can be sent to."


class MailProblem(HubError):
    """A letter cannot be written, or the mail server cannot be used."""


def mail_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA 2008). Raises MailProblem for what is none.

    Line ends and other control characters never pass: they would begin a header of their own.
    """
    name, at, domain = address.strip().rpartition("@")
    clean = address.strip().isprintable() and not any(sign in address for sign in ' <>,;:"()')
    if not (at and name and domain and clean and "@" not in name and len(address) <= 320):
        raise MailProblem(NO_ADDRESS, address=address[:100])
    try:
        ascii_domain = idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise MailProblem(NO_ADDRESS, address=address[:100]) from error
    return f"{name}@{ascii_domain}"


def mailbox(text: str) -> Address:
    """A mailbox such as ``Office <office@example.org>``. Raises MailProblem for what is none."""
    name, address = parseaddr(text)
    if not text.isprintable() or not address:
        raise MailProblem(NO_ADDRESS, address=text[:100])
    return box(address, name)


def box(address: str, name: str = "") -> Address:
    """An address for a header. Raises MailProblem for what is none."""
    user, _, domain = mail_address(address).rpartition("@")
    try:
        return Address(_one_line(name), username=user, domain=domain)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise MailProblem(NO_ADDRESS, address=address[:100]) from error


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
